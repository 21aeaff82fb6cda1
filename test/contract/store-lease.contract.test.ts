import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Rate } from "../../src/domain/rate.js";
import type { Store } from "../../src/stores/store.js";
import { STORES, type StorePlace } from "./stores.js";

const LONG = 600_000;
const SHORT = 100;
const QUOTA = { burst: 20, refillMs: 180_000, maxClosedMs: 900_000 };

describe.each(STORES)("the state that gateways share in the $name store", (engine) => {
  let where: StorePlace;
  let a: Store;
  let b: Store;

  beforeEach(async () => {
    where = await engine.place();
    a = await where.open();
    b = engine.isShared ? await where.open() : a;
  });
  afterEach(async () => {
    await Promise.all([a.close(), b.close()]);
    await where.remove();
  });

  it("claims a delivery id once, for any number of gateways", async () => {
    const taken = await Promise.all([a, b, a, b].map((store) => store.claimDeliveryIds(["x", "y"], 1000, 500)));
    expect(taken.filter(Boolean)).toHaveLength(1);
    expect(await a.claimDeliveryIds(["y", "z"], 1499, 500)).toBe(false);
    expect(await b.claimDeliveryIds(["x"], 1500, 500)).toBe(true);
    expect(await b.claimDeliveryIds([], 1500, 500)).toBe(true);
  });

  it("gives a lease to one, and to others when it is given back", async () => {
    expect(await a.acquireLeases("a", ["x", "y"], LONG)).toEqual(["x", "y"]);
    expect(await a.acquireLeases("a", ["x"], LONG)).toEqual(["x"]);
    if (!engine.isShared) return;
    expect(await b.acquireLeases("b", ["x", "z"], LONG)).toEqual(["z"]);
    await b.releaseLeases("b", ["x"]);
    expect(await b.acquireLeases("b", ["x"], LONG)).toEqual([]);
    await a.releaseLeases("a", ["x"]);
    expect(await b.acquireLeases("b", ["x", "y"], LONG)).toEqual(["x"]);
    await a.removeGateway("a");
    expect(await b.acquireLeases("b", ["y"], LONG)).toEqual(["y"]);
  });

  it("says who lives, until they leave", async () => {
    expect(await a.beat("a", LONG)).toEqual(["a"]);
    if (!engine.isShared) return;
    expect(await b.beat("b", LONG)).toEqual(["a", "b"]);
    await a.removeGateway("a");
    expect(await b.beat("b", LONG)).toEqual(["b"]);
  });

  if (!engine.isShared) {
    it("counts quotas, and the rates of callers, in memory", () => {
      expect([a.quotas, a.rates]).toEqual([null, null]);
    });
    return;
  }

  it("forgets those of whom nothing was heard in time, and gives their leases to others", async () => {
    await a.beat("a", SHORT);
    await a.acquireLeases("a", ["x"], SHORT);
    await expect.poll(() => b.acquireLeases("b", ["x"], LONG)).toEqual(["x"]);
    await expect.poll(() => b.beat("b", LONG)).toEqual(["b"]);
    expect(await a.acquireLeases("a", ["x"], LONG)).toEqual([]);
  });

  it("grants a lease to one of many concurrent requests", async () => {
    const given = await Promise.all(
      Array.from({ length: 10 }, (_, index) => (index % 2 === 0 ? a : b).acquireLeases(`${index}`, ["x", "y"], LONG)),
    );
    expect(given.flat().sort()).toEqual(["x", "y"]);
  });

  it("keeps the sum of all gateways within a quota, with a reserve for waiting clients", async () => {
    const draw = (index: number, reserve: number): Promise<number | null> =>
      (index % 2 === 0 ? a : b).quotas?.draw("north", QUOTA, reserve).then(({ waitMs }) => waitMs) ?? Promise.reject();
    const upkeep = await Promise.all(Array.from({ length: 30 }, (_, index) => draw(index, 4)));
    expect(upkeep.filter((waitMs) => waitMs === null)).toHaveLength(16);
    const clients = await Promise.all(Array.from({ length: 30 }, (_, index) => draw(index, 0)));
    expect(clients.filter((waitMs) => waitMs === null)).toHaveLength(4);
    // One request's share comes back in 180 seconds, less the moments since.
    for (const waitMs of clients) if (waitMs !== null) expect(waitMs).toBeGreaterThan(120_000);
    expect((await b.quotas?.draw("south", QUOTA, 0))?.waitMs).toBeNull();
  });

  it("applies to all gateways what the vendor said to one", async () => {
    await a.quotas?.draw("north", QUOTA, 0);
    await a.quotas?.limit("north", 2, 0);
    expect((await b.quotas?.draw("north", QUOTA, 0))?.left).toBe(1);
    await a.quotas?.limit("north", 10, LONG);
    expect((await b.quotas?.draw("north", QUOTA, 0))?.waitMs).toBeGreaterThan(LONG / 2);
  });

  it("does not believe that a vendor refuses everything for longer than the bound", async () => {
    await a.quotas?.draw("north", QUOTA, 0);
    await a.quotas?.limit("north", 10, 365 * 86_400_000);
    expect((await b.quotas?.draw("north", QUOTA, 0))?.waitMs).toBeNull();
  });

  describe("the rate of a caller", () => {
    /** One token in 36 seconds: moments between two steps of a test refill nothing that counts. */
    const RATE: Rate = { requests: 100, perMs: 3_600_000 };
    const draw = async (
      store: Store,
      ...drawn: readonly (readonly [key: string, tokens: number])[]
    ): Promise<number[]> => {
      const left = await store.rates?.drawTokens(
        RATE,
        drawn.map(([key, tokens]) => ({ key, tokens })),
      );
      return (left ?? []).map((one) => Math.floor(one));
    };

    it("is one bucket for all gateways, each key with its own, in the order of the request", async () => {
      expect(await draw(a, ["ben", 10], ["ana", 30])).toEqual([90, 70]);
      expect(await draw(b, ["ana", 30], ["chloe", 1], ["ben", 0])).toEqual([40, 99, 90]);
    });

    it("is less than nothing where gateways drew too much, but never by more than a whole bucket", async () => {
      expect(await draw(a, ["ana", 100])).toEqual([0]);
      expect(await draw(b, ["ana", 60])).toEqual([-60]);
      expect(await draw(a, ["ana", 1000], ["ben", 1000])).toEqual([-100, -100]);
    });

    it("refills by the clock of the store, and no further than full", async () => {
      const fast: Rate = { requests: 100, perMs: 100 };
      await a.rates?.drawTokens(fast, [{ key: "ana", tokens: 100 }]);
      await expect.poll(() => b.rates?.drawTokens(fast, [{ key: "ana", tokens: 0 }])).toEqual([100]);
    });

    it("loses nothing when gateways draw at the same time, in any order of keys", async () => {
      const keys = ["ana", "ben", "chloe"];
      await Promise.all(
        Array.from({ length: 20 }, (_, index) => {
          const order = index % 2 === 0 ? keys : keys.toReversed();
          return draw(index % 3 === 0 ? a : b, ...order.map((key) => [key, 2] as const));
        }),
      );
      expect(await draw(a, ["ana", 0], ["ben", 0], ["chloe", 0])).toEqual([60, 60, 60]);
    });

    it("is forgotten when nobody has drawn from it for long enough", async () => {
      await draw(a, ["ana", 100]);
      await b.rates?.trimRates(LONG);
      expect(await draw(a, ["ana", 0])).toEqual([0]);
      await expect
        .poll(async () => {
          await b.rates?.trimRates(1);
          return draw(a, ["ana", 0]);
        })
        .toEqual([100]);
    });
  });
});
