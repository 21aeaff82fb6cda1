import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FakeVendor } from "../../src/adapters/fake/fake.js";
import { serveFake, type ServedFake } from "../../src/adapters/fake/serve.js";
import { findAdapter } from "../../src/adapters/registry.js";
import { ask } from "../support/ask.js";
import { agentId, callbackId, cancelAll, reassignAll } from "../support/commands.js";
import { SLOW_SYNC } from "../support/fast-sync.js";
import { startProcess, type RunningProcess } from "../support/process.js";

const HOUR = 3_600_000;
const COUNT = 40;
const SOURCES = ["talkdesk", "genesys-cloud"] as const;
const OLD_AGENT = "0a0a0a0a-1111-4222-a333-444444444444";
const NEW_AGENT = "0b0b0b0b-1111-4222-a333-444444444444";
const idempotencyKey = "bulk-1";

/** When the gateway is killed: at a write that the vendor has not executed yet, or has executed without a response. */
type Moment = "before a vendor executes it" | "before a vendor responds";

let directory: string;
let running: RunningProcess;
let url: string;
let fakes: Record<string, FakeVendor>;
let served: ServedFake[];
/** Writes that the vendors have executed, by their method, path and body. */
let writes: string[];
/** After how many writes the gateway is killed; null: not at all. */
let killAfter: number | null;
let moment: Moment;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "ringback-"));
  [fakes, served, writes, killAfter] = [{}, [], [], null];
  const sources: Record<string, object> = {};
  for (const source of SOURCES) {
    const vendor = source.replaceAll("-", "_");
    const fake = findAdapter(vendor)?.createFake(Date.now, { count: 0, quota: null, lagMs: 0 });
    if (fake === undefined) throw new Error(`There is no ${source}.`);
    fakes[source] = fake;
    const server = await serveFake({ handle: (request) => respond(fake, request) });
    served.push(server);
    sources[source] = { vendor, ...fake.settings(server.baseUrl), quota: null, timeoutMs: 1000 };
  }
  const settings = {
    sources,
    sync: { ...SLOW_SYNC, hotIntervalMs: 100 },
    commands: { maxInFlightMs: 1500 },
    dataDirectory: join(directory, "data"),
    logLevel: "warn",
  };
  // JSON is YAML.
  writeFileSync(join(directory, "ringback.yaml"), JSON.stringify(settings));
  await start();
});
afterEach(async () => {
  running.child.kill("SIGKILL");
  await running.ended();
  await Promise.all(served.map((server) => server.close()));
  rmSync(directory, { recursive: true, force: true });
});

async function respond(fake: FakeVendor, request: Request): Promise<Response> {
  const isWrite = request.method === "PATCH" || request.method === "DELETE";
  if (!isWrite) return fake.handle(request);
  const text = `${request.method} ${request.url} ${await request.clone().text()}`;
  const isLast = killAfter !== null && writes.length >= killAfter;
  if (isLast && moment === "before a vendor executes it") return die();
  const response = await fake.handle(request);
  if (response.ok) writes.push(text);
  return isLast ? die() : response;
}

async function die(): Promise<Response> {
  running.child.kill("SIGKILL");
  await running.ended();
  return new Response(null, { status: 503 });
}

async function start(): Promise<void> {
  const environment = { RINGBACK_CONFIG: join(directory, "ringback.yaml"), PORT: "0", HOST: "127.0.0.1" };
  running = startProcess(["serve"], environment);
  url = (await running.waitFor(/at (http:\S+)\/graphql/u))[1] ?? "";
}

/** Adds callbacks at the vendors, in turn, which the gateway observes. */
async function addCallbacks(): Promise<string[]> {
  const ids = Array.from({ length: COUNT }, (_, index) => {
    const source = SOURCES[index % SOURCES.length] ?? "";
    const vendorId = fakes[source]?.add({
      phoneNumber: `+1415555${1000 + index}`,
      start: Date.now() + 2 * HOUR,
      customerId: `c${index}`,
      agentId: OLD_AGENT,
    });
    return callbackId(source, vendorId ?? "");
  });
  await expect
    .poll(async () => (await ask(url, `{ callbacks(maxStaleness: "PT0S") { totalCount } }`))["callbacks"])
    .toEqual({ totalCount: COUNT });
  return ids;
}

const LIST = `{ callbacks(first: 100, maxStaleness: "PT24H") { nodes { id status assignment { agent { vendorId } } } } }`;
interface Listed {
  readonly callbacks: {
    readonly nodes: readonly {
      readonly id: string;
      readonly status: string;
      readonly assignment: { readonly agent: { readonly vendorId: string } | null } | null;
    }[];
  };
}
type Results = Awaited<ReturnType<typeof cancelAll>>["results"];

describe("a gateway that is killed in the middle of a mutation on several callbacks", { timeout: 120_000 }, () => {
  const moments: readonly Moment[] = ["before a vendor executes it", "before a vendor responds"];
  const open = (results: Results): string[] => results.flatMap(({ userErrors }) => userErrors.map(({ code }) => code));

  /** Kills the gateway in the middle, starts it again, and repeats the mutation with its key until nothing is open. */
  const interrupt = async (at: Moment, count: number, send: () => Promise<Results>): Promise<void> => {
    moment = at;
    killAfter = count / 2;
    await expect(send()).rejects.toThrow();
    expect(await running.ended()).toBe("SIGKILL");
    killAfter = null;
    expect(writes.length).toBeGreaterThanOrEqual(count / 2);
    expect(writes.length).toBeLessThan(count);
    await start();
    await expect.poll(async () => open(await send()), { timeout: 240_000, interval: 500 }).toEqual([]);
  };

  it.each(moments)("has canceled each callback once when the key is repeated: killed %s", async (at) => {
    const ids = await addCallbacks();
    await interrupt(at, COUNT, async () => (await cancelAll(url, { ids, idempotencyKey })).results);
    expect(writes).toHaveLength(COUNT);
    expect(new Set(writes).size).toBe(COUNT);
    const { nodes } = (await ask<Listed>(url, LIST)).callbacks;
    expect(nodes.filter(({ status }) => status === "CANCELED")).toHaveLength(COUNT);
  });

  it.each(moments)("has reassigned each callback once when the key is repeated: killed %s", async (at) => {
    const ids = (await addCallbacks()).filter((_, index) => index % 2 === 0);
    const input = { ids, agentId: agentId("talkdesk", NEW_AGENT), idempotencyKey };
    await interrupt(at, ids.length, async () => (await reassignAll(url, input)).results);
    expect(writes).toHaveLength(ids.length);
    expect(new Set(writes).size).toBe(ids.length);
    const { nodes } = (await ask<Listed>(url, LIST)).callbacks;
    expect(nodes.filter(({ assignment }) => assignment?.agent?.vendorId === NEW_AGENT)).toHaveLength(ids.length);
  });
});
