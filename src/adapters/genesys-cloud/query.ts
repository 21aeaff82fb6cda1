import type { Instant } from "../../domain/time/instant.js";
import type { JsonObject } from "../../lib/json.js";

/** The filter of a details query, beside the time. */
export type GenesysCloudFilter =
  | { readonly callbackNumber: string }
  | { readonly userId: string }
  | { readonly externalContactId: string }
  | { readonly isOpen: true }
  | Readonly<Record<string, never>>;

export interface Interval {
  readonly start: Instant;
  readonly end: Instant;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/**
 * The intervals that cover the window: from `lookBackDays` ago to an hour from now, each at most `intervalDays` long. A
 * query finds conversations that started on a day of its interval, so that together they find each one.
 */
export function intervalsOf(now: Instant, lookBackDays: number, intervalDays: number): readonly Interval[] {
  const end = now + HOUR;
  const intervals: Interval[] = [];
  for (let start = now - lookBackDays * DAY; start < end; start += intervalDays * DAY) {
    intervals.push({ start, end: Math.min(start + intervalDays * DAY, end) });
  }
  return intervals;
}

/** The body of a conversation details query, a page from 0 on. */
export function detailsQuery(
  filter: GenesysCloudFilter,
  { start, end }: Interval,
  page: number,
  pageSize: number,
): JsonObject {
  const predicates = [
    dimension("mediaType", "callback"),
    ...("callbackNumber" in filter ? [dimension("callbackNumber", filter.callbackNumber)] : []),
    ...("userId" in filter ? [dimension("userId", filter.userId)] : []),
    ...("externalContactId" in filter ? [dimension("externalContactId", filter.externalContactId)] : []),
  ];
  return {
    interval: `${new Date(start).toISOString()}/${new Date(end).toISOString()}`,
    order: "asc",
    orderBy: "conversationStart",
    paging: { pageSize, pageNumber: page + 1 },
    // One filter for each: each may be satisfied by another segment.
    segmentFilters: predicates.map((predicate) => ({ type: "and", predicates: [predicate] })),
    ...("isOpen" in filter && {
      conversationFilters: [
        { type: "and", predicates: [{ type: "dimension", dimension: "conversationEnd", operator: "notExists" }] },
      ],
    }),
  };
}

function dimension(name: string, value: string): JsonObject {
  return { type: "dimension", dimension: name, operator: "matches", value };
}
