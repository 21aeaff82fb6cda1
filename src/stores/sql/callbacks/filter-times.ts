import { sql, type Expression, type RawBuilder, type SqlBool } from "kysely";
import { WAITING_STATUSES, type PromiseState } from "../../../domain/promise.js";
import type { CallbackFilter } from "../../../domain/query.js";
import type { Instant } from "../../../domain/time/instant.js";
import { isAmong, isWithin, type Builder } from "./conditions.js";

const WAITING = sql.join(WAITING_STATUSES.map((status) => sql.lit(status)));

/** Whether customers wait in the status that was published last. */
export function isWaitingStatus(): RawBuilder<SqlBool> {
  return sql<SqlBool>`published_status in (${WAITING})`;
}

/** Whether a customer waits at `now`. The column has the status that was published last: its end may have passed since. */
export function isWaiting(now: Instant): RawBuilder<SqlBool> {
  return sql<SqlBool>`${isWaitingStatus()} and (ends_at is null or ends_at > ${now})`;
}

/** Equals `isOverdue` of domain/promise.ts. */
export function isOverdue(now: Instant): RawBuilder<SqlBool> {
  return sql<SqlBool>`promise_due_at < ${now} and ${isWaiting(now)}`;
}

/** Equals `promiseOf` of domain/times.ts: the column has the state before the clock breaks the promise. */
export function promiseExpression(now: Instant): RawBuilder<PromiseState> {
  return sql<PromiseState>`case when promise <> 'PENDING' then promise
    when ends_at <= ${now} then 'UNKNOWN'
    when promise_due_at >= ${now} or published_status = 'IN_PROGRESS' then 'PENDING'
    when published_status = 'UNKNOWN' then 'UNKNOWN' else 'BROKEN' end`;
}

/** The parts of a filter that `matchesTimes` of domain/filter-times.ts checks, as conditions on the callbacks' rows. */
export function timeConditions(eb: Builder, filter: CallbackFilter, now: Instant): Expression<SqlBool>[] {
  const conditions: Expression<SqlBool>[] = [];
  const { isAssigned, isPresentAtVendor, outcomes, promises, endedAt } = filter;
  if (isPresentAtVendor !== undefined) conditions.push(eb("is_present", "=", isPresentAtVendor ? 1 : 0));
  if (isAssigned !== undefined) conditions.push(eb("agent_id", isAssigned ? "is not" : "is", null));
  if (outcomes !== undefined) conditions.push(isAmong(eb, sql.ref("outcome"), outcomes));
  if (promises !== undefined) conditions.push(isAmong(eb, promiseExpression(now), promises));
  if (endedAt !== undefined) conditions.push(isWithin(eb, "ended_at", endedAt));
  if (filter.dueAt !== undefined) conditions.push(isWithin(eb, "promise_due_at", filter.dueAt));
  if (filter.waitingSince !== undefined) {
    conditions.push(isWithin(eb, "waits_from", filter.waitingSince), eb("waits_from", "<=", now));
  }
  if (filter.isOverdue !== undefined) {
    const overdue = isOverdue(now);
    conditions.push(filter.isOverdue ? overdue : sql<SqlBool>`not coalesce(${overdue}, ${eb.lit(false)})`);
  }
  return conditions;
}
