import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { Kysely, sql, SqliteDialect, type SqliteDatabase, type SqliteStatement } from "kysely";
import Database from "libsql";
import { GatewayError } from "../../callback/errors.js";
import { createRecentlyUsed, keptOrMade } from "../../callback/recently-used.js";
import type { SchemaVersion, Store } from "../store.js";
import { NO_TURNS, type Engine } from "../sql/engine.js";
import { migrate, readSchemaVersion } from "../sql/migrate.js";
import { countRequest } from "../sql/request-numbers.js";
import { createSqlStore } from "../sql/sql-store.js";
import type { Tables } from "../sql/tables.js";
import { gatherReads } from "./gathering.js";

/** What the embedded store is called in its directory. */
export const FILE_NAME = "ringback.db";

/**
 * Opens the embedded store in a directory, which is made where it is missing; `:memory:` keeps nothing.
 * Rejects with STORE_UNAVAILABLE and the path where it cannot be opened.
 */
export async function openSqliteStore(directory: string): Promise<Store> {
  const file = directory === ":memory:" ? directory : join(directory, FILE_NAME);
  const { db, setDurable } = openDatabase(directory, file);
  const writeSoftly: Engine["writeSoftly"] = (write) =>
    db.connection().execute(async (connection) => {
      setDurable(false);
      try {
        return await write(connection);
      } finally {
        setDurable(true);
      }
    });
  const engine: Engine = {
    db,
    types: TYPES,
    turns: NO_TURNS,
    asArrays,
    readTogether: gatherReads(db),
    writeSoftly,
    // What a power cut undoes of it, it undoes of all that was recorded by later numbers as well.
    drawRequestNumber: () => writeSoftly(countRequest),
    explain: () => "the store could not answer",
    sharing: null,
  };
  try {
    await migrate(engine);
  } catch (error) {
    await engine.db.destroy();
    throw error;
  }
  return createSqlStore(engine);
}

/** How far the tables in a directory are; null where there is no store. Changes nothing. */
export async function inspectSqliteStore(directory: string): Promise<SchemaVersion | null> {
  const file = join(directory, FILE_NAME);
  if (!existsSync(file)) return null;
  const database = new Database(file, { readonly: true }) as unknown as SqliteDatabase;
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database }) });
  try {
    return await readSchemaVersion({ db, types: TYPES });
  } finally {
    await db.destroy();
  }
}

/** What the engine calls the types of columns. */
export const TYPES = { serial: "integer primary key autoincrement", integer: "integer" };

/** See Engine. */
export const asArrays: Engine["asArrays"] = (columns) =>
  sql`json_group_array(json_array(${sql.join(columns.map((column) => sql.ref(column)))}))`;

const STATEMENTS_KEPT = 200;

/** Prepares a statement once, however often it is run: one connection, on which one thing is done at a time. */
function withPreparedStatements(database: SqliteDatabase): SqliteDatabase {
  const known = createRecentlyUsed<string, SqliteStatement>(STATEMENTS_KEPT);
  return {
    close: () => database.close(),
    prepare: (text) => keptOrMade(known, text, () => lasting(database.prepare(text))),
  };
}

/** Whether a statement reads rows is asked each time that it runs, and never changes. */
function lasting(statement: SqliteStatement): SqliteStatement {
  return {
    reader: statement.reader,
    all: (parameters) => statement.all(parameters),
    run: (parameters) => statement.run(parameters),
    iterate: (parameters) => statement.iterate(parameters),
  };
}

interface OpenDatabase {
  readonly db: Kysely<Tables>;
  /** Whether what is committed from now on survives a power cut at once, or as soon as something durable is committed. */
  readonly setDurable: (isDurable: boolean) => void;
}

function openDatabase(directory: string, file: string): OpenDatabase {
  try {
    if (directory !== ":memory:") mkdirSync(directory, { recursive: true });
    const database = new Database(file);
    const setDurable = (isDurable: boolean): void =>
      void database.exec(`pragma synchronous = ${isDurable ? "full" : "normal"}`);
    // Readers never wait for the writer, and what was acknowledged survives a power cut.
    database.pragma("journal_mode = WAL");
    setDurable(true);
    database.pragma("busy_timeout = 5000");
    const prepared = withPreparedStatements(database as unknown as SqliteDatabase);
    return { db: new Kysely<Tables>({ dialect: new SqliteDialect({ database: prepared }) }), setDurable };
  } catch (error) {
    throw new GatewayError("STORE_UNAVAILABLE", `the store ${file} could not be opened: ${String(error)}`, {
      cause: error,
    });
  }
}
