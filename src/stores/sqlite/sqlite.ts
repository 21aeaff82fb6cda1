import { existsSync } from "node:fs";
import { Kysely, sql, SqliteDialect, type SqliteDatabase, type SqliteStatement } from "kysely";
import Database from "libsql";
import { createCache } from "../../lib/cache.js";
import type { SchemaVersion, Store, StoreReader } from "../store.js";
import { NO_LOCKS, type Engine } from "../sql/engine.js";
import { checkSchema, migrate, readSchemaVersion } from "../sql/schema/migrate.js";
import { countRequest } from "../sql/request-numbers.js";
import { createSqlStore } from "../sql/sql-store.js";
import type { Tables } from "../sql/schema/tables.js";
import { diagnoseFailure, explainFailure, openingFailure } from "./failure.js";
import { preparePrivateDatabase, preparePrivateDirectory, storeFile } from "./files.js";
import { batchReads } from "./read-batching.js";
import { OPEN_COUNT_TRIGGERS } from "./open-count-triggers.js";
import { planSearch, SEARCH_INDEX, setSecureDeletion } from "./search.js";

export { FILE_NAME } from "./files.js";

/**
 * Opens the embedded store in a directory, which is made where it is missing; `:memory:` keeps nothing.
 * Rejects with STORE_UNAVAILABLE and the path where it cannot be opened.
 */
export async function openSqliteStore(directory: string): Promise<Store> {
  const file = directory === IN_MEMORY ? IN_MEMORY : storeFile(directory);
  const { db, setDurable } = openDatabase(directory, file);
  const engine = createEngine(db, setDurable);
  try {
    await migrate(engine);
    return await createSqlStore(engine);
  } catch (error) {
    await db.destroy();
    throw openingFailure(file, error);
  }
}

/** Opens the store of a directory to read it, also while a gateway uses it; null where there is none. Changes nothing. */
export async function openSqliteReader(directory: string): Promise<StoreReader | null> {
  const file = storeFile(directory);
  if (!existsSync(file)) return null;
  const db = openReadOnly(file);
  try {
    await checkSchema({ db, types: TYPES });
    return await createSqlStore(createEngine(db, () => undefined));
  } catch (error) {
    await db.destroy();
    throw openingFailure(file, error);
  }
}

/** How far the tables in a directory are; null where there is no store. Changes nothing. */
export async function inspectSqliteStore(directory: string): Promise<SchemaVersion | null> {
  const file = storeFile(directory);
  return existsSync(file) ? readFileVersion(file) : null;
}

/** How far the tables of a database file are. Changes nothing. */
export async function readFileVersion(file: string): Promise<SchemaVersion> {
  const db = openReadOnly(file);
  try {
    return await readSchemaVersion({ db, types: TYPES });
  } catch (error) {
    throw openingFailure(file, error);
  } finally {
    await db.destroy();
  }
}

function createEngine(db: Kysely<Tables>, setDurable: OpenDatabase["setDurable"]): Engine {
  const readTogether = batchReads(db);
  const softly = async <Result>(write: () => Promise<Result>): Promise<Result> => {
    setDurable(false);
    try {
      return await write();
    } finally {
      setDurable(true);
    }
  };
  const writeSoftly: Engine["writeSoftly"] = (write) =>
    db.connection().execute((connection) => softly(() => write(connection)));
  return {
    db,
    types: TYPES,
    locks: NO_LOCKS,
    asArrays,
    joinEach,
    readTogether,
    // The one connection keeps all other writes of the process waiting, also before the transaction.
    recordInSteps: (_, { load, classify, isDurable, write }) =>
      db.connection().execute(async (connection) => {
        const plan = classify(await load(connection));
        const commit = () => connection.transaction().execute((transaction) => write(transaction, plan));
        return isDurable(plan) ? commit() : softly(commit);
      }),
    writeSoftly,
    eraseSafely: (erase) => eraseSafely(db, erase),
    planSearch,
    hasSearchIndex: true,
    // A power cut that undoes it undoes everything that was recorded with later numbers as well.
    drawRequestNumber: () => writeSoftly(countRequest),
    explain: explainFailure,
    diagnose: diagnoseFailure,
    probe: () => writeProbe(db),
    sharing: null,
  };
}

/** See Engine. The checkpoint empties the write-ahead log, which has the deleted pages as they were. */
async function eraseSafely<Result>(
  db: Kysely<Tables>,
  erase: (transaction: Kysely<Tables>) => Promise<Result>,
): Promise<Result> {
  const result = await db.transaction().execute(async (transaction) => {
    await sql.raw(setSecureDeletion(true)).execute(transaction);
    const erased = await erase(transaction);
    await sql.raw(setSecureDeletion(false)).execute(transaction);
    return erased;
  });
  await sql`pragma wal_checkpoint(truncate)`.execute(db);
  return result;
}

/** See Engine. Committed, as SQLite writes nothing of what is deleted in the same transaction. */
async function writeProbe(db: Kysely<Tables>): Promise<void> {
  await db.connection().execute(async (connection) => {
    await sql`drop table if exists write_probe`.execute(connection);
    await sql`create table write_probe as select zeroblob(1048576) as content`.execute(connection);
    await sql`drop table write_probe`.execute(connection);
  });
}

/** The names of column types in this engine. */
export const TYPES = {
  serial: "integer primary key autoincrement",
  integer: "integer",
  orderedText: "text",
  clustered: "without rowid",
  json: "text",
  frequentlyUpdated: "",
  searchIndex: SEARCH_INDEX,
  openCountTriggers: OPEN_COUNT_TRIGGERS,
};

/** See Engine. */
export const asArrays: Engine["asArrays"] = (columns) =>
  sql`json_group_array(json_array(${sql.join(columns.map((column) => sql.ref(column)))}))`;

/** See Engine. SQLite keeps the order of tables in a `cross join`. */
export const joinEach: Engine["joinEach"] = (table, joined, condition) =>
  sql`${table} cross join ${sql.table(joined)} where ${condition}`;

/** A directory of this name keeps nothing. */
export const IN_MEMORY = ":memory:";
const STATEMENTS_BYTES = 16_777_216;
/** A statement beside its text: the program that the engine makes of it, rather too high than too low. */
const BYTES_A_CHARACTER = 20;
/** How long a statement waits for a lock that another process has, such as a backup. */
const BUSY_MS = 5000;

/** Prepares a statement once, however often it is run: one connection, on which one thing is done at a time. */
function withPreparedStatements(database: Database.Database): SqliteDatabase {
  const statements = createCache<string, SqliteStatement>("prepared_statements", {
    maxBytes: STATEMENTS_BYTES,
    bytesOf: (text) => BYTES_A_CHARACTER * text.length,
  });
  const prepare = (text: string): SqliteStatement => lasting(database.prepare(text) as unknown as SqliteStatement);
  const rollback = prepare("rollback");
  // After a full disk, and other failures, SQLite has rolled back by itself: to do so again would fail, and hide the cause.
  const run: SqliteStatement["run"] = (none) =>
    database.inTransaction ? rollback.run(none) : { changes: 0, lastInsertRowid: 0 };
  return {
    close: () => void database.close(),
    prepare: (text) => (text === "rollback" ? { ...rollback, run } : statements.getOrCreate(text, () => prepare(text))),
  };
}

/** Whether a statement reads rows is determined each time that it runs, and never changes. */
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
    if (file !== IN_MEMORY) {
      preparePrivateDirectory(directory);
      preparePrivateDatabase(file);
    }
    const database = new Database(file);
    const setDurable = (isDurable: boolean): void =>
      void database.exec(`pragma synchronous = ${isDurable ? "full" : "normal"}`);
    // Readers never wait for the writer, and what was acknowledged survives a power cut.
    database.pragma("journal_mode = WAL");
    setDurable(true);
    // Deleted content is overwritten: otherwise an earlier version of a row stays readable in the file after its erasure.
    database.pragma("secure_delete = on");
    database.pragma(`busy_timeout = ${BUSY_MS}`);
    const prepared = withPreparedStatements(database);
    return { db: new Kysely<Tables>({ dialect: new SqliteDialect({ database: prepared }) }), setDurable };
  } catch (error) {
    throw openingFailure(file, error);
  }
}

function openReadOnly(file: string): Kysely<Tables> {
  try {
    const database = new Database(file, { readonly: true });
    database.pragma(`busy_timeout = ${BUSY_MS}`);
    return new Kysely<Tables>({ dialect: new SqliteDialect({ database: database as unknown as SqliteDatabase }) });
  } catch (error) {
    throw openingFailure(file, error);
  }
}
