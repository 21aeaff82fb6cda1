import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FakeVendor } from "../../src/adapters/fake/fake.js";
import { encodeChangeCursor } from "../../src/domain/change/cursor.js";
import type { JsonObject } from "../../src/lib/json.js";
import { ask } from "../support/ask.js";
import { aCommand, agentId, callbackId, cancel, iso, NUMBER, reschedule, schedule } from "../support/commands.js";
import { follow, type Following } from "../support/follow.js";
import { START, startWorld, type World, type WorldOptions } from "../support/world.js";

const SOURCE = "nice-cxone";
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const CHANGES = `subscription ($after: String) { callbackChanged(filter: { vendors: [NICE_CXONE] }, after: $after) {
  cursor kind status previousStatus changedFields callback { id vendorId statusBasis } } }`;
const STATUSES = `subscription ($after: String) {
  callbackStatusChanged(filter: { vendors: [NICE_CXONE] }, after: $after) {
    cursor kind status previousStatus changedFields callback { id vendorId statusBasis outcome { category } } } }`;
const LIST = `query ($filter: CallbackFilter) { callbacks(filter: $filter, maxStaleness: "PT0S") {
  changeCursor nodes { vendorId status isPresentAtVendor outcome { category } }
  sources { source { name } freshness error { code message } } } }`;

interface Listed {
  readonly callbacks: {
    readonly changeCursor: string;
    readonly nodes: readonly {
      readonly vendorId: string;
      readonly status: string;
      readonly isPresentAtVendor: boolean;
      readonly outcome: JsonObject | null;
    }[];
    readonly sources: readonly {
      readonly source: { readonly name: string };
      readonly freshness: string;
      readonly error: { readonly code: string; readonly message: string } | null;
    }[];
  };
}

let world: World;
let fake: FakeVendor;
const followings: Following[] = [];

async function start(options?: WorldOptions): Promise<void> {
  world = await startWorld(options);
  const own = world.fakes[SOURCE];
  if (own === undefined) throw new Error("there is no such fake");
  fake = own;
}
beforeEach(() => start());
afterEach(async () => {
  for (const following of followings.splice(0)) await following.stop();
  await world.close();
});

const followFromStart = (query = CHANGES): Following => {
  const following = follow(world.url, "ws", query, { after: encodeChangeCursor(0) });
  followings.push(following);
  return following;
};
const list = async (filter: JsonObject = { vendors: ["NICE_CXONE"] }): Promise<Listed["callbacks"]> =>
  (await ask<Listed>(world.url, LIST, { filter })).callbacks;
const change = (id: string, fields: JsonObject): void =>
  void fake.records.set(id, { ...fake.records.get(id), ...fields });
/** The list is read twice: a callback that one response lacks is not gone yet. */
async function poll(): Promise<void> {
  for (let polls = 0; polls < 2; polls += 1) {
    world.time.now += MINUTE;
    await list();
  }
}

describe("a scheduled callback", () => {
  it("is published from its schedule to its end, without an outcome that the vendor does not report", async () => {
    const following = followFromStart();
    const { callback, userErrors } = await schedule(world.url, aCommand(SOURCE, START));
    expect(userErrors).toEqual([]);
    const vendorId = callback?.vendorId ?? "";
    world.time.now += MINUTE;
    const later = iso(START + 3 * HOUR);
    const moved = await reschedule(world.url, { id: callbackId(SOURCE, vendorId), window: { start: later } });
    expect([moved.userErrors, moved.callback?.window?.start]).toEqual([[], later]);
    // An agent takes it over, the time comes, and the call is made.
    change(vendorId, { agentId: 812, target: "agent" });
    await poll();
    world.time.now = START + 3 * HOUR;
    await list();
    fake.records.delete(vendorId);
    await poll();
    const changes = await following.next(5);
    expect(changes.map(({ kind, status, changedFields }) => [kind, status, changedFields])).toEqual([
      ["CREATED", "SCHEDULED", []],
      ["UPDATED", "SCHEDULED", expect.arrayContaining(["window", "nextAttemptAt"])],
      ["UPDATED", "SCHEDULED", expect.arrayContaining(["assignment"])],
      ["STATUS_CHANGED", "QUEUED", ["status"]],
      ["GONE", "ENDED", ["isPresentAtVendor", "status"]],
    ]);
    expect((await list()).nodes).toEqual([{ vendorId, status: "ENDED", isPresentAtVendor: false, outcome: null }]);
  });

  it("that is withdrawn through the gateway is CANCELED, and stays so when the vendor no longer has it", async () => {
    const following = followFromStart();
    const vendorId = fake.add({ phoneNumber: NUMBER, start: START + HOUR });
    await list();
    world.time.now += MINUTE;
    const { callback, userErrors } = await cancel(world.url, { id: callbackId(SOURCE, vendorId) });
    expect([callback?.status, callback?.statusBasis, userErrors]).toEqual(["CANCELED", "REPORTED", []]);
    await poll();
    const changes = await following.next(3);
    expect(changes.map(({ kind, status }) => [kind, status])).toEqual([
      ["CREATED", "SCHEDULED"],
      ["STATUS_CHANGED", "CANCELED"],
      ["GONE", "CANCELED"],
    ]);
  });

  it("that is removed at the vendor before its time is ENDED, and open again when it comes back", async () => {
    const vendorId = fake.add({ phoneNumber: NUMBER, start: START + 5 * HOUR });
    const record = fake.records.get(vendorId) ?? {};
    await list();
    fake.records.delete(vendorId);
    await poll();
    expect((await list()).nodes).toMatchObject([{ status: "ENDED", isPresentAtVendor: false, outcome: null }]);
    fake.records.set(vendorId, record);
    await poll();
    expect((await list()).nodes).toMatchObject([{ status: "SCHEDULED", isPresentAtVendor: true }]);
  });

  it("that moves between skills of the source is one callback; one that leaves them is gone", async () => {
    const following = followFromStart();
    const vendorId = fake.add({ phoneNumber: NUMBER, start: START + 5 * HOUR });
    await list();
    change(vendorId, { skillId: 4713 });
    await poll();
    change(vendorId, { skillId: 4799 });
    await poll();
    const changes = await following.next(3);
    expect(changes.map(({ kind, status }) => [kind, status])).toEqual([
      ["CREATED", "SCHEDULED"],
      ["UPDATED", "SCHEDULED"],
      ["GONE", "ENDED"],
    ]);
  });

  it("is found by number and by agent", async () => {
    const [first = "", second = ""] = [NUMBER, "+14155550178"].map((phoneNumber) =>
      fake.add({ phoneNumber, start: START + HOUR, agentId: "812" }),
    );
    expect((await list({ phoneNumbers: [NUMBER] })).nodes.map(({ vendorId }) => vendorId)).toEqual([first]);
    const byAgent = `query ($id: ID!) { agent(id: $id) { callbacks { nodes { vendorId } } } }`;
    const id = agentId(SOURCE, "812");
    const { agent } = await ask<{ agent: { callbacks: { nodes: { vendorId: string }[] } } }>(world.url, byAgent, {
      id,
    });
    expect(agent.callbacks.nodes.map(({ vendorId }) => vendorId).toSorted()).toEqual([first, second].toSorted());
  });
});

describe("a wrong time zone in the settings", () => {
  it("does not move a call unnoticed: the command has an error that names the setting, and the callback", async () => {
    // The vendor returns times of another zone than the setting says: two hours earlier.
    const handle = fake.handle.bind(fake);
    fake.handle = async (request) => {
      const response = await handle(request);
      if (request.method !== "GET" || !request.url.includes("/skills/")) return response;
      const text = await response.text();
      const shifted = text.replaceAll(/"callbackTime":"([^"]+)"/gu, (_, time: string) => {
        const later = new Date(Date.parse(`${time}Z`) - 2 * HOUR).toISOString().slice(0, 19);
        return `"callbackTime":"${later}"`;
      });
      return new Response(shifted, { headers: { "content-type": "application/json" } });
    };
    const input = aCommand(SOURCE, START, { idempotencyKey: "command-1" });
    const first = await schedule(world.url, input);
    expect(first.userErrors).toMatchObject([{ code: "NOT_AS_REQUESTED", field: ["window", "start"] }]);
    expect(first.userErrors[0]?.message).toContain("setting timeZone (America/Chicago)");
    expect(first.callback).toMatchObject({ vendorId: "90001", window: { start: iso(START) } });
    expect(first.receipt).not.toBeNull();
    // The key has a result: repeating it sends nothing.
    expect(await schedule(world.url, input)).toEqual(first);
    expect(fake.log.filter(({ method }) => method === "POST")).toHaveLength(1);
    const [command] = await world.store.listCommands(1, null);
    expect(command).toMatchObject({ state: "FAILED", vendorId: "90001" });
  });
});

describe("a skill that fails", () => {
  it("is named in the report; its callbacks stay, and those of the others are recorded", async () => {
    const [ours = "", theirs = ""] = [4711, 4712].map((skillId) => {
      const id = fake.add({ phoneNumber: NUMBER, start: START + HOUR });
      change(id, { skillId });
      return id;
    });
    await list();
    fake.fault = { kind: "status", status: 404, match: ({ path }) => path.includes("/skills/4712/") };
    change(ours, { notes: "news" });
    const added = fake.add({ phoneNumber: NUMBER, start: START + 2 * HOUR });
    await poll();
    await poll();
    const { nodes, sources } = await list();
    expect(new Set(nodes.map(({ vendorId }) => vendorId))).toEqual(new Set([ours, theirs, added]));
    expect(nodes.every(({ isPresentAtVendor }) => isPresentAtVendor)).toBe(true);
    const own = sources.find(({ source }) => source.name === SOURCE);
    expect(own?.error?.message).toBe(`skill 4712: ${SOURCE} responded with 404`);
  });
});

it("every callback of the demo is published until it is over: open ones wait, and the others have ended", async () => {
  await world.close();
  await start({ count: 60 });
  const { changeCursor } = await list();
  const following = follow(world.url, "ws", STATUSES, { after: changeCursor });
  followings.push(following);
  for (let minute = 0; minute < 60; minute += 1) {
    world.time.now += MINUTE;
    fake.advance(world.time.now);
    await list();
  }
  await poll();
  const { nodes } = await list();
  expect(nodes.length).toBeGreaterThan(0);
  for (const { vendorId, status, isPresentAtVendor, outcome } of nodes) {
    expect([vendorId, isPresentAtVendor]).toEqual([vendorId, fake.records.has(vendorId)]);
    expect(isPresentAtVendor ? ["SCHEDULED", "QUEUED"] : ["ENDED"]).toContain(status);
    expect(outcome).toBeNull();
  }
  const published = new Set(following.told.map(({ status }) => status));
  expect(published).toEqual(new Set(["SCHEDULED", "QUEUED", "ENDED"]));
});
