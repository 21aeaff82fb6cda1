import type { Waiting } from "../../domain/caller.js";
import type { GatewayError } from "../../domain/errors.js";
import type { Clock, DurationMs } from "../../domain/time/instant.js";
import type { VendorQuery } from "../../domain/vendor/vendor-query.js";
import type { RequestPriority } from "../../domain/vendor/quota.js";
import type { Timer } from "../../domain/time/timer.js";
import type { Store } from "../../stores/store.js";
import type { SyncIntervals } from "../schedule/intervals.js";
import type { Recorder } from "../recorder.js";
import type { SourceRegistry } from "../source-registry.js";

/** The part of a source to refresh: everything, open callbacks, or the results of some queries. */
export type Wanted = "everything" | "open" | readonly VendorQuery[];

export interface RefreshOptions {
  /** How old the source's part may be before it is queried again; null: as old as the schedule of the sync lets it grow. */
  readonly maxStalenessMs: DurationMs | null;
  /** How long to wait; afterwards stored data is served, and the work continues. */
  readonly waitMs: DurationMs;
  readonly client: Waiting;
  /** Default: "interactive". */
  readonly priority?: Exclude<RequestPriority, "background">;
  /** True if a number is fetched in every form in which the vendor may store it. */
  readonly isLookup?: boolean;
}

export interface RefresherOptions {
  readonly sources: SourceRegistry;
  readonly store: Store;
  readonly recorder: Recorder;
  readonly clock: Clock;
  /** Default: the clock. */
  readonly timer?: Timer;
  readonly intervals: SyncIntervals;
  /** True where a background sync keeps sources fresh, here or in another gateway of the store. */
  readonly isPolled: boolean;
  readonly onFailure: (source: string, error: GatewayError, query: VendorQuery) => void;
}
