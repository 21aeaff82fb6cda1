import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AmazonConnectFake } from "../../src/adapters/amazon-connect/fake.js";
import { ask } from "../support/ask.js";
import { callbackId, cancel } from "../support/commands.js";
import { follow, type Following } from "../support/follow.js";
import { startWorld, type World } from "../support/world.js";

const CHANGES = `subscription ($after: String) {
  callbackChanged(after: $after) {
    cursor kind status previousStatus changedFields
    callback { id vendorId vendorStatus attemptCount isPresentAtVendor outcome { category } assignment { agent { vendorId } } }
  }
}`;
const LIST = `{ callbacks(first: 100, maxStaleness: "PT0S") {
  changeCursor sources { source { name } freshness } nodes { vendorId status isPresentAtVendor }
} }`;
const SOURCES = `{ sources { name capabilities sync { coverage } } }`;

interface Node {
  readonly vendorId: string;
  readonly status: string;
  readonly isPresentAtVendor: boolean;
}
interface Listed {
  readonly callbacks: { readonly changeCursor: string; readonly nodes: readonly Node[] };
}

const SOURCE = "amazon-connect";
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const STEP_MS = 3 * SECOND;

let world: World;
let fake: AmazonConnectFake;
const followings: Following[] = [];

beforeEach(async () => {
  world = await startWorld({ settings: { freshness: { waitMs: 20_000 } } });
  fake = world.fakes[SOURCE] as AmazonConnectFake;
});
afterEach(async () => {
  for (const following of followings.splice(0)) await following.stop();
  await world.close();
});

const listed = async (): Promise<Listed["callbacks"]> => (await ask<Listed>(world.url, LIST)).callbacks;

async function start(): Promise<Following> {
  const following = follow(world.url, "ws", CHANGES, { after: (await listed()).changeCursor });
  followings.push(following);
  return following;
}

/** Sends the events that the vendor has, as EventBridge does. Resolves when all are acknowledged. */
async function sendEvents(): Promise<void> {
  for (const id of fake.events.due()) {
    const delivery = fake.events.deliver(id, world.time.now);
    const response = await fetch(`${world.url}/webhooks/${SOURCE}`, { method: "POST", ...delivery });
    expect(response.status).toBe(202);
  }
}

/** Waits until the gateway sends no more requests: one that is signed is only valid for five minutes. */
async function waitForSilence(): Promise<void> {
  for (let [before, silent] = [-1, 0]; silent < 3; before = fake.log.length) {
    silent = fake.log.length === before ? silent + 1 : 0;
    await new Promise((resolve) => setTimeout(resolve, silent === 0 ? 5 : 2));
  }
}

/** Lets the fake live for a while: its events are sent; nothing is polled. */
async function live(minutes: number): Promise<void> {
  for (let step = 0; step < (minutes * MINUTE) / STEP_MS; step += 1) {
    world.time.now += STEP_MS;
    fake.advance(world.time.now);
    await sendEvents();
    await waitForSilence();
  }
}

/** The statuses of one callback, as a subscriber was sent them. */
const statusesOf = (following: Following, id: string): string[] =>
  following.told
    .filter(({ callback, changedFields, kind }) => {
      return callback.vendorId === id && (kind === "CREATED" || (changedFields ?? []).includes("status"));
    })
    .map(({ status }) => status);

const FINAL = ["COMPLETED", "FAILED", "CANCELED", "EXPIRED", "ENDED"];
/** The statuses that may follow each. An event may be sent after the next one's state is read. */
const NEXT: Readonly<Record<string, readonly string[]>> = {
  SCHEDULED: ["QUEUED", "IN_PROGRESS"],
  QUEUED: ["IN_PROGRESS", "RETRYING", ...FINAL],
  IN_PROGRESS: ["RETRYING", ...FINAL],
  RETRYING: ["IN_PROGRESS", ...FINAL],
  // A customer-first contact that waited has ended, and its dial is read with the next event.
  ENDED: ["IN_PROGRESS"],
};

describe.each([
  ["agent first", false],
  ["customer first", true],
])("a callback's life, %s", (_, isCustomerFirst) => {
  it("is published step by step by events alone, as one callback", { timeout: 180_000 }, async () => {
    const ids = Array.from({ length: 12 }, (__, number) =>
      fake.add({ phoneNumber: `+141555501${String(number).padStart(2, "0")}`, start: world.time.now + MINUTE }),
    );
    if (isCustomerFirst) for (const id of ids) fake.dialCustomerFirst(id);
    const following = await start();
    await live(14);
    await expect
      .poll(() => ids.map((id) => statusesOf(following, id).at(-1)), { timeout: 90_000 })
      .toEqual(ids.map(() => expect.toBeOneOf(FINAL) as unknown));
    expect(new Set(following.told.map(({ callback }) => callback.vendorId))).toEqual(new Set(ids));
    const lives = ids.map((id) => statusesOf(following, id));
    for (const statuses of lives) {
      for (const [index, status] of statuses.entries()) {
        const next = statuses[index + 1];
        if (next !== undefined) expect([status, NEXT[status]]).toEqual([status, expect.arrayContaining([next])]);
      }
    }
    const all = lives.flat();
    expect(all).toEqual(expect.arrayContaining(["SCHEDULED", "QUEUED", "IN_PROGRESS", "COMPLETED"]));
    if (!isCustomerFirst) expect(all).toContain("RETRYING");
    for (const { callback } of following.told.filter(({ status }) => status === "COMPLETED")) {
      expect(callback).toMatchObject({
        vendorStatus: expect.stringMatching(/^CONNECTED_TO_AGENT, CONNECTED_TO_SYSTEM, /u) as string,
        outcome: { category: "REACHED" },
        assignment: { agent: { vendorId: expect.any(String) as string } },
      });
    }
    // No contact of a later attempt became a callback of its own.
    expect((await listed()).nodes.map(({ vendorId }) => vendorId).toSorted()).toEqual(ids.toSorted());
  });
});

describe("a lost event", () => {
  it("of a known callback is made good by a poll, of an ended one by the search; one that waits is not found", async () => {
    const [known, ended, waiting] = ["QUEUED", "TELECOM_BUSY", "QUEUED"].map((vendorStatus, number) =>
      fake.add({ phoneNumber: `+1415555010${number}`, start: world.time.now + MINUTE, vendorStatus }),
    );
    fake.events.due();
    const delivery = fake.events.deliver(known ?? "", world.time.now);
    await fetch(`${world.url}/webhooks/${SOURCE}`, { method: "POST", ...delivery });
    await expect.poll(async () => (await listed()).nodes.length).toBeGreaterThan(0);
    fake.events.areLost = true;
    fake.setVendorStatus(known ?? "", "CONNECTED_TO_AGENT");
    world.time.now += 10 * MINUTE;
    const { nodes } = await listed();
    expect(new Set(nodes.map(({ vendorId, status }) => `${vendorId} ${status}`))).toEqual(
      new Set([`${known} IN_PROGRESS`, `${ended} FAILED`]),
    );
    fake.setVendorStatus(waiting ?? "", "EXPIRED");
    world.time.now += 10 * MINUTE;
    expect((await listed()).nodes.map(({ vendorId }) => vendorId)).toContain(waiting);
  });
});

describe("absence", () => {
  it("is believed after two responses with 404 only, and never because of a search", async () => {
    const id = fake.add({ phoneNumber: "+14155550100", start: world.time.now + MINUTE, vendorStatus: "QUEUED" });
    await sendEvents();
    const node = async (): Promise<Node | undefined> => (await listed()).nodes.find(({ vendorId }) => vendorId === id);
    await expect.poll(node).toMatchObject({ status: "QUEUED" });
    fake.fault = { kind: "status", status: 404, match: ({ path }) => path.startsWith("/contacts/") };
    world.time.now += MINUTE;
    expect(await node()).toMatchObject({ status: "QUEUED", isPresentAtVendor: true });
    fake.fault = null;
    world.time.now += MINUTE;
    expect(await node()).toMatchObject({ status: "QUEUED", isPresentAtVendor: true });
    fake.records.delete(id);
    world.time.now += MINUTE;
    await node();
    world.time.now += MINUTE;
    await node();
    world.time.now += MINUTE;
    expect(await node()).toMatchObject({ status: "ENDED", isPresentAtVendor: false });
  });
});

describe("a clock that is wrong", () => {
  it("by more than five minutes has requests rejected, which says so, and costs nothing once it is right", async () => {
    const id = fake.add({ phoneNumber: "+14155550100", start: world.time.now + MINUTE, vendorStatus: "QUEUED" });
    await sendEvents();
    await expect.poll(async () => (await listed()).nodes).toMatchObject([{ vendorId: id, status: "QUEUED" }]);
    world.time.wallAheadMs = -6 * MINUTE;
    world.time.now += MINUTE;
    const query = `{ callbacks(filter: { sources: ["${SOURCE}"] }, maxStaleness: "PT0S") {
      nodes { vendorId } sources { freshness error { code message } } } }`;
    expect(await ask(world.url, query)).toMatchObject({
      callbacks: {
        nodes: [{ vendorId: id }],
        sources: [
          {
            freshness: "UNAVAILABLE",
            error: {
              code: "VENDOR_UNAUTHORIZED",
              message: expect.stringContaining("set this machine's clock") as string,
            },
          },
        ],
      },
    });
    world.time.wallAheadMs = 0;
    fake.setVendorStatus(id, "TELECOM_BUSY");
    // A clock that is set ahead is believed after a minute.
    const later = async (): Promise<readonly Node[]> => {
      world.time.now += MINUTE;
      return (await listed()).nodes;
    };
    await expect.poll(later, { timeout: 90_000 }).toMatchObject([{ vendorId: id, status: "FAILED" }]);
  });
});

describe("a source of Amazon Connect", () => {
  it("does not claim that it knows all callbacks that wait", async () => {
    const { sources } = await ask<{ sources: readonly { readonly name: string }[] }>(world.url, SOURCES);
    expect(sources.find(({ name }) => name === SOURCE)).toEqual({
      name: SOURCE,
      capabilities: ["GET", "CANCEL", "PUSH"],
      sync: { coverage: "OBSERVED" },
    });
  });

  it("has no callback of a later contact's id", async () => {
    const id = fake.add({
      phoneNumber: "+14155550100",
      start: world.time.now + MINUTE,
      vendorStatus: "TELECOM_BUSY, QUEUED",
    });
    const [later = ""] = fake.events.due().filter((contactId) => contactId !== id);
    const query = `{ callback(id: "${callbackId(SOURCE, later)}") { vendorId } }`;
    expect(await ask(world.url, query)).toEqual({ callback: null });
    world.time.now += MINUTE;
    expect((await listed()).nodes).toMatchObject([{ vendorId: id, status: "RETRYING" }]);
  });

  it("cancels a callback, which stays CANCELED though its record does not say by whom", async () => {
    const id = fake.add({ phoneNumber: "+14155550100", start: world.time.now + MINUTE, vendorStatus: "QUEUED" });
    await sendEvents();
    await expect.poll(async () => (await listed()).nodes).toMatchObject([{ vendorId: id, status: "QUEUED" }]);
    world.time.now += SECOND;
    const { callback, userErrors } = await cancel(world.url, { id: callbackId(SOURCE, id) });
    expect([callback?.status, userErrors]).toEqual(["CANCELED", []]);
    world.time.now += MINUTE;
    await sendEvents();
    expect((await listed()).nodes).toMatchObject([{ vendorId: id, status: "CANCELED" }]);
  });
});
