import { LRUCache } from "lru-cache";

/**
 * What was used most recently, `most` at the most. It grows as it is filled: bounded by `max`, the library makes room for
 * all at once, which for bounds that are only there for attackers is many megabytes of nothing.
 */
export function createRecentlyUsed<Key extends {}, Value extends {}>(most: number): LRUCache<Key, Value> {
  return new LRUCache<Key, Value>({ maxSize: most, sizeCalculation: () => 1 });
}

/** What is kept of a key, or what `make` makes, kept from then on. Keeping again what is kept costs more than finding it. */
export function keptOrMade<Key extends {}, Value extends {}>(
  kept: LRUCache<Key, Value>,
  key: Key,
  make: () => Value,
): Value {
  const found = kept.get(key);
  if (found !== undefined) return found;
  const made = make();
  kept.set(key, made);
  return made;
}
