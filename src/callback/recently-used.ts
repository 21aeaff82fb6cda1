import { LRUCache } from "lru-cache";

/**
 * What was used most recently, `most` at the most. It grows as it is filled: bounded by `max`, the library makes room for
 * all at once, which for bounds that are only there for attackers is many megabytes of nothing.
 */
export function createRecentlyUsed<Key extends {}, Value extends {}>(most: number): LRUCache<Key, Value> {
  return new LRUCache<Key, Value>({ maxSize: most, sizeCalculation: () => 1 });
}
