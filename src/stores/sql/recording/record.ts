import type { Expression, ExpressionBuilder, Kysely, SelectQueryBuilder, SqlBool } from "kysely";
import type { Callback } from "../../../domain/callback.js";
import { detectAbsent, detectObserved, type Detection } from "../../../domain/change/change.js";
import type { Observation, RememberedCallback } from "../../../domain/change/observation.js";
import type { VendorQuery } from "../../../domain/vendor/vendor-query.js";
import type { RecordedChange, StoredCallback } from "../../../domain/query.js";
import type { RecordBatch } from "../../store.js";
import type { Engine } from "../engine.js";
import { chunks } from "../chunks.js";
import type { FamiliarLooks } from "./familiar.js";
import { keepQuarantined } from "./quarantine.js";
import type { KnownRow, RowCache } from "../callbacks/row-cache.js";
import { fromSeenRow, seenAt, type SeenRow } from "../callbacks/rows.js";
import { noteAgain, seeSheets, type Again, type Sheet } from "./sheets.js";
import { SEEN_AT, SEEN_BY } from "./sightings.js";
import type { Tables } from "../schema/tables.js";
import type { Templates } from "../templates.js";
import type { WrittenRow } from "./rewrite.js";
import { appendChanges, writeRows, type Pending, type Writing } from "./writing.js";

/** What records, besides the transaction. */
export interface Recording extends Writing {
  readonly asArrays: Engine["asArrays"];
  readonly writeSoftly: Engine["writeSoftly"];
  readonly looks: FamiliarLooks;
  readonly cache: RowCache;
}

export interface Recorded {
  readonly changes: readonly RecordedChange[];
  /** Rows that are known now without being read: to be learnt once the transaction is committed. */
  readonly learnt: readonly KnownRow[];
  /** What was put on sheets: to be learnt then as well. */
  readonly put: ReadonlyMap<Callback, Sheet>;
}

/** Notes in one statement what was seen again, if that is all that was seen. Says what of the batch is left; null: nothing. */
export async function noteAtOnce(
  db: Kysely<Tables>,
  batch: RecordBatch,
  recording: Recording,
): Promise<RecordBatch | null> {
  const { source, observations, quarantined, answered } = batch;
  const { looks, templates, locks, writeSoftly } = recording;
  const sheets = quarantined.length > 0 ? null : looks.sheetsOf(observations);
  if (sheets === null) return batch;
  const noted = await writeSoftly((soft) => seeSheets(soft, sheets, templates, { source, locks }));
  if (noted.size < sheets.size) return batch;
  if (answered === null) return null;
  const { query, stamp } = answered;
  const seen = [...sheets.keys()].reduce((sum, { size }) => sum + size, 0);
  // What is on a sheet is held: where no more is held than was seen, nothing is missed. Counting is far cheaper than asking.
  if (query.by === "list" && (await countHeld(db, source, templates)) === seen) return null;
  const [missed] = await unseen(db, source, query, stamp.requestNumber).limit(1).execute();
  return missed === undefined ? null : { ...batch, observations: [] };
}

async function countHeld(db: Kysely<Tables>, source: string, templates: Templates): Promise<number> {
  const [counted] = await templates.run(db, "held", [source], () =>
    db
      .selectFrom("callbacks")
      .select((eb) => eb.fn.countAll<number>().as("held"))
      .where("source", "=", source)
      .where("is_held", "=", (eb) => eb.lit(1)),
  );
  return Number(counted?.held ?? 0);
}

/** Compares with what is known, writes what differs, appends the changes. Runs in the caller's transaction. */
export async function recordBatch(db: Kysely<Tables>, batch: RecordBatch, recording: Recording): Promise<Recorded> {
  const { locks, looks, templates } = recording;
  await locks.ofSource(db, batch.source);
  const familiar = await looks.find(db, batch.observations);
  const unfamiliar = batch.observations.filter((_, index) => (familiar[index] ?? null) === null);
  const rows = await readByIds(db, batch.source, unfamiliar, recording);
  const known = new Map<string, RememberedCallback>();
  const written = new Map<string, RememberedCallback>();
  const seenAgain: Again[] = [];
  const unchanged: KnownRow[] = [];
  const told: Told[] = [];
  const take = (vendorId: string, detection: Detection | null): void => {
    if (detection === null) return;
    known.set(vendorId, detection.remembered);
    written.set(vendorId, detection.remembered);
    if (detection.change !== null) told.push({ change: detection.change, callback: detection.remembered });
  };

  for (const [index, seen] of batch.observations.entries()) {
    const { callback, requestNumber, observedAt } = seen;
    const { vendorId } = callback;
    const [look = null, row] = [familiar[index], rows.get(vendorId)];
    if (look !== null && !known.has(vendorId)) {
      if (!look.isNoted) seenAgain.push({ ...look, callback, requestNumber, observedAt });
      continue;
    }
    if (row !== undefined && !known.has(vendorId)) {
      if (looks.isUnchanged(row, seen)) {
        unchanged.push({
          ...row,
          stored: { ...seenAt(row.stored, observedAt, requestNumber), callback, vendorRecord: seen.vendorRecord },
        });
        continue;
      }
      known.set(vendorId, row.stored);
    }
    take(vendorId, detectObserved(known.get(vendorId) ?? null, seen));
  }
  const isQuiet = written.size === 0 && batch.quarantined.length === 0;
  const put = await noteAgain(db, { known: seenAgain, others: unchanged.map(againOf) }, isQuiet, templates);
  const before = (vendorId: string): StoredCallback | null => rows.get(vendorId)?.stored ?? null;
  const rewrites = [...written].map(([vendorId, now]) => ({ now, before: before(vendorId) }));
  const rowsOf = await writeRows(db, rewrites, recording);
  await keepQuarantined(db, batch);

  // Only now do the rows say what this very batch has seen: the rest of the query's scope is missed.
  written.clear();
  const missed = new Map((await readAbsent(db, batch)).map((one) => [one.callback.vendorId, one]));
  for (const [vendorId, one] of missed) {
    if (batch.answered !== null) take(vendorId, detectAbsent(one, batch.answered.stamp, batch.forgetsWhenDue));
  }
  const lost = [...written].map(([vendorId, now]) => ({ now, before: missed.get(vendorId) ?? null }));
  for (const [one, row] of await writeRows(db, lost, recording)) rowsOf.set(one, row);
  const changes = await appendChanges(db, withRows(told, rowsOf), recording);
  const learnt = [...rowsOf].map(([one, { rowId, revision }]) => ({ revision, stored: { ...one, rowId, revision } }));
  return { changes, learnt: [...unchanged, ...learnt], put };
}

type Told = Pick<Pending, "change" | "callback">;

/** Changes with the rows that they belong to. */
function withRows(told: readonly Told[], rows: ReadonlyMap<RememberedCallback, WrittenRow>): Pending[] {
  const rowIds = new Map([...rows].map(([{ callback }, { rowId }]) => [callback.vendorId, rowId]));
  return told.map(({ change, callback }) => {
    const rowId = rowIds.get(callback.callback.vendorId);
    if (rowId === undefined) throw new Error("a change belongs to a row that was not written");
    return { change, callback, rowId, isPresent: rows.has(callback) };
  });
}

function againOf({ revision, stored: { rowId, requestNumber, observedAt, callback } }: KnownRow): Again {
  return { rowId, revision, requestNumber, observedAt, callback };
}

type Key = readonly [rowId: number, revision: number, seenBy: number, seenAt: number, vendorId: string];

/** The rows of looks, by the vendor's ids. Of those that are known already, only the keys are read. */
async function readByIds(
  db: Kysely<Tables>,
  source: string,
  observations: readonly Observation[],
  { asArrays, cache, templates }: Recording,
): Promise<Map<string, KnownRow>> {
  const rows = new Map<string, KnownRow>();
  for (const chunk of chunks([...new Set(observations.map(({ callback }) => callback.vendorId))])) {
    const [found] = await templates.run(db, "keys", [source, ...chunk], () =>
      db
        .selectFrom(
          db
            .selectFrom("callbacks")
            .select(["row_id", "revision", SEEN_BY.as("seen_by"), SEEN_AT.as("seen_at"), "vendor_id"])
            .where("source", "=", source)
            .where("vendor_id", "in", chunk)
            .as("found"),
        )
        .select(asArrays(["row_id", "revision", "seen_by", "seen_at", "vendor_id"]).as("keys")),
    );
    const keys = JSON.parse(found?.keys ?? "[]") as Key[];
    const known = await cache.know(
      db,
      keys.map(([row_id, revision]) => ({ row_id, revision })),
    );
    for (const [rowId, revision, by, at, vendorId] of keys) {
      const stored = known.get(rowId);
      if (stored !== undefined) rows.set(vendorId, { revision, stored: seenAt(stored, at, by) });
    }
  }
  return rows;
}

/** What is remembered of a query that is answered now, but was not in its answer. */
async function readAbsent(db: Kysely<Tables>, batch: RecordBatch): Promise<StoredCallback[]> {
  if (batch.answered === null) return [];
  const { query, stamp } = batch.answered;
  const quarantined = batch.quarantined.flatMap(({ vendorId }) => (vendorId === null ? [] : [vendorId]));
  let absent = unseen(db, batch.source, query, stamp.requestNumber);
  if (quarantined.length > 0) absent = absent.where("vendor_id", "not in", quarantined);
  return (await absent.execute()).map(fromSeenRow);
}

/** The rows that a query is about, that are present at the vendor, and that only earlier requests have shown. */
export function unseen(
  db: Kysely<Tables>,
  source: string,
  query: VendorQuery,
  requestNumber: number,
): SelectQueryBuilder<Tables, "callbacks", SeenRow> {
  return (
    db
      .selectFrom("callbacks")
      .selectAll()
      .select([SEEN_AT.as("seen_at"), SEEN_BY.as("seen_by")])
      .where("source", "=", source)
      .where("is_held", "=", 1)
      // Nobody is seen before being written: the index leaves out most of what was written since.
      .where("request_number", "<", requestNumber)
      .where(SEEN_BY, "<", requestNumber)
      .where((eb) => scopeOf(eb, query))
  );
}

function scopeOf(eb: ExpressionBuilder<Tables, "callbacks">, query: VendorQuery): Expression<SqlBool> {
  switch (query.by) {
    case "list":
      return eb.lit(true);
    case "openList":
      return eb("is_open", "=", 1);
    case "listPage":
      // What a page lacks may be on any other.
      return eb.lit(false);
    case "phoneNumber":
      // As it is held: what a vendor holds in another spelling, this query may not have found.
      return eb("lookup_number", "=", query.phoneNumber);
    case "agent":
      return eb("agent_id", "=", query.agentId);
    case "customer":
      return eb("contact_id", "=", query.customerId);
    case "id":
      return eb("vendor_id", "=", query.vendorId);
  }
}
