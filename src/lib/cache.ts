import { LRUCache } from "lru-cache";

/**
 * A cache with a name and a bound, which evicts the least recently used entry. Every cache of the gateway is created by
 * `createCache`, so that operators see all of them in the metrics, and can turn all of them off.
 */
export interface Cache<Key extends {}, Value extends {}> {
  /** The cached value; counts as a hit or a miss. */
  get(key: Key): Value | undefined;
  /** The cached value, without counting a hit or a miss, and without marking it as used. */
  peek(key: Key): Value | undefined;
  has(key: Key): boolean;
  /** Caches a value, unless it alone is larger than the bound. */
  set(key: Key, value: Value): void;
  /** The cached value, or the one that `create` returns, which is cached. */
  getOrCreate(key: Key, create: (key: Key) => Value): Value;
  delete(key: Key): void;
  clear(): void;
  /** The keys of all entries, without marking them as used. */
  keys(): readonly Key[];
  /** The estimated size of all entries in bytes; of a cache that is bounded by entries, their number. */
  size(): number;
}

interface Shared {
  /** How long an entry is valid, by `now`. Default: until it is evicted. */
  readonly ttlMs?: number;
  /** Milliseconds. Default: the system's monotonic clock. */
  readonly now?: () => number;
}

/** A bound in bytes, where clients or vendors decide how large an entry is. */
export interface ByteBound<Key, Value> extends Shared {
  readonly maxBytes: number;
  /** An estimate, rather too high than too low, of the bytes of an entry in memory beside ENTRY_BYTES. */
  readonly bytesOf: (key: Key, value: Value) => number;
}

/** A bound in entries, where every entry is small. */
export interface EntryBound<Value = unknown> extends Shared {
  readonly maxEntries: number;
  /** Called with an entry that the bound removes, but not with one that is deleted, replaced or too old. */
  readonly onEvict?: (value: Value) => void;
}

/** Bytes of an entry beside its key and value. */
const ENTRY_BYTES = 200;

/** Bytes of a string in memory, at most: the engine may need two for each character. */
export function bytesOfText(text: string): number {
  return 2 * text.length;
}

/** Counts of all caches of one name in this process. */
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

const caches = new Map<string, Named>();
const boundedMaps = new Map<string, Named>();

/** The names of all caches. */
export const CACHE_NAMES = [
  "documents",
  "responses",
  "json_fragments",
  "event_results",
  "tokens",
  "statements",
  "prepared_statements",
  "rows",
  "vendor_responses",
  "vendor_rows",
  "phone_numbers",
  "time_zones",
] as const;

/** All caches on, all off, or the named ones off. */
export type CacheState = "on" | "off" | readonly (typeof CACHE_NAMES)[number][];
let cacheState: CacheState = "on";

/** Turns caches of this process on or off. Off, they find nothing and hold nothing; bounded maps are no caches. */
export function turnCaches(state: CacheState): void {
  cacheState = state;
}

/** The caches that were created in this process, by name. */
export function cacheStatistics(): readonly CacheStatistics[] {
  return [...caches].map(([name, { hits, misses, caches: all }]) => {
    let bytes: number | null = null;
    for (const cache of living(all)) if (cache.isByteBound) bytes = (bytes ?? 0) + cache.size();
    return { name, hits, misses, bytes };
  });
}

/** Deletes the entries of all caches of this process, whose values may hold what was erased. Bounded maps keep theirs. */
export function clearCaches(): void {
  for (const { caches: all } of caches.values()) for (const cache of living(all)) cache.clear();
}

/** The number of entries in the bounded maps of this process, by name. */
export function boundedMapEntries(): readonly (readonly [name: string, entries: number])[] {
  return [...boundedMaps].map(([name, { caches: all }]) => {
    return [name, [...living(all)].reduce((sum, map) => sum + map.count(), 0)] as const;
  });
}

function* living(references: Set<WeakRef<LruCache<{}, {}>>>): Generator<LruCache<{}, {}>> {
  for (const reference of references) {
    const cache = reference.deref();
    if (cache === undefined) references.delete(reference);
    else yield cache;
  }
}

/** Creates a cache. Several may have one name: each has its own bound, and the metrics show their sum. */
export function createCache<Key extends {}, Value extends {}>(
  name: string,
  bound: ByteBound<Key, Value> | EntryBound<Value>,
): Cache<Key, Value> {
  return register(caches, name, (counts) => new LruCache<Key, Value>(counts, bound, name));
}

/**
 * Creates a map of state that cannot be computed again, such as rates by caller. Bounded as a cache is, it forgets the least
 * recently used entry; it stays on when caches are off.
 */
export function createBoundedMap<Key extends {}, Value extends {}>(
  name: string,
  bound: ByteBound<Key, Value> | EntryBound<Value>,
): Cache<Key, Value> {
  return register(boundedMaps, name, (counts) => new LruCache<Key, Value>(counts, bound, null));
}

function register<Key extends {}, Value extends {}>(
  names: Map<string, Named>,
  name: string,
  create: (counts: Named) => LruCache<Key, Value>,
): LruCache<Key, Value> {
  const counts = names.get(name) ?? { hits: 0, misses: 0, caches: new Set() };
  names.set(name, counts);
  const cache = create(counts);
  counts.caches.add(new WeakRef(cache as unknown as LruCache<{}, {}>));
  return cache;
}

class LruCache<Key extends {}, Value extends {}> implements Cache<Key, Value> {
  readonly isByteBound: boolean;
  private readonly entries: LRUCache<Key, Value>;

  constructor(
    private readonly counts: Named,
    bound: ByteBound<Key, Value> | EntryBound<Value>,
    /** Its name for `turnCaches`; null for a map that is always on. */
    private readonly switchName: string | null,
  ) {
    this.isByteBound = "maxBytes" in bound;
    const { ttlMs, now } = bound;
    const onEvict = "onEvict" in bound ? bound.onEvict : undefined;
    this.entries = new LRUCache<Key, Value>({
      // Bounded by `max`, the library would allocate all entries at once.
      maxSize: "maxBytes" in bound ? bound.maxBytes : bound.maxEntries,
      sizeCalculation:
        "maxBytes" in bound ? (value, key) => ENTRY_BYTES + Math.ceil(bound.bytesOf(key, value)) : () => 1,
      ...(ttlMs === undefined ? {} : { ttl: ttlMs, ttlResolution: 0 }),
      ...(now === undefined ? {} : { perf: { now } }),
      ...(onEvict === undefined
        ? {}
        : { dispose: (value, _, reason) => (reason === "evict" ? onEvict(value) : undefined) }),
    });
  }

  get(key: Key): Value | undefined {
    const value = this.isOff() ? undefined : this.entries.get(key);
    if (value === undefined) this.counts.misses += 1;
    else this.counts.hits += 1;
    return value;
  }

  peek(key: Key): Value | undefined {
    return this.isOff() ? undefined : this.entries.peek(key);
  }

  has(key: Key): boolean {
    return !this.isOff() && this.entries.has(key);
  }

  set(key: Key, value: Value): void {
    if (!this.isOff()) this.entries.set(key, value);
  }

  getOrCreate(key: Key, create: (key: Key) => Value): Value {
    const cached = this.get(key);
    if (cached !== undefined) return cached;
    const created = create(key);
    this.set(key, created);
    return created;
  }

  delete(key: Key): void {
    this.entries.delete(key);
  }

  clear(): void {
    this.entries.clear();
  }

  keys(): readonly Key[] {
    return [...this.entries.keys()];
  }

  size(): number {
    return this.entries.calculatedSize;
  }

  count(): number {
    return this.entries.size;
  }

  private isOff(): boolean {
    if (cacheState === "on" || this.switchName === null) return false;
    return cacheState === "off" || (cacheState as readonly string[]).includes(this.switchName);
  }
}
