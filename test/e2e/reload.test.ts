import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { serveFake, type ServedFake } from "../../src/adapters/fake/serve.js";
import { findAdapter } from "../../src/adapters/registry.js";
import { ask } from "../support/ask.js";
import { startProcess, type RunningProcess } from "../support/process.js";

const LOOKUP = `{ callbacks(filter: { phoneNumbers: ["+14155550177"] }, maxStaleness: "PT5S") {
  sources { source { name } freshness error { code } } } }`;

let directory: string;
let vendor: ServedFake;
let accepted: string;
const running: RunningProcess[] = [];

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "ringback-"));
  accepted = "first-token-of-tests";
  const fake = findAdapter("mindful")?.createFake(Date.now, { count: 0, quota: null });
  vendor = await serveFake({
    async handle(request) {
      const headers = new Headers(request.headers);
      if (headers.get("authorization") !== accepted) return new Response(null, { status: 401 });
      headers.set("authorization", "demo-token");
      return (await fake?.handle(new Request(request, { headers }))) ?? new Response(null, { status: 404 });
    },
  });
});
afterEach(async () => {
  for (const started of running.splice(0)) {
    started.child.kill("SIGKILL");
    await started.ended();
  }
  await vendor.close();
  rmSync(directory, { recursive: true, force: true });
});

const path = (name: string): string => join(directory, name);

/** Writes a file as secrets are replaced: at once. */
function replace(name: string, content: string): void {
  writeFileSync(path(`${name}.next`), content);
  renameSync(path(`${name}.next`), path(name));
}

function writeSettings(names: readonly string[], more = ""): void {
  const source = `{ vendor: mindful, baseUrl: "${vendor.baseUrl}", organizationId: 562a519b54f83b56, token: "\${file:${path("token")}}" }`;
  const sources = names.map((name) => `  ${name}: ${source}\n`).join("");
  replace("ringback.yaml", `sync: { polling: false }\nsources:\n${sources}${more}`);
}

function start(command: string, environment: Readonly<Record<string, string>> = {}): RunningProcess {
  const own = { PORT: "0", RINGBACK_DATA_DIR: path("data"), RINGBACK_CONFIG: path("ringback.yaml") };
  const started = startProcess([command], { ...own, ...environment });
  running.push(started);
  return started;
}

/** Runs `ringback reload`, and returns its exit code and what it printed. */
async function reload(environment: Readonly<Record<string, string>> = {}): Promise<readonly [unknown, string]> {
  const command = start("reload", environment);
  const code = await command.ended();
  return [code, command.output()];
}

async function namesAt(url: string): Promise<readonly string[]> {
  const { sources } = await ask<{ sources: readonly { name: string }[] }>(url, "{ sources { name } }");
  return sources.map(({ name }) => name);
}

describe("reloading the settings of a process", { timeout: 240_000 }, () => {
  it("applies added, changed and removed sources by `ringback reload` and SIGHUP, and nothing of a file with a mistake", async () => {
    replace("token", accepted);
    writeSettings(["north"]);
    const gateway = start("serve");
    const [, url = ""] = await gateway.waitFor(/at (http:\S+)\/graphql/u);
    expect(await namesAt(url)).toEqual(["north"]);

    writeSettings(["north", "south"], "freshness: { waitMs: 2500 }\n");
    const [code, output] = await reload();
    expect(output).toContain(`Settings reloaded by process ${gateway.child.pid}.`);
    expect(output).toContain("Added sources: south\n");
    expect(output).toContain("Restart the gateway to apply: freshness.waitMs\n");
    expect(code).toBe(0);
    expect(await namesAt(url)).toEqual(["north", "south"]);

    writeSettings(["north"], "  west: { vendor: nobody }\n");
    const [failed, mistake] = await reload();
    expect(mistake).toContain("sources.west.vendor: expected one of");
    expect(failed).toBe(1);
    gateway.child.kill("SIGHUP");
    await gateway.waitFor(/failed to reload settings/u);
    expect(await namesAt(url)).toEqual(["north", "south"]);

    writeSettings(["south"]);
    gateway.child.kill("SIGHUP");
    await gateway.waitFor(/"removed":\["north"\].*settings reloaded/u);
    expect(await namesAt(url)).toEqual(["south"]);
    expect((await reload())[1]).toContain("The sources are the same.");
  });

  it("follows a secret file that changes, and logs its name alone", async () => {
    replace("token", accepted);
    writeSettings(["north"]);
    const gateway = start("serve");
    const [, url = ""] = await gateway.waitFor(/at (http:\S+)\/graphql/u);
    const report = async (): Promise<unknown> =>
      (await ask<{ callbacks: { sources: readonly unknown[] } }>(url, LOOKUP)).callbacks.sources[0];
    const fresh = { freshness: "FRESH", error: null };
    await expect.poll(report, { timeout: 60_000 }).toMatchObject(fresh);
    accepted = "second-token-of-tests";
    replace("token", `${accepted}\n`);
    await gateway.waitFor(/"files":\["[^"]+token"\].*secret files changed/u);
    await gateway.waitFor(/"changed":\["north"\].*settings reloaded/u);
    await expect.poll(report, { timeout: 60_000 }).toMatchObject(fresh);
    expect(gateway.output()).not.toContain("token-of-tests");
  });

  it("by `ringback reload` says what to do where no gateway serves the directory, and with a database", async () => {
    replace("token", accepted);
    writeSettings(["north"]);
    const [code, output] = await reload();
    expect(output).toContain(`No gateway serves ${path("data")}: nothing was reloaded.`);
    expect(code).toBe(1);
    const [shared, advice] = await reload({ DATABASE_URL: "postgresql://ringback@127.0.0.1:1/ringback" });
    expect(advice).toContain("kill -HUP <pid>");
    expect(shared).toBe(1);
  });
});
