import { join, resolve } from "node:path";
import Database from "libsql";
import { GatewayError, toError } from "../../domain/errors.js";
import { LOCK_NAME, preparePrivateDatabase, preparePrivateDirectory } from "./files.js";

/** Another process serves the data directory, or restores it. */
export class StoreInUseError extends GatewayError {
  /** @param user who uses it, for people: a process and an address where they are known */
  constructor(
    readonly directory: string,
    user = "another ringback process",
  ) {
    const message =
      `the data directory ${resolve(directory)} is in use by ${user}: stop that gateway first. A second gateway ` +
      "needs its own data directory (RINGBACK_DATA_DIR, or dataDirectory in the settings), or a store in " +
      "PostgreSQL (docs/scaling.md)";
    super("STORE_UNAVAILABLE", message);
  }
}

/** Locked until it is released, or until the process ends, however that happens. */
export interface StoreLock {
  release(): void;
}

/**
 * Takes the lock of a data directory, which is made where it is missing. It is a lock of the operating system on a file of
 * its own, so that it never outlives its process and never keeps a reader from the store. Throws a StoreInUseError
 * where another process holds it, and STORE_UNAVAILABLE where the directory cannot be written to.
 */
export function lockDirectory(directory: string): StoreLock {
  const file = join(directory, LOCK_NAME);
  let database: Database.Database | null = null;
  try {
    preparePrivateDirectory(directory);
    preparePrivateDatabase(file);
    database = new Database(file);
    database.pragma("busy_timeout = 0");
    // Nothing is ever written, no journal either: a full disk does not matter.
    database.pragma("journal_mode = MEMORY");
    database.exec("begin exclusive");
    const held = database;
    return {
      release() {
        // A statement that is not garbage yet would keep a closed database, and its lock.
        held.exec("rollback");
        held.close();
      },
    };
  } catch (error) {
    database?.close();
    throw explain(error, directory);
  }
}

function explain(error: unknown, directory: string): GatewayError {
  if (error instanceof Error && "code" in error && error.code === "SQLITE_BUSY") return new StoreInUseError(directory);
  const reason = toError(error).message;
  return new GatewayError("STORE_UNAVAILABLE", `the data directory ${resolve(directory)} cannot be used: ${reason}`, {
    cause: error,
  });
}
