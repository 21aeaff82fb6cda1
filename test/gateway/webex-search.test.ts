import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FakeVendor } from "../../src/adapters/fake/fake.js";
import type { createWebexFake } from "../../src/adapters/webex/fake.js";
import { encodeChangeCursor } from "../../src/domain/change/cursor.js";
import type { JsonObject } from "../../src/lib/json.js";
import { ask } from "../support/ask.js";
import { callbackId, NUMBER } from "../support/commands.js";
import { follow, type Following } from "../support/follow.js";
import { START, startWorld, type World } from "../support/world.js";

const SOURCE = "webex";
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const CHANGES = `subscription ($after: String) { callbackChanged(filter: { vendors: [WEBEX] }, after: $after) {
  cursor kind status previousStatus changedFields callback { id vendorId } } }`;
const LIST = `{ callbacks(filter: { vendors: [WEBEX] }, maxStaleness: "PT0S") {
  nodes { vendorId status statusBasis vendorStatus timing attemptCount outcome { category } window { start }
    customer { name phoneNumber } routing { queueId } origin { category }
    vendorRecord { __typename ... on WebexTask { status lastQueue } ... on WebexCallbackSchedule { callbackReason } } }
  sources { freshness error { code message } } } }`;

interface Listed {
  readonly callbacks: {
    readonly nodes: readonly Record<string, unknown>[];
    readonly sources: readonly { readonly freshness: string; readonly error: { readonly message: string } | null }[];
  };
}

let world: World;
let fake: FakeVendor & ReturnType<typeof createWebexFake>;
let following: Following;

beforeEach(async () => {
  world = await startWorld({ hasWebexSearch: true });
  fake = world.fakes[SOURCE] as typeof fake;
  following = follow(world.url, "ws", CHANGES, { after: encodeChangeCursor(0) });
});
afterEach(async () => {
  await following.stop();
  await world.close();
});

const list = async (): Promise<Listed["callbacks"]> => (await ask<Listed>(world.url, LIST)).callbacks;
const lookUp = (): Promise<unknown> =>
  ask(world.url, `{ callbacks(filter: { phoneNumbers: ["${NUMBER}"] }, maxStaleness: "PT0S") { nodes { id } } }`);
/** The vendor's task gets these fields, and a client's list fetches it. */
async function become(id: string, fields: JsonObject, data: JsonObject = {}): Promise<void> {
  world.time.now += MINUTE;
  const before = fake.tasks.get(id) ?? {};
  const callbackData = { ...(before["callbackData"] as JsonObject | undefined), ...data };
  fake.tasks.set(id, { ...before, id, isCallback: true, ...fields, callbackData });
  await list();
}
const queueOf = (vendorId: string): string => {
  const queue = fake.records.get(vendorId)?.["queueId"];
  return typeof queue === "string" ? queue : "";
};
const parked = (createdTime: number, queue: string): JsonObject => ({
  status: "parked",
  isActive: true,
  createdTime,
  direction: "outbound",
  destination: NUMBER,
  customer: { name: "Jane Doe", phoneNumber: NUMBER },
  lastQueue: { id: queue, name: "Billing" },
});

describe("a scheduled callback at Webex", () => {
  it("is published from its schedule to its outcome, as one callback", async () => {
    const start = START + HOUR;
    const vendorId = fake.add({ phoneNumber: NUMBER, start, end: start + HOUR });
    const queue = queueOf(vendorId);
    await lookUp();
    world.time.now = start;
    await become("t-1-oct4", parked(start, queue), { callbackNumber: NUMBER, callbackRetryCount: 0 });
    await become("t-1-oct4", { status: "ringing", owner: { id: "agent-1", name: "Robin" } });
    await become("t-1-oct4", { status: "parked" }, { callbackRetryCount: 1 });
    await become("t-1-oct4", { status: "connected" }, { callbackConnectTime: world.time.now });
    const ended = { status: "ended", isActive: false, endedTime: world.time.now + MINUTE };
    await become("t-1-oct4", ended, { callbackStatus: "SUCCESS" });
    expect((await list()).nodes).toMatchObject([
      {
        vendorId,
        status: "COMPLETED",
        statusBasis: "REPORTED",
        vendorStatus: "SUCCESS",
        timing: "SCHEDULED",
        attemptCount: 2,
        outcome: { category: "REACHED" },
        vendorRecord: { __typename: "WebexCallbackSchedule" },
      },
    ]);
    const changes = await following.next(6);
    expect(changes.map(({ kind, status, callback }) => [kind, status, callback.vendorId])).toEqual([
      ["CREATED", "SCHEDULED", vendorId],
      ["STATUS_CHANGED", "QUEUED", vendorId],
      ["STATUS_CHANGED", "IN_PROGRESS", vendorId],
      ["STATUS_CHANGED", "RETRYING", vendorId],
      ["STATUS_CHANGED", "IN_PROGRESS", vendorId],
      ["STATUS_CHANGED", "COMPLETED", vendorId],
    ]);
    // The vendor drops the schedule, and keeps the task.
    world.time.now = start + 2 * HOUR;
    for (let times = 0; times < 3; times += 1) await lookUp();
    const byTask = await ask<{ callback: unknown }>(
      world.url,
      "query ($id: ID!) { callback(id: $id) { vendorId status isPresentAtVendor } }",
      { id: callbackId(SOURCE, "t-1-oct4") },
    );
    expect(byTask.callback).toEqual({ vendorId, status: "COMPLETED", isPresentAtVendor: true });
  });

  it("has a task of its own where another one may as well have carried it out", async () => {
    const start = START + HOUR;
    const vendorId = fake.add({ phoneNumber: NUMBER, start, end: start + HOUR });
    const queue = queueOf(vendorId);
    await lookUp();
    world.time.now = start;
    await become("t-1", parked(start, queue), { callbackNumber: NUMBER });
    await become("t-2", parked(start + MINUTE, queue), { callbackNumber: NUMBER });
    expect(new Set((await list()).nodes.map((node) => node["vendorId"]))).toEqual(new Set([vendorId, "t-1", "t-2"]));
  });
});

describe("the list of open tasks at Webex", () => {
  it("says nothing about schedules, so that none is read by its id for being absent from it", async () => {
    for (let count = 1; count <= 5; count += 1) fake.add({ phoneNumber: NUMBER, start: START + count * HOUR });
    await lookUp();
    fake.log.length = 0;
    await list();
    const paths = fake.log.map(({ path }) => path.replace(/\?.*$/u, ""));
    expect(paths).toContain("/search");
    expect(paths.filter((path) => /scheduled-callback\/./u.test(path))).toEqual([]);
  });
});

describe("a courtesy callback at Webex", () => {
  it("is found, and read with its own record", async () => {
    const data = {
      callbackNumber: NUMBER,
      callbackType: "Courtesy",
      callbackOrigin: "IVR",
      callbackRequestTime: START,
    };
    await become("c-1", { ...parked(START, "q-1"), direction: "inbound", origin: NUMBER }, data);
    const { nodes, sources } = await list();
    expect(sources).toMatchObject([{ error: null }]);
    expect(nodes).toEqual([
      {
        vendorId: "c-1",
        status: "QUEUED",
        statusBasis: "REPORTED",
        vendorStatus: "parked",
        timing: "ASAP",
        attemptCount: null,
        outcome: null,
        window: null,
        customer: { name: "Jane Doe", phoneNumber: NUMBER },
        routing: { queueId: "q-1" },
        origin: { category: "LIVE_CALL" },
        vendorRecord: { __typename: "WebexTask", status: "parked", lastQueue: { id: "q-1", name: "Billing" } },
      },
    ]);
  });

  it("is none where the customer requested no callback", async () => {
    fake.tasks.set("x", { id: "x", ...parked(START, "q-1"), isCallback: false });
    expect((await list()).nodes).toEqual([]);
  });

  it("says what to do where the token lacks the scope", async () => {
    fake.fault = { kind: "status", status: 403, match: ({ path }) => path.startsWith("/search") };
    const { sources } = await list();
    expect(sources[0]?.error?.message).toContain("grant the scope cjp:config_read");
  });
});

describe("the demo's Webex organization", () => {
  it("says of 95 % of its ended callbacks how they ended", async () => {
    const demo = await startWorld({ hasWebexSearch: true, count: 240 });
    try {
      const cloud = demo.fakes[SOURCE];
      for (let minutes = 0; minutes < 12 * 60; minutes += 5) {
        demo.time.now += 5 * MINUTE;
        cloud?.advance(demo.time.now);
      }
      const statistics = `{ callbackStatistics(filter: { vendors: [WEBEX], isOpen: false }, groupBy: [STATUS]) {
        groups { status count } } }`;
      await ask(demo.url, `{ callbacks(first: 1, filter: { vendors: [WEBEX] }, maxStaleness: "PT0S") { totalCount } }`);
      interface Counts {
        readonly callbackStatistics: {
          readonly groups: readonly { readonly status: string; readonly count: number }[];
        };
      }
      const { groups } = (await ask<Counts>(demo.url, statistics)).callbackStatistics;
      const total = groups.reduce((sum, { count }) => sum + count, 0);
      const unknown = groups.find(({ status }) => status === "ENDED")?.count ?? 0;
      expect(total).toBeGreaterThan(200);
      expect(unknown / total).toBeLessThan(0.05);
    } finally {
      await demo.close();
    }
  });
});
