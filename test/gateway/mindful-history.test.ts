import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FakeVendor } from "../../src/adapters/fake/fake.js";
import { encodeChangeCursor } from "../../src/domain/change/cursor.js";
import type { JsonObject } from "../../src/lib/json.js";
import { ask } from "../support/ask.js";
import { callbackId } from "../support/commands.js";
import { CHANGE_FIELDS, follow, type Following } from "../support/follow.js";
import { definitionOf, TOUCH } from "../support/tenant-sizes.js";
import { openTenant } from "../support/tenant.js";
import { START, startWorld, type World } from "../support/world.js";

const SOURCE = "mindful";
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NUMBERS = ["+14155550120", "+14155550121", "+14155550122", "+14155550123", "+14155550124"];
const CHANGES = `subscription ($after: String) { callbackChanged(filter: { vendors: [MINDFUL] }, after: $after) {
  ${CHANGE_FIELDS} } }`;
const LIST = `{ callbacks(filter: { vendors: [MINDFUL] }, maxStaleness: "PT0S") {
  nodes { vendorId status attemptCount isPresentAtVendor outcome { category } vendorRecord { __typename } } } }`;

interface Listed {
  readonly callbacks: {
    readonly nodes: readonly {
      readonly vendorId: string;
      readonly status: string;
      readonly attemptCount: number | null;
    }[];
  };
}

describe("the callbacks of Mindful, by webhook and history,", () => {
  let world: World;
  let fake: FakeVendor;
  let following: Following;

  beforeEach(async () => {
    world = await startWorld({ hasMindfulApi: true });
    fake = world.fakes[SOURCE]!;
    following = follow(world.url, "ws", CHANGES, { after: encodeChangeCursor(0) });
  });
  afterEach(async () => {
    await following.stop();
    await world.close();
  });

  const deliver = async (id: string): Promise<number> => {
    const { headers, body } = fake.webhook!.deliver(id, world.time.now);
    return (await fetch(`${world.url}/webhooks/${SOURCE}`, { method: "POST", headers: { ...headers }, body })).status;
  };
  const list = async (): Promise<Listed["callbacks"]["nodes"]> => (await ask<Listed>(world.url, LIST)).callbacks.nodes;

  it("exist from the registration on, also while the API is down", async () => {
    fake.fault = { kind: "status", status: 503 };
    const id = fake.add({ phoneNumber: NUMBERS[0]!, start: START + HOUR });
    expect(await deliver(id)).toBe(202);
    expect(await following.next(1)).toMatchObject([
      { kind: "CREATED", status: "SCHEDULED", callback: { vendorId: id } },
    ]);
    expect(await deliver(id)).toBe(202);
    fake.setVendorStatus(id, "Canceled");
    expect(await deliver(id)).toBe(202);
    expect((await following.next(2)).map(({ kind, status }) => [kind, status])).toEqual([
      ["CREATED", "SCHEDULED"],
      ["STATUS_CHANGED", "CANCELED"],
    ]);
  });

  it("have their outcomes after an outage of hours, in which the status API has forgotten them", async () => {
    const ids = NUMBERS.map((phoneNumber) => fake.add({ phoneNumber, start: START + MINUTE }));
    for (const id of ids) await deliver(id);
    await following.next(ids.length);
    fake.fault = { kind: "cut" };
    world.time.now += 10 * HOUR;
    fake.advance(world.time.now);
    fake.records.clear();
    fake.fault = null;
    // A client's list waits a second at most, and the fetch goes on.
    await expect.poll(async () => (await list()).every(({ attemptCount }) => attemptCount !== null)).toBe(true);
    const nodes = await list();
    expect(nodes.map(({ vendorId }) => vendorId).toSorted()).toEqual(ids.toSorted());
    for (const node of nodes) {
      expect(node).toMatchObject({ isPresentAtVendor: true, outcome: expect.anything() as unknown });
      expect(node.status).toBeOneOf(["COMPLETED", "FAILED"]);
      expect(node.attemptCount).toBeGreaterThanOrEqual(1);
    }
    const { callback } = await ask<{ callback: unknown }>(
      world.url,
      "query ($id: ID!) { callback(id: $id) { history(first: 50) { nodes { kind status } } } }",
      { id: callbackId(SOURCE, ids[0]!) },
    );
    expect(JSON.stringify(callback)).not.toContain("GONE");
  });
});

describe("the background sync of Mindful's history", () => {
  it("polls two hours at a time, and the whole window now and then, within the quota", async () => {
    const requests: string[] = [];
    const tenant = await openTenant({
      definition: definitionOf("MINDFUL"),
      touch: TOUCH["MINDFUL"]!,
      settings: (own) => ({ ...own, api: { ...(own["api"] as JsonObject), lookBackHours: 48 } }),
      populate(fake, now) {
        fake.add({ phoneNumber: NUMBERS[0]!, start: now + 30 * MINUTE });
        const push = fake.log.push.bind(fake.log);
        fake.log.push = (...received) => {
          requests.push(...received.map(({ path }) => path));
          return push(...received);
        };
      },
    });
    await tenant.start();
    await tenant.time.pass(HOUR);
    const hours = requests.filter((path) => path.startsWith("/v2/")).map((path) => path.split("/").slice(-2).join("/"));
    const counts = new Map<string, number>();
    for (const hour of hours) counts.set(hour, (counts.get(hour) ?? 0) + 1);
    // Each hour of two days at least once; the latest two most of all.
    expect(counts.size).toBeGreaterThanOrEqual(49);
    expect(counts.get("20260601/13")).toBeGreaterThan(5);
    expect(counts.get("20260601/04") ?? 0).toBeLessThanOrEqual(3);
    expect(hours.length).toBeLessThan(600);
    expect(requests.some((path) => path.endsWith("callback_status"))).toBe(true);
    expect(await tenant.report()).toMatchObject({ freshness: "FRESH" });
    await tenant.close();
  });
});
