import { Counter, Gauge, type Registry } from "prom-client";
import { boundedMapEntries, cacheStatistics } from "../lib/cache.js";

/** Shows the caches of this process, by name. */
export function showCaches(registry: Registry): void {
  const registers = [registry];
  const requests: Counter = new Counter({
    name: "ringback_cache_requests_total",
    help: "Lookups in a cache of this process, by result: hit or miss.",
    labelNames: ["cache", "result"],
    registers,
    collect() {
      requests.reset();
      for (const { name, hits, misses } of cacheStatistics()) {
        requests.inc({ cache: name, result: "hit" }, hits);
        requests.inc({ cache: name, result: "miss" }, misses);
      }
    },
  });
  const bytes: Gauge = new Gauge({
    name: "ringback_cache_bytes",
    help: "Estimated size of a cache; absent for caches that are bounded by number of entries.",
    labelNames: ["cache"],
    registers,
    collect() {
      bytes.reset();
      for (const { name, bytes: size } of cacheStatistics()) if (size !== null) bytes.set({ cache: name }, size);
    },
  });
  const entries: Gauge = new Gauge({
    name: "ringback_bounded_map_entries",
    help: "Entries of a bounded map of this process, such as the rates of callers.",
    labelNames: ["map"],
    registers,
    collect() {
      entries.reset();
      for (const [name, count] of boundedMapEntries()) entries.set({ map: name }, count);
    },
  });
}
