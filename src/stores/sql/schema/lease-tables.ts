import { sql, type Kysely } from "kysely";
import type { ColumnTypes } from "./column-types.js";

/** Who lives. */
export interface GatewayTable {
  gateway: string;
  expires_at: number;
}

/** Who does what. A lease that has expired is anybody's. */
export interface LeaseTable {
  name: string;
  gateway: string;
  expires_at: number;
}

/** What is left of each source's quota, and since when. */
export interface QuotaTable {
  source: string;
  tokens: number;
  filled_at: number;
  closed_until: number;
}

/** What was taken once, and is not taken again. */
export interface DeliveryTable {
  mark: string;
  expires_at: number;
}

/** Makes the tables of what gateways share. */
export async function createLeaseTables(db: Kysely<unknown>, { integer }: ColumnTypes): Promise<void> {
  const int = sql.raw(integer);
  await sql`create table gateways (gateway text primary key, expires_at ${int} not null)`.execute(db);
  await sql`create table leases (name text primary key, gateway text not null, expires_at ${int} not null)`.execute(db);
  await sql`create table quotas (
    source text primary key,
    tokens double precision not null,
    filled_at ${int} not null,
    closed_until ${int} not null
  )`.execute(db);
  await sql`create table marks (mark text primary key, expires_at ${int} not null)`.execute(db);
  await db.schema.createIndex("marks_by_expiry").on("marks").columns(["expires_at"]).execute();
}
