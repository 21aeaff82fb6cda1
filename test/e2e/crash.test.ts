import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FakeVendor } from "../../src/adapters/fake/fake.js";
import { serveFake, type ServedFake } from "../../src/adapters/fake/serve.js";
import { findAdapter } from "../../src/adapters/registry.js";
import { ask } from "../support/ask.js";
import { startProcess, type RunningProcess } from "../support/process.js";
import {
  AGENT,
  aCommand,
  callbackId,
  cancel,
  iso,
  NUMBER,
  reschedule,
  schedule,
  type ScheduleInput,
  type CallbackPayload,
} from "../support/commands.js";
import { SLOW_SYNC } from "../support/fast-sync.js";

const HOUR = 3_600_000;
const QUARTER = 900_000;
const idempotencyKey = "command-1";
/** A time that every vendor takes: on the quarter, two hours from now. */
const now = Math.ceil(Date.now() / QUARTER) * QUARTER;

/** When the gateway is killed, as its vendor sees it. */
type Moment =
  /** The key is stored, and the vendor has not acted. */
  | "before the vendor acts"
  /** The vendor has acted, and nothing of its answer is on its way. */
  | "before the vendor answers"
  /** The vendor has answered, and is asked what it holds now: nothing is recorded yet. */
  | "before the answer is recorded";

let directory: string;
let fake: FakeVendor;
let served: ServedFake;
let running: RunningProcess;
let url: string;
/** Writes at which the vendor acted. */
let acts: number;
let moment: Moment | null;

async function openVendor(source: string): Promise<void> {
  const vendor = source.replaceAll("-", "_");
  const definition = findAdapter(vendor);
  if (definition === undefined) throw new Error(`There is no ${source}.`);
  fake = definition.createFake(Date.now, { count: 0, quota: null, lagMs: 0 });
  let isWritten = false;
  served = await serveFake({
    async handle(request) {
      const isWrite = request.method !== "GET" && !/callback_status|token|details\/query|\/search\b/u.test(request.url);
      const dies = (isWrite && moment !== "before the answer is recorded") || (isWritten && !isWrite);
      if (moment === null || !dies) {
        const response = await fake.handle(request);
        if (isWrite && response.ok) acts += 1;
        isWritten ||= isWrite;
        return response;
      }
      const died = running.ended();
      if (moment === "before the vendor answers") acts += (await fake.handle(request)).ok ? 1 : 0;
      moment = null;
      running.child.kill("SIGKILL");
      await died;
      return new Response(null, { status: 503 });
    },
  });
  const file = join(directory, "ringback.yaml");
  const settings = {
    sources: { [source]: { vendor, ...fake.settings(served.baseUrl), quota: null, timeoutMs: 1000 } },
    sync: { ...SLOW_SYNC, hotIntervalMs: 100 },
    commands: { maxInFlightMs: 1500 },
    dataDirectory: join(directory, "data"),
    logLevel: "warn",
  };
  // JSON is YAML.
  writeFileSync(file, JSON.stringify(settings));
  await start();
}

async function start(): Promise<void> {
  const environment = { RINGBACK_CONFIG: join(directory, "ringback.yaml"), PORT: "0", HOST: "127.0.0.1" };
  running = startProcess(["serve"], environment);
  url = (await running.waitFor(/at (http:\S+)\/graphql/u))[1] ?? "";
}

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "ringback-"));
  acts = 0;
  moment = null;
});
afterEach(async () => {
  running.child.kill("SIGKILL");
  await running.ended();
  await served.close();
  rmSync(directory, { recursive: true, force: true });
});

/** Kills the gateway in the middle of a command, and starts it again. */
async function interrupt(at: Moment, command: () => Promise<CallbackPayload>): Promise<void> {
  moment = at;
  await expect(command()).rejects.toThrow();
  expect(await running.ended()).toBe("SIGKILL");
  await start();
}

/** Repeats a command with its key for as long as its outcome is open. */
async function repeat(command: () => Promise<CallbackPayload>): Promise<CallbackPayload> {
  let outcome = await command();
  await expect
    .poll(
      async () => {
        outcome = await command();
        return outcome.userErrors.map(({ code }) => code).filter((code) => code === "AMBIGUOUS");
      },
      { timeout: 90_000 },
    )
    .toEqual([]);
  return outcome;
}

/** One vendor's answers show all that there is: it is not asked again, and gives no third moment. */
const momentsOf = (source: string): readonly (readonly [string, Moment])[] => [
  [source, "before the vendor acts"],
  [source, "before the vendor answers"],
  ...(source === "webex" ? [] : [[source, "before the answer is recorded"] as const]),
];
const LIST = `{ callbacks(maxStaleness: "PT24H") { nodes { vendorId status window { start } } } }`;
interface Listed {
  readonly callbacks: {
    readonly nodes: readonly { vendorId: string; status: string; window: { start: string } | null }[];
  };
}
const nodes = async (): Promise<Listed["callbacks"]["nodes"]> => (await ask<Listed>(url, LIST)).callbacks.nodes;

describe("a gateway that is killed in the middle of a command", { timeout: 240_000 }, () => {
  it.each(["webex", "genesys-cloud", "genesys-gms", "nice-cxone", "mindful"].flatMap(momentsOf))(
    "has scheduled one callback at %s when the key is repeated: killed %s",
    async (source, at) => {
      await openVendor(source);
      const input: ScheduleInput = aCommand(source, now, { idempotencyKey });
      await interrupt(at, () => schedule(url, input));
      const { callback, userErrors } = await repeat(() => schedule(url, input));
      expect(userErrors).toEqual([]);
      expect([...fake.records.keys()]).toEqual([callback?.vendorId]);
      expect(acts).toBe(1);
      expect((await nodes()).map(({ vendorId }) => vendorId)).toEqual([callback?.vendorId]);
    },
  );

  it.each(["webex", "genesys-cloud", "genesys-gms", "nice-cxone", "mindful"])(
    "finds the outcome of %s by itself: no client has to repeat anything",
    async (source) => {
      await openVendor(source);
      await interrupt("before the vendor answers", () => schedule(url, aCommand(source, now)));
      const [vendorId] = fake.records.keys();
      await expect.poll(nodes, { timeout: 90_000 }).toMatchObject([{ vendorId }]);
      expect(acts).toBe(1);
    },
  );

  it.each(["webex", "talkdesk", "genesys-cloud", "genesys-gms", "nice-cxone"].flatMap(momentsOf))(
    "has moved the callback at %s when the key is repeated: killed %s",
    async (source, at) => {
      await openVendor(source);
      const id = callbackId(source, await held(source));
      const input = { id, window: { start: iso(now + 26 * HOUR) }, idempotencyKey };
      await interrupt(at, () => reschedule(url, input));
      const { callback, userErrors } = await repeat(() => reschedule(url, input));
      expect(userErrors).toEqual([]);
      expect(callback?.window?.start).toBe(input.window.start);
      expect(acts).toBe(1);
    },
  );

  const withdrawals = ["webex", "talkdesk", "genesys-cloud", "genesys-gms", "nice-cxone", "mindful"].flatMap(momentsOf);
  // The response to a disconnect, or to a removal, is all that the gateway wants to know.
  const isPossible = ([source, at]: readonly [string, Moment]): boolean =>
    !["genesys-cloud", "nice-cxone"].includes(source) || at !== "before the answer is recorded";
  it.each(withdrawals.filter(isPossible))(
    "has withdrawn the callback at %s when the key is repeated: killed %s",
    async (source, at) => {
      await openVendor(source);
      const input = { id: callbackId(source, await held(source)), idempotencyKey };
      await interrupt(at, () => cancel(url, input));
      const { callback, userErrors } = await repeat(() => cancel(url, input));
      expect(userErrors).toEqual([]);
      expect(callback?.status).toBe("CANCELED");
      expect(acts).toBe(1);
    },
  );
});

/** A callback that the gateway has seen. */
async function held(source: string): Promise<string> {
  const start = now + 2 * HOUR;
  const zone = { timeZone: "America/New_York", end: start + HOUR };
  // A vendor that moves callbacks for an agent only.
  const owner = source === "genesys-cloud" ? { agentId: AGENT } : {};
  const callback = { phoneNumber: NUMBER, start, customerId: "c1", ...owner, ...(source === "webex" ? zone : {}) };
  const vendorId = fake.add(callback);
  await ask(url, `{ callbacks(filter: { phoneNumbers: ["${NUMBER}"] }, maxStaleness: "PT0S") { totalCount } }`);
  expect((await nodes()).map((node) => node.vendorId)).toEqual([vendorId]);
  return vendorId;
}
