import { sql, type Kysely, type Migration, type MigrationProvider } from "kysely";
import type { ColumnTypes } from "./column-types.js";
import { createCommandTables } from "./command-tables.js";
import { addEnds } from "./ends.js";
import { addRetention } from "./erasure-tables.js";
import { createDeliveryTables } from "./delivery-tables.js";
import { createKioskTable } from "./kiosk-table.js";
import { createCallerRates, createLeaseTables } from "./lease-tables.js";
import { createNameTable } from "./name-table.js";
import { createLogTimelines } from "./timeline-table.js";
import { createObservations } from "./observation-table.js";
import { addCustomers } from "./customer-tables.js";
import { addQueues } from "./queues.js";
import { addTimes } from "./times.js";
import { createViews } from "./view-table.js";
import { addRequestNumbers } from "../request-numbers.js";
import { keyQuarantineByIds } from "../recording/quarantine-keys.js";
import { createPerformance, widenPerformance } from "./performance.js";
import { addOpenCounts } from "./open-counts.js";
import { indexOpenCallbacks } from "./open-index.js";
import { createSyncKeys } from "../sync-keys.js";

/** Every step that the tables have gone through, in order. A step that was released is never edited. */
export function createMigrations(types: ColumnTypes): MigrationProvider {
  const migrations: Record<string, Migration> = {
    "0001-callbacks": { up: (db) => createCallbacks(db, types) },
    "0002-changes": { up: (db) => createChanges(db, types) },
    "0003-quarantine-and-sources": { up: (db) => createQuarantineAndSources(db, types) },
    "0004-attempts-and-agent-actions": { up: (db) => createCommandTables(db, types) },
    "0005-revisions": { up: (db) => addRevisions(db, types) },
    "0006-leases": { up: (db) => createLeaseTables(db, types) },
    "0007-sightings": { up: (db) => createSightings(db, types) },
    "0008-sheets": { up: (db) => createSheets(db, types) },
    "0009-sync-keys": { up: (db) => createSyncKeys(db, types) },
    "0010-ends": { up: (db) => addEnds(db, types) },
    "0011-lookup-numbers": { up: addLookupNumbers },
    "0012-request-numbers": { up: (db) => addRequestNumbers(db, types) },
    "0013-quarantine-keys": { up: keyQuarantineByIds },
    "0014-observations": { up: (db) => createObservations(db, types) },
    "0015-names": { up: rename },
    "0016-views": { up: (db) => createViews(db, types) },
    "0017-times": { up: (db) => addTimes(db, types) },
    "0019-queues-and-names": {
      up: async (db) => {
        await addQueues(db, types);
        await createNameTable(db, types);
      },
    },
    "0020-customers": { up: (db) => addCustomers(db, types) },
    "0022-performance": { up: (db) => createPerformance(db, types) },
    "0023-kiosk-keys": { up: (db) => createKioskTable(db, types) },
    "0024-open-callbacks": { up: indexOpenCallbacks },
    "0025-open-counts": { up: (db) => addOpenCounts(db, types) },
    "0026-retention": { up: (db) => addRetention(db, types) },
    "0027-deliveries": { up: (db) => createDeliveryTables(db, types) },
    "0028-performance-cells": { up: (db) => widenPerformance(db, types) },
    "0029-log-timelines": { up: (db) => createLogTimelines(db, types) },
    "0030-caller-rates": { up: (db) => createCallerRates(db, types) },
  };
  return { getMigrations: () => Promise.resolve(migrations) };
}

const RENAMED_TABLES = { attempts: "commands", marks: "deliveries" };
const RENAMED_COLUMNS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  callbacks: {
    told_status: "published_status",
    is_held: "is_present",
    missed_at: "absent_since",
    missed_request: "absent_request",
    lapses_at: "ends_at",
  },
  commands: { attempt_id: "command_id", local_id: "action_id" },
  agent_actions: { local_id: "action_id" },
  deliveries: { mark: "delivery_id" },
};

/** Tables and columns get the names that the code has for what they hold. */
async function rename(db: Kysely<unknown>): Promise<void> {
  for (const [before, after] of Object.entries(RENAMED_TABLES)) {
    await db.schema.alterTable(before).renameTo(after).execute();
  }
  for (const [table, columns] of Object.entries(RENAMED_COLUMNS)) {
    for (const [before, after] of Object.entries(columns)) {
      await db.schema.alterTable(table).renameColumn(before, after).execute();
    }
  }
}

async function createCallbacks(db: Kysely<unknown>, { serial, integer }: ColumnTypes): Promise<void> {
  const int = sql.raw(integer);
  await sql`create table callbacks (
    row_id ${sql.raw(serial)},
    source text not null,
    vendor text not null,
    vendor_id text not null,
    status text not null,
    status_basis text not null,
    due_at ${int},
    lapses_at ${int},
    told_status text not null,
    elapses_at ${int},
    status_changed_at ${int} not null,
    status_reported_at ${int},
    is_open ${int} not null,
    is_held ${int} not null,
    missed_at ${int},
    observed_at ${int} not null,
    window_start ${int},
    window_end ${int},
    next_attempt_at ${int},
    created_at ${int},
    updated_at ${int},
    phone_number text,
    phone_number_raw text,
    contact_id text,
    agent_id text,
    queue_id text,
    campaign_id text,
    content text not null,
    record text not null,
    unique (source, vendor_id)
  )`.execute(db);
  const indexes: Record<string, string[]> = {
    // One a sort order; the row's number breaks ties.
    callbacks_by_window: ["window_start", "row_id"],
    callbacks_by_next_attempt: ["next_attempt_at", "row_id"],
    callbacks_by_creation: ["created_at", "row_id"],
    callbacks_by_update: ["updated_at", "row_id"],
    callbacks_by_status_change: ["status_changed_at", "row_id"],
    // For dashboards: open callbacks, soonest first.
    callbacks_open_by_window: ["is_open", "window_start", "row_id"],
    // The keys that vendors are queried by.
    callbacks_by_phone_number: ["phone_number"],
    callbacks_by_raw_number: ["source", "phone_number_raw"],
    callbacks_by_contact: ["source", "contact_id"],
    callbacks_by_agent: ["source", "agent_id"],
    // Maintenance: open callbacks of a source, and those whose last observation is the oldest.
    callbacks_held: ["source", "is_held", "observed_at"],
    // For the clock: the next statuses that change by time.
    callbacks_by_elapse: ["elapses_at"],
  };
  for (const [name, columns] of Object.entries(indexes)) {
    await db.schema.createIndex(name).on("callbacks").columns(columns).execute();
  }
}

async function createChanges(db: Kysely<unknown>, { serial, integer }: ColumnTypes): Promise<void> {
  const int = sql.raw(integer);
  await sql`create table changes (
    position ${sql.raw(serial)},
    row_id ${int} not null,
    kind text not null,
    previous_status text,
    status text not null,
    changed_fields text not null,
    occurred_at ${int},
    observed_at ${int} not null,
    snapshot text not null
  )`.execute(db);
  await db.schema.createIndex("changes_by_callback").on("changes").columns(["row_id", "position"]).execute();
}

/** Until now every record was looked up by the number to call. */
async function addLookupNumbers(db: Kysely<unknown>): Promise<void> {
  await sql`alter table callbacks add column lookup_number text`.execute(db);
  await sql`update callbacks set lookup_number = phone_number_raw`.execute(db);
  await db.schema.createIndex("callbacks_by_lookup").on("callbacks").columns(["source", "lookup_number"]).execute();
}

async function addRevisions(db: Kysely<unknown>, { integer }: ColumnTypes): Promise<void> {
  await sql`alter table callbacks add column revision ${sql.raw(integer)} not null default 0`.execute(db);
}

/** Stays empty: later observations are stored here, and earlier ones stay in the rows. */
async function createSightings(db: Kysely<unknown>, { integer }: ColumnTypes): Promise<void> {
  const int = sql.raw(integer);
  await sql`create table sightings (
    row_id ${int} primary key,
    revision ${int} not null,
    observed_at ${int} not null
  )`.execute(db);
}

/** Rows that are always observed together, so that this is stored once. */
async function createSheets(db: Kysely<unknown>, { serial, integer }: ColumnTypes): Promise<void> {
  const int = sql.raw(integer);
  await sql`create table sheets (
    sheet_id ${sql.raw(serial)},
    observed_at ${int} not null,
    is_whole ${int} not null
  )`.execute(db);
  await sql`alter table sightings add column sheet_id ${int}`.execute(db);
  await sql`create index sightings_by_sheet on sightings (sheet_id) where sheet_id is not null`.execute(db);
}

async function createQuarantineAndSources(db: Kysely<unknown>, { integer }: ColumnTypes): Promise<void> {
  const int = sql.raw(integer);
  await sql`create table quarantine (
    source text not null,
    fingerprint text not null,
    vendor_id text,
    raw text not null,
    reason text not null,
    first_seen_at ${int} not null,
    last_seen_at ${int} not null,
    seen_count ${int} not null,
    primary key (source, fingerprint)
  )`.execute(db);
  await sql`create table sources (source text primary key, last_completed_at ${int})`.execute(db);
}
