import { sql, type Kysely, type Selectable, type Transaction } from "kysely";
import type { DeadLetter, DeliveryEvent, DeliverySummary } from "../../domain/delivery.js";
import type { Instant } from "../../domain/time/instant.js";
import type { DeliveryProgress, DeliveryStore } from "../store.js";
import { readLogBounds } from "./changelog/log.js";
import { chunks } from "./chunks.js";
import type { DeliveryEventTable } from "./schema/delivery-tables.js";
import type { Tables } from "./schema/tables.js";
import type { StoreContext } from "./store-context.js";

/** The most dead letters of a delivery, and how long they are stored. */
const MOST_DEAD_LETTERS = 1000;
const DEAD_LETTERS_MS = 30 * 86_400_000;

export function createDeliveryStore({ db, run }: StoreContext): DeliveryStore {
  return {
    beginDelivery: (name, from) =>
      run(async () => {
        const { floor, last } = await readLogBounds(db);
        const position = from === "now" ? last : floor;
        await db
          .insertInto("delivery_states")
          .values({ name, position, stopped_at: null, revision: 0 })
          .onConflict((conflict) => conflict.column("name").doNothing())
          .execute();
      }),
    readDelivery: (name) =>
      run(async () => {
        const state = await db.selectFrom("delivery_states").selectAll().where("name", "=", name).executeTakeFirst();
        if (state === undefined) return null;
        const rows = await db
          .selectFrom("delivery_events")
          .selectAll()
          .where("delivery", "=", name)
          .where("dead_since", "is", null)
          .orderBy("position")
          .execute();
        const { position, stopped_at: stoppedAt, revision } = state;
        return { position, stoppedAt, revision, pending: rows.map(toEvent) };
      }),
    saveDelivery: (name, revision, progress, now) =>
      run(() => db.transaction().execute((transaction) => save(transaction, name, revision, progress, now))),
    listDeliveries: () => run(() => listDeliveries(db)),
    listDeadLetters: (limit) =>
      run(async () => {
        const rows = await db
          .selectFrom("delivery_events")
          .selectAll()
          .where("dead_since", "is not", null)
          .orderBy("delivery")
          .orderBy("position")
          .limit(limit)
          .execute();
        return rows.map((row) => ({ ...toEvent(row), delivery: row.delivery, deadSince: Number(row.dead_since) }));
      }),
    retryDeadLetters: (name, eventId) =>
      run(() =>
        db.transaction().execute(async (transaction) => {
          await transaction.updateTable("delivery_states").set({ stopped_at: null }).where("name", "=", name).execute();
          const retried = await transaction
            .updateTable("delivery_events")
            .set({ dead_since: null, attempts: 0, first_attempt_at: null, next_attempt_at: 0 })
            .where("delivery", "=", name)
            .where("dead_since", "is not", null)
            .$if(eventId !== null, (query) => query.where("event_id", "=", eventId ?? ""))
            .executeTakeFirst();
          return Number(retried.numUpdatedRows);
        }),
      ),
  };
}

async function save(
  db: Transaction<Tables>,
  name: string,
  revision: number,
  { position, stoppedAt, done, pending, dead }: DeliveryProgress,
  now: Instant,
): Promise<boolean> {
  const updated = await db
    .updateTable("delivery_states")
    .set({ position, stopped_at: stoppedAt, revision: revision + 1 })
    .where("name", "=", name)
    .where("revision", "=", revision)
    .executeTakeFirst();
  if (updated.numUpdatedRows === 0n) return false;
  for (const ids of chunks(done)) {
    await db.deleteFrom("delivery_events").where("delivery", "=", name).where("event_id", "in", ids).execute();
  }
  const rows = [
    ...pending.map((event) => toRow(name, event, null)),
    ...dead.map((letter) => toRow(name, letter, letter.deadSince)),
  ];
  for (const some of chunks(rows)) {
    await db
      .insertInto("delivery_events")
      .values(some)
      .onConflict((conflict) =>
        conflict.columns(["delivery", "event_id"]).doUpdateSet((eb) => ({
          attempts: eb.ref("excluded.attempts"),
          first_attempt_at: eb.ref("excluded.first_attempt_at"),
          next_attempt_at: eb.ref("excluded.next_attempt_at"),
          reason: eb.ref("excluded.reason"),
          dead_since: eb.ref("excluded.dead_since"),
        })),
      )
      .execute();
  }
  if (dead.length > 0) await trimDeadLetters(db, name, now);
  return true;
}

async function trimDeadLetters(db: Kysely<Tables>, name: string, now: Instant): Promise<void> {
  const ofDelivery = db.selectFrom("delivery_events").where("delivery", "=", name).where("dead_since", "is not", null);
  const beyond = await ofDelivery
    .select("position")
    .orderBy("position", "desc")
    .offset(MOST_DEAD_LETTERS)
    .limit(1)
    .executeTakeFirst();
  await db
    .deleteFrom("delivery_events")
    .where("delivery", "=", name)
    .where("dead_since", "is not", null)
    .where((eb) =>
      eb.or([
        eb("dead_since", "<", now - DEAD_LETTERS_MS),
        ...(beyond === undefined ? [] : [eb("position", "<=", beyond.position)]),
      ]),
    )
    .execute();
}

async function listDeliveries(db: Kysely<Tables>): Promise<readonly DeliverySummary[]> {
  const ofState = (column: string, isDead: boolean) =>
    sql<number | null>`(select ${sql.raw(column)} from delivery_events
      where delivery = delivery_states.name and dead_since is ${sql.raw(isDead ? "not null" : "null")})`;
  const rows = await db
    .selectFrom("delivery_states")
    .select(["name", "position", "stopped_at"])
    .select([
      ofState("count(*)", false).as("pending"),
      ofState("count(*)", true).as("dead"),
      ofState("min(observed_at)", false).as("pending_since"),
      sql<number | null>`(select observed_at from changes where changes.position > delivery_states.position
        order by changes.position limit 1)`.as("unread_since"),
    ])
    .orderBy("name")
    .execute();
  return rows.map(({ name, position, stopped_at, pending, dead, pending_since, unread_since }) => {
    const since = [pending_since, unread_since].flatMap((at) => at ?? []);
    return {
      name,
      position,
      stoppedAt: stopped_at,
      pendingCount: Number(pending),
      deadLetterCount: Number(dead),
      undeliveredSince: since.length === 0 ? null : Math.min(...since),
    };
  });
}

function toRow(delivery: string, event: DeliveryEvent | DeadLetter, deadSince: Instant | null): DeliveryEventTable {
  return {
    delivery,
    event_id: event.id,
    position: event.position,
    row_id: event.rowId,
    callback_id: event.callbackId,
    kind: event.kind,
    observed_at: event.observedAt,
    attempts: event.attempts,
    first_attempt_at: event.firstAttemptAt,
    next_attempt_at: event.nextAttemptAt,
    reason: event.reason,
    dead_since: deadSince,
  };
}

function toEvent(row: Selectable<DeliveryEventTable>): DeliveryEvent {
  return {
    id: row.event_id,
    position: row.position,
    rowId: row.row_id,
    callbackId: row.callback_id,
    kind: row.kind,
    observedAt: row.observed_at,
    attempts: row.attempts,
    firstAttemptAt: row.first_attempt_at,
    nextAttemptAt: row.next_attempt_at,
    reason: row.reason,
  };
}
