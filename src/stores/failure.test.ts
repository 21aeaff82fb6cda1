import { describe, expect, it } from "vitest";
import * as postgres from "./postgres/failure.js";
import * as sqlite from "./sqlite/failure.js";

const failing = (code: string): Error => Object.assign(new Error("as the engine says it"), { code });

describe("a failure of the embedded store", () => {
  it.each([
    ["SQLITE_FULL", "unwritable", /disk of the store is full/u],
    ["SQLITE_IOERR", "unwritable", /fails to read or to write/u],
    ["SQLITE_IOERR_WRITE", "unwritable", /fails to read or to write/u],
    ["SQLITE_IOERR_FSYNC", "unwritable", /fails to read or to write/u],
    ["SQLITE_READONLY", "unwritable", /cannot be written to/u],
    ["SQLITE_READONLY_DBMOVED", "unwritable", /cannot be written to/u],
    ["SQLITE_CORRUPT", "damaged", /damaged.*restore/u],
    ["SQLITE_CORRUPT_INDEX", "damaged", /damaged.*restore/u],
    ["SQLITE_NOTADB", "damaged", /damaged.*restore/u],
    ["SQLITE_BUSY", null, /locked by another process/u],
    ["SQLITE_CANTOPEN", null, /cannot be opened/u],
    ["SQLITE_CONSTRAINT", null, /^the store could not answer$/u],
    ["SQLITE_ERROR", null, /^the store could not answer$/u],
  ] as const)("%s is %s", (code, diagnosis, explanation) => {
    expect(sqlite.diagnoseFailure(failing(code))).toBe(diagnosis);
    expect(sqlite.explainFailure(failing(code))).toMatch(explanation);
    expect(sqlite.openingFailure("/data/ringback.db", failing(code)).message).toMatch(
      /^the store \/data\/ringback\.db /u,
    );
  });
});

describe("a failure of a database", () => {
  it.each([
    ["53100", "unwritable", /disk of the database is full/u],
    ["58030", "unwritable", /fails to read or to write/u],
    ["25006", "unwritable", /takes no writes/u],
    ["XX001", "damaged", /damaged.*restore/u],
    ["XX002", "damaged", /damaged.*restore/u],
    ["57P01", null, /cannot be reached/u],
    ["57014", null, /did not answer in time/u],
    ["ECONNREFUSED", null, /cannot be reached/u],
    ["23505", null, /^the store could not answer$/u],
    ["42P01", null, /^the store could not answer$/u],
  ] as const)("%s is %s", (code, diagnosis, explanation) => {
    expect(postgres.diagnoseFailure(failing(code))).toBe(diagnosis);
    expect(postgres.explainFailure(failing(code))).toMatch(explanation);
  });
});
