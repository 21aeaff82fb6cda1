import type { Logger } from "pino";
import type { VendorPage } from "../adapters/adapter.js";
import type { Clock } from "../domain/time/instant.js";
import type { Observation } from "../domain/change/observation.js";
import type { RecordedChange } from "../domain/query.js";
import type { CompletedQuery, Store } from "../stores/store.js";
import type { Names } from "./names/names.js";
import { createQuarantineWarnings } from "./quarantine-warnings.js";
import type { SourceRegistry } from "./source-registry.js";

/** Called with the observations of a source. Its errors are logged, and the observations stay recorded. */
export type RecordListener = (source: string, observations: readonly Observation[]) => Promise<void>;

/** The only way of observations into the store: from reads, polls, webhooks and mutations. */
export interface Recorder {
  /**
   * Records a page. `completed` is the query that this page completes; null while more pages follow, or if the query
   * failed.
   */
  record(source: string, answer: VendorPage, completed: CompletedQuery | null): Promise<readonly RecordedChange[]>;
  /** Calls the listener with every page once it is recorded, and waits for it. Returns a function that removes the listener. */
  onRecord(listener: RecordListener): () => void;
  /** Records of a source that could not be read, and fields with invalid values, since the start. */
  counts(source: string): { readonly quarantined: number; readonly coerced: number };
}

/** Records into a store. What could not be read is logged by id and reason, never by value. */
export function createRecorder(options: {
  readonly store: Store;
  readonly clock: Clock;
  readonly logger: Logger;
  /**
   * The sources, whose adapters know how callbacks are merged from several kinds of records, and whether the vendor drops
   * callbacks when they are due. Default: each record is a callback, and none is dropped.
   */
  readonly sources?: Pick<SourceRegistry, "findLatest">;
  /** Gets the names in the records first, so that a new callback is published with them. Default: names are ignored. */
  readonly names?: Pick<Names, "noteObserved">;
}): Recorder {
  const { store, clock, logger, sources, names } = options;
  const listeners = new Set<RecordListener>();
  const warnings = createQuarantineWarnings(logger, clock);
  const counts = new Map<string, { quarantined: number; coerced: number }>();
  const countsOf = (source: string): { quarantined: number; coerced: number } => {
    const known = counts.get(source) ?? { quarantined: 0, coerced: 0 };
    counts.set(source, known);
    return known;
  };
  return {
    async record(source, answer, completed) {
      const count = countsOf(source);
      count.quarantined += answer.quarantined.length;
      count.coerced += answer.coerced.length;
      for (const record of answer.quarantined) warnings.warn(source, record);
      const { observations, quarantined } = answer;
      await names?.noteObserved(source, observations).catch((error: unknown) => {
        logger.error({ err: error, source }, "failed to save names");
      });
      // Responses may arrive after their source was removed.
      const adapter = sources?.findLatest(source)?.adapter;
      const changes = await store.record({
        source,
        observations,
        quarantined,
        answered: completed,
        forgetsWhenDue: adapter?.forgetsWhenDue === true,
        views: adapter?.views,
        now: clock(),
      });
      for (const listener of listeners) {
        await listener(source, observations).catch((error: unknown) => {
          logger.error({ err: error, source }, "record listener failed");
        });
      }
      return changes;
    },
    onRecord(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    counts: (source) => ({ ...countsOf(source) }),
  };
}
