import { sql, type Expression, type RawBuilder, type SqlBool } from "kysely";
import type { Instant } from "../../../domain/time/instant.js";
import type { CallbackFilter, CallbackOrderField, InstantRange } from "../../../domain/query.js";
import { textOfQueue } from "../../../domain/queue.js";
import type { CallbackStatus } from "../../../domain/status.js";
import { timeConditions } from "./filter-times.js";
import { isAmong, isWithin, type Builder } from "./conditions.js";
import { isStillOpen } from "./open.js";
import { containsWords, type RowSearch } from "./search.js";

/** The status that holds at `now`, as `statusOf` gives it. */
export function statusExpression(now: Instant): RawBuilder<CallbackStatus> {
  return sql<CallbackStatus>`case when ends_at <= ${now} then 'ENDED' when due_at <= ${now} then 'QUEUED' else status end`;
}

/** A filter of rows: which sources are not in the settings is known by then, and how the words of a search are found. */
export interface RowFilter extends Omit<CallbackFilter, "queues"> {
  /** Not empty. */
  readonly exceptSources?: readonly string[];
  readonly queueKeys?: readonly { readonly source: string; readonly queueKey: string }[];
  /** Instead of `search`. */
  readonly searchPlan?: RowSearch;
  /** The same for a statement that reads all rows, such as a count. */
  readonly wholeSearchPlan?: RowSearch;
}

/** The filter with queues as their column has them: a statement is compiled once for each number of them. */
export function withQueueKeys({ queues, ...filter }: CallbackFilter): RowFilter {
  if (queues === undefined) return filter;
  return { ...filter, queueKeys: queues.map((queue) => ({ source: queue.source, queueKey: textOfQueue(queue) })) };
}

/** The filter for a statement that reads all matching rows. */
export function forAllRows(filter: RowFilter): RowFilter {
  return filter.wholeSearchPlan === undefined ? filter : { ...filter, searchPlan: filter.wholeSearchPlan };
}

/** A filter as a condition on the callbacks' rows. `orderedBy` is the field by which a list of them is read. */
export function matches(
  eb: Builder,
  filter: RowFilter,
  now: Instant,
  orderedBy?: CallbackOrderField,
): Expression<SqlBool> {
  const conditions: Expression<SqlBool>[] = [];
  // Nearly all rows are of the sources: an expression has no index, so few rows are found by the words.
  const source = filter.searchPlan?.isRare === true ? sql`coalesce(source, '')` : sql.ref("source");
  if (filter.sources !== undefined) {
    const isOfSources = isAmong(eb, source, filter.sources);
    // No range of an index: without statistics, SQLite would sort all callbacks of the sources, also the ended ones.
    conditions.push(filter.isOpen === true ? sql<SqlBool>`(${isOfSources}) is true` : isOfSources);
  }
  if (filter.exceptSources !== undefined) conditions.push(eb("source", "not in", filter.exceptSources));
  if (filter.statuses !== undefined) conditions.push(isAmong(eb, statusExpression(now), filter.statuses));
  if (filter.isOpen === true && orderedBy === "URGENCY") conditions.push(isStillOpen(now));
  else if (filter.isOpen !== undefined) conditions.push(isOpen(eb, filter.isOpen, now));
  if (filter.phoneNumbers !== undefined) conditions.push(isAmong(eb, sql.ref("phone_number"), filter.phoneNumbers));
  if (filter.contactId !== undefined) conditions.push(eb("contact_id", "=", filter.contactId));
  if (filter.agents !== undefined) {
    conditions.push(isAmongKeys(eb, "agent_id", filter.agents, ({ agentId }) => agentId));
  }
  if (filter.queueKeys !== undefined) {
    conditions.push(isAmongKeys(eb, "queue_key", filter.queueKeys, ({ queueKey }) => queueKey));
  }
  if (filter.campaignIds !== undefined) conditions.push(isAmong(eb, sql.ref("campaign_id"), filter.campaignIds));
  if (filter.window !== undefined) conditions.push(overlaps(eb, filter.window));
  if (filter.createdAt !== undefined) conditions.push(isWithin(eb, "created_at", filter.createdAt));
  if (filter.updatedAt !== undefined) conditions.push(isWithin(eb, "updated_at", filter.updatedAt));
  conditions.push(...timeConditions(eb, filter, now));
  if (filter.customer !== undefined) conditions.push(eb("customer_hash", "=", filter.customer.hash));
  if (filter.searchPlan !== undefined) conditions.push(containsWords(filter.searchPlan));
  return eb.and(conditions);
}

/** The column holds the status that was published last: callbacks that have ended by the clock since then are found by their end. */
function isOpen(eb: Builder, wanted: boolean, now: Instant): Expression<SqlBool> {
  if (!wanted) return eb.or([eb("is_open", "=", 0), eb("ends_at", "<=", now)]);
  return eb.and([eb("is_open", "=", 1), eb.or([eb("ends_at", "is", null), eb("ends_at", ">", now)])]);
}

/** One range of the column's index for each key. */
function isAmongKeys<Key extends { readonly source: string }>(
  eb: Builder,
  column: "agent_id" | "queue_key",
  allowed: readonly Key[],
  keyOf: (key: Key) => string,
): Expression<SqlBool> {
  return eb.or(allowed.map((key) => eb.and([eb("source", "=", key.source), eb(column, "=", keyOf(key))])));
}

/** A window that ends exactly at `from` is over by then; a point in time at `from` is not. */
function overlaps(eb: Builder, range: InstantRange): Expression<SqlBool> {
  const conditions = [eb("window_start", "is not", null)];
  if (range.until !== null) conditions.push(eb("window_start", "<", range.until));
  if (range.from !== null)
    conditions.push(eb.or([eb("window_start", ">=", range.from), eb("window_end", ">", range.from)]));
  return eb.and(conditions);
}
