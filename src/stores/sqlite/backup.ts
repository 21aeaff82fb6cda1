import { closeSync, copyFileSync, existsSync, openSync, renameSync, rmSync } from "node:fs";
import Database from "libsql";
import { GatewayError, toError } from "../../domain/errors.js";
import { PRIVATE_FILE, preparePrivateDatabase, storeFile } from "./files.js";
import { lockDirectory } from "./lock.js";
import { readFileVersion } from "./sqlite.js";

/** Far beyond the last number that may have been given after the backup: no cursor of then means another change now. */
const GAP = 1_000_000_000;

/**
 * Writes all of the embedded store, as it is at one moment, into a new file; a gateway may be at work meanwhile. Rejects
 * with STORE_UNAVAILABLE where there is no store, or the file is there already.
 */
export function backupSqlite(directory: string, file: string): void {
  const store = storeFile(directory);
  if (!existsSync(store)) throw refused(`no store exists at ${store}`);
  if (existsSync(file)) throw refused(`${file} exists already: choose a new file, a backup never overwrites one`);
  const partial = `${file}.partial`;
  rmSync(partial, { force: true });
  closeSync(openSync(partial, "wx", PRIVATE_FILE));
  try {
    withDatabase(store, (database) => database.prepare("vacuum into ?").run(partial));
    checkWhole(partial);
    renameSync(partial, file);
  } catch (error) {
    rmSync(partial, { force: true });
    throw explain(error, `failed to back up the store to ${file}`);
  }
}

/**
 * Puts a backup where the embedded store is. Rejects with STORE_UNAVAILABLE while a gateway has that open, where the
 * file is no backup, and where there is a store already, unless that is to be overwritten.
 */
export async function restoreSqlite(directory: string, file: string, isForced: boolean): Promise<void> {
  const store = storeFile(directory);
  if (!existsSync(file)) throw refused(`no backup exists at ${file}`);
  checkWhole(file);
  await checkVersion(file);
  // No gateway starts meanwhile.
  const lock = lockDirectory(directory);
  try {
    if (existsSync(store)) {
      checkUnused(store);
      if (!isForced) throw refused(`a store exists at ${store} already: overwrite it with --force`);
    }
    replace(store, file);
  } finally {
    lock.release();
  }
}

function replace(store: string, file: string): void {
  const partial = `${store}.partial`;
  try {
    rmSync(partial, { force: true });
    preparePrivateDatabase(partial);
    copyFileSync(file, partial);
    preparePrivateDatabase(partial);
    leaveGap(partial);
    for (const suffix of ["-wal", "-shm"]) rmSync(store + suffix, { force: true });
    renameSync(partial, store);
  } catch (error) {
    rmSync(partial, { force: true });
    throw explain(error, `failed to restore ${file} to ${store}`);
  }
}

function withDatabase<Result>(file: string, use: (database: Database.Database) => Result, readonly = true): Result {
  const database = new Database(file, { readonly });
  try {
    return use(database);
  } finally {
    database.close();
  }
}

/** A process that has the store open keeps others from opening it exclusively. */
function checkUnused(store: string): void {
  try {
    const take = (database: Database.Database): void => {
      database.pragma("busy_timeout = 0");
      database.pragma("locking_mode = EXCLUSIVE");
      database.exec("begin exclusive");
      database.exec("rollback");
    };
    withDatabase(store, take, false);
  } catch (error) {
    const isBusy = error instanceof Error && "code" in error && error.code === "SQLITE_BUSY";
    // A store that cannot be opened is the reason to restore a backup.
    if (isBusy) throw refused(`${store} is in use: stop the gateway first`);
  }
}

function checkWhole(file: string): void {
  try {
    const rows = withDatabase(file, (database) => {
      database.prepare("select count(*) from callbacks").all();
      return database.pragma("integrity_check") as readonly { readonly integrity_check: string }[];
    });
    if (rows[0]?.integrity_check !== "ok") throw new Error("its pages are corrupt");
  } catch (error) {
    throw explain(error, `${file} is not a complete backup of a store`);
  }
}

/** A store that this version cannot serve is not put in the place of one that it can. */
async function checkVersion(file: string): Promise<void> {
  const version = await readFileVersion(file);
  if (version.current > version.known) {
    const advice = "restore it with that version, or restore an earlier backup";
    throw refused(
      `${file} is from a newer version of ringback: its schema version is ${version.current}, this version ` +
        `supports up to ${version.known}: ${advice}`,
    );
  }
}

/** Changes after the backup were numbered, and are lost: their numbers are never given again. */
function leaveGap(file: string): void {
  const move = (database: Database.Database): void => {
    // Beside the file nothing may be left that belongs to it: it is about to be moved.
    database.pragma("journal_mode = DELETE");
    database.exec(
      "insert into sqlite_sequence (name, seq) select 'changes', 0 where not exists (select 1 from sqlite_sequence where name = 'changes')",
    );
    database.prepare("update sqlite_sequence set seq = seq + ? where name = 'changes'").run(GAP);
  };
  withDatabase(file, move, false);
}

function refused(message: string): GatewayError {
  return new GatewayError("STORE_UNAVAILABLE", message);
}

function explain(error: unknown, what: string): GatewayError {
  if (error instanceof GatewayError) return error;
  const reason = toError(error).message;
  return new GatewayError("STORE_UNAVAILABLE", `${what}: ${reason}`, { cause: error });
}
