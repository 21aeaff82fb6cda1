import { describe, expect, it } from "vitest";
import * as postgres from "./postgres/failure.js";
import * as sqlite from "./sqlite/failure.js";

const failing = (code: string): Error => Object.assign(new Error("as the engine says it"), { code });

describe("a failure of the embedded store", () => {
  it.each([
    ["SQLITE_FULL", "unwritable", /store's disk is full/u],
    ["SQLITE_IOERR", "unwritable", /failed to read or write/u],
    ["SQLITE_IOERR_WRITE", "unwritable", /failed to read or write/u],
    ["SQLITE_IOERR_FSYNC", "unwritable", /failed to read or write/u],
    ["SQLITE_READONLY", "unwritable", /is not writable/u],
    ["SQLITE_READONLY_DBMOVED", "unwritable", /is not writable/u],
    ["SQLITE_CORRUPT", "damaged", /corrupt.*restore/u],
    ["SQLITE_CORRUPT_INDEX", "damaged", /corrupt.*restore/u],
    ["SQLITE_NOTADB", "damaged", /corrupt.*restore/u],
    ["SQLITE_BUSY", null, /locked by another process/u],
    ["SQLITE_CANTOPEN", null, /cannot be opened/u],
    ["SQLITE_CONSTRAINT", null, /^the store failed$/u],
    ["SQLITE_ERROR", null, /^the store failed$/u],
  ] as const)("%s is %s", (code, diagnosis, explanation) => {
    expect(sqlite.diagnoseFailure(failing(code))).toBe(diagnosis);
    expect(sqlite.explainFailure(failing(code))).toMatch(explanation);
    expect(sqlite.openingFailure("/data/ringback.db", failing(code)).message).toMatch(
      /^failed to open the store \/data\/ringback\.db: /u,
    );
  });
});

describe("a failure of a database", () => {
  it.each([
    ["53100", "unwritable", /database's disk is full/u],
    ["58030", "unwritable", /failed to read or write/u],
    ["25006", "unwritable", /is read-only/u],
    ["XX001", "damaged", /corrupt.*restore/u],
    ["XX002", "damaged", /corrupt.*restore/u],
    ["57P01", null, /cannot be reached/u],
    ["57014", null, /did not respond in time/u],
    ["ECONNREFUSED", null, /cannot be reached/u],
    ["23505", null, /^the store failed$/u],
    ["42P01", null, /^the store failed$/u],
  ] as const)("%s is %s", (code, diagnosis, explanation) => {
    expect(postgres.diagnoseFailure(failing(code))).toBe(diagnosis);
    expect(postgres.explainFailure(failing(code))).toMatch(explanation);
  });
});
