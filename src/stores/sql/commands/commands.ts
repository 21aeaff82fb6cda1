import type { Kysely, Selectable } from "kysely";
import type { Instant } from "../../../domain/time/instant.js";
import type { JsonObject } from "../../../lib/json.js";
import type { UserError } from "../../../domain/user-error.js";
import type { Receipt } from "../../../domain/command.js";
import type {
  CommandStore,
  CommandRecord,
  CommandRecordOutcome,
  NewCommandRecord,
  CommandTarget,
} from "../../command-store.js";
import type { CommandRecordTable } from "../schema/command-tables.js";
import type { Statements } from "../statements.js";
import type { Tables } from "../schema/tables.js";

/** Notes an attempt, or finds the one that has its key. The unique key decides between two at once. */
export async function beginCommand(
  db: Kysely<Tables>,
  commandRecord: NewCommandRecord,
): Promise<{ readonly commandRecord: CommandRecord; readonly isNew: boolean }> {
  const inserted = await db
    .insertInto("commands")
    .values({
      idempotency_key: commandRecord.key,
      input_hash: commandRecord.inputHash,
      kind: commandRecord.kind,
      source: commandRecord.source,
      actor: commandRecord.actor,
      subject: JSON.stringify(commandRecord.subject),
      target: commandRecord.target === null ? null : JSON.stringify(commandRecord.target),
      fingerprint: commandRecord.fingerprint,
      known_ids: JSON.stringify(commandRecord.knownIds),
      state: "PENDING",
      started_at: commandRecord.startedAt,
      errors: "[]",
    })
    .onConflict((conflict) => conflict.column("idempotency_key").doNothing())
    .returningAll()
    .executeTakeFirst();
  if (inserted !== undefined) return { commandRecord: fromRow(inserted), isNew: true };
  const holder = commandRecord.key === null ? null : await findCommand(db, commandRecord.key);
  // Released between the two statements: then the key is free again.
  return holder === null ? beginCommand(db, commandRecord) : { commandRecord: holder, isNew: false };
}

/** Notes an outcome where there is none yet. Runs in the caller's transaction. */
export async function finishCommand(
  db: Kysely<Tables>,
  commandId: number,
  outcome: CommandRecordOutcome,
): Promise<CommandRecord> {
  const before = await readAttempt(db, commandId);
  const isScheduled = before.kind === "SCHEDULE" && outcome.state === "SUCCEEDED" && outcome.vendorId !== null;
  const claimed = isScheduled ? await findClaimed(db, before.source, [outcome.vendorId]) : [];
  await db
    .updateTable("commands")
    .set({
      state: outcome.state,
      finished_at: outcome.finishedAt,
      errors: JSON.stringify(outcome.errors),
      receipt: outcome.receipt === null ? null : JSON.stringify(outcome.receipt),
      vendor_id: outcome.vendorId,
      action_id: outcome.actionId,
      target: null,
      known_ids: "[]",
      claimed_id: isScheduled && claimed.length === 0 ? outcome.vendorId : null,
      ...(outcome.isKeyReleased ? { idempotency_key: null } : {}),
    })
    .where("command_id", "=", commandId)
    .where("state", "=", "PENDING")
    .execute();
  return readAttempt(db, commandId);
}

/** The attempt that has a key. */
export async function findCommand(db: Kysely<Tables>, key: string): Promise<CommandRecord | null> {
  const row = await db.selectFrom("commands").selectAll().where("idempotency_key", "=", key).executeTakeFirst();
  return row === undefined ? null : fromRow(row);
}

/** Which of these callbacks were scheduled by some attempt. */
export async function findClaimed(
  db: Kysely<Tables>,
  source: string,
  vendorIds: readonly string[],
): Promise<readonly string[]> {
  if (vendorIds.length === 0) return [];
  const rows = await db
    .selectFrom("commands")
    .select("claimed_id")
    .where("source", "=", source)
    .where("claimed_id", "in", vendorIds)
    .execute();
  return rows.flatMap(({ claimed_id }) => claimed_id ?? []);
}

/** Command records that are PENDING and can be reconciled, oldest first. */
export async function findPending(
  db: Kysely<Tables>,
  filter: Parameters<CommandStore["findPending"]>[0],
  limit: number,
  statements: Statements,
): Promise<readonly CommandRecord[]> {
  const rows = await statements.read(db, {
    name: "pending commands",
    arguments: { ...filter, limit },
    build(given) {
      let query = db.selectFrom("commands").selectAll().where("state", "=", "PENDING").where("target", "is not", null);
      if (given.source !== undefined) query = query.where("source", "=", given.source);
      if (given.fingerprint !== undefined) query = query.where("fingerprint", "=", given.fingerprint);
      if (given.startedAfter !== undefined) query = query.where("started_at", ">", given.startedAfter);
      return query.orderBy("command_id").limit(given.limit);
    },
  });
  return rows.map(fromRow);
}

/** The newest commands, newest first. */
export async function listCommands(
  db: Kysely<Tables>,
  limit: number,
  source: string | null,
): Promise<readonly CommandRecord[]> {
  let query = db.selectFrom("commands").selectAll();
  if (source !== null) query = query.where("source", "=", source);
  return (await query.orderBy("command_id", "desc").limit(limit).execute()).map(fromRow);
}

export async function countCommands(db: Kysely<Tables>): Promise<number> {
  const { count } = await db
    .selectFrom("commands")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Deletes the commands that were begun before this instant. */
export async function trimCommands(db: Kysely<Tables>, startedBefore: Instant, limit: number): Promise<number> {
  const old = db
    .selectFrom("commands")
    .select("command_id")
    .where("started_at", "<", startedBefore)
    .orderBy("started_at")
    .limit(limit);
  const { numDeletedRows } = await db.deleteFrom("commands").where("command_id", "in", old).executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

async function readAttempt(db: Kysely<Tables>, commandId: number): Promise<CommandRecord> {
  return fromRow(
    await db.selectFrom("commands").selectAll().where("command_id", "=", commandId).executeTakeFirstOrThrow(),
  );
}

function fromRow(row: Selectable<CommandRecordTable>): CommandRecord {
  return {
    commandId: row.command_id,
    key: row.idempotency_key,
    inputHash: row.input_hash,
    kind: row.kind,
    source: row.source,
    actor: row.actor,
    subject: JSON.parse(row.subject) as JsonObject,
    target: row.target === null ? null : (JSON.parse(row.target) as CommandTarget),
    fingerprint: row.fingerprint,
    knownIds: JSON.parse(row.known_ids) as string[],
    state: row.state,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    errors: JSON.parse(row.errors) as UserError[],
    receipt: row.receipt === null ? null : (JSON.parse(row.receipt) as Receipt),
    vendorId: row.vendor_id,
    actionId: row.action_id,
  };
}
