/** How the engine and its driver say that they cannot be reached; SQLSTATEs and the codes of the system. */
const AWAY = /^(?:08...|57P0[1-5]|53300|E[A-Z]+)$/u;
const SLOW = new Set(["57014", "55P03", "25P03"]);
const READ_ONLY = "25006";
const DISK_FULL = "53100";
const IO_ERROR = "58030";
/** Pages or indexes of it are not what was written. */
const DAMAGED = /^XX00[12]$/u;
/** A function that the database lacks, or that its user may not call. */
const UNSUPPORTED = new Set(["42883", "42501", "0A000"]);
/** The driver's own failures have no code. */
const AWAY_MESSAGES = /connection terminated|timeout exceeded when trying to connect|connection ended|not queryable/iu;
const SLOW_MESSAGES = /query read timeout/iu;

/** Converts a failure of the database for the caller. Contains nothing of the query or the URL. */
export function explainFailure(error: unknown): string {
  if (isAway(error)) return "the database cannot be reached at the moment: try again";
  if (isSlow(error)) return "the database did not respond in time: try again";
  if (codeOf(error) === READ_ONLY) return "the database is read-only at the moment: try again";
  if (codeOf(error) === DISK_FULL) return "the database's disk is full: free disk space";
  if (codeOf(error) === IO_ERROR) return "the database's disk failed to read or write";
  if (DAMAGED.test(codeOf(error))) return "the database is corrupt: restore a backup";
  return "the store failed";
}

/** See Engine. */
export function diagnoseFailure(error: unknown): "unwritable" | "damaged" | null {
  if (DAMAGED.test(codeOf(error))) return "damaged";
  return [READ_ONLY, DISK_FULL, IO_ERROR].includes(codeOf(error)) ? "unwritable" : null;
}

/** True where the same may succeed once the database is up. */
export function isAway(error: unknown): boolean {
  return AWAY.test(codeOf(error)) || AWAY_MESSAGES.test(messageOf(error));
}

/** True where the tables are not as the migrations expect them: classes of SQLSTATE, and what Kysely finds by itself. */
export function isOfTheTables(error: unknown): boolean {
  return /^(?:42|23)/u.test(codeOf(error)) || messageOf(error).startsWith("corrupted migrations");
}

/** True where the database does not offer what was called. */
export function isUnsupported(error: unknown): boolean {
  return UNSUPPORTED.has(codeOf(error));
}

/** True if a connection cannot be used any more: it hangs, or leads to a server that is no longer the primary. */
export function isUnusable(error: unknown): boolean {
  return codeOf(error) === READ_ONLY || isAway(error) || SLOW_MESSAGES.test(messageOf(error));
}

function isSlow(error: unknown): boolean {
  return SLOW.has(codeOf(error)) || SLOW_MESSAGES.test(messageOf(error));
}

function codeOf(error: unknown): string {
  return typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : "";
}
