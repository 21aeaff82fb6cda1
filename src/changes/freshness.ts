import { createRecentlyUsed } from "../callback/recently-used.js";
import { GatewayError } from "../callback/errors.js";
import type { DurationMs, Instant } from "../callback/instant.js";
import type { Freshness, SourceReport } from "../callback/source.js";
import { toSourceError } from "./health.js";

/** What is known of when a source was asked what, by the questions' keys. */
export interface FreshnessRecord {
  answered(key: string, askedAt: Instant): void;
  failed(key: string, at: Instant, failure: unknown): void;
  /** When a question was last asked with success; null where it never was. */
  answeredAt(key: string): Instant | null;
  /** Why a question has no answer; null where it did not fail. */
  failureOf(key: string): GatewayError | null;
  /** True while a question that failed is left alone. */
  rests(key: string, now: Instant): boolean;
  /** What the source contributes to an answer that needed these questions. */
  report(keys: readonly string[], now: Instant, maxStalenessMs: DurationMs): SourceReport;
  /** What a source contributes that cannot be asked. */
  unsupported(): SourceReport;
}

/** Stands for all questions that a source can be asked. */
export const EVERYTHING = "everything";

const QUESTIONS_KEPT = 100_000;
/** After a failure the same question rests for so long: a vendor that is down is not hammered. */
const REST_MS = 1000;

interface Failure {
  readonly at: Instant;
  readonly error: GatewayError;
  /** True where other parts of the same sweep were answered. */
  readonly isPartial: boolean;
}

/** Some questions of a sweep failed; others may have been answered. */
export class SweepFailure extends Error {
  constructor(
    readonly reason: GatewayError | null,
    readonly isPartial: boolean,
  ) {
    super("a sweep was not completed");
  }
}

/** Begins with when everything was last asked. A source that lists has then answered every question about it. */
export function createFreshnessRecord(
  source: string,
  { isListing, completedAt }: { readonly isListing: boolean; readonly completedAt: Instant | null },
): FreshnessRecord {
  const answers = createRecentlyUsed<string, Instant>(QUESTIONS_KEPT);
  const failures = createRecentlyUsed<string, Failure>(QUESTIONS_KEPT);
  if (completedAt !== null) answers.set(EVERYTHING, completedAt);

  const answeredAt = (key: string): Instant | null => {
    const own = answers.get(key) ?? null;
    const listed = isListing ? (answers.get(EVERYTHING) ?? null) : null;
    return own === null || listed === null ? (own ?? listed) : Math.max(own, listed);
  };
  const report = (freshness: Freshness, asOf: Instant | null, error: GatewayError | null): SourceReport => ({
    source,
    freshness,
    asOf,
    error: error === null ? null : toSourceError(error),
  });

  return {
    answeredAt,
    answered(key, askedAt) {
      answers.set(key, askedAt);
      failures.delete(key);
    },
    failed(key, at, thrown) {
      const isSweep = thrown instanceof SweepFailure;
      // A question of the sweep that has neither answer nor failure was given up: the next look asks again.
      if (isSweep && thrown.reason === null) return;
      const error = toGatewayError(isSweep ? thrown.reason : thrown, source);
      failures.set(key, { at, error, isPartial: isSweep && thrown.isPartial });
    },
    failureOf: (key) => failures.get(key)?.error ?? null,
    rests(key, now) {
      const failure = failures.get(key);
      return failure !== undefined && now < Math.max(failure.at + REST_MS, failure.error.retryAfter ?? 0);
    },
    unsupported: () => report("UNSUPPORTED", null, null),
    report(keys, now, maxStalenessMs) {
      const times = keys.map(answeredAt);
      const asOf = times.reduce(
        (oldest, at) => (oldest === null || at === null ? null : Math.min(oldest, at)),
        times[0] ?? null,
      );
      if (asOf !== null && asOf >= now - maxStalenessMs) return report("FRESH", asOf, null);
      const failure = keys.map((key) => failures.get(key)).find((found) => found !== undefined);
      if (failure === undefined) {
        const message = `${source} did not answer in time for this request`;
        const late = new GatewayError("DEADLINE_EXCEEDED", message, { source });
        return report(asOf === null ? "UNAVAILABLE" : "STALE", asOf, late);
      }
      const isLimited = failure.error.code === "VENDOR_RATE_LIMITED" || failure.isPartial;
      return report(isLimited && asOf !== null ? "STALE" : "UNAVAILABLE", asOf, failure.error);
    },
  };
}

/** Anything but a GatewayError is a fault of ours: it is told to the log by its cause, and to nobody else. */
export function toGatewayError(thrown: unknown, source: string): GatewayError {
  if (thrown instanceof GatewayError) return thrown;
  return new GatewayError("VENDOR_MALFORMED", `the answer of ${source} could not be used`, { source, cause: thrown });
}
