import { GatewayError } from "../../domain/errors.js";
import type { Instant } from "../../domain/time/instant.js";
import type { Freshness, SourceError, SourceReport } from "../../domain/source.js";
import type { SyncSummary } from "../schedule/summary.js";
import { toSourceError } from "../health.js";

/** The circumstances that a report depends on, in addition to the summary. */
export interface ReportContext {
  readonly source: string;
  /** Converts the timer's time to the wall clock's. */
  readonly toInstant: (at: number) => Instant;
  /** True where requests wait for the vendor's quota, or the background sync is paced by it. */
  readonly isPaced: boolean;
  /** The source's last error while none of its calls succeeds; else null. */
  readonly outage: SourceError | null;
  /** True if a client's request caused the queries: missing data was then too late for it. */
  readonly isRequested: boolean;
  /** Why the whole list was not read for this request; null where it was, or did not have to be. */
  readonly skippedList: string | null;
  /** Records without an id in the last responses. */
  readonly unidentified: number;
}

const COUNT = new Intl.NumberFormat("en-US");
const show = (count: number): string => COUNT.format(count);

/** Returns the report of a source that does not support the query. */
export function unsupportedReport(source: string): SourceReport {
  const none = { asOf: null, dueSoonAsOf: null, reason: null, error: null } as const;
  return { source, freshness: "UNSUPPORTED", ...none, freshUntil: Number.POSITIVE_INFINITY };
}

/** Returns the report of a source's part of a result that depends on these keys. */
export function reportOf(summary: SyncSummary, context: ReportContext): SourceReport {
  const { source, toInstant, isPaced, isRequested } = context;
  const { keys, never, overdue, refused, error } = summary;
  const asOf = summary.oldest?.requestedAt ?? null;
  const stale = never + overdue;
  const isFresh = stale === 0 && refused < keys;
  // A client that waited for a vendor gets this error; one that waited for the quota gets the reason "quota".
  const late = (): GatewayError =>
    new GatewayError("DEADLINE_EXCEEDED", `${source} did not respond in time for this request`, { source });
  const reported = isFresh ? null : (error ?? (isRequested && !isPaced ? late() : null));
  const isOut = !isFresh && context.outage !== null;
  return {
    source,
    freshness: isFresh ? "FRESH" : isOut ? "UNAVAILABLE" : freshnessOf(summary, reported),
    asOf,
    dueSoonAsOf: summary.oldestHot?.requestedAt ?? null,
    reason: reasonOf(summary, context),
    error: isOut ? context.outage : reported === null ? null : toSourceError(reported),
    freshUntil: isFresh ? toInstant(summary.freshUntil) : Number.NEGATIVE_INFINITY,
  };
}

function freshnessOf({ keys, never, overdue, oldest, refused }: SyncSummary, error: GatewayError | null): Freshness {
  if (error === null) return "STALE";
  const isPartial = refused < keys && never + overdue < keys;
  const isLate = error.code === "VENDOR_RATE_LIMITED" || error.code === "DEADLINE_EXCEEDED";
  if (isPartial) return "STALE";
  // Failed permanently, or too late without stored data.
  return isLate && oldest !== null ? "STALE" : "UNAVAILABLE";
}

/** Explains for people why a source's part is not fresh. Null if there is no reason to report. */
function reasonOf(summary: SyncSummary, { isPaced, skippedList, unidentified }: ReportContext): string | null {
  const { keys, never, overdue, failed, refused } = summary;
  const reasons = [
    never === 0 ? null : `never requested: ${show(never)}`,
    failed === 0 ? null : `failed keys: ${show(failed)} of ${show(keys)}`,
    refused === 0 ? null : `refused keys: ${show(refused)} of ${show(keys)}`,
    isPaced && overdue + never > failed ? "quota" : null,
    skippedList,
    unidentified === 0 ? null : `records without an id: ${show(unidentified)}, so removed callbacks may go unnoticed`,
  ].filter((reason) => reason !== null);
  return reasons.length === 0 ? null : reasons.join("; ");
}
