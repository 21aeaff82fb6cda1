import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync, gzipSync } from "node:zlib";
import Database from "libsql";
import { FILE_NAME } from "../../../src/stores/sqlite/sqlite.js";
import { openStore } from "../../../src/stores/registry.js";
import type { Store } from "../../../src/stores/store.js";
import { createDatabase, withClient } from "../postgres.js";
import type { RecordedStore } from "./read.js";

const FOLDER = fileURLToPath(new URL("../../fixtures/stores/", import.meta.url));
const database = { connections: 5, statementTimeoutMs: 10_000 };

/** The engines of which there are fixtures, by the names of their files. */
export const ENGINES = ["embedded", "postgresql"] as const;
export type EngineName = (typeof ENGINES)[number];

/** The data of each fixture: an SQLite file, and the text of pg_dump. */
const DATA_FILES: Readonly<Record<EngineName, string>> = {
  embedded: "embedded.db.gz",
  postgresql: "postgresql.sql.gz",
};

/** The releases of which there are fixtures. */
export const fixtureVersions = (): readonly string[] => (existsSync(FOLDER) ? readdirSync(FOLDER).toSorted() : []);

/** Writes a new fixture. Throws if the release has one: fixtures are never changed. */
export function writeFixture(version: string, engine: EngineName, data: Buffer | string): void {
  mkdirSync(join(FOLDER, version), { recursive: true });
  writeFileSync(join(FOLDER, version, DATA_FILES[engine]), gzipSync(data, { level: 9 }), { flag: "wx" });
}

/** Writes what a fixture is read as. Throws as `writeFixture` does. */
export function writeRecorded(version: string, engine: EngineName, recorded: RecordedStore): void {
  writeFileSync(join(FOLDER, version, `${engine}.json.gz`), gzipSync(JSON.stringify(recorded), { level: 9 }), {
    flag: "wx",
  });
}

export function readRecorded(version: string, engine: EngineName): RecordedStore {
  const bytes = gunzipSync(readFileSync(join(FOLDER, version, `${engine}.json.gz`)));
  return JSON.parse(bytes.toString()) as RecordedStore;
}

/** A copy of a fixture's database. */
export interface RestoredFixture {
  open(): Promise<Store>;
  /** Runs a statement past the store, which is closed. */
  run(statement: string): Promise<unknown>;
  /** The environment in which a command uses it. */
  readonly environment: Readonly<Record<string, string>>;
  remove(): Promise<void>;
}

/** Restores the database of a fixture as a new one: in a new directory, or on the server. */
export async function restoreFixture(version: string, engine: EngineName, serverUrl: string): Promise<RestoredFixture> {
  const data = gunzipSync(readFileSync(join(FOLDER, version, DATA_FILES[engine])));
  if (engine === "embedded") {
    const dataDirectory = mkdtempSync(join(tmpdir(), "ringback-"));
    writeFileSync(join(dataDirectory, FILE_NAME), data, { mode: 0o600 });
    return {
      open: () => openStore({ databaseUrl: null, dataDirectory, database }),
      run(statement) {
        const file = new Database(join(dataDirectory, FILE_NAME));
        file.exec(statement);
        return Promise.resolve(file.close());
      },
      environment: { RINGBACK_DATA_DIR: dataDirectory },
      remove: () => Promise.resolve(rmSync(dataDirectory, { recursive: true, force: true })),
    };
  }
  const made = await createDatabase(serverUrl);
  await withClient(made.url, (client) => client.query(data.toString()));
  return {
    open: () => openStore({ databaseUrl: made.url, dataDirectory: "", database }),
    run: (statement) => withClient(made.url, (client) => client.query(statement)),
    environment: { DATABASE_URL: made.url },
    remove: () => made.drop(),
  };
}
