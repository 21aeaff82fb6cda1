import type { Kysely } from "kysely";
import type { Callback } from "../../../domain/callback.js";
import type { ErasureSubject } from "../../../domain/erasure.js";
import { groupBy } from "../../../lib/group.js";
import { chunks } from "../chunks.js";
import { readSources } from "../callbacks/stored-sources.js";
import { toKey } from "../callbacks/rows.js";
import { readLogBounds } from "../changelog/log.js";
import { findCallbackIds } from "../recording/views.js";
import type { Tables } from "../schema/tables.js";

/** All sources of which the store has callbacks, or anything else that a person can be found in. */
export async function findSources(db: Kysely<Tables>): Promise<readonly string[]> {
  const sources = new Set(await readSources(db));
  for (const table of ["quarantine", "commands", "sync_keys", "erased_records"] as const) {
    const rows = await db.selectFrom(table).select("source").distinct().execute();
    for (const { source } of rows) sources.add(source);
  }
  return [...sources].sort();
}

/** The row of a callback, and the ids of all records that were merged into it. */
export interface FoundRow {
  readonly rowId: number;
  readonly source: string;
  readonly vendorId: string;
  readonly recordIds: readonly string[];
}

/** Finds the rows of a subject's callbacks in a source. */
export async function findRows(db: Kysely<Tables>, source: string, subject: ErasureSubject): Promise<FoundRow[]> {
  const rows = await selectRows(db, source, subject);
  const recordIds = new Map<number, string[]>();
  for (const chunk of chunks(rows.map(({ row_id }) => row_id))) {
    const views = await db.selectFrom("views").select(["row_id", "record_id"]).where("row_id", "in", chunk).execute();
    for (const [rowId, records] of groupBy(views, ({ row_id }) => row_id)) {
      recordIds.set(rowId, [...new Set(records.map(({ record_id }) => record_id))]);
    }
  }
  return rows.map(({ row_id, vendor_id }) => ({
    rowId: row_id,
    source,
    vendorId: vendor_id,
    recordIds: recordIds.get(row_id) ?? [],
  }));
}

async function selectRows(db: Kysely<Tables>, source: string, subject: ErasureSubject) {
  const rows = db.selectFrom("callbacks").select(["row_id", "vendor_id"]).where("source", "=", source);
  if ("phoneNumber" in subject) {
    // Two indexes: a number that does not parse is found as the vendor writes it.
    const parsed = await rows.where("phone_number", "=", subject.phoneNumber).execute();
    const raw = await rows.where("lookup_number", "=", toKey(subject.phoneNumber)).execute();
    return [...new Map([...parsed, ...raw].map((row) => [row.row_id, row])).values()];
  }
  if ("contact" in subject) {
    const { contact } = subject;
    return contact.source === source ? rows.where("contact_id", "=", toKey(contact.contactId)).execute() : [];
  }
  const ids = subject.callbacks.flatMap((key) => (key.source === source ? [key.vendorId] : []));
  const merged = await findCallbackIds(db, source, ids);
  const found = [];
  for (const chunk of chunks([...new Set([...ids, ...merged.values()])])) {
    found.push(...(await rows.where("vendor_id", "in", chunk).execute()));
  }
  return found;
}

/** Changes that are read at a time: a moment, during which other requests wait. */
const CHANGES_AT_ONCE = 5000;

/**
 * Finds rows that are deleted already, and of which the log still has changes, by source: those of records that were merged
 * into another callback, which end with GONE.
 */
export async function findJoined(
  db: Kysely<Tables>,
  isOfSubject: (callback: Callback) => boolean,
): Promise<ReadonlyMap<string, readonly number[]>> {
  const views = await db.selectFrom("views").select("row_id").limit(1).executeTakeFirst();
  if (views === undefined) return new Map();
  const sources = new Map<number, string>();
  const { floor, last } = await readLogBounds(db);
  for (let after = floor; after < last; after += CHANGES_AT_ONCE) {
    const changes = await db
      .selectFrom("changes")
      .select(["row_id", "snapshot"])
      .where("position", ">", after)
      .where("position", "<=", after + CHANGES_AT_ONCE)
      .where("kind", "=", "GONE")
      .execute();
    for (const { row_id, snapshot } of changes) {
      const { callback } = JSON.parse(snapshot) as { readonly callback: Callback };
      if (isOfSubject(callback)) sources.set(row_id, callback.source);
    }
  }
  return groupBy(sources.keys(), (rowId) => sources.get(rowId) ?? "");
}

/** Whether a callback is the subject's. `recordIds` are the records of callbacks that were found, by source. */
export function isSubjects(
  subject: ErasureSubject,
  recordIds: ReadonlyMap<string, ReadonlySet<string>>,
): (callback: Callback) => boolean {
  return ({ source, vendorId, customer, lookupNumber }) => {
    if (recordIds.get(source)?.has(vendorId) === true) return true;
    if ("phoneNumber" in subject) {
      return [customer.phoneNumber, customer.phoneNumberRaw, lookupNumber].includes(subject.phoneNumber);
    }
    if ("callbacks" in subject) return false;
    return subject.contact.source === source && subject.contact.contactId === customer.contactId;
  };
}
