import { sql, type Kysely, type SelectQueryBuilder } from "kysely";
import { positionOf } from "../../callback/position.js";
import type { CallbackOrder, CallbackOrderField, ListPosition, StoredCallback } from "../../callback/query.js";
import type { ListPage, ListRequest } from "../store.js";
import { matches } from "./filter.js";
import { readLastPosition } from "./log.js";
import type { FoundRows, RowCache, RowQuery } from "./row-cache.js";
import type { CallbackRow, Tables } from "./tables.js";

const COLUMNS = {
  WINDOW_START: "window_start",
  NEXT_ATTEMPT_AT: "next_attempt_at",
  CREATED_AT: "created_at",
  UPDATED_AT: "updated_at",
  STATUS_CHANGED_AT: "status_changed_at",
} as const satisfies Record<CallbackOrderField, keyof CallbackRow>;

/** One ordered, filtered, counted slice. Runs in the caller's transaction, so that its parts are of one moment. */
export async function listCallbacks(db: Kysely<Tables>, request: ListRequest, cache: RowCache): Promise<ListPage> {
  const { slice } = request;
  const reading = { db, cache, request };
  const { rows: found, hasMore, ...read } = await readRows(reading, slice, slice.from, slice.size);
  const rows = slice.from === "start" ? found : found.toReversed();
  const hasBehind = await isAnythingBehind(reading, rows);
  const isWhole = !hasMore && slice.after === null && slice.before === null;
  return {
    rows,
    hasNextPage: slice.from === "start" ? hasMore : hasBehind,
    hasPreviousPage: slice.from === "start" ? hasBehind : hasMore,
    totalCount: isWhole ? rows.length : request.isCounted === true ? await countMatches(db, request) : null,
    lastPosition: read.lastPosition ?? (await readLastPosition(db)),
  };
}

async function countMatches(db: Kysely<Tables>, { filter, now }: ListRequest): Promise<number> {
  const { count } = await db
    .selectFrom("callbacks")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where((eb) => matches(eb, filter, now))
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** What a list is read by. */
interface Reading {
  readonly db: Kysely<Tables>;
  readonly cache: RowCache;
  readonly request: ListRequest;
}

/** Whether the list goes on at the end that the slice was not cut at. */
async function isAnythingBehind(reading: Reading, rows: readonly StoredCallback[]): Promise<boolean> {
  const { request } = reading;
  const { from, after, before } = request.slice;
  if ((from === "start" ? after : before) === null) return false;
  const edge = rows[from === "start" ? 0 : rows.length - 1];
  const position = edge === undefined ? null : positionOf(edge, request.orderBy.field);
  const beyond = from === "start" ? { after: null, before: position } : { after: position, before: null };
  return (await readRows(reading, beyond, from === "start" ? "end" : "start", 0)).hasMore;
}

interface Bounds {
  readonly after: ListPosition | null;
  readonly before: ListPosition | null;
}

/**
 * Up to `size` rows between the bounds, read from the given end. Rows without a sort value come last in the list,
 * whatever its direction: the list is read as two segments, each by its own range of one index. The log's position is
 * that of the first: what another process writes in between is told twice then, and never missed.
 */
async function readRows(
  { db, cache, request }: Reading,
  bounds: Bounds,
  from: "start" | "end",
  size: number,
): Promise<Omit<FoundRows, "lastPosition"> & { readonly lastPosition: number | null }> {
  const { filter, orderBy, now } = request;
  const segments: Segment[] = [hasValue, hasNone];
  let rows: readonly StoredCallback[] = [];
  let lastPosition: number | null = null;
  for (const segment of from === "start" ? segments : segments.reverse()) {
    if (segment.isEmpty(bounds)) continue;
    const query: RowQuery<AskedOfList> = {
      name: `${segment.name} by ${orderBy.field} ${orderBy.direction} from ${from}`,
      asked: { filter, now, after: bounds.after, before: bounds.before },
      withoutSightings: request.withoutSightings,
      build: (asked) => segment.build(db, asked, orderBy, from),
    };
    const found = await cache.read(db, query, size - rows.length);
    rows = rows.length === 0 ? found.rows : [...rows, ...found.rows];
    lastPosition ??= found.lastPosition;
    if (found.hasMore) return { rows, hasMore: true, lastPosition };
  }
  return { rows, hasMore: false, lastPosition };
}

type AskedOfList = Pick<ListRequest, "filter" | "now"> & Bounds;

/** A part of a list, which is one range of an index. */
interface Segment {
  readonly name: string;
  /** Whether nothing of it is between the bounds. */
  isEmpty(bounds: Bounds): boolean;
  build(
    db: Kysely<Tables>,
    asked: AskedOfList,
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
      .where((eb) => matches(eb, filter, now))
      .where(column, "is not", null);
    if (after !== null) query = query.where(compare(after, above));
    if (before !== null && before.value !== null) query = query.where(compare(before, below));
    return query.orderBy(column, direction).orderBy("row_id", direction);
  },
};

const hasNone: Segment = {
  name: "valueless",
  isEmpty: ({ before }) => before !== null && before.value !== null,
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
