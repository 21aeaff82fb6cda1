import { sql, type Kysely } from "kysely";
import type { ColumnTypes } from "./column-types.js";

/** One row a key of a display. `scopes` and `sources` are JSON; `sources` is null for all. */
export interface KioskKeyTable {
  name: string;
  digest: string;
  scopes: string;
  sources: string | null;
  created_at: number;
  expires_at: number;
  revoked_at: number | null;
}

export async function createKioskTable(db: Kysely<unknown>, { integer }: ColumnTypes): Promise<void> {
  const int = sql.raw(integer);
  await sql`create table kiosk_keys (
    name text primary key,
    digest text not null unique,
    scopes text not null,
    sources text,
    created_at ${int} not null,
    expires_at ${int} not null,
    revoked_at ${int}
  )`.execute(db);
}
