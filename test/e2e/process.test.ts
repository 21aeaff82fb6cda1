import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ADAPTERS } from "../../src/adapters/registry.js";
import { ask } from "../support/ask.js";
import { startProcess, type RunningProcess } from "../support/process.js";

let directory: string;
const running: RunningProcess[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "ringback-"));
});
afterEach(async () => {
  for (const started of running.splice(0)) {
    started.child.kill("SIGKILL");
    await started.ended();
  }
  rmSync(directory, { recursive: true, force: true });
});

function start(command: readonly string[], environment: Readonly<Record<string, string>> = {}): RunningProcess {
  const started = startProcess(command, { PORT: "0", RINGBACK_DATA_DIR: join(directory, "data"), ...environment });
  running.push(started);
  return started;
}

/** The demo's address, once it says that it is ready. */
async function urlOf(started: RunningProcess): Promise<string> {
  const [, url] = await started.waitFor(/API\s+(http:\S+)\/graphql/u);
  return url ?? "";
}

const COUNT = "{ callbacks(first: 1) { totalCount sources { freshness } } }";
interface Counted {
  readonly callbacks: { readonly totalCount: number; readonly sources: readonly { readonly freshness: string }[] };
}

describe("the process", { timeout: 240_000 }, () => {
  it("serves the demo without settings, and prints that it is one", { timeout: 90_000 }, async () => {
    const demo = start(["serve"]);
    const url = await urlOf(demo);
    expect(demo.output()).toContain("FAKE");
    // Within the quota of its vendors it takes some seconds until everything is known.
    const count = async (): Promise<number> => (await ask<Counted>(url, COUNT)).callbacks.totalCount;
    await expect.poll(count, { timeout: 240_000 }).toBeGreaterThanOrEqual(800);
    for (const path of ["/health/live", "/health/ready"]) expect((await fetch(url + path)).status).toBe(200);
  });

  it("serves the demo with the settings of a file that names no sources, such as a subgraph", async () => {
    const file = join(directory, "federation.yaml");
    writeFileSync(file, "server: { federation: true, operations: { maxAliases: 3 } }\n");
    const url = await urlOf(start(["demo", "--config", file]));
    const { _service } = await ask<{ _service: { sdl: string } }>(url, "{ _service { sdl } }");
    expect(_service.sdl).toContain("@key");
    expect((await ask<{ sources: { name: string }[] }>(url, "{ sources { name } }")).sources).toHaveLength(
      ADAPTERS.length,
    );
    writeFileSync(file, "server: { federation: yes please }\nsources: { a: { vendor: mindful } }\n");
    const mixed = start(["demo", "--config", file]);
    expect(await mixed.ended()).toBe(1);
    expect(mixed.output()).toContain("sources: the demo has its own sources");
    expect(await start(["demo", file]).ended()).toBe(2);
  });

  it("keeps its data over kill -9", { timeout: 360_000 }, async () => {
    const first = start(["demo"]);
    const url = await urlOf(first);
    await expect
      .poll(
        async () => (await ask<Counted>(url, COUNT)).callbacks.sources.every(({ freshness }) => freshness === "FRESH"),
        // Each customer's number is a request of the vendors' quotas.
        { timeout: 240_000 },
      )
      .toBe(true);
    const before = await ask<Counted>(url, COUNT);
    first.child.kill("SIGKILL");
    await first.ended();
    const again = await urlOf(start(["demo"]));
    const after = await ask<Counted>(
      again,
      `{ callbacks(first: 1, maxStaleness: "PT24H") { totalCount sources { freshness } } }`,
    );
    expect(after.callbacks.totalCount).toBeGreaterThanOrEqual(before.callbacks.totalCount);
  });

  it("ends with 0 on SIGTERM", async () => {
    const demo = start(["demo"]);
    await urlOf(demo);
    demo.child.kill("SIGTERM");
    expect(await demo.ended()).toBe(0);
  });

  it("lists every mistake of the settings, each with its place", async () => {
    const file = join(directory, "ringback.yaml");
    writeFileSync(
      file,
      `server:
  port: many
sources:
  Wrong Name:
    vendor: webex
  other:
    vendor: acme
  north:
    vendor: talkdesk
    baseUrl: not a url
    auth:
      accountName: acme
      clientId: \${RINGBACK_TEST_UNSET}
      clientSecret: secret
    unknown: 1
`,
    );
    const wrong = start(["serve"], { RINGBACK_CONFIG: file, PORT: "" });
    expect(await wrong.ended()).toBe(1);
    const output = wrong.output();
    for (const place of [
      "server.port",
      "sources.Wrong Name",
      "sources.other.vendor",
      "sources.north.baseUrl",
      "RINGBACK_TEST_UNSET",
    ]) {
      expect(output).toContain(place);
    }
    expect(output).toContain("(line 2)");
    expect(output).not.toMatch(/\n\s+at /u);
  });

  it("reports that the settings file is missing, or invalid YAML", async () => {
    const missing = start(["serve"], { RINGBACK_CONFIG: join(directory, "none.yaml") });
    expect(await missing.ended()).toBe(1);
    expect(missing.output()).toContain("none.yaml cannot be read");
    const file = join(directory, "broken.yaml");
    writeFileSync(file, "sources: [");
    const broken = start(["serve"], { RINGBACK_CONFIG: file });
    expect(await broken.ended()).toBe(1);
    expect(broken.output()).toContain("is not YAML");
  });

  it("checks each source: which can be reached and authenticated, and which cannot", async () => {
    const demo = start(["demo"]);
    await urlOf(demo);
    const [, mindful] = await demo.waitFor(/mindful-demo\s+(http:\S+)/u);
    const file = join(directory, "ringback.yaml");
    writeFileSync(
      file,
      `sources:
  reachable: { vendor: mindful, baseUrl: "${mindful}", organizationId: 562a519b54f83b56 }
  unreachable: { vendor: mindful, baseUrl: "http://127.0.0.1:1", organizationId: "1" }
`,
    );
    const check = start(["check"], { RINGBACK_CONFIG: file });
    expect(await check.ended()).toBe(1);
    expect(check.output()).toMatch(/FAILED unreachable: VENDOR_UNAVAILABLE/u);
    expect(check.output()).toMatch(/(ok|FAILED)\s+reachable: /u);
  });

  it("reloads its settings on SIGHUP, and keeps the previous ones if they have an error", async () => {
    const file = join(directory, "ringback.yaml");
    const write = (level: string, more = ""): void =>
      writeFileSync(
        file,
        `logLevel: ${level}
${more}sync: { polling: false }
sources:
  north: { vendor: mindful, baseUrl: "http://127.0.0.1:1", organizationId: "1" }
`,
      );
    write("info");
    const gateway = start(["serve"], { RINGBACK_CONFIG: file });
    const [, url = ""] = await gateway.waitFor(/at (http:\S+)\/graphql/u);
    write("nonsense");
    gateway.child.kill("SIGHUP");
    await gateway.waitFor(/failed to reload settings.*/u);
    expect(gateway.output()).toContain("logLevel");
    write("debug", "freshness: { waitMs: 7 }\n");
    gateway.child.kill("SIGHUP");
    await gateway.waitFor(/"settings":\["freshness.waitMs"\].*require a restart/u);
    await ask(url, "query AfterReload { __typename }");
    await gateway.waitFor(/"operation":"AfterReload"/u);
  });
});
