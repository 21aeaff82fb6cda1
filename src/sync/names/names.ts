import type { Logger } from "pino";
import type { Observation } from "../../domain/change/observation.js";
import type { NameOrigin, NameReader, SourceNames, StoredName, VendorName } from "../../domain/names.js";
import { textOfQueue, type Queue } from "../../domain/queue.js";
import type { Instant } from "../../domain/time/instant.js";
import { createBoundedMap } from "../../lib/cache.js";
import type { Store } from "../../stores/store.js";

/** The names of queues and agents of all sources, in memory, as the settings and the store hold them. */
export interface Names extends NameReader {
  /** Saves the names in these observations that are new. A name of an older record does not replace that of a newer one. */
  noteObserved(source: string, observations: readonly Observation[]): Promise<void>;
  /** Saves the names of a vendor's directory that are new. */
  noteDirectory(source: string, names: readonly VendorName[]): Promise<void>;
  /** Calls `listener` after names have changed. Returns a function that stops it. */
  onChange(listener: () => void): () => void;
  /** Sets the names of the settings anew, by source, and has everything that contains names be built again. */
  reload(settings: ReadonlyMap<string, SourceNames>): void;
  /** Stops listening to the store. */
  close(): void;
}

export interface NamesOptions {
  readonly store: Pick<Store, "readNames" | "saveNames" | "onNames">;
  /** The names of the settings, by source. */
  readonly settings: ReadonlyMap<string, SourceNames>;
  readonly logger: Logger;
}

/** Both names of one queue or agent; the record's is used first. */
type Entry = Readonly<Partial<Record<NameOrigin, Named>>>;
type Named = Pick<StoredName, "name" | "namedAt">;

/** Names of all sources, of both origins: some 20 MB. */
const MAX_NAMES = 200_000;

/** Reads the names of the store. Rejects with STORE_UNAVAILABLE where it does not respond. */
export async function openNames({ store, settings: first, logger }: NamesOptions): Promise<Names> {
  const entries = createBoundedMap<string, Entry>("names", { maxEntries: MAX_NAMES });
  const listeners = new Set<() => void>();
  let settings = first;
  let version = 0;

  const publish = (): void => {
    version += 1;
    for (const listener of listeners) listener();
  };
  /** True if the name that is shown has changed. */
  const apply = (source: string, { name, namedAt, origin, ...queue }: Omit<StoredName, "source">): boolean => {
    const key = keyOf(source, queue);
    const before = entries.peek(key) ?? {};
    const after = { ...before, [origin]: { name, namedAt } };
    entries.set(key, after);
    return shownOf(before) !== shownOf(after);
  };
  const applyAll = (
    source: string | null,
    names: readonly (Omit<StoredName, "source"> & { source?: string })[],
  ): void => {
    const changed = names.filter((one) => apply(one.source ?? source ?? "", one));
    if (changed.length > 0) publish();
  };
  const read = async (source: string | null): Promise<void> => {
    const names = await (source === null ? store.readNames() : store.readNames(source));
    if (names.length > MAX_NAMES)
      logger.warn({ names: names.length, kept: MAX_NAMES }, "too many names for the memory");
    applyAll(source, names);
  };
  const save = async (source: string, origin: NameOrigin, names: readonly DatedName[]): Promise<void> => {
    const news = names
      .filter((one) => isNew(entries.peek(keyOf(source, one))?.[origin], one))
      .map((one) => ({ ...one, source, origin }));
    if (news.length === 0) return;
    await store.saveNames(source, news);
    applyAll(source, news);
  };

  await read(null);
  const reload = createReload(read, (source, error) => {
    logger.warn({ err: error, ...(source === null ? {} : { source }) }, "failed to read names");
  });
  const stop = store.onNames(reload);
  return {
    get version() {
      return version;
    },
    find(source, kind, vendorId) {
      const own = settings.get(source)?.[kind === "AGENT" ? "agents" : "queues"];
      const named = own !== undefined && Object.hasOwn(own, vendorId) ? own[vendorId] : undefined;
      return named ?? shownOf(entries.get(keyOf(source, { kind, vendorId })) ?? {});
    },
    noteObserved: (source, observations) => save(source, "RECORD", latestNames(observations)),
    noteDirectory: (source, names) =>
      save(
        source,
        "DIRECTORY",
        names.map((one) => ({ ...one, namedAt: null })),
      ),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    reload(next) {
      settings = next;
      publish();
    },
    close: stop,
  };
}

type DatedName = VendorName & Pick<StoredName, "namedAt">;

/** Source names contain no space. */
function keyOf(source: string, queue: Queue): string {
  return `${source} ${textOfQueue(queue)}`;
}

function shownOf({ RECORD: record, DIRECTORY: directory }: Entry): string | null {
  return record?.name ?? directory?.name ?? null;
}

/** True for a name that replaces the one before. An older record has the name that a queue had then. */
function isNew(before: Named | undefined, { name, namedAt }: DatedName): boolean {
  if (before === undefined) return true;
  return before.name !== name && (before.namedAt === null || (namedAt !== null && namedAt >= before.namedAt));
}

/** The latest name of each queue and agent, by the times of the records. */
function latestNames(observations: readonly Observation[]): readonly DatedName[] {
  const latest = new Map<string, DatedName>();
  for (const { names = [], callback } of observations) {
    const namedAt: Instant | null = callback.updatedAt ?? callback.createdAt;
    for (const one of names) {
      const key = textOfQueue(one);
      const other = latest.get(key);
      if (other === undefined || (namedAt ?? 0) >= (other.namedAt ?? 0)) latest.set(key, { ...one, namedAt });
    }
  }
  return [...latest.values()];
}

/** Reads names again, one source after the other; several notifications of a source that waits are one read. */
function createReload(
  read: (source: string | null) => Promise<void>,
  onFailure: (source: string | null, error: unknown) => void,
): (source: string | null) => void {
  const waiting = new Set<string | null>();
  let running: Promise<void> | null = null;
  const run = async (): Promise<void> => {
    for (const source of waiting) {
      waiting.delete(source);
      await read(source).catch((error: unknown) => onFailure(source, error));
    }
    running = null;
  };
  return (source) => {
    waiting.add(source);
    running ??= run();
  };
}
