import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ADAPTERS } from "../../src/adapters/registry.js";
import { ask } from "../support/ask.js";
import { NUMBER, seen } from "../support/commands.js";
import { folderOf } from "../support/folder-of.js";
import { START, startWorld, type World } from "../support/world.js";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** By how much the gateway's wall clock is wrong, one after another. */
const STEPS: readonly (readonly [string, readonly number[]])[] = [
  ["is set back by ten minutes", [-10 * MINUTE]],
  ["is set back by a day", [-DAY]],
  ["is set back a little at a time", [-1, -1000, -2500, -60_000]],
  ["is set ahead by ten minutes", [10 * MINUTE]],
  ["is eight days ahead for a moment", [8 * DAY, 0]],
  ["goes to and fro", [10 * MINUTE, -10 * MINUTE, MINUTE, 0]],
];
const vendors = ADAPTERS.map(({ vendor }) => folderOf(vendor));
/** Requests to one vendor are signed with their time: it rejects those of a clock that is wrong by more than five minutes. */
const unsigned = vendors.filter((vendor) => vendor !== "amazon-connect");

const LIST = `query ($source: String!, $maxStaleness: Duration) {
  callbacks(filter: { sources: [$source] }, maxStaleness: $maxStaleness) {
    nodes { vendorId vendorStatus isPresentAtVendor customer { name } }
    sources { freshness asOf }
  }
}`;

interface Listed {
  readonly nodes: readonly {
    readonly vendorId: string;
    readonly vendorStatus: string | null;
    readonly isPresentAtVendor: boolean;
    readonly customer: { readonly name: string | null };
  }[];
  readonly sources: readonly { readonly freshness: string; readonly asOf: string | null }[];
}

let directory: string;
let world: World;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "ringback-clock-"));
  // Results may be shared for longer than the test takes: a step must not keep them.
  world = await startWorld({ dataDirectory: directory, settings: { responses: { cacheTtlMs: 60_000 } } });
});
afterEach(async () => {
  await world.close();
  await rm(directory, { recursive: true });
});

const list = async (source: string, maxStaleness = "PT0S"): Promise<Listed> =>
  (await ask<{ callbacks: Listed }>(world.url, LIST, { source, maxStaleness })).callbacks;

/** By its number and its customer's id: what has ended is in no poll of a vendor that does not list. */
async function lookUp(): Promise<void> {
  for (const filter of [`phoneNumbers: ["${NUMBER}"]`, 'contactId: "customer-1"']) {
    await ask(world.url, `{ callbacks(filter: { ${filter} }, maxStaleness: "PT0S") { totalCount } }`);
  }
}

/** Has the vendor return another record under the same id, as time goes on. */
function change(vendor: string, vendorId: string, name: string): void {
  world.time.now += 1500;
  const record = world.fakes[vendor]?.records.get(vendorId);
  if (record === undefined) throw new Error(`the fake of ${vendor} has no such record`);
  (record as Record<string, unknown>)["note_of_test"] = name;
}

describe.each(STEPS)("a wall clock that %s", (_, steps) => {
  it.each(unsigned)("does not prevent a requested fetch from %s, nor the detection of its changes", async (vendor) => {
    const vendorId = await seen(world, vendor);
    for (const [index, aheadMs] of steps.entries()) {
      world.time.wallAheadMs = aheadMs;
      change(vendor, vendorId, `step ${index}`);
      world.forgetCalls();
      const { nodes, sources } = await list(vendor);
      expect(world.callCount()).toBeGreaterThan(0);
      expect(sources.map(({ freshness }) => freshness)).toEqual(["FRESH"]);
      for (const { asOf } of sources) {
        expect(Date.parse(asOf ?? "")).toBeLessThanOrEqual(world.time.now + aheadMs);
      }
      expect(nodes.map((node) => [node.vendorId, node.isPresentAtVendor])).toEqual([[vendorId, true]]);
      expect(await recordOf(vendor, vendorId)).toMatchObject({ note_of_test: `step ${index}` });
    }
  });

  it.each(unsigned)("has a record of %s that is absent gone, and one that returns present", async (vendor) => {
    const vendorId = await seen(world, vendor);
    const { records } = world.fakes[vendor] ?? {};
    const record = records?.get(vendorId);
    if (records === undefined || record === undefined) throw new Error("there is no record");
    for (const aheadMs of steps) {
      world.time.wallAheadMs = aheadMs;
      (records as Map<string, typeof record>).delete(vendorId);
      for (let polls = 0; polls < 2; polls += 1) {
        world.time.now += 1500;
        await list(vendor);
      }
      expect((await list(vendor, "PT24H")).nodes.map((node) => node.isPresentAtVendor)).toEqual([false]);
      (records as Map<string, typeof record>).set(vendorId, record);
      world.time.now += 1500;
      await lookUp();
      // One vendor is queried for a time until an hour from now: by a clock that is a day behind, it shows nothing yet.
      const isAfterWindow = vendor === "genesys-cloud" && aheadMs < -3_600_000;
      const expected = [!isAfterWindow];
      expect((await list(vendor, "PT24H")).nodes.map((node) => node.isPresentAtVendor)).toEqual(expected);
    }
  });

  it.each(unsigned)("before the gateway of %s starts again changes nothing of that", async (vendor) => {
    const vendorId = await seen(world, vendor);
    for (const [index, aheadMs] of steps.entries()) {
      world.time.wallAheadMs = aheadMs;
      await world.restart();
      change(vendor, vendorId, `start ${index}`);
      await lookUp();
      expect(await recordOf(vendor, vendorId)).toMatchObject({ note_of_test: `start ${index}` });
    }
  });
});

async function recordOf(source: string, vendorId: string): Promise<unknown> {
  const [stored] = await world.store.find([{ source, vendorId }]);
  return stored?.vendorRecord;
}

describe("a status that a wrong clock has published", () => {
  it.each(vendors)("is withdrawn and published at %s once the clock is right", { timeout: 90_000 }, async (vendor) => {
    const vendorId = await seen(world, vendor);
    const statusOf = async (): Promise<string | undefined> => {
      const [stored] = await world.store.find([{ source: vendor, vendorId }]);
      return stored?.publishedStatus;
    };
    const before = await statusOf();
    // Long enough to be believed.
    world.time.wallAheadMs = 8 * DAY;
    await vi.waitFor(async () => {
      world.time.now += 5000;
      await ask(world.url, "{ sources { name } }");
      const { last } = await world.store.logBounds();
      const [change] = await world.store.readChanges(last - 1, 1);
      const isDerived = (await world.store.find([{ source: vendor, vendorId }]))[0]?.callback.statusBasis === "DERIVED";
      if (isDerived) expect(change).toMatchObject({ previousStatus: before });
      else expect(world.time.now).toBeGreaterThan(START + 2 * MINUTE);
    }, 120_000);
    world.time.wallAheadMs = 0;
    await vi.waitFor(async () => expect(await statusOf()).toBe(before), 5000);
  });
});
