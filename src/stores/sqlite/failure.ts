import { GatewayError, toError } from "../../domain/errors.js";

/** How SQLite names what an operator can do something about; longer codes begin with these. */
const EXPLANATIONS: Readonly<Record<string, string>> = {
  SQLITE_CORRUPT: "the store is corrupt: stop the gateway and restore a backup (ringback restore <file> --force)",
  SQLITE_NOTADB: "the store is corrupt, or is not a store: restore a backup (ringback restore <file> --force)",
  SQLITE_FULL: "the store's disk is full: free disk space",
  SQLITE_IOERR: "the store's disk failed to read or write",
  SQLITE_READONLY: "the store is not writable: grant the gateway's user write permission on it and its directory",
  SQLITE_CANTOPEN:
    "the store cannot be opened: grant the gateway's user read and write permission on it and its directory",
  SQLITE_BUSY: "the store is locked by another process: only one gateway may use a data directory",
  SQLITE_NOMEM: "the store ran out of memory",
};
const UNKNOWN = "the store failed";
const DAMAGED = /^SQLITE_(?:CORRUPT|NOTADB)/u;
const UNWRITABLE = /^SQLITE_(?:FULL|IOERR|READONLY)/u;

/** See Engine. */
export function diagnoseFailure(error: unknown): "unwritable" | "damaged" | null {
  if (DAMAGED.test(codeOf(error))) return "damaged";
  return UNWRITABLE.test(codeOf(error)) ? "unwritable" : null;
}

/** Converts a failure of SQLite for an operator. Contains nothing of the statement. */
export function explainFailure(error: unknown): string {
  const code = codeOf(error);
  const [, explanation] = Object.entries(EXPLANATIONS).find(([name]) => code.startsWith(name)) ?? [];
  return explanation ?? UNKNOWN;
}

/** The error for a store that cannot be opened: where it is, what is wrong, and what to do. */
export function openingFailure(file: string, error: unknown): GatewayError {
  const where = `failed to open the store ${file}`;
  const cause = error instanceof GatewayError ? error.cause : error;
  // Errors without a cause say themselves what is wrong and what to do.
  if (error instanceof GatewayError && cause === undefined) {
    return new GatewayError("STORE_UNAVAILABLE", `${where}: ${error.message}`);
  }
  const explanation = explainFailure(cause);
  const reason = toError(cause).message;
  const own = error instanceof GatewayError ? error.message : reason;
  const message = explanation === UNKNOWN ? own : `${explanation}: ${reason}`;
  return new GatewayError("STORE_UNAVAILABLE", `${where}: ${message}`, { cause });
}

function codeOf(error: unknown): string {
  return typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
}
