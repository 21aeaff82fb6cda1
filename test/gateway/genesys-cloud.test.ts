import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { GenesysCloudFake } from "../../src/adapters/genesys-cloud/fake.js";
import { ask } from "../support/ask.js";
import { aCommand, schedule, type ScheduleInput } from "../support/commands.js";
import { follow, type Following } from "../support/follow.js";
import { startWorld, type World } from "../support/world.js";

const CHANGES = `subscription ($after: String) {
  callbackStatusChanged(after: $after) {
    cursor kind status previousStatus changedFields
    callback { id vendorId vendorStatus attemptCount outcome { category } assignment { agent { vendorId } } }
  }
}`;
const LIST = `{ callbacks(first: 100, maxStaleness: "PT0S") {
  changeCursor sources { source { name } freshness } nodes { vendorId status reason origin { category } }
} }`;
const CANCEL = `mutation ($input: CancelCallbackInput!) {
  cancelCallback(input: $input) { callback { status statusBasis } userErrors { code message field } }
}`;

interface Listed {
  readonly callbacks: {
    readonly changeCursor: string;
    readonly nodes: readonly { readonly vendorId: string; readonly status: string }[];
  };
}

const SOURCE = "genesys-cloud";
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let world: World;
let fake: GenesysCloudFake;
const followings: Following[] = [];

beforeEach(async () => {
  world = await startWorld();
  fake = world.fakes[SOURCE] as GenesysCloudFake;
});
afterEach(async () => {
  for (const following of followings.splice(0)) await following.stop();
  await world.close();
});

async function start(): Promise<Following> {
  const { callbacks } = await ask<Listed>(world.url, LIST);
  const following = follow(world.url, "ws", CHANGES, { after: callbacks.changeCursor });
  followings.push(following);
  return following;
}

/** More often than the fake's analytics API is brought up to date. */
const STEP_MS = 3000;

/** Lets the fake and the gateway live for a while: the gateway polls, and is sent events about `ids`, one after the other. */
async function live(minutes: number, ids: readonly string[] = []): Promise<void> {
  for (let step = 0; step < (minutes * MINUTE) / STEP_MS; step += 1) {
    world.time.now += STEP_MS;
    fake.advance(world.time.now);
    const id = ids[step % ids.length];
    if (id !== undefined) {
      const delivery = fake.webhook?.deliver(id, world.time.now);
      await fetch(`${world.url}/webhooks/${SOURCE}`, { method: "POST", ...delivery });
    }
    await ask<Listed>(world.url, LIST);
  }
}

/** The statuses of one callback, as a subscriber was sent them. */
const statusesOf = (following: Following, id: string): string[] =>
  following.told.filter(({ callback }) => callback.vendorId === id).map(({ status }) => status);

const FINAL = ["COMPLETED", "FAILED", "CANCELED", "EXPIRED", "ENDED"];
/** The statuses that may follow each: a callback that was dialed in vain never waits as if it had not been. */
const NEXT: Readonly<Record<string, readonly string[]>> = {
  SCHEDULED: ["QUEUED", "IN_PROGRESS"],
  QUEUED: ["IN_PROGRESS", ...FINAL],
  IN_PROGRESS: ["RETRYING", ...FINAL],
  RETRYING: ["IN_PROGRESS", ...FINAL],
};

describe.each([
  ["agent first", false],
  ["customer first", true],
])("a callback's life, %s", (_, isCustomerFirst) => {
  it("is published step by step, and never goes back", { timeout: 180_000 }, async () => {
    const ids = Array.from({ length: 12 }, (__, number) =>
      fake.add({ phoneNumber: `+141555501${String(number).padStart(2, "0")}`, start: world.time.now + 2 * MINUTE }),
    );
    if (isCustomerFirst) for (const id of ids) fake.dialCustomerFirst(id);
    const following = await start();
    await live(14, ids);
    const lives = ids.map((id) => statusesOf(following, id));
    for (const statuses of lives) {
      for (const [index, status] of ["SCHEDULED", ...statuses].entries()) {
        const next = statuses[index];
        if (next !== undefined) expect([status, NEXT[status]]).toEqual([status, expect.arrayContaining([next])]);
      }
      expect(FINAL).toContain(statuses.at(-1));
    }
    const all = lives.flat();
    expect(all).toEqual(expect.arrayContaining(["QUEUED", "IN_PROGRESS", "RETRYING", "COMPLETED"]));
    const reached = following.told.filter(({ status }) => status === "COMPLETED");
    for (const { callback } of reached) {
      expect(callback).toMatchObject({
        vendorStatus: "customer interact, agent interact",
        outcome: { category: "REACHED" },
        attemptCount: expect.any(Number) as number,
      });
    }
  });
});

describe("a cancel", () => {
  it("is CANCELED for good, though the analytics API is behind and the record ends with an unanswered dial", async () => {
    const id = fake.add({
      phoneNumber: "+14155550100",
      start: world.time.now + HOUR,
      vendorStatus: "dialing, scheduled",
    });
    const following = await start();
    const key = Buffer.from(`Callback:${SOURCE}:${id}`).toString("base64url");
    const { cancelCallback } = await ask<{ cancelCallback: unknown }>(world.url, CANCEL, { input: { id: key } });
    expect(cancelCallback).toEqual({ callback: { status: "CANCELED", statusBasis: "REPORTED" }, userErrors: [] });
    await live(1);
    expect(statusesOf(following, id)).toEqual(["CANCELED"]);
  });

  it("is rejected before anything is sent while a call is in progress", async () => {
    const id = fake.add({
      phoneNumber: "+14155550100",
      start: world.time.now + HOUR,
      vendorStatus: "customer dialing",
    });
    await start();
    const key = Buffer.from(`Callback:${SOURCE}:${id}`).toString("base64url");
    fake.log.length = 0;
    const { cancelCallback } = await ask<{ cancelCallback: unknown }>(world.url, CANCEL, { input: { id: key } });
    expect(cancelCallback).toMatchObject({ userErrors: [{ code: "INVALID_INPUT", field: ["id"] }] });
    expect(fake.log.filter(({ method }) => method === "PATCH")).toEqual([]);
  });
});

describe("an event", () => {
  it("makes the gateway fetch the callback, with its state of the moment", async () => {
    const id = fake.add({ phoneNumber: "+14155550100", start: world.time.now + 2 * MINUTE });
    const following = await start();
    world.time.now += 2 * MINUTE;
    fake.advance(world.time.now);
    const delivery = fake.webhook?.deliver(id, world.time.now);
    const response = await fetch(`${world.url}/webhooks/${SOURCE}`, { method: "POST", ...delivery });
    expect(response.status).toBe(202);
    expect(await following.next(1)).toMatchObject([{ status: "QUEUED", callback: { vendorId: id } }]);
    world.time.now += 1000;
    await ask<Listed>(world.url, LIST);
    expect(statusesOf(following, id)).toEqual(["QUEUED"]);
  });
});

describe("scheduling at Genesys Cloud whose response is lost", () => {
  const command = (): ScheduleInput => aCommand(SOURCE, world.time.now, { idempotencyKey: "command-1" });
  const breakNextCreate = (kind: "lost" | "cut"): void => {
    fake.fault = { kind, match: ({ method, path }) => method === "POST" && path === "/api/v2/conversations/callbacks" };
  };
  const codesOf = async (input: ScheduleInput): Promise<string[]> =>
    (await schedule(world.url, input)).userErrors.map(({ code }) => code);

  it("is found once the list shows it, and was done once", async () => {
    breakNextCreate("lost");
    const input = command();
    expect(await codesOf(input)).toEqual(["AMBIGUOUS"]);
    fake.fault = null;
    expect(await codesOf(input)).toEqual(["AMBIGUOUS"]);
    world.time.now += 5000;
    const { callback, userErrors } = await schedule(world.url, input);
    expect(userErrors).toEqual([]);
    expect([...fake.records.keys()]).toEqual([callback?.vendorId]);
  });

  it("is not repeated before the list would show it", async () => {
    breakNextCreate("cut");
    const input = command();
    expect(await codesOf(input)).toEqual(["AMBIGUOUS"]);
    fake.fault = null;
    // A write may be under way for a minute, and the list may be half a minute behind.
    world.time.now += 89_000;
    expect(await codesOf(input)).toEqual(["AMBIGUOUS"]);
    expect(fake.records.size).toBe(0);
    world.time.now += 1000;
    expect(await codesOf(input)).toEqual([]);
    expect(fake.records.size).toBe(1);
  });
});
