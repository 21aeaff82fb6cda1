import { sql, type Kysely } from "kysely";
import type { NameOrigin } from "../../../domain/names.js";
import type { QueueKind } from "../../../domain/queue.js";
import type { ColumnTypes } from "./column-types.js";

/** One row a name, by where it was read: the record's name is used, else the directory's. */
export interface NameTable {
  source: string;
  kind: QueueKind;
  vendor_id: string;
  origin: NameOrigin;
  name: string;
  named_at: number | null;
}

export async function createNameTable(db: Kysely<unknown>, { integer }: ColumnTypes): Promise<void> {
  await sql`create table names (
    source text not null,
    kind text not null,
    vendor_id text not null,
    origin text not null,
    name text not null,
    named_at ${sql.raw(integer)},
    primary key (source, kind, vendor_id, origin)
  )`.execute(db);
}
