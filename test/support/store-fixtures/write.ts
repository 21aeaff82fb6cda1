import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import packageJson from "../../../package.json" with { type: "json" };
import { openStore } from "../../../src/stores/registry.js";
import { backupSqlite } from "../../../src/stores/sqlite/backup.js";
import { createDatabase, startPostgres } from "../postgres.js";
import { fillStore } from "./fill.js";
import { ENGINES, restoreFixture, writeFixture, writeRecorded } from "./fixtures.js";
import { readStore } from "./read.js";

const database = { connections: 5, statementTimeoutMs: 10_000 };
const { version } = packageJson;

async function writeEmbedded(): Promise<number> {
  const dataDirectory = mkdtempSync(join(tmpdir(), "ringback-"));
  try {
    const now = await fillStore(() => openStore({ databaseUrl: null, dataDirectory, database }));
    const file = join(dataDirectory, "fixture.db");
    backupSqlite(dataDirectory, file);
    writeFixture(version, "embedded", readFileSync(file));
    return now;
  } finally {
    rmSync(dataDirectory, { recursive: true });
  }
}

async function writePostgres(serverUrl: string, home: string): Promise<number> {
  const made = await createDatabase(serverUrl);
  const now = await fillStore(() => openStore({ databaseUrl: made.url, dataDirectory: "", database }));
  const dump = execFileSync(
    join(home, "bin", "pg_dump"),
    ["--inserts", "--rows-per-insert=100", "--no-owner", "--no-privileges", made.url],
    { encoding: "utf8", maxBuffer: 100_000_000 },
  );
  // Commands of psql, which are no SQL.
  writeFixture(version, "postgresql", dump.replaceAll(/^\\.*\n/gmu, ""));
  await made.drop();
  return now;
}

/**
 * Writes the fixtures of this release. `home` is a folder with PostgreSQL and its pg_dump in `bin`. Throws if the release has
 * fixtures.
 */
export async function writeFixtures(home: string): Promise<void> {
  const server = await startPostgres(home);
  try {
    const now = { embedded: await writeEmbedded(), postgresql: await writePostgres(server.url(), home) };
    for (const engine of ENGINES) {
      const fixture = await restoreFixture(version, engine, server.url());
      const recorded = await readStore(() => fixture.open(), now[engine]);
      await fixture.remove();
      const failed = recorded.operations.filter(({ response }) => response.errors !== undefined);
      if (failed.length > 0) throw new Error(`operations of the fixture fail: ${JSON.stringify(failed)}`);
      writeRecorded(version, engine, recorded);
    }
  } finally {
    await server.stop();
  }
}
