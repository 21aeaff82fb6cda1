import { afterEach, describe, expect, it } from "vitest";
import type { JsonObject } from "../../src/lib/json.js";
import { ask } from "../support/ask.js";
import { CHANGE_FIELDS, follow, type Following, type Transport } from "../support/follow.js";
import { aCommand, callbackId, NUMBER, schedule, seen, writesAt } from "../support/commands.js";
import { serveTokenVendor, type TokenVendor } from "../support/token-vendor.js";
import { startWorld, type World, type WorldOptions } from "../support/world.js";

const SOURCE = "mindful";
const OTHER = "talkdesk";
const FIRST_TOKEN = "demo-token";
const NEW_TOKEN = "rotated-token";
const TRANSPORTS: readonly Transport[] = ["ws", "sse"];
const FRESH = `{ callbacks(filter: { phoneNumbers: ["${NUMBER}"] }, maxStaleness: "PT0S") {
  totalCount nodes { id source { name displayName } } sources { source { name } freshness error { code } } } }`;

interface Listed {
  readonly callbacks: {
    readonly totalCount: number;
    readonly nodes: readonly { id: string; source: { name: string; displayName: string | null } }[];
    readonly sources: readonly { source: { name: string }; freshness: string; error: unknown }[];
  };
}

const served: TokenVendor[] = [];
const worlds: World[] = [];
const followings: Following[] = [];
afterEach(async () => {
  for (const following of followings.splice(0)) await following.stop();
  for (const world of worlds.splice(0)) await world.close();
  for (const server of served.splice(0)) await server.close();
});

async function start(options: WorldOptions = {}): Promise<World> {
  const world = await startWorld(options);
  worlds.push(world);
  return world;
}

/** A world whose source SOURCE is reached at a vendor with one token. */
async function startWithVendor(): Promise<{ readonly world: World; readonly vendor: TokenVendor }> {
  const vendor = await serveTokenVendor(FIRST_TOKEN, () => world.fakes[SOURCE]);
  served.push(vendor);
  const world = await start({ ofVendors: { [SOURCE]: { baseUrl: vendor.baseUrl } } });
  return { world, vendor };
}

/** A command whose write has reached the vendor, and a read that has: the vendor responds to neither. */
async function inFlight(world: World, vendor: TokenVendor): Promise<InFlight> {
  vendor.holds = "writes";
  const window = { start: new Date(world.time.now + 86_400_000).toISOString() };
  const scheduled = schedule(world.url, aCommand(SOURCE, world.time.now, { phoneNumber: "+14155550188", window }));
  await expect.poll(() => writesAt(world, SOURCE).length).toBe(1);
  await expect.poll(() => vendor.held.length).toBe(1);
  vendor.holds = "all";
  // Older than the read accepts.
  world.time.now += 1000;
  const read = list(world);
  await expect.poll(() => vendor.held.length).toBe(2);
  vendor.holds = "none";
  return { scheduled, read };
}

interface InFlight {
  readonly scheduled: ReturnType<typeof schedule>;
  readonly read: Promise<Listed["callbacks"]>;
}

function subscribe(world: World, args = "snapshot: true"): readonly Following[] {
  const all = TRANSPORTS.map((transport) =>
    follow(world.url, transport, `subscription { callbackChanged(${args}) { ${CHANGE_FIELDS} } }`),
  );
  followings.push(...all);
  return all;
}

const list = async (world: World): Promise<Listed["callbacks"]> => (await ask<Listed>(world.url, FRESH)).callbacks;

const reportOf = ({ sources }: Listed["callbacks"]): unknown => sources.find(({ source }) => source.name === SOURCE);

const namesOf = async (world: World): Promise<readonly string[]> =>
  (await ask<{ sources: readonly { name: string }[] }>(world.url, "{ sources { name } }")).sources.map(
    ({ name }) => name,
  );

const metricsOf = async (world: World): Promise<string> => (await fetch(`${world.url}/metrics`)).text();

const without =
  (removed: string) =>
  (sources: Readonly<Record<string, JsonObject>>): JsonObject =>
    Object.fromEntries(Object.entries(sources).filter(([name]) => name !== removed));

const changing =
  (name: string, change: JsonObject) =>
  (sources: Readonly<Record<string, JsonObject>>): JsonObject => ({
    ...sources,
    [name]: { ...sources[name], ...change },
  });

/** A second tenant, at the fake of OTHER. */
const withSouth = (sources: Readonly<Record<string, JsonObject>>): JsonObject => ({
  ...sources,
  south: { ...sources[OTHER], displayName: "South" },
});

const NONE = { added: [], changed: [], removed: [], failed: [], unverified: [], restart: [] };

describe("a source whose credentials change while the gateway serves", () => {
  it("is replaced while a read, a command and subscriptions are in flight: nothing fails, is lost or doubled", async () => {
    const { world, vendor } = await startWithVendor();
    const first = await seen(world, SOURCE);
    const all = subscribe(world);
    for (const following of all) await following.next(1);
    const { scheduled, read } = await inFlight(world, vendor);

    vendor.accepted.add(NEW_TOKEN);
    expect(await world.reloadSources(changing(SOURCE, { token: NEW_TOKEN }))).toEqual({ ...NONE, changed: [SOURCE] });
    expect(vendor.held).toHaveLength(2);
    vendor.release();
    expect((await read).nodes.map(({ id }) => id)).toEqual([callbackId(SOURCE, first)]);
    expect(reportOf(await read)).toMatchObject({ freshness: "FRESH", error: null });
    const { callback, userErrors } = await scheduled;
    expect(userErrors).toEqual([]);
    expect(writesAt(world, SOURCE)).toHaveLength(1);

    // The vendor rejects the previous token from now on.
    vendor.accepted.delete(FIRST_TOKEN);
    world.time.now += 1000;
    expect(reportOf(await list(world))).toMatchObject({ freshness: "FRESH", error: null });
    expect(vendor.rejected).toBe(0);
    for (const following of all) {
      const told = await following.next(2);
      expect(told.map(({ kind, callback: { id } }) => [kind, id])).toEqual([
        ["SNAPSHOT", callbackId(SOURCE, first)],
        ["CREATED", callback?.id],
      ]);
      expect(following.told).toHaveLength(2);
    }
  });

  it("is reported where the vendor rejects the new ones, and works again after the next reload", async () => {
    const { world, vendor } = await startWithVendor();
    await seen(world, SOURCE);
    const wrong = await world.reloadSources(changing(SOURCE, { token: "wrong" }));
    expect(wrong).toMatchObject({ changed: [SOURCE], failed: [], unverified: [{ source: SOURCE }] });
    expect(reportOf(await list(world))).toMatchObject({ error: { code: "VENDOR_UNAUTHORIZED" } });
    vendor.accepted.add(NEW_TOKEN);
    expect(await world.reloadSources(changing(SOURCE, { token: NEW_TOKEN }))).toEqual({ ...NONE, changed: [SOURCE] });
    expect(reportOf(await list(world))).toMatchObject({ freshness: "FRESH" });
  });

  it("shows its new names and promises at once", async () => {
    const world = await start();
    await seen(world, OTHER);
    expect((await list(world)).nodes).toMatchObject([{ source: { displayName: null } }]);
    const promise = { graceMs: 60_000 };
    await world.reloadSources(changing(OTHER, { displayName: "Sales", promise }));
    expect((await list(world)).nodes).toMatchObject([{ source: { displayName: "Sales" } }]);
    const { callbacks } = await ask<{ callbacks: { nodes: readonly { window: { start: string }; dueAt: string }[] } }>(
      world.url,
      "{ callbacks { nodes { window { start } dueAt } } }",
    );
    for (const { window, dueAt } of callbacks.nodes) expect(Date.parse(dueAt) - Date.parse(window.start)).toBe(60_000);
  });
});

describe("a source that is added while the gateway serves", () => {
  it("is in lists, sources, metrics and webhooks, and in subscriptions that began before", async () => {
    const world = await start({ settings: { server: { port: 0, hintToken: "hint-token-of-tests" } } });
    const all = subscribe(world);
    const id = await seen(world, OTHER);
    for (const following of all) await following.next(1);
    expect(await world.reloadSources(withSouth)).toEqual({ ...NONE, added: ["south"] });
    expect(await namesOf(world)).toContain("south");
    expect((await list(world)).nodes.map((node) => node.source.name)).toEqual(expect.arrayContaining([OTHER, "south"]));
    for (const following of all) {
      const told = await following.next(2);
      expect(told[1]).toMatchObject({ kind: "CREATED", callback: { id: callbackId("south", id) } });
      expect(following.told).toHaveLength(2);
    }
    expect(await metricsOf(world)).toContain('ringback_source_state{source="south",state="UP"} 1');
    const hint = await fetch(`${world.url}/webhooks/south/hint`, {
      method: "POST",
      headers: { authorization: "Bearer hint-token-of-tests", "content-type": "application/json" },
      body: JSON.stringify({ id }),
    });
    expect(hint.status).toBe(202);
  });

  it("is polled without a request, and its lease is released after it was removed again", async () => {
    const world = await start({ settings: { sync: { polling: true } } });
    const all = subscribe(world);
    await world.reloadSources(without(OTHER));
    const vendorId = world.fakes[OTHER]?.add({ phoneNumber: NUMBER, start: world.time.now + 7_200_000 });
    await world.reloadSources(withSouth);
    for (const following of all) {
      await expect
        .poll(() => following.told.map(({ callback }) => callback.id).toSorted(), { timeout: 30_000 })
        .toEqual([callbackId(OTHER, vendorId ?? ""), callbackId("south", vendorId ?? "")].toSorted());
    }
    await expect.poll(() => metricsOf(world)).toContain('ringback_lease_held{lease="south"} 1');
    await world.reloadSources((sources) => sources);
    await expect.poll(() => metricsOf(world)).not.toContain("south");
  });
});

describe("a source that is removed while the gateway serves", () => {
  it("ends its read and its command first, and is gone from lists, sources, metrics and webhooks", async () => {
    const { world, vendor } = await startWithVendor();
    const id = await seen(world, SOURCE);
    const other = await seen(world, OTHER);
    const all = subscribe(world);
    const narrow = subscribe(world, `snapshot: true, filter: { sources: ["${SOURCE}"] }`);
    for (const following of all) await following.next(2);
    for (const following of narrow) await following.next(1);
    const { scheduled, read } = await inFlight(world, vendor);
    expect(await world.reloadSources(without(SOURCE))).toEqual({ ...NONE, removed: [SOURCE] });
    expect(await namesOf(world)).not.toContain(SOURCE);
    expect(vendor.held).toHaveLength(2);
    vendor.release();
    const errors = (await read).sources.filter(({ error }) => error !== null);
    expect(errors).toEqual([]);
    expect((await scheduled).userErrors).toEqual([]);
    expect(world.fakes[SOURCE]?.records.size).toBe(2);

    expect((await list(world)).nodes.map((node) => node.id)).toEqual([callbackId(OTHER, other)]);
    const { callback } = await ask(world.url, `{ callback(id: "${callbackId(SOURCE, id)}") { id } }`);
    expect(callback).toBeNull();
    await expect.poll(() => metricsOf(world)).not.toContain(`source="${SOURCE}"`);
    expect((await schedule(world.url, aCommand(SOURCE, world.time.now))).userErrors).toMatchObject([
      { code: "NOT_FOUND" },
    ]);
    expect((await fetch(`${world.url}/webhooks/${SOURCE}`, { method: "POST", body: "{}" })).status).toBe(401);
    // Subscribers stay, and get the changes of the other sources.
    world.time.now += 20_000;
    const added = world.fakes[OTHER]?.add({ phoneNumber: NUMBER, start: world.time.now + 7_200_000 }) ?? "";
    await list(world);
    for (const following of all) {
      expect((await following.next(3))[2]).toMatchObject({ callback: { id: callbackId(OTHER, added) } });
    }
    for (const following of narrow) {
      expect(following.told.map(({ kind }) => kind)).toEqual(["SNAPSHOT"]);
      expect(await Promise.race([following.ended, Promise.resolve("open")])).toBe("open");
    }
  });
});

describe("a source that cannot be reloaded", () => {
  it("stays as it is, is reported, and keeps no other source from being reloaded", async () => {
    const world = await start();
    const changed = (sources: Readonly<Record<string, JsonObject>>): JsonObject => ({
      [OTHER]: { ...sources[OTHER], timeoutMs: 120_000 },
    });
    const later = { commands: { maxInFlightMs: 200_000 } };
    const result = await world.reloadSources((sources) => ({ ...withSouth(sources), ...changed(sources) }), later);
    expect(result).toMatchObject({ added: ["south"], changed: [], failed: [{ source: OTHER }] });
    expect(result.failed[0]?.reason).toContain("commands.maxInFlightMs, which is 60000 until the gateway is restarted");
    expect(result.restart).toEqual(["commands.maxInFlightMs"]);
    await seen(world, OTHER);
    expect((await list(world)).nodes).toHaveLength(2);
    // What failed is tried again.
    const { failed } = await world.reloadSources((sources) => ({ ...sources, ...changed(sources) }), later);
    expect(failed).toMatchObject([{ source: OTHER }]);
  });

  it("needs a restart where its vendor changes", async () => {
    const world = await start();
    await seen(world, OTHER);
    const other = (sources: Readonly<Record<string, JsonObject>>): JsonObject => ({
      ...sources,
      [OTHER]: { ...sources["mindful"] },
    });
    expect(await world.reloadSources(other)).toEqual({ ...NONE, restart: [`sources.${OTHER}.vendor`] });
    expect((await list(world)).nodes).toMatchObject([{ source: { name: OTHER } }]);
  });
});
