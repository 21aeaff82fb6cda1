import { LRUCache } from "lru-cache";

/**
 * A cache with a name and a bound, which evicts what was used least recently. Every cache of the gateway is made by
 * `createCache`, so that operators see all of them in the metrics.
 */
export interface Cache<Key extends {}, Value extends {}> {
  /** The cached value; counts as a hit or a miss. */
  get(key: Key): Value | undefined;
  /** The cached value, without being counted and without being kept any longer for it. */
  peek(key: Key): Value | undefined;
  has(key: Key): boolean;
  /** Caches a value. One that alone is beyond the bound is not cached. */
  set(key: Key, value: Value): void;
  /** The cached value, or what `create` returns, which is cached from then on. */
  getOrCreate(key: Key, create: (key: Key) => Value): Value;
  delete(key: Key): void;
  clear(): void;
  /** The estimated size of all entries in bytes; of a cache that is bounded by entries, their number. */
  size(): number;
}

interface Shared<Key, Value> {
  /** How long an entry is valid, by `now`. Default: until it is evicted. */
  readonly ttlMs?: number;
  /** Milliseconds. Default: the system's monotonic clock. */
  readonly now?: () => number;
  /** Called with each entry that leaves the cache. */
  readonly onEvict?: (key: Key, value: Value) => void;
}

/** A bound in bytes, where clients or vendors decide how large an entry is. */
export interface ByteBound<Key, Value> extends Shared<Key, Value> {
  readonly maxBytes: number;
  /** An estimate, rather too high than too low, of what an entry takes in memory beside ENTRY_BYTES. */
  readonly bytesOf: (key: Key, value: Value) => number;
}

/** A bound in entries, where every entry is small. */
export interface EntryBound<Key, Value> extends Shared<Key, Value> {
  readonly maxEntries: number;
}

/** What the cache itself needs for an entry. */
const ENTRY_BYTES = 200;

/** What a text takes in memory at most: the engine may need two bytes for each character. */
export function bytesOfText(text: string): number {
  return 2 * text.length;
}

/** What all caches of one name have done, and hold, in this process. */
export interface CacheStatistics {
  readonly name: string;
  readonly hits: number;
  readonly misses: number;
  /** Null for caches that are bounded by entries. */
  readonly bytes: number | null;
}

interface Named {
  hits: number;
  misses: number;
  readonly caches: Set<WeakRef<LruCache<{}, {}>>>;
}

const named = new Map<string, Named>();

/** The caches that were made in this process, by name. */
export function cacheStatistics(): readonly CacheStatistics[] {
  return [...named].map(([name, { hits, misses, caches }]) => {
    let bytes: number | null = null;
    for (const reference of caches) {
      const cache = reference.deref();
      if (cache === undefined) caches.delete(reference);
      else if (cache.isByteBound) bytes = (bytes ?? 0) + cache.size();
    }
    return { name, hits, misses, bytes };
  });
}

/** Makes a cache. Several may have one name: each has its own bound, and the metrics show their sum. */
export function createCache<Key extends {}, Value extends {}>(
  name: string,
  bound: ByteBound<Key, Value> | EntryBound<Key, Value>,
): Cache<Key, Value> {
  const counts = named.get(name) ?? { hits: 0, misses: 0, caches: new Set() };
  named.set(name, counts);
  const cache = new LruCache<Key, Value>(counts, bound);
  counts.caches.add(new WeakRef(cache as unknown as LruCache<{}, {}>));
  return cache;
}

class LruCache<Key extends {}, Value extends {}> implements Cache<Key, Value> {
  readonly isByteBound: boolean;
  private readonly entries: LRUCache<Key, Value>;

  constructor(
    private readonly counts: Named,
    bound: ByteBound<Key, Value> | EntryBound<Key, Value>,
  ) {
    this.isByteBound = "maxBytes" in bound;
    const { ttlMs, now, onEvict } = bound;
    this.entries = new LRUCache<Key, Value>({
      // Bounded by `max`, the library would make room for all entries at once.
      maxSize: "maxBytes" in bound ? bound.maxBytes : bound.maxEntries,
      sizeCalculation:
        "maxBytes" in bound ? (value, key) => ENTRY_BYTES + Math.ceil(bound.bytesOf(key, value)) : () => 1,
      ...(ttlMs === undefined ? {} : { ttl: ttlMs, ttlResolution: 0 }),
      ...(now === undefined ? {} : { perf: { now } }),
      ...(onEvict === undefined ? {} : { dispose: (value: Value, key: Key) => onEvict(key, value) }),
    });
  }

  get(key: Key): Value | undefined {
    const value = this.entries.get(key);
    if (value === undefined) this.counts.misses += 1;
    else this.counts.hits += 1;
    return value;
  }

  peek(key: Key): Value | undefined {
    return this.entries.peek(key);
  }

  has(key: Key): boolean {
    return this.entries.has(key);
  }

  set(key: Key, value: Value): void {
    this.entries.set(key, value);
  }

  getOrCreate(key: Key, create: (key: Key) => Value): Value {
    const cached = this.get(key);
    if (cached !== undefined) return cached;
    const created = create(key);
    this.entries.set(key, created);
    return created;
  }

  delete(key: Key): void {
    this.entries.delete(key);
  }

  clear(): void {
    this.entries.clear();
  }

  size(): number {
    return this.entries.calculatedSize;
  }
}
