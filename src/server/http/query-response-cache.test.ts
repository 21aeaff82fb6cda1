import { describe, expect, it } from "vitest";
import { cacheStatistics } from "../../lib/cache.js";
import { ClientDisconnect } from "./client-disconnect.js";
import { createQueryResponseCache, type QueryResponseCache, type SharedResponse } from "./query-response-cache.js";

const SHARE_MS = 1000;

/** Returns a function that responds from the cache, or executes: the number of the execution. */
function responding(cache: QueryResponseCache<SharedResponse>, until: number) {
  let executions = 0;
  return async (): Promise<string> => {
    const cached = cache.find("key");
    const execute = () => Promise.resolve({ body: Buffer.from(String((executions += 1))), until });
    const { body } = cached ?? (await cache.join("key", new ClientDisconnect(), execute));
    return body.toString();
  };
}

describe("the response cache", () => {
  it.each([0, -600_000, 600_000])(
    "shares a response for the configured time, though the clock steps by %s ms",
    async (steppedMs) => {
      const time = { now: 5_000_000, wallAheadMs: 0 };
      const cache = createQueryResponseCache<SharedResponse>({
        clock: () => time.now + time.wallAheadMs,
        timer: { now: () => time.now },
        shareMs: SHARE_MS,
      });
      const respond = responding(cache, 10_000_000);
      expect([await respond(), await respond()]).toEqual(["1", "1"]);
      time.wallAheadMs = steppedMs;
      time.now += SHARE_MS - 1;
      expect(await respond()).toBe("1");
      time.now += 1;
      expect(await respond()).toBe("2");
    },
  );

  it("counts one request of the metrics for a peek and the find that follows", async () => {
    const cache = createQueryResponseCache<SharedResponse>({
      clock: () => 0,
      timer: { now: () => 0 },
      shareMs: SHARE_MS,
    });
    const counted = (): number => {
      const found = cacheStatistics().find(({ name }) => name === "responses");
      return (found?.hits ?? 0) + (found?.misses ?? 0);
    };
    await responding(cache, 1000)();
    const before = counted();
    expect([cache.peek("key"), cache.find("key")].map((response) => response?.body.toString())).toEqual(["1", "1"]);
    expect(counted() - before).toBe(1);
  });

  it("shares a response no longer than it is fresh", async () => {
    let now = 1000;
    const cache = createQueryResponseCache<SharedResponse>({
      clock: () => now,
      timer: { now: () => now },
      shareMs: SHARE_MS,
    });
    const respond = responding(cache, 1010);
    expect([await respond(), await respond()]).toEqual(["1", "1"]);
    now = 1010;
    expect(await respond()).toBe("2");
  });

  it("shares a request in flight, and drops what began before a change", async () => {
    const cache = createQueryResponseCache<SharedResponse>({
      clock: () => 0,
      timer: { now: () => 0 },
      shareMs: SHARE_MS,
    });
    const respond = responding(cache, 10);
    const both = [respond(), respond()];
    cache.clear();
    const later = respond();
    expect(await Promise.all([...both, later])).toEqual(["1", "1", "2"]);
    expect(await respond()).toBe("2");
    cache.clear();
    expect(await respond()).toBe("3");
  });

  it("aborts a request once all of its clients have disconnected", async () => {
    const cache = createQueryResponseCache<SharedResponse>({
      clock: () => 0,
      timer: { now: () => 0 },
      shareMs: SHARE_MS,
    });
    let hasLeft = false;
    const execute = (clients: ClientDisconnect): Promise<SharedResponse> => {
      clients.onLeave(() => (hasLeft = true));
      return new Promise(() => undefined);
    };
    const [first, second] = [new ClientDisconnect(), new ClientDisconnect()];
    void cache.join("key", first, execute);
    void cache.join("key", second, execute);
    first.leave();
    expect(hasLeft).toBe(false);
    second.leave();
    expect(hasLeft).toBe(true);
  });
});
