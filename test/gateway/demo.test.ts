import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { ADAPTERS } from "../../src/adapters/registry.js";
import { ask } from "../support/ask.js";
import {
  CallbacksDocument,
  CallbackDetailsDocument,
  CallbackStatisticsDocument,
  SourcesDocument,
} from "../../schema/operations.js";
import type { CallbackRowFragment, CallbacksQuery, CallbacksQueryVariables } from "../../schema/operations.js";
import { sendEvents } from "../support/events.js";
import { startWorld, type World } from "../support/world.js";

const PER_VENDOR = 200;
/** Vendors whose callbacks have no time of their own: ordered by time, they come last. */
const WITHOUT_TIME = 1;

describe("a gateway over all vendors with 200 callbacks each, and more", () => {
  let world: World;

  beforeAll(async () => {
    world = await startWorld({
      count: 240,
      settings: { server: { port: 0 }, sync: { polling: false }, freshness: { waitMs: 20_000 } },
      // Two vendors get a request for nearly each callback: a busy machine needs its time.
      ofSources: { timeoutMs: 25_000 },
    });
  });
  afterAll(() => world.close());
  beforeAll(async () => {
    await sendEvents(world.url, world.fakes, world.time.now);
    const query = `{ callbacks(filter: { vendors: [AMAZON_CONNECT] }, maxStaleness: "PT24H") { totalCount } }`;
    const count = async (): Promise<number> =>
      (await ask<{ callbacks: { totalCount: number } }>(world.url, query)).callbacks.totalCount;
    await vi.waitFor(async () => expect(await count()).toBeGreaterThanOrEqual(PER_VENDOR), 30_000);
  }, 120_000);
  beforeAll(async () => {
    const query = `{ callbacks(first: 1) { sources { freshness } } }`;
    const stale = async (): Promise<string[]> => {
      const { callbacks } = await ask<{ callbacks: { sources: { freshness: string }[] } }>(world.url, query);
      return callbacks.sources.map(({ freshness }) => freshness).filter((one) => one !== "FRESH");
    };
    await vi.waitFor(async () => expect(await stale()).toEqual([]), 170_000);
  }, 180_000);

  const walk = async (direction: "forwards" | "backwards"): Promise<CallbackRowFragment[]> => {
    const rows: CallbackRowFragment[] = [];
    const orderBy: CallbacksQueryVariables["orderBy"] = { field: "WINDOW_START", direction: "ASC" };
    let cursor: string | null = null;
    for (let more = true; more;) {
      const place: CallbacksQueryVariables =
        direction === "forwards" ? { first: 50, after: cursor } : { last: 50, before: cursor };
      const { callbacks }: CallbacksQuery = await ask(world.url, CallbacksDocument, { orderBy, ...place });
      const { pageInfo, nodes } = callbacks;
      if (direction === "forwards") rows.push(...nodes);
      else rows.unshift(...nodes);
      more = direction === "forwards" ? pageInfo.hasNextPage : pageInfo.hasPreviousPage;
      cursor = (direction === "forwards" ? pageInfo.endCursor : pageInfo.startCursor) ?? null;
    }
    return rows;
  };

  it("has all vendors on the first page, globally ordered, counted, with a fresh report each", async () => {
    const { callbacks } = await ask(world.url, CallbacksDocument, {
      first: 50,
      orderBy: { field: "WINDOW_START", direction: "ASC" },
    });
    expect(new Set(callbacks.nodes.map(({ vendor }) => vendor)).size).toBe(ADAPTERS.length - WITHOUT_TIME);
    const starts = callbacks.nodes.map(({ window }) => Date.parse(window?.start ?? ""));
    expect(starts).toEqual(starts.toSorted((a, b) => a - b));
    expect(callbacks.totalCount).toBeGreaterThanOrEqual(ADAPTERS.length * PER_VENDOR);
    expect(callbacks.sources.map(({ freshness }) => freshness)).toEqual(ADAPTERS.map(() => "FRESH"));
  });

  it("gives each callback once, walking all pages forwards and backwards", async () => {
    const [forwards, backwards] = [await walk("forwards"), await walk("backwards")];
    const ids = forwards.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(backwards.map(({ id }) => id)).toEqual(ids);
    for (const vendor of Object.keys(world.fakes)) {
      expect(forwards.filter((row) => row.source.name === vendor).length).toBeGreaterThanOrEqual(PER_VENDOR);
    }
  });

  it("has every record of the vendors", async () => {
    const ids = new Set((await walk("forwards")).map(({ source, vendorId }) => `${source.name}:${vendorId}`));
    const { callbackStatistics } = await ask(world.url, CallbackStatisticsDocument, { groupBy: ["SOURCE", "STATUS"] });
    expect(callbackStatistics.totalCount).toBe(ids.size);
    expect(callbackStatistics.groups.reduce((total, { count }) => total + count, 0)).toBe(ids.size);
  });

  it("sends no vendor request while its data is fresh", async () => {
    await ask(world.url, CallbacksDocument, { first: 50 });
    world.forgetCalls();
    await Promise.all(Array.from({ length: 20 }, () => ask(world.url, CallbacksDocument, { first: 50 })));
    expect(world.callCount()).toBe(0);
  });

  it("returns every callback completely, with all callbacks of its customer and its history", async () => {
    for (const source of Object.keys(world.fakes)) {
      const { callbacks } = await ask(world.url, CallbacksDocument, { first: 1, filter: { sources: [source] } });
      const [row] = callbacks.nodes;
      const { callback } = await ask(world.url, CallbackDetailsDocument, { id: row?.id ?? "" });
      expect(callback?.vendorId).toBe(row?.vendorId);
      expect(callback?.history.nodes[0]?.kind).toBe("CREATED");
      const ofCustomer = callback?.customer.callbacks.nodes.map(({ id }) => id) ?? [];
      // Customers of the demo may have more than one page.
      expect(ofCustomer.length === 21 || ofCustomer.includes(row?.id ?? "")).toBe(true);
    }
  });

  it("reports the health of the sources", async () => {
    const { sources } = await ask(world.url, SourcesDocument, {});
    expect(sources.map(({ name }) => name)).toEqual(Object.keys(world.fakes));
    for (const source of sources) {
      expect(source.health.state).toBe("UP");
      expect(source.sync.lastCompletedAt).not.toBeNull();
    }
  });
});
