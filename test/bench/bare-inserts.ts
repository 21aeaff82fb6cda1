import { join } from "node:path";
import Database from "libsql";
import pg from "pg";
import type { RememberedCallback } from "../../src/domain/change/observation.js";
import { createCustomerOf } from "../../src/domain/customer.js";
import { toRow } from "../../src/stores/sql/callbacks/rows.js";
import { FILE_NAME } from "../../src/stores/sqlite/sqlite.js";

const customerOf = createCustomerOf("the key of the bench");

/** Rows and changes as somebody writes them who compares nothing. Their values are put together before. */
export interface BareInserts {
  /** Writes a page in one durable transaction: each row anew, and a change of each. */
  write(page: BarePage): Promise<void>;
  close(): Promise<void>;
}

export interface BarePage {
  readonly rows: readonly (readonly unknown[])[];
  readonly changes: readonly (readonly unknown[])[];
}

const CHANGE_COLUMNS = [
  "row_id",
  "kind",
  "previous_status",
  "status",
  "changed_fields",
  "occurred_at",
  "observed_at",
  "snapshot",
];

export function barePage(remembered: readonly RememberedCallback[]): BarePage {
  return {
    rows: remembered.map((one) => Object.values(toRow(one, { promises: new Map(), customerOf }))),
    changes: remembered.map((one, index) => [
      index + 1,
      "UPDATED",
      one.publishedStatus,
      one.publishedStatus,
      '["attemptCount"]',
      null,
      one.observedAt,
      JSON.stringify(one),
    ]),
  };
}

function upsert(columns: readonly string[], tuples: string): string {
  const written = columns.map((column) => `${column} = excluded.${column}`).join(", ");
  return `insert into callbacks (${columns.join(", ")}) values ${tuples}
    on conflict (source, vendor_id) do update set ${written}, revision = callbacks.revision + 1`;
}

function append(tuples: string): string {
  return `insert into changes (${CHANGE_COLUMNS.join(", ")}) values ${tuples}`;
}

/** Row by row, by two prepared statements, into a store that is not open elsewhere. */
export function bareSqlite(directory: string, columns: readonly string[]): BareInserts {
  const database = new Database(join(directory, FILE_NAME));
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = FULL");
  const tuple = (count: number): string => `(${Array.from({ length: count }, () => "?").join(", ")})`;
  const row = database.prepare(upsert(columns, tuple(columns.length)));
  const change = database.prepare(append(tuple(CHANGE_COLUMNS.length)));
  const [begin, commit] = [database.prepare("begin"), database.prepare("commit")];
  return {
    write({ rows, changes }) {
      begin.run();
      for (const values of rows) row.run(values);
      for (const values of changes) change.run(values);
      commit.run();
      return Promise.resolve();
    },
    close: () => Promise.resolve(void database.close()),
  };
}

/** So many rows by one statement, and their changes by another: what is paid for over a network is the round trip. */
export async function barePostgres(url: string, columns: readonly string[], atOnce: number): Promise<BareInserts> {
  const client = new pg.Client(url);
  await client.connect();
  const tuples = (width: number): string => {
    const place = (row: number, column: number): string => `$${row * width + column + 1}`;
    const tuple = (row: number): string =>
      `(${Array.from({ length: width }, (_, column) => place(row, column)).join()})`;
    return Array.from({ length: atOnce }, (_, row) => tuple(row)).join();
  };
  const [row, change] = [upsert(columns, tuples(columns.length)), append(tuples(CHANGE_COLUMNS.length))];
  return {
    async write({ rows, changes }) {
      await client.query("begin");
      for (let from = 0; from < rows.length; from += atOnce) {
        const to = from + atOnce;
        await client.query({ name: "rows", text: row, values: rows.slice(from, to).flat() });
        await client.query({ name: "changes", text: change, values: changes.slice(from, to).flat() });
      }
      await client.query("commit");
    },
    close: () => client.end(),
  };
}
