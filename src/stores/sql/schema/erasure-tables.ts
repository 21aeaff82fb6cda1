import { sql, type Kysely } from "kysely";
import type { ColumnTypes } from "./column-types.js";

/** Records that were erased, as keyed hashes: the vendor may return them for years, and they are not stored again. */
export interface ErasedRecordTable {
  /** Hash of the source and the record's id. */
  record_hash: string;
  source: string;
  /** Hash of the number, customer or callback that was erased, by which the record is admitted again. */
  subject_hash: string;
  erased_at: number;
}

/** Adds which parts of old callbacks were deleted, an index by which the next ones are found, and the erased records. */
export async function addRetention(db: Kysely<unknown>, { integer, clustered }: ColumnTypes): Promise<void> {
  const int = sql.raw(integer);
  await sql`alter table callbacks add column removal text not null default ''`.execute(db);
  await sql`create index callbacks_by_retention on callbacks (source, removal, ended_at) where is_open = 0`.execute(db);
  await sql`create table erased_records (
    record_hash text primary key,
    source text not null,
    subject_hash text not null,
    erased_at ${int} not null
  ) ${sql.raw(clustered)}`.execute(db);
  await db.schema.createIndex("erased_records_by_subject").on("erased_records").columns(["subject_hash"]).execute();
}
