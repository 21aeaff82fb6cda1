import { sql, type Kysely, type SelectQueryBuilder } from "kysely";
import type { CallbackFilter, CallbackOrder, CallbackOrderField, ListPosition } from "../../../domain/query.js";
import type { ListRequest } from "../../store.js";
import { matches } from "./filter.js";
import type { CallbackRow, Tables } from "../schema/tables.js";

const COLUMNS = {
  WINDOW_START: "window_start",
  NEXT_ATTEMPT_AT: "next_attempt_at",
  CREATED_AT: "created_at",
  UPDATED_AT: "updated_at",
  STATUS_CHANGED_AT: "status_changed_at",
  WAITING_SINCE: "waits_from",
  DUE_AT: "promise_due_at",
  ENDED_AT: "ended_at",
  URGENCY: "urgency",
} as const satisfies Record<CallbackOrderField, keyof CallbackRow>;

/** A range of the very column that a list is ordered by leaves out what has no value there. */
const FILTERS = {
  WINDOW_START: "window",
  NEXT_ATTEMPT_AT: null,
  CREATED_AT: "createdAt",
  UPDATED_AT: "updatedAt",
  STATUS_CHANGED_AT: null,
  WAITING_SINCE: "waitingSince",
  DUE_AT: "dueAt",
  ENDED_AT: "endedAt",
  URGENCY: null,
} as const satisfies Record<CallbackOrderField, keyof CallbackFilter | null>;

/** The cursor that a list is cut at; null without one. */
export interface Bounds {
  readonly after: ListPosition | null;
  readonly before: ListPosition | null;
}

/** The inputs of a segment. */
export type SegmentArguments = Pick<ListRequest, "filter" | "now"> & Bounds;

/** A part of a list, which is one range of an index. */
export interface Segment {
  readonly name: string;
  /** Whether it is clear that nothing of it is between the bounds. */
  isEmpty(bounds: Bounds, request: ListRequest): boolean;
  build(
    db: Kysely<Tables>,
    given: SegmentArguments,
    orderBy: CallbackOrder,
    from: "start" | "end",
  ): SelectQueryBuilder<Tables, "callbacks", unknown>;
}

const hasValue: Segment = {
  name: "valued",
  isEmpty: ({ after }) => after !== null && after.value === null,
  build(db, { filter, now, after, before }, orderBy, from) {
    const column = COLUMNS[orderBy.field];
    const [above, below] = orderBy.direction === "ASC" ? ([">", "<"] as const) : (["<", ">"] as const);
    const direction = (orderBy.direction === "ASC") === (from === "start") ? "asc" : "desc";
    const compare = (position: ListPosition, operator: string) =>
      sql<boolean>`(${sql.ref(column)}, row_id) ${sql.raw(operator)} (${position.value}, ${position.rowId})`;
    let query = db
      .selectFrom("callbacks")
      .where((eb) => matches(eb, filter, now, orderBy.field))
      .where(column, "is not", null);
    if (after !== null) query = query.where(compare(after, above));
    if (before !== null && before.value !== null) query = query.where(compare(before, below));
    return query.orderBy(column, direction).orderBy("row_id", direction);
  },
};

const hasNone: Segment = {
  name: "valueless",
  isEmpty: ({ before }, { filter, orderBy }) => {
    if (orderBy.field === "URGENCY") return true;
    const range = FILTERS[orderBy.field];
    return (before !== null && before.value !== null) || (range !== null && filter[range] !== undefined);
  },
  build(db, { filter, now, after, before }, orderBy, from) {
    let query = db
      .selectFrom("callbacks")
      .where((eb) => matches(eb, filter, now))
      .where(COLUMNS[orderBy.field], "is", null);
    const [above, below] = orderBy.direction === "ASC" ? ([">", "<"] as const) : (["<", ">"] as const);
    if (after !== null && after.value === null) query = query.where("row_id", above, after.rowId);
    if (before !== null) query = query.where("row_id", below, before.rowId);
    return query.orderBy("row_id", (orderBy.direction === "ASC") === (from === "start") ? "asc" : "desc");
  },
};

/**
 * Returns the segments of a list, in the order of reading. Rows without a sort value come last in it, whatever its direction.
 */
export function segmentsOf(request: ListRequest, bounds: Bounds, from: "start" | "end"): readonly Segment[] {
  const segments = from === "start" ? [hasValue, hasNone] : [hasNone, hasValue];
  return segments.filter((segment) => !segment.isEmpty(bounds, request));
}
