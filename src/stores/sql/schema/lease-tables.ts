import { sql, type Kysely } from "kysely";
import type { ColumnTypes } from "./column-types.js";

/** Gateways that are alive. */
export interface GatewayTable {
  gateway: string;
  expires_at: number;
}

/** Leases and their holders. Any gateway may take an expired lease. */
export interface LeaseTable {
  name: string;
  gateway: string;
  expires_at: number;
}

/** The rest of each source's quota, and its time. */
export interface QuotaTable {
  source: string;
  tokens: number;
  filled_at: number;
  closed_until: number;
}

/** The rest of each caller's rate, and its time. Keys are digests. */
export interface CallerRateTable {
  key: string;
  tokens: number;
  filled_at: number;
}

/** Delivery ids that were claimed. */
export interface DeliveryTable {
  delivery_id: string;
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

/** Makes the table of the rates of callers. */
export async function createCallerRates(db: Kysely<unknown>, { integer }: ColumnTypes): Promise<void> {
  const int = sql.raw(integer);
  await sql`create table caller_rates (
    key text primary key,
    tokens double precision not null,
    filled_at ${int} not null
  )`.execute(db);
}
