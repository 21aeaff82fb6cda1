import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Fault } from "../../src/adapters/fake/fake.js";
import { ask } from "../support/ask.js";
import { schedule, NUMBER, isWrite, type ScheduleInput } from "../support/commands.js";
import { START, startWorld, type World } from "../support/world.js";

const SETTLE_MS = 60_000;
const source = "talkdesk";

let world: World;
beforeEach(async () => {
  world = await startWorld({
    latencyMs: 1,
    settings: { freshness: { waitMs: 300 }, commands: { maxInFlightMs: SETTLE_MS } },
    ofSources: { timeoutMs: 1500, retries: 0, breakAfter: 1000 },
    ofVendors: { talkdesk: { create: { callerId: "+14155550190", talkdeskNumber: "+14155550191" } } },
  });
});
afterEach(() => world.close());

const inTwoHours: ScheduleInput = {
  source,
  phoneNumber: NUMBER,
  queueId: "ring-1",
  window: { start: new Date(START + 7_200_000).toISOString() },
  idempotencyKey: "key-1",
};
const soon: ScheduleInput = { source, phoneNumber: NUMBER, idempotencyKey: "key-2" };

const breakWrites = (fault: Fault): (() => void) => {
  const fake = world.fakes[source]!;
  fake.fault = { ...fault, match: isWrite };
  return () => {
    fake.fault = null;
  };
};
const writes = (): number => world.fakes[source]!.log.filter(isWrite).length;
const codesOf = ({ userErrors }: Awaited<ReturnType<typeof schedule>>): string[] => userErrors.map(({ code }) => code);

describe("scheduling at Talkdesk, where the settings turn it on,", () => {
  it("appears as a capability, and returns the new callback", async () => {
    const { sources } = await ask<{ sources: { name: string; capabilities: string[] }[] }>(
      world.url,
      "{ sources { name capabilities } }",
    );
    expect(sources.find(({ name }) => name === source)?.capabilities).toContain("SCHEDULE");
    const { callback, userErrors } = await schedule(world.url, inTwoHours);
    expect(userErrors).toEqual([]);
    expect([...world.fakes[source]!.records.keys()]).toEqual([callback?.vendorId]);
  });

  it("is read back by its number and done once if the response is lost", async () => {
    breakWrites({ kind: "lost" });
    const { callback, userErrors } = await schedule(world.url, inTwoHours);
    expect(userErrors).toEqual([]);
    expect([...world.fakes[source]!.records.keys()]).toEqual([callback?.vendorId]);
    expect((await schedule(world.url, inTwoHours)).callback?.id).toBe(callback?.id);
    expect(writes()).toBe(1);
  });

  it("is sent again only once it is certain that the vendor did not act", async () => {
    const heal = breakWrites({ kind: "cut" });
    expect(codesOf(await schedule(world.url, inTwoHours))).toEqual(["AMBIGUOUS"]);
    heal();
    expect(codesOf(await schedule(world.url, inTwoHours))).toEqual(["AMBIGUOUS"]);
    world.time.now += SETTLE_MS;
    expect(codesOf(await schedule(world.url, inTwoHours))).toEqual([]);
    expect(world.fakes[source]!.records.size).toBe(1);
  });

  it("as soon as possible has a receipt and no callback", async () => {
    expect(await schedule(world.url, soon)).toMatchObject({ callback: null, receipt: {}, userErrors: [] });
    expect(await schedule(world.url, soon)).toMatchObject({ callback: null, userErrors: [] });
    expect(writes()).toBe(1);
  });

  it("as soon as possible stays AMBIGUOUS if the response is lost: no list shows it, so it is never sent again", async () => {
    const heal = breakWrites({ kind: "lost" });
    expect(codesOf(await schedule(world.url, soon))).toEqual(["AMBIGUOUS"]);
    heal();
    world.time.now += SETTLE_MS;
    expect(codesOf(await schedule(world.url, soon))).toEqual(["AMBIGUOUS"]);
    expect(writes()).toBe(1);
  });
});
