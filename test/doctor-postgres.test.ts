import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { createServer, type AddressInfo, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { openStore } from "../src/stores/registry.js";
import { createDatabase, withClient } from "./support/postgres.js";
import { startProcess, type RunningProcess } from "./support/process.js";

const PASSWORD = "hunter2-of-the-database";

let directory: string;
let closed: number;
let database: Awaited<ReturnType<typeof createDatabase>>;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "ringback-"));
  database = await createDatabase(inject("postgresUrl"));
  const server: Server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  closed = (server.address() as AddressInfo).port;
  server.close();
  await once(server, "close");
});
afterEach(async () => {
  await database.drop();
  rmSync(directory, { recursive: true, force: true });
});

/** `ringback doctor` as an operator runs it, with a source that cannot be reached. Ends by itself. */
async function doctor(
  url: string,
  environment = {},
): Promise<{ readonly code: number | string; readonly output: string }> {
  const file = join(directory, "ringback.yaml");
  const north = `{ vendor: mindful, baseUrl: "http://127.0.0.1:${closed}", organizationId: "1" }`;
  writeFileSync(file, `sources: { north: ${north} }\n`);
  const started: RunningProcess = startProcess(["doctor"], {
    RINGBACK_CONFIG: file,
    PORT: "0",
    DATABASE_URL: url,
    ...environment,
  });
  const code = await started.ended();
  return { code, output: started.output() };
}

const lineOf = (output: string, name: string): string | undefined =>
  output.split("\n").find((line) => line.slice(6).startsWith(name));

const withPassword = (url: string): string => {
  const secret = new URL(url);
  secret.password = PASSWORD;
  return secret.href;
};

describe("the doctor of a store in PostgreSQL", { timeout: 240_000 }, () => {
  it("reports an empty database, a ready one and one of a newer version, and changes none", async () => {
    expect(lineOf((await doctor(database.url)).output, "store")).toMatch(/^ok .*does not exist yet/u);
    const tables = "select count(*)::int as count from information_schema.tables where table_schema = 'public'";
    const { rows } = await withClient(database.url, (client) => client.query<{ count: number }>(tables));
    expect(rows).toEqual([{ count: 0 }]);
    const settings = {
      databaseUrl: database.url,
      dataDirectory: "",
      database: { connections: 2, statementTimeoutMs: 0 },
    };
    await (await openStore(settings)).close();
    const { output, code } = await doctor(database.url);
    expect(lineOf(output, "store")).toMatch(/^ok .*opened; schema version/u);
    // What a database has no part in, it does not hide; and what is in no directory is not looked for.
    expect([code, lineOf(output, "source north")]).toEqual([1, expect.stringMatching(/^fail .*VENDOR_UNAVAILABLE/u)]);
    expect([lineOf(output, "disk"), lineOf(output, "data directory")]).toEqual([undefined, undefined]);
    await withClient(database.url, (client) =>
      client.query("insert into kysely_migration (name, timestamp) values ('9999-of-tomorrow', '')"),
    );
    const newer = await doctor(database.url);
    expect(lineOf(newer.output, "store")).toMatch(/^fail .*9999-of-tomorrow is newer than/u);
  });

  it.each([
    ["that is down", () => `postgresql://ringback@127.0.0.1:${closed}/ringback`, /ECONNREFUSED/u],
    ["that does not exist", () => database.url.replace(/[^/]+$/u, "nowhere"), /database "nowhere" does not exist/u],
    ["of a user who may not", () => database.url.replace("ringback@", "stranger@"), /role "stranger" does not exist/u],
  ])("reports for a database %s the error and its remedy, and exits with 1", async (_, url, reason) => {
    const { code, output } = await doctor(withPassword(url()));
    expect(code).toBe(1);
    expect(lineOf(output, "store")).toMatch(/^fail .*the database \S+ at 127\.0\.0\.1 cannot be used: /u);
    expect(lineOf(output, "store")).toMatch(reason);
    expect(output).toContain("that DATABASE_URL or dataDirectory is correct");
    expect(output).not.toContain(PASSWORD);
    expect(output).not.toMatch(/\n\s+at /u);
  });

  it("checks each replica: one that is down, and a server that does not follow the primary", async () => {
    const settings = {
      databaseUrl: database.url,
      dataDirectory: "",
      database: { connections: 2, statementTimeoutMs: 0 },
    };
    await (await openStore(settings)).close();
    const down = `postgresql://ringback@127.0.0.1:${closed}/ringback`;
    const environment = { DATABASE_READ_URL: `${withPassword(down)}, ${withPassword(database.url)}` };
    const { output } = await doctor(database.url, environment);
    expect(lineOf(output, `replica 127.0.0.1:${closed}`)).toMatch(/^warn .*ECONNREFUSED/u);
    expect(lineOf(output, `replica ${new URL(database.url).host}`)).toMatch(/^warn .*it is not a replica/u);
    expect(output).toContain("check DATABASE_READ_URL");
    expect(output).not.toContain(PASSWORD);
  });

  it("reports an invalid URL without quoting it", async () => {
    const { code, output } = await doctor(`postgresql://ringback:${PASSWORD}@host:port/ringback`);
    expect([code, output]).toEqual([1, expect.stringMatching(/^fail {2}settings .*DATABASE_URL: expected a URL/su)]);
    expect(output).not.toContain(PASSWORD);
  });
});
