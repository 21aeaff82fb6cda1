import { createHmac } from "node:crypto";
import type { Kysely } from "kysely";
import type { CallbackKey } from "../../../domain/change/observation.js";
import type { ErasureSubject } from "../../../domain/erasure.js";
import type { Instant } from "../../../domain/time/instant.js";
import { chunks } from "../chunks.js";
import type { Tables } from "../schema/tables.js";

/** Hashes with the key of the store, so that nobody without the store can try out numbers. */
export type KeyedHash = (value: readonly string[]) => string;

export function createKeyedHash(secret: string): KeyedHash {
  return (value) =>
    createHmac("sha256", secret)
      .update(JSON.stringify(["erased", ...value]))
      .digest("base64url");
}

/** The hashes of a subject in a source: one, or one for each callback. */
export function subjectHashes(subject: ErasureSubject, source: string, hash: KeyedHash): string[] {
  if ("phoneNumber" in subject) return [hash(["number", source, subject.phoneNumber])];
  if ("contact" in subject) {
    const { contact } = subject;
    return contact.source === source ? [hash(["contact", source, contact.contactId])] : [];
  }
  return subject.callbacks.flatMap((key) => (key.source === source ? [callbackHash(key, hash)] : []));
}

/** The subject of a callback that was erased by itself. */
export function callbackHash({ source, vendorId }: CallbackKey, hash: KeyedHash): string {
  return hash(["callback", source, vendorId]);
}

function recordHash({ source, vendorId }: CallbackKey, hash: KeyedHash): string {
  return hash(["record", source, vendorId]);
}

/** The records of these keys that were erased. */
export async function findErased(
  db: Kysely<Tables>,
  source: string,
  vendorIds: Iterable<string>,
  hash: KeyedHash,
): Promise<ReadonlySet<string>> {
  const byHash = new Map([...vendorIds].map((vendorId) => [recordHash({ source, vendorId }, hash), vendorId]));
  const erased = new Set<string>();
  for (const chunk of chunks([...byHash.keys()])) {
    const rows = await db
      .selectFrom("erased_records")
      .select("record_hash")
      .where("record_hash", "in", chunk)
      .execute();
    for (const { record_hash } of rows) erased.add(byHash.get(record_hash) ?? "");
  }
  return erased;
}

/** An erased record, and the subject that it is admitted again by. */
export interface ErasedRecord {
  readonly key: CallbackKey;
  readonly subjectHash: string;
}

export async function saveErased(
  db: Kysely<Tables>,
  records: readonly ErasedRecord[],
  hash: KeyedHash,
  now: Instant,
): Promise<void> {
  for (const chunk of chunks(records)) {
    await db
      .insertInto("erased_records")
      .values(
        chunk.map(({ key, subjectHash }) => ({
          record_hash: recordHash(key, hash),
          source: key.source,
          subject_hash: subjectHash,
          erased_at: now,
        })),
      )
      .onConflict((conflict) => conflict.column("record_hash").doNothing())
      .execute();
  }
}

/** Lets the records of a subject be stored again; a callback also where it was erased by its number. Returns how many. */
export async function admitErased(
  db: Kysely<Tables>,
  subject: ErasureSubject,
  source: string,
  hash: KeyedHash,
): Promise<number> {
  const keys = "callbacks" in subject ? subject.callbacks.filter((key) => key.source === source) : [];
  let admitted = 0;
  for (const [column, hashes] of [
    ["subject_hash", subjectHashes(subject, source, hash)],
    ["record_hash", keys.map((key) => recordHash(key, hash))],
  ] as const) {
    for (const chunk of chunks(hashes)) {
      const deleted = await db.deleteFrom("erased_records").where(column, "in", chunk).executeTakeFirstOrThrow();
      admitted += Number(deleted.numDeletedRows);
    }
  }
  return admitted;
}
