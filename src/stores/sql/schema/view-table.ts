import { sql, type Kysely } from "kysely";
import type { ColumnTypes } from "./column-types.js";

/**
 * The latest record of each kind of a source with several: what its callbacks are merged from. `record_id` is the record's own
 * id, which may be another than its callback's.
 */
export interface ViewTable {
  source: string;
  record_id: string;
  /** The kind of record. */
  name: string;
  /** The callback that the record is merged into. */
  row_id: number;
  /** Only records of one group can be one callback. */
  group_key: string;
  request_number: number;
  observed_at: number;
  content_hash: string | null;
  /** Whether the vendor never removes such a record: its callback is not absent. */
  is_lasting: number;
  /** Whether the record may be one callback with several others, and so stays alone. */
  is_ambiguous: number;
  status_reported_at: number | null;
  status_request: number | null;
  /** JSON of `Milestones`; null in rows of earlier versions. */
  milestones: string | null;
  content: string;
  record: string;
}

export async function createViews(db: Kysely<unknown>, { integer }: ColumnTypes): Promise<void> {
  const int = sql.raw(integer);
  await sql`create table views (
    source text not null,
    record_id text not null,
    name text not null,
    row_id ${int} not null,
    group_key text not null,
    request_number ${int} not null,
    observed_at ${int} not null,
    content_hash text,
    is_lasting ${int} not null,
    is_ambiguous ${int} not null,
    status_reported_at ${int},
    status_request ${int},
    content text not null,
    record text not null,
    primary key (source, record_id, name)
  )`.execute(db);
  await db.schema.createIndex("views_by_group").on("views").columns(["source", "group_key"]).execute();
  await sql`create index views_ambiguous on views (source) where is_ambiguous = 1`.execute(db);
  await db.schema.createIndex("views_by_callback").on("views").columns(["row_id"]).execute();
}
