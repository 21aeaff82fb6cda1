import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { boundedMapEntries, bytesOfText, cacheStatistics, createBoundedMap, createCache, turnCaches } from "./cache.js";

const texts = { maxBytes: 10_000, bytesOf: (key: string, value: string) => bytesOfText(key) + bytesOfText(value) };

function statisticsOf(name: string) {
  return cacheStatistics().find((one) => one.name === name);
}

describe("a cache", () => {
  it("never holds more bytes than its bound, whatever is put in", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string({ maxLength: 3 }), fc.nat(8000)), { maxLength: 200 }), (entries) => {
        const cache = createCache<string, string>("property", texts);
        const held = new Map<string, string>();
        for (const [key, length] of entries) {
          cache.set(key, "x".repeat(length));
          held.set(key, "x".repeat(length));
          const bytes = [...held]
            .filter(([one]) => cache.has(one))
            .map(([one]) => texts.bytesOf(one, cache.peek(one) ?? ""));
          expect(bytes.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(cache.size());
          expect(cache.size()).toBeLessThanOrEqual(texts.maxBytes);
        }
      }),
      { seed: 7, numRuns: 100 },
    );
  });

  it("does not cache what alone is beyond the bound, and forgets what it replaces", () => {
    const cache = createCache<string, string>("large", texts);
    cache.set("a", "small");
    cache.set("a", "x".repeat(20_000));
    expect(cache.get("a")).toBeUndefined();
    expect(cache.size()).toBe(0);
  });

  it("evicts what was used least recently", () => {
    const cache = createCache<string, number>("recent", { maxEntries: 2 });
    cache.set("a", 1);
    cache.set("b", 2);
    cache.get("a");
    cache.set("c", 3);
    expect([cache.peek("a"), cache.peek("b"), cache.peek("c")]).toEqual([1, undefined, 3]);
  });

  it("lets go of an entry once its time has passed by the given clock", () => {
    let now = 1000;
    const cache = createCache<string, number>("aging", { maxEntries: 10, ttlMs: 500, now: () => now });
    cache.set("a", 1);
    now = 1400;
    expect(cache.get("a")).toBe(1);
    now = 1501;
    expect(cache.get("a")).toBeUndefined();
  });

  it("creates a value once", () => {
    const cache = createCache<string, { readonly key: string }>("created", { maxEntries: 10 });
    const first = cache.getOrCreate("a", (key) => ({ key }));
    expect(cache.getOrCreate("a", () => ({ key: "never" }))).toBe(first);
  });

  it("reports hits, misses and bytes of all caches of one name", () => {
    const caches = [1, 2].map(() => createCache<string, string>("counted", texts));
    for (const cache of caches) {
      cache.get("a");
      cache.set("a", "value");
      cache.get("a");
    }
    const bytes = caches.reduce((sum, cache) => sum + cache.size(), 0);
    expect(statisticsOf("counted")).toEqual({ name: "counted", hits: 2, misses: 2, bytes });
    for (const cache of caches) cache.clear();
    expect(statisticsOf("counted")?.bytes).toBe(0);
  });

  it("reports no bytes of a cache that is bounded by entries", () => {
    createCache<string, number>("entries", { maxEntries: 10 }).set("a", 1);
    expect(statisticsOf("entries")?.bytes).toBeNull();
  });

  it("finds nothing while it alone is off", () => {
    const [rows, documents] = (["rows", "documents"] as const).map((name) => createCache<string, string>(name, texts));
    turnCaches(["rows"]);
    try {
      for (const cache of [rows, documents]) cache?.set("key", "text");
      expect([rows?.get("key"), documents?.get("key")]).toEqual([undefined, "text"]);
    } finally {
      turnCaches("on");
    }
  });

  it("finds and holds nothing while caches are off, and goes on once they are on", () => {
    const cache = createCache<string, number>("switched", { maxEntries: 10 });
    cache.set("a", 1);
    turnCaches("off");
    try {
      expect([cache.get("a"), cache.peek("a"), cache.has("a")]).toEqual([undefined, undefined, false]);
      cache.set("b", 2);
      expect(cache.getOrCreate("b", () => 3)).toBe(3);
    } finally {
      turnCaches("on");
    }
    expect([cache.get("a"), cache.get("b")]).toEqual([1, undefined]);
  });
});

describe("a bounded map", () => {
  it("holds its entries while caches are off, and is no cache of the statistics", () => {
    const map = createBoundedMap<string, number>("state", { maxEntries: 2 });
    turnCaches("off");
    try {
      for (const key of ["a", "b", "c"]) map.set(key, 1);
      expect([map.get("a"), map.get("b"), map.get("c")]).toEqual([undefined, 1, 1]);
    } finally {
      turnCaches("on");
    }
    expect(statisticsOf("state")).toBeUndefined();
    expect(boundedMapEntries()).toContainEqual(["state", 2]);
  });
});
