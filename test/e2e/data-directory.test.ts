import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { openSqliteStore } from "../../src/stores/sqlite/sqlite.js";
import { createDatabase } from "../support/postgres.js";
import { startProcess, type RunningProcess } from "../support/process.js";

/** Longer than the path of a socket may be. */
const LONG_NAME = "x".repeat(110);

let directory: string;
let data: string;
let settings: string;
const running: RunningProcess[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "ringback-"));
  data = join(directory, "data");
  settings = join(directory, "ringback.yaml");
  const north = '{ vendor: mindful, baseUrl: "http://127.0.0.1:1", organizationId: "1" }';
  writeFileSync(settings, `sync: { polling: false }\nsources: { north: ${north} }\n`);
});
afterEach(async () => {
  for (const started of running.splice(0)) {
    started.child.kill("SIGKILL");
    await started.ended();
  }
  rmSync(directory, { recursive: true, force: true });
});

function start(command: readonly string[], environment: Readonly<Record<string, string>> = {}): RunningProcess {
  const started = startProcess(command, { PORT: "0", RINGBACK_DATA_DIR: data, ...environment });
  running.push(started);
  return started;
}

async function run(command: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const started = start(command, environment);
  return { code: await started.ended(), output: started.output() };
}

const serving = { RINGBACK_CONFIG: "" };
const READY = /(http:\S+)\/graphql/u;
const modeOf = (path: string): number => statSync(path).mode & 0o777;

/** `serve` with a settings file, or the demo, once it serves. */
async function startGateway(
  command: "serve" | "demo",
  environment = {},
): Promise<{ gateway: RunningProcess; url: string }> {
  const gateway = start([command], command === "serve" ? { RINGBACK_CONFIG: settings, ...environment } : environment);
  const [, url = ""] = await gateway.waitFor(READY);
  return { gateway, url };
}

describe("a data directory", { timeout: 240_000 }, () => {
  it.each([
    ["serve", "serve"],
    ["serve", "demo"],
    ["demo", "serve"],
    ["demo", "demo"],
  ] as const)(
    "of a running %s is locked against %s, which names the process, its address and what to do",
    async (one, other) => {
      const { gateway, url } = await startGateway(one);
      const second = await run([other], other === "serve" ? { RINGBACK_CONFIG: settings } : serving);
      expect(second.code).toBe(1);
      expect(second.output).toContain(`process ${gateway.child.pid} at ${url}`);
      expect(second.output).toMatch(/stop that gateway first.*RINGBACK_DATA_DIR.*PostgreSQL/u);
      expect(second.output).toContain(data);
      expect(second.output).not.toMatch(/\n\s+at /u);
      expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    },
  );

  it.each(["SIGKILL", "SIGTERM", "SIGINT"] as const)("is free at once after %s", async (signal) => {
    for (let round = 0; round < 3; round += 1) {
      const { gateway } = await startGateway("serve");
      gateway.child.kill(signal);
      await gateway.ended();
    }
    await startGateway("serve");
  });

  it("is given to one of four that start at the same time", async () => {
    const gateways = Array.from({ length: 4 }, () => start(["serve"], { RINGBACK_CONFIG: settings }));
    const results = await Promise.allSettled(gateways.map((gateway) => gateway.waitFor(READY)));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const refused = gateways.filter((_, index) => results[index]?.status === "rejected");
    for (const gateway of refused) expect(gateway.output()).toContain("is in use by");
  });

  it("is read by every other command while a gateway uses and keeps it", async () => {
    const { url } = await startGateway("demo");
    const own = { RINGBACK_CONFIG: settings };
    const before = readdirSync(data);
    for (const command of [["audit"], ["quarantine"], ["quarantine", "--raw"], ["schema"], ["help"]]) {
      expect(await run(command), command.join(" ")).toMatchObject({ code: 0 });
    }
    expect((await run(["doctor"], own)).output).toMatch(/ok\s+store/u);
    expect((await run(["check"], own)).output).toContain("FAILED north");
    expect(await run(["backup", join(directory, "b.db")])).toMatchObject({ code: 0 });
    const restored = await run(["restore", join(directory, "b.db"), "--force"]);
    expect(restored.code).toBe(1);
    expect(restored.output).toContain(`at ${url}: stop that gateway first`);
    expect(readdirSync(data)).toEqual(before);
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
  });

  it.each([["audit"], ["quarantine"], ["doctor"], ["check"]])("is not made by %s", async (command) => {
    const { code, output } = await run(
      [command],
      command === "audit" || command === "quarantine" ? {} : { RINGBACK_CONFIG: settings },
    );
    expect(statSync(directory).isDirectory()).toBe(true);
    expect(readdirSync(directory)).toEqual(["ringback.yaml"]);
    if (command === "audit" || command === "quarantine") {
      expect(code).toBe(0);
      expect(output).toContain(`no store exists yet in ${data}`);
    }
  });

  it.each([["audit"], ["quarantine"]])(
    "with an older schema is not changed by %s, which prints advice",
    async (command) => {
      await (await openSqliteStore(data)).close();
      const { default: Database } = await import("libsql");
      const database = new Database(join(data, "ringback.db"));
      const last = "(select max(name) from kysely_migration)";
      database.exec(`delete from kysely_migration where name = ${last}`);
      const count = (): unknown => database.prepare("select count(*) from kysely_migration").raw().get();
      const before = count();
      const { code, output } = await run([command]);
      expect(code).toBe(1);
      expect(output).toMatch(/the store has schema version \S+, and this version reads \S+: start a gateway/u);
      expect(count()).toEqual(before);
      database.close();
    },
  );

  it("becomes private with all its files, also if it existed and was open to others", async () => {
    mkdirSync(data, { mode: 0o755 });
    chmodSync(data, 0o755);
    await (await openSqliteStore(data)).close();
    for (const name of ["ringback.db", "ringback.db-wal", "ringback.db-shm", "ringback.lock"]) {
      writeFileSync(join(data, name), "", { flag: "a" });
      chmodSync(join(data, name), 0o644);
    }
    chmodSync(data, 0o755);
    const { gateway } = await startGateway("serve");
    expect(modeOf(data)).toBe(0o700);
    const names = readdirSync(data);
    expect(names).toEqual(expect.arrayContaining(["ringback.db", "ringback.db-wal", "ringback.lock", "ringback.sock"]));
    for (const name of names) expect([name, modeOf(join(data, name))]).toEqual([name, 0o600]);
    expect(await run(["backup", join(directory, "b.db")])).toMatchObject({ code: 0 });
    expect(modeOf(join(directory, "b.db"))).toBe(0o600);
    gateway.child.kill("SIGTERM");
    await gateway.ended();
    chmodSync(join(directory, "b.db"), 0o644);
    expect(await run(["restore", join(directory, "b.db"), "--force"])).toMatchObject({ code: 0 });
    expect(
      await run(["restore", join(directory, "b.db")], { RINGBACK_DATA_DIR: join(directory, "new") }),
    ).toMatchObject({
      code: 0,
    });
    for (const place of [data, join(directory, "new")]) {
      expect(modeOf(place)).toBe(0o700);
      for (const name of readdirSync(place)) expect([name, modeOf(join(place, name))]).toEqual([name, 0o600]);
    }
  });

  it("with files of other programs keeps its mode, and the store in it is private", async () => {
    mkdirSync(data);
    writeFileSync(join(data, "notes.txt"), "");
    chmodSync(data, 0o755);
    await startGateway("serve");
    expect(modeOf(data)).toBe(0o755);
    for (const name of readdirSync(data).filter((one) => one.startsWith("ringback"))) {
      expect([name, modeOf(join(data, name))]).toEqual([name, 0o600]);
    }
    const { output } = await run(["doctor"], { RINGBACK_CONFIG: settings });
    expect(output).toMatch(/warn\s+data directory\s+\S+ is accessible to other users/u);
  });

  it("with a path too long for a socket is served and locked all the same", async () => {
    const long = join(directory, LONG_NAME);
    const { gateway } = await startGateway("serve", { RINGBACK_DATA_DIR: long });
    expect(gateway.output()).toContain("failed to open control socket");
    const second = await run(["serve"], { RINGBACK_CONFIG: settings, RINGBACK_DATA_DIR: long });
    expect(second.code).toBe(1);
    expect(second.output).toContain("is in use by another ringback process");
    expect(readdirSync(directory).toSorted()).toEqual([LONG_NAME, "ringback.yaml"].toSorted());
  });

  it("is rejected with the reason if it is a file", async () => {
    writeFileSync(data, "");
    const { code, output } = await run(["serve"], { RINGBACK_CONFIG: settings });
    expect(code).toBe(1);
    expect(output).toContain(`the data directory ${data} cannot be used`);
    expect(output).not.toMatch(/\n\s+at /u);
  });
});

describe("a database", { timeout: 240_000 }, () => {
  it("is served by several gateways, and read by commands that change nothing", async () => {
    const database = await createDatabase(inject("postgresUrl"));
    try {
      const environment = { DATABASE_URL: database.url };
      expect((await run(["audit"], environment)).output).toContain("no store exists yet in the database");
      const gateways = [await startGateway("serve", environment), await startGateway("serve", environment)];
      for (const command of ["audit", "quarantine"])
        expect(await run([command], environment)).toMatchObject({ code: 0 });
      for (const { gateway } of gateways) {
        gateway.child.kill("SIGKILL");
        await gateway.ended();
      }
    } finally {
      await database.drop();
    }
  });
});
