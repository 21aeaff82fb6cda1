import type { Kysely } from "kysely";
import { erasedCallback, kindOfSubject, type Erasure, type ErasureSubject } from "../../../domain/erasure.js";
import type { RecordedChange, StoredCallback } from "../../../domain/query.js";
import type { ErasureRequest } from "../../erasure-store.js";
import { appendChanges, type UnnumberedChange } from "../changelog/append.js";
import { deleteCallbacks } from "../recording/views.js";
import { chunks } from "../chunks.js";
import type { Tables } from "../schema/tables.js";
import type { StoreContext } from "../store-context.js";
import { callbackHash, saveErased, subjectHashes, type ErasedRecord } from "./erased-records.js";
import { findJoined, findRows, findSources, isSubjects, type FoundRow } from "./find.js";
import { deleteQuarantined, deleteSyncKeys, eraseAgentActions, eraseCommands, type Traces } from "./other-traces.js";
import { removeFromChanges } from "./remove-from-changes.js";

/** Erases a subject, in one transaction for each source. Returns the changes of kind ERASED as well. */
export async function erase(
  request: ErasureRequest,
  context: StoreContext,
): Promise<{ readonly erasure: Erasure; readonly changes: readonly RecordedChange[] }> {
  const erased: Erasure[] = [];
  const changes: RecordedChange[] = [];
  const sources = request.sources ?? (await findSources(context.db));
  const joined = await findJoinedRows(sources, request.subject, context);
  for (const source of sources) {
    const ofSource = await eraseInSource(source, joined.get(source) ?? [], request, context);
    erased.push(ofSource.erasure);
    changes.push(...ofSource.changes);
  }
  const sum = (count: (one: Erasure) => number): number => erased.reduce((total, one) => total + count(one), 0);
  return {
    changes,
    erasure: {
      callbacks: erased.flatMap(({ callbacks }) => callbacks),
      changes: sum((one) => one.changes),
      commands: sum((one) => one.commands),
      quarantined: sum((one) => one.quarantined),
    },
  };
}

/** Outside of the transactions, because it reads the log: no row is deleted between the two but by another erasure. */
async function findJoinedRows(
  sources: readonly string[],
  subject: ErasureSubject,
  { db }: StoreContext,
): Promise<ReadonlyMap<string, readonly number[]>> {
  const recordIds = new Map<string, ReadonlySet<string>>();
  for (const source of sources) {
    const rows = await findRows(db, source, subject);
    recordIds.set(source, new Set(rows.flatMap(({ recordIds: ids }) => ids)));
  }
  return findJoined(db, isSubjects(subject, recordIds));
}

async function eraseInSource(
  source: string,
  joined: readonly number[],
  { subject, isTrial, actor, now }: ErasureRequest,
  context: StoreContext,
): Promise<{ readonly erasure: Erasure; readonly changes: readonly RecordedChange[] }> {
  return context.engine.eraseSafely(async (transaction) => {
    await context.locks.ofSource(transaction, source);
    const rows = await findRows(transaction, source, subject);
    const rowIds = rows.map(({ rowId }) => rowId);
    const contents = await context.cache.readContents(transaction, rowIds);
    const traces = tracesOf(source, subject, rows, [...contents.values()]);
    const callbacks = rows.map(({ vendorId }) => ({ source, vendorId }));
    const quarantined = await deleteQuarantined(transaction, traces, isTrial);
    const commands = await eraseCommands(transaction, traces, isTrial);
    if (isTrial) {
      const changes = await countChanges(transaction, [...rowIds, ...joined]);
      return { erasure: { callbacks, changes, commands, quarantined }, changes: [] };
    }
    const changes = await removeFromChanges(transaction, [...rowIds, ...joined], "PERSONAL_DATA");
    const appended = await appendChanges(transaction, [...contents.values()].map(toErased(now)), context);
    await eraseAgentActions(transaction, traces);
    await deleteSyncKeys(transaction, traces);
    await deleteRows(transaction, rowIds);
    await saveErased(transaction, erasedRecordsOf(rows, subject, context), context.keyedHash, now);
    const erasure = { callbacks, changes, commands, quarantined };
    if (hasErased(erasure)) await audit(transaction, { source, actor, now, subject, erasure });
    return { erasure, changes: appended };
  });
}

function hasErased({ callbacks, changes, commands, quarantined }: Erasure): boolean {
  return callbacks.length + changes + commands + quarantined > 0;
}

function tracesOf(
  source: string,
  subject: ErasureSubject,
  rows: readonly FoundRow[],
  contents: readonly StoredCallback[],
): Traces {
  const callbacks = contents.map(({ callback }) => callback);
  const texts = new Set<string>();
  if ("phoneNumber" in subject) {
    texts.add(subject.phoneNumber);
    for (const { customer, lookupNumber } of callbacks) {
      const numbers = [customer.phoneNumber, customer.phoneNumberRaw, lookupNumber];
      for (const number of numbers) if (typeof number === "string") texts.add(number);
    }
  } else if ("contact" in subject) {
    texts.add(subject.contact.contactId);
  }
  return {
    source,
    vendorIds: [...new Set(rows.flatMap(({ vendorId, recordIds }) => [vendorId, ...recordIds]))],
    texts: [...texts],
    interactionIds: callbacks.flatMap(({ originInteractionId }) => originInteractionId ?? []),
  };
}

function toErased(now: number): (stored: StoredCallback) => UnnumberedChange {
  return ({ rowId, callback, publishedStatus }) => ({
    rowId,
    callback: erasedCallback(callback, now),
    change: {
      kind: "ERASED",
      previousStatus: publishedStatus,
      status: "ENDED",
      changedFields: [],
      occurredAt: null,
      observedAt: now,
    },
    isInRow: false,
  });
}

async function countChanges(db: Kysely<Tables>, rowIds: readonly number[]): Promise<number> {
  let count = 0;
  for (const chunk of chunks(rowIds)) {
    const row = await db
      .selectFrom("changes")
      .select((eb) => eb.fn.countAll<number>().as("count"))
      .where("row_id", "in", chunk)
      .where("kind", "!=", "ERASED")
      .executeTakeFirstOrThrow();
    count += Number(row.count);
  }
  return count;
}

/** Deletes callbacks with the records that they were merged from. */
export async function deleteRows(db: Kysely<Tables>, rowIds: readonly number[]): Promise<void> {
  for (const chunk of chunks(rowIds)) await db.deleteFrom("views").where("row_id", "in", chunk).execute();
  await deleteCallbacks(db, rowIds);
}

function erasedRecordsOf(
  rows: readonly FoundRow[],
  subject: ErasureSubject,
  { keyedHash }: StoreContext,
): ErasedRecord[] {
  return rows.flatMap(({ source, vendorId, recordIds }) => {
    const [subjectHash = ""] =
      "callbacks" in subject
        ? [callbackHash({ source, vendorId }, keyedHash)]
        : subjectHashes(subject, source, keyedHash);
    return [...new Set([vendorId, ...recordIds])].map((id) => ({ key: { source, vendorId: id }, subjectHash }));
  });
}

interface AuditedErasure extends Pick<ErasureRequest, "actor" | "now" | "subject"> {
  readonly source: string;
  readonly erasure: Erasure;
}

/** The audit says how many callbacks were erased, by what, and by whom: never the number or the id. */
async function audit(db: Kysely<Tables>, { source, actor, now, subject, erasure }: AuditedErasure): Promise<void> {
  const text = JSON.stringify({ by: kindOfSubject(subject), callbacks: erasure.callbacks.length });
  await db
    .insertInto("commands")
    .values({
      idempotency_key: null,
      input_hash: "",
      kind: "ERASE",
      source,
      actor,
      subject: text,
      target: null,
      fingerprint: null,
      known_ids: "[]",
      state: "SUCCEEDED",
      started_at: now,
      finished_at: now,
      errors: "[]",
    })
    .execute();
}
