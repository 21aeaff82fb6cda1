import type { Expression, ExpressionBuilder, Kysely, SelectQueryBuilder, SqlBool } from "kysely";
import { detectMissed, detectObserved, type DetectedChange, type Detection } from "../../callback/change.js";
import type { Instant } from "../../callback/instant.js";
import type { Observation, RememberedCallback } from "../../callback/observation.js";
import type { Question } from "../../callback/question.js";
import type { RecordedChange, StoredCallback } from "../../callback/query.js";
import type { RecordBatch } from "../store.js";
import type { Turns } from "./engine.js";
import { chunks } from "./chunks.js";
import type { FamiliarLooks } from "./familiar.js";
import { keepQuarantined } from "./quarantine.js";
import { fromSeenRow, toRow, type SeenRow } from "./rows.js";
import { SEEN_AT, seeAgain, writeSightings, type Sighting } from "./sightings.js";
import type { Tables } from "./tables.js";

/** A change that waits for its number. */
export interface Pending {
  readonly vendorId: string;
  readonly change: DetectedChange;
  readonly callback: RememberedCallback;
}

/** Compares with what is known, writes what differs, appends the changes. Runs in the caller's transaction. */
export async function recordBatch(
  db: Kysely<Tables>,
  batch: RecordBatch,
  turns: Turns,
  looks: FamiliarLooks,
): Promise<RecordedChange[]> {
  await turns.ofSource(db, batch.source);
  const familiar = await looks.find(db, batch.observations);
  const unfamiliar = batch.observations.filter((seen) => !familiar.has(seen));
  const rows = await readByIds(db, batch.source, unfamiliar);
  const known = new Map<string, RememberedCallback>();
  const written = new Map<string, RememberedCallback>();
  const seenAgain: Pick<Sighting, "rowId" | "observedAt">[] = [];
  const unchanged: Sighting[] = [];
  const pending: Pending[] = [];
  const take = (vendorId: string, detection: Detection | null): void => {
    if (detection === null) return;
    known.set(vendorId, detection.remembered);
    written.set(vendorId, detection.remembered);
    if (detection.change !== null) pending.push({ vendorId, change: detection.change, callback: detection.remembered });
  };

  for (const seen of batch.observations) {
    const { vendorId } = seen.callback;
    const [rowId, row] = [familiar.get(seen), rows.get(vendorId)];
    if (rowId !== undefined && !known.has(vendorId)) {
      seenAgain.push({ rowId, observedAt: seen.observedAt });
      continue;
    }
    if (row !== undefined && !known.has(vendorId)) {
      if (looks.isUnchanged(row, seen)) {
        unchanged.push({ rowId: row.row_id, revision: row.revision, observedAt: seen.observedAt });
        continue;
      }
      known.set(vendorId, fromSeenRow(row));
    }
    take(vendorId, detectObserved(known.get(vendorId) ?? null, seen));
  }
  await seeAgain(db, seenAgain);
  await writeSightings(db, unchanged);
  const rowIds = await writeRows(db, [...written.values()]);
  await keepQuarantined(db, batch);

  // Only now do the rows say what this very batch has seen: the rest of the question's scope is missed.
  written.clear();
  for (const missed of await readMissed(db, batch)) {
    rowIds.set(missed.callback.vendorId, missed.rowId);
    take(missed.callback.vendorId, detectMissed(missed, batch.answered?.askedAt ?? batch.now));
  }
  await writeRows(db, [...written.values()]);
  return appendChanges(db, pending, rowIds, turns);
}

async function readByIds(
  db: Kysely<Tables>,
  source: string,
  observations: readonly Observation[],
): Promise<Map<string, SeenRow>> {
  const vendorIds = [...new Set(observations.map(({ callback }) => callback.vendorId))];
  const rows = new Map<string, SeenRow>();
  for (const chunk of chunks(vendorIds)) {
    const found = await db
      .selectFrom("callbacks")
      .selectAll()
      .select(SEEN_AT.as("seen_at"))
      .where("source", "=", source)
      .where("vendor_id", "in", chunk)
      .execute();
    for (const row of found) rows.set(row.vendor_id, row);
  }
  return rows;
}

/** Writes whole rows, new or known, and says which number each has. */
export async function writeRows(
  db: Kysely<Tables>,
  remembered: readonly RememberedCallback[],
): Promise<Map<string, number>> {
  const rowIds = new Map<string, number>();
  for (const chunk of chunks(remembered)) {
    const values = chunk.map(toRow);
    const written = await db
      .insertInto("callbacks")
      .values(values)
      .onConflict((conflict) =>
        conflict.columns(["source", "vendor_id"]).doUpdateSet((eb) => {
          const columns = Object.keys(values[0] ?? {}) as (keyof (typeof values)[number])[];
          const written = Object.fromEntries(columns.map((column) => [column, eb.ref(`excluded.${column}`)]));
          return { ...written, revision: eb("callbacks.revision", "+", 1) };
        }),
      )
      .returning(["row_id", "vendor_id", "revision", "observed_at"])
      .execute();
    for (const row of written) rowIds.set(row.vendor_id, row.row_id);
    await writeSightings(
      db,
      written.map((row) => ({ rowId: row.row_id, revision: row.revision, observedAt: row.observed_at })),
    );
  }
  return rowIds;
}

/** What is remembered of a question that is answered now, but was not in its answer. */
async function readMissed(db: Kysely<Tables>, batch: RecordBatch): Promise<StoredCallback[]> {
  if (batch.answered === null) return [];
  const { question, askedAt } = batch.answered;
  const quarantined = batch.quarantined.flatMap(({ vendorId }) => (vendorId === null ? [] : [vendorId]));
  let query = unseen(db, batch.source, question, askedAt);
  if (quarantined.length > 0) query = query.where("vendor_id", "not in", quarantined);
  return (await query.execute()).map(fromSeenRow);
}

/** The rows that a question is about, that the vendor held, and that were not seen since. */
export function unseen(
  db: Kysely<Tables>,
  source: string,
  question: Question,
  since: Instant,
): SelectQueryBuilder<Tables, "callbacks", SeenRow> {
  return (
    db
      .selectFrom("callbacks")
      .selectAll()
      .select(SEEN_AT.as("seen_at"))
      .where("source", "=", source)
      .where("is_held", "=", 1)
      // Nobody is seen before being written: the index leaves out most of what was written since.
      .where("observed_at", "<", since)
      .where(SEEN_AT, "<", since)
      .where((eb) => scopeOf(eb, question))
  );
}

function scopeOf(eb: ExpressionBuilder<Tables, "callbacks">, question: Question): Expression<SqlBool> {
  switch (question.by) {
    case "list":
      return eb.lit(true);
    case "phoneNumber":
      // As it is held: what a vendor holds in another spelling, this question may not have found.
      return eb("phone_number_raw", "=", question.phoneNumber);
    case "agent":
      return eb("agent_id", "=", question.agentId);
    case "customer":
      return eb("contact_id", "=", question.customerId);
    case "id":
      return eb("vendor_id", "=", question.vendorId);
  }
}

/** Appends changes to the log, in their order. The turn is taken last, and so is short. */
export async function appendChanges(
  db: Kysely<Tables>,
  pending: readonly Pending[],
  rowIds: ReadonlyMap<string, number>,
  turns: Turns,
): Promise<RecordedChange[]> {
  if (pending.length === 0) return [];
  const values = pending.map(({ vendorId, change, callback }) => {
    const rowId = rowIds.get(vendorId);
    if (rowId === undefined) throw new Error("a change belongs to a row that was not written");
    return {
      row_id: rowId,
      kind: change.kind,
      previous_status: change.previousStatus,
      status: change.status,
      changed_fields: JSON.stringify(change.changedFields),
      occurred_at: change.occurredAt,
      observed_at: change.observedAt,
      snapshot: JSON.stringify(callback),
    };
  });
  await turns.ofNumbering(db);
  const positions: number[] = [];
  for (const chunk of chunks(values)) {
    const numbered = await db.insertInto("changes").values(chunk).returning("position").execute();
    positions.push(...numbered.map(({ position }) => position));
  }
  // Rows are numbered in the order of the statement, but need not be returned in it.
  positions.sort((a, b) => a - b);
  return pending.map(({ change, callback }, index) => {
    const [position, rowId] = [positions[index], values[index]?.row_id];
    if (position === undefined || rowId === undefined) throw new Error("a change was not written");
    return { ...change, position, rowId, callback };
  });
}
