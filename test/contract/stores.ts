import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "libsql";
import pg from "pg";
import { inject } from "vitest";
import { openStore } from "../../src/stores/registry.js";
import { FILE_NAME } from "../../src/stores/sqlite/sqlite.js";
import type { Store } from "../../src/stores/store.js";
import { createDatabase } from "../support/postgres.js";

/** An engine under test: its name, and how to open the same store again. */
export interface StoreUnderTest {
  readonly name: string;
  /** True where several gateways may open the same store. */
  readonly isShared: boolean;
  /** An empty place to keep a store in. */
  place(): Promise<StorePlace>;
}

export interface StorePlace {
  open(): Promise<Store>;
  /** Runs statements past the store, which is closed: what an earlier version would have left. */
  run(statements: readonly string[]): Promise<void>;
  /** Whether a text is anywhere in the store, which may be open: in its files, or in the rows of a database. */
  contains(text: string): Promise<boolean>;
  remove(): Promise<void>;
}

const database = { connections: 5, statementTimeoutMs: 10_000 };

export const STORES: readonly StoreUnderTest[] = [
  {
    name: "embedded",
    isShared: false,
    place() {
      const dataDirectory = mkdtempSync(join(tmpdir(), "ringback-"));
      return Promise.resolve({
        open: () => openStore({ databaseUrl: null, dataDirectory, database }),
        run(statements) {
          const file = new Database(join(dataDirectory, FILE_NAME));
          for (const statement of statements) file.exec(statement);
          file.close();
          return Promise.resolve();
        },
        contains(text) {
          const files = readdirSync(dataDirectory).map((name) => readFileSync(join(dataDirectory, name)));
          return Promise.resolve(files.some((bytes) => bytes.includes(text)));
        },
        remove: () => Promise.resolve(rmSync(dataDirectory, { recursive: true, force: true })),
      });
    },
  },
  {
    name: "PostgreSQL",
    isShared: true,
    async place() {
      const made = await createDatabase(inject("postgresUrl"));
      return {
        open: () => openStore({ databaseUrl: made.url, dataDirectory: "", database }),
        async run(statements) {
          const client = new pg.Client({ connectionString: made.url });
          await client.connect();
          for (const statement of statements) await client.query(statement);
          await client.end();
        },
        async contains(text) {
          const client = new pg.Client({ connectionString: made.url });
          await client.connect();
          const tables = await client.query<{ tablename: string }>(
            "select tablename from pg_tables where schemaname = 'public'",
          );
          let isFound = false;
          for (const { tablename } of tables.rows) {
            const { rowCount } = await client.query(
              `select 1 from ${client.escapeIdentifier(tablename)} as row where position($1 in row::text) > 0 limit 1`,
              [text],
            );
            isFound ||= rowCount === 1;
          }
          await client.end();
          return isFound;
        },
        remove: () => made.drop(),
      };
    },
  },
];
