import { chmodSync, closeSync, existsSync, mkdirSync, openSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** File name of the embedded store in its directory. */
export const FILE_NAME = "ringback.db";
/** The lock of the gateway that serves a data directory. */
export const LOCK_NAME = "ringback.lock";

/** Only the owner reads and writes: the store holds PII. */
export const PRIVATE_FILE = 0o600;
const PRIVATE_DIRECTORY = 0o700;
const OTHERS = 0o077;
/** Suffixes of the files that SQLite creates beside a database. */
const SUFFIXES = ["", "-wal", "-shm", "-journal"];

/**
 * Makes the data directory where it is missing, and takes away what others may do in it. A directory that holds other
 * files than ours is left as it is, such as a shared one that was named by mistake: our files are private in it as well.
 */
export function preparePrivateDirectory(directory: string): void {
  mkdirSync(directory, { recursive: true, mode: PRIVATE_DIRECTORY });
  if (readdirSync(directory).every((name) => name.startsWith("ringback"))) makePrivate(directory, PRIVATE_DIRECTORY);
}

/** Makes a database file that only its owner reads, before SQLite would make one that others read; also of one that exists. */
export function preparePrivateDatabase(file: string): void {
  // Files that SQLite creates beside a database have the mode of the database.
  if (!existsSync(file)) closeSync(openSync(file, "a", PRIVATE_FILE));
  for (const suffix of SUFFIXES) if (existsSync(file + suffix)) makePrivate(file + suffix, PRIVATE_FILE);
}

/** Whether others than its owner may do anything with a file or a directory. */
export function isOpenToOthers(path: string): boolean {
  return (statSync(path).mode & OTHERS) !== 0;
}

/** Only the owner may change a mode: what belongs to another user, such as a mounted volume, stays as that user set it. */
function makePrivate(path: string, mode: number): void {
  const { uid } = statSync(path);
  if (isOpenToOthers(path) && uid === process.getuid?.()) chmodSync(path, mode);
}

/** Returns the file of the store in a data directory. */
export function storeFile(directory: string): string {
  return join(directory, FILE_NAME);
}
