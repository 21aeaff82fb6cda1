import { contentHashOf, type Observation } from "../../domain/change/observation.js";
import { GatewayError } from "../../domain/errors.js";
import { isOpenStatus } from "../../domain/status.js";
import type { Clock, DurationMs, Instant } from "../../domain/time/instant.js";
import { createBoundedMap } from "../../lib/cache.js";
import type { CallOptions, VendorPage } from "../adapter.js";

/** Adds the estimated wait of their queues to callbacks that wait for an agent. */
export interface WebexEstimates {
  addTo(page: VendorPage, options: CallOptions): Promise<VendorPage>;
}

export interface WebexEstimatesOptions {
  /** Returns the estimated wait of a queue; null if the vendor has too few samples. */
  readonly fetchWait: (queueId: string, options: CallOptions) => Promise<DurationMs | null>;
  readonly clock: Clock;
}

/** How long an estimate is used. */
const VALID_MS: DurationMs = 60_000;
/** Queues that are requested for one page; the others keep the estimate they have, and are next. */
const MOST_REQUESTS = 5;
const MAX_QUEUES = 500;

interface Wait {
  readonly at: Instant;
  readonly waitMs: DurationMs | null;
}

export function createWebexEstimates({ fetchWait, clock }: WebexEstimatesOptions): WebexEstimates {
  const waits = createBoundedMap<string, Wait>("queue_waits", { maxEntries: MAX_QUEUES });

  const refresh = async (queueIds: readonly string[], options: CallOptions): Promise<void> => {
    const ageOf = (queueId: string): DurationMs => clock() - (waits.peek(queueId)?.at ?? Number.NEGATIVE_INFINITY);
    const stale = queueIds.filter((queueId) => ageOf(queueId) >= VALID_MS).toSorted((a, b) => ageOf(b) - ageOf(a));
    for (const queueId of stale.slice(0, MOST_REQUESTS)) {
      try {
        waits.set(queueId, { at: clock(), waitMs: await fetchWait(queueId, options) });
      } catch (error) {
        // A callback without an estimate is complete. The request itself is counted and traced as failed.
        if (!(error instanceof GatewayError) || options.signal.aborted) throw error;
        return;
      }
    }
  };

  return {
    async addTo(page, call) {
      // The permit was for the search.
      const { signal, priority } = call;
      const options = { signal, ...(priority !== undefined && { priority }) };
      const waiting = page.observations.filter(isWaiting);
      const queueIds = new Set(waiting.flatMap(({ callback }) => callback.routing.queueId ?? []));
      await refresh([...queueIds], options);
      return {
        ...page,
        observations: page.observations.map((observation) => {
          const waitMs = waits.get(observation.callback.routing.queueId ?? "")?.waitMs ?? null;
          return waitMs === null || !isWaiting(observation) ? observation : withWait(observation, waitMs);
        }),
      };
    },
  };
}

function isWaiting({ callback: { status } }: Observation): boolean {
  return isOpenStatus(status) && status !== "IN_PROGRESS";
}

function withWait(observation: Observation, waitMs: DurationMs): Observation {
  const callback = { ...observation.callback, estimate: { callAt: null, waitMs, waitlistPosition: null } };
  return { ...observation, callback, contentHash: contentHashOf({ ...observation, callback }) };
}
