import type { DurationMs } from "../../domain/time/instant.js";
import { vendorQueryKey, type VendorQuery } from "../../domain/vendor/vendor-query.js";
import type { PlannedKey, SyncPlan } from "./plan.js";

/** A query that is polled once, outside of the lanes. */
interface SinglePoll {
  readonly key: PlannedKey;
  readonly at: DurationMs;
  readonly isUrgent: boolean;
}

/** More are not planned: without a poller, in a gateway that only serves clients, none is ever taken. */
const MOST_POLLS = 10_000;

/** Polls outside of the rotation: keys that were just written, hinted at, absent from a response, or that failed. */
export class SinglePolls {
  readonly #polls = new Map<string, SinglePoll>();

  /** `isRequested` is true for the key of a query that is in progress. */
  constructor(private readonly isRequested: (key: string) => boolean) {}

  has(key: string): boolean {
    return this.#polls.has(key);
  }

  /** Polls the query from `at` on. An existing poll of the key keeps its time if earlier, and its urgency. */
  add(query: VendorQuery, at: DurationMs, { isUrgent, plan }: { isUrgent: boolean; plan: SyncPlan }): void {
    const key = vendorQueryKey(query);
    const single = { lane: "hot", cost: 1, members: [], isStanding: false, isOptional: true, coveredBy: null } as const;
    const existing = this.#polls.get(key);
    if (existing === undefined && this.#polls.size >= MOST_POLLS) return;
    this.#polls.set(key, {
      key: plan.keys.get(key) ?? { key, query, ...single },
      at: existing === undefined ? at : Math.min(existing.at, at),
      isUrgent: isUrgent || existing?.isUrgent === true,
    });
  }

  /** Takes over what another plan says about the keys. */
  follow(plan: SyncPlan): void {
    for (const [key, poll] of this.#polls) {
      const planned = plan.keys.get(key);
      if (planned !== undefined) this.#polls.set(key, { ...poll, key: planned });
    }
  }

  /** Removes and returns the first key that is due and not in progress; null where there is none. */
  take(now: DurationMs, isUrgent: boolean): PlannedKey | null {
    for (const [key, poll] of this.#polls) {
      if (poll.isUrgent !== isUrgent || poll.at > now || this.isRequested(key)) continue;
      this.#polls.delete(key);
      return poll.key;
    }
    return null;
  }

  /** When the first poll that is not in progress is due; Infinity where there is none. */
  nextAt(): DurationMs {
    let at = Number.POSITIVE_INFINITY;
    for (const [key, poll] of this.#polls) if (!this.isRequested(key)) at = Math.min(at, poll.at);
    return at;
  }
}
