import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FakeVendor } from "../../src/adapters/fake/fake.js";
import { encodeChangeCursor } from "../../src/domain/change/cursor.js";
import { ask } from "../support/ask.js";
import { aCommand, callbackId, cancel, iso, NUMBER, reschedule, schedule } from "../support/commands.js";
import { follow, type Following } from "../support/follow.js";
import { START, startWorld, type World } from "../support/world.js";

const SOURCE = "genesys-gms";
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const CHANGES = `subscription ($after: String) { callbackChanged(filter: { vendors: [GENESYS_GMS] }, after: $after) {
  cursor kind status previousStatus changedFields callback { id vendorId vendorStatus } } }`;
const LIST = `{ callbacks(filter: { vendors: [GENESYS_GMS] }, maxStaleness: "PT0S") {
  nodes { vendorId status } sources { freshness error { code } } } }`;
const ONE = `query ($id: ID!) { callback(id: $id) {
  status vendorStatus timing isPresentAtVendor outcome { category } routing { queueId callTargetId }
  estimate { waitlistPosition wait } vendorRecord { ... on GenesysGmsCallback { callbackState serviceName additionalFields } }
} }`;

interface Listed {
  readonly callbacks: {
    readonly nodes: readonly { readonly vendorId: string; readonly status: string }[];
    readonly sources: readonly { readonly freshness: string; readonly error: { readonly code: string } | null }[];
  };
}

let world: World;
let fake: FakeVendor;
let following: Following;

beforeEach(async () => {
  world = await startWorld();
  const own = world.fakes[SOURCE];
  if (own === undefined) throw new Error("there is no such fake");
  fake = own;
  following = follow(world.url, "ws", CHANGES, { after: encodeChangeCursor(0) });
});
afterEach(async () => {
  await following.stop();
  await world.close();
});

const list = async (): Promise<Listed["callbacks"]> => (await ask<Listed>(world.url, LIST)).callbacks;
const read = async (vendorId: string): Promise<Record<string, unknown> | null> =>
  (await ask<{ callback: Record<string, unknown> | null }>(world.url, ONE, { id: callbackId(SOURCE, vendorId) }))
    .callback;
/** The vendor sets a state, and a client's list fetches it. */
async function become(vendorId: string, vendorStatus: string): Promise<void> {
  world.time.now += MINUTE;
  fake.setVendorStatus(vendorId, vendorStatus);
  await list();
}

describe("a callback of a callback service", () => {
  it("is published from its schedule to its end, and keeps its status when its record expires", async () => {
    const { callback, userErrors } = await schedule(world.url, aCommand(SOURCE, START));
    expect(userErrors).toEqual([]);
    const vendorId = callback?.vendorId ?? "";
    world.time.now += MINUTE;
    const start = iso(START + 3 * HOUR);
    const moved = await reschedule(world.url, { id: callbackId(SOURCE, vendorId), window: { start } });
    expect([moved.userErrors, moved.callback?.window?.start]).toEqual([[], start]);
    world.time.now = START + 3 * HOUR;
    for (const state of ["QUEUED", "PAUSED", "QUEUED", "ROUTING", "PROCESSING"]) await become(vendorId, state);
    await become(vendorId, "COMPLETED/AGENT_CONNECTED");
    const changes = await following.next(8);
    expect(changes.map(({ kind, status, callback: { vendorStatus } }) => [kind, status, vendorStatus])).toEqual([
      ["CREATED", "SCHEDULED", "SCHEDULED"],
      ["UPDATED", "SCHEDULED", "SCHEDULED"],
      ["STATUS_CHANGED", "QUEUED", "QUEUED"],
      ["UPDATED", "QUEUED", "PAUSED"],
      ["UPDATED", "QUEUED", "QUEUED"],
      ["STATUS_CHANGED", "IN_PROGRESS", "ROUTING"],
      ["UPDATED", "IN_PROGRESS", "PROCESSING"],
      ["STATUS_CHANGED", "COMPLETED", "COMPLETED/AGENT_CONNECTED"],
    ]);
    expect(await read(vendorId)).toMatchObject({
      timing: "SCHEDULED",
      outcome: { category: "REACHED" },
      routing: { queueId: "VQ_Sales_Callback", callTargetId: "sales" },
      vendorRecord: { callbackState: "COMPLETED", serviceName: "sales", additionalFields: {} },
    });
    // The vendor removes the record a day later.
    fake.records.delete(vendorId);
    for (let polls = 0; polls < 3; polls += 1) {
      world.time.now += DAY;
      await read(vendorId);
    }
    expect((await following.next(9))[8]).toMatchObject({
      kind: "GONE",
      status: "COMPLETED",
      previousStatus: "COMPLETED",
      changedFields: ["isPresentAtVendor"],
    });
    expect(await read(vendorId)).toMatchObject({ status: "COMPLETED", isPresentAtVendor: false });
  });

  it("as soon as possible has its position in the queue, for a client that requests it", async () => {
    fake.add({ phoneNumber: "+14155550178", start: START, vendorStatus: "QUEUED" });
    const { callback, userErrors } = await schedule(world.url, aCommand(SOURCE, START, { window: null }));
    expect(userErrors).toEqual([]);
    world.time.now += MINUTE;
    expect(await read(callback?.vendorId ?? "")).toMatchObject({
      status: "QUEUED",
      timing: "ASAP",
      estimate: { waitlistPosition: 2, wait: "PT1M30S" },
    });
  });

  it("as soon as possible is recognized, and requested once, when the response is lost", async () => {
    fake.fault = { kind: "lost", match: ({ method }) => method === "POST" };
    const input = aCommand(SOURCE, START, { window: null, idempotencyKey: "command-1" });
    for (let times = 0; times < 2; times += 1) {
      const { callback, userErrors } = await schedule(world.url, input);
      expect([callback?.vendorId, userErrors]).toEqual([[...fake.records.keys()][0], []]);
    }
    expect(fake.records.size).toBe(1);
  });

  it.each([
    ["COMPLETED/FAIL_CALL_TO_CUSTOMER", "FAILED", "NO_ANSWER"],
    ["COMPLETED/AGENT_PREVIEW_CANCEL_AFTER_4REJECTS", "FAILED", "SYSTEM_ERROR"],
    ["COMPLETED/FAIL_TIMEOUT_TTL", "EXPIRED", null],
    ["COMPLETED/CANCELLED_BY_ADMIN", "CANCELED", "CANCELED"],
    ["COMPLETED/SOMETHING_NEW", "ENDED", "UNKNOWN"],
  ])("that ends as %s is %s", async (vendorStatus, status, category) => {
    const vendorId = fake.add({ phoneNumber: NUMBER, start: START + HOUR });
    await list();
    await become(vendorId, vendorStatus);
    expect((await following.next(2))[1]).toMatchObject({ kind: "STATUS_CHANGED", status, callback: { vendorStatus } });
    expect((await read(vendorId))?.["outcome"]).toEqual(category === null ? null : { category });
  });

  it("is withdrawn, but not while its customer is on the line", async () => {
    const [waiting = "", live = ""] = [1, 2].map(() => fake.add({ phoneNumber: NUMBER, start: START + HOUR }));
    fake.setVendorStatus(live, "ROUTING");
    await list();
    world.time.now += MINUTE;
    const { callback } = await cancel(world.url, { id: callbackId(SOURCE, waiting) });
    expect(callback).toMatchObject({ status: "CANCELED", vendorStatus: "COMPLETED/CANCELLED" });
    const { userErrors } = await cancel(world.url, { id: callbackId(SOURCE, live) });
    expect(userErrors).toMatchObject([{ code: "INVALID_INPUT", field: ["id"] }]);
    expect(fake.log.filter(({ method }) => method === "DELETE")).toHaveLength(1);
  });

  it("at a time that is fully booked gets the next slots", async () => {
    for (let count = 0; count < 100; count += 1) fake.add({ phoneNumber: NUMBER, start: START + 2 * HOUR });
    const { userErrors } = await schedule(world.url, aCommand(SOURCE, START));
    expect(userErrors).toMatchObject([{ code: "SLOT_NOT_OFFERED", field: ["window", "start"] }]);
    expect(userErrors[0]?.message).toContain(iso(START + 2 * HOUR + 5 * MINUTE));
  });
});

it("a service that fails hides none of its callbacks, and the others are recorded", async () => {
  const [sales = "", billing = ""] = ["sales", "billing"].map((service) => {
    const id = fake.add({ phoneNumber: NUMBER, start: START + HOUR });
    const queue = service === "sales" ? "VQ_Sales_Callback" : "VQ_Billing_Callback";
    fake.records.set(id, { ...fake.records.get(id), _service_name: service, _vq: queue });
    return id;
  });
  await list();
  fake.fault = { kind: "status", status: 500, match: ({ path }) => path.includes("VQ_Billing") };
  for (let polls = 0; polls < 3; polls += 1) await become(sales, polls % 2 === 0 ? "QUEUED" : "SCHEDULED");
  const { nodes } = await list();
  expect(new Map(nodes.map(({ vendorId, status }) => [vendorId, status]))).toEqual(
    new Map([
      [sales, "QUEUED"],
      [billing, "SCHEDULED"],
    ]),
  );
  expect(following.told.filter(({ kind }) => kind === "GONE")).toEqual([]);
  expect(await read(billing)).toMatchObject({ status: "SCHEDULED", isPresentAtVendor: true });
});
