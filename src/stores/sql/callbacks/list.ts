import type { Kysely } from "kysely";
import { positionOf } from "../../../domain/change/position.js";
import type { StoredCallback } from "../../../domain/query.js";
import type { ListPage, ListRequest } from "../../store.js";
import { forAllRows, matches } from "./filter.js";
import { readLastPosition } from "../changelog/log.js";
import type { FoundRows, RowReader } from "./row-cache.js";
import { segmentsOf, type SegmentArguments, type Bounds, type Segment } from "./segments.js";
import { countOpenMatches, hasOpenCount } from "../statistics/open-counts.js";
import type { Tables } from "../schema/tables.js";

/** One ordered, filtered, counted slice. Runs in the caller's transaction, so that its parts are of one moment. */
export async function listCallbacks(db: Kysely<Tables>, request: ListRequest, cache: RowReader): Promise<ListPage> {
  const { slice } = request;
  const reading = { db, cache, request };
  const found = await readRows(reading, slice, slice.from, slice.size);
  const isWhole = !found.hasMore && slice.after === null && slice.before === null;
  return toPage(slice, {
    ...found,
    hasBehind: await isAnythingBehind(reading, found.rows),
    totalCount: isWhole ? found.rows.length : request.isCounted === true ? await countMatches(db, request) : null,
    lastPosition: found.lastPosition ?? (await readLastPosition(db)),
  });
}

/** The same by one statement, which is of one moment by itself; null if it does not suffice. */
export async function listAtOnce(db: Kysely<Tables>, request: ListRequest, cache: RowReader): Promise<ListPage | null> {
  const { slice } = request;
  const [first, ...others] = segmentsOf(request, slice, slice.from);
  if (first === undefined || request.isCounted === true || isCutBehind(slice)) return null;
  const found = await readSegment({ db, cache, request }, first, slice, slice.from, slice.size);
  if (!found.isSnapshot || (others.length > 0 && !found.hasMore)) return null;
  return toPage(slice, { ...found, hasBehind: false, totalCount: null });
}

interface FoundPage extends Pick<FoundRows, "rows" | "hasMore">, Pick<ListPage, "totalCount" | "lastPosition"> {
  readonly hasBehind: boolean;
}

function toPage({ from }: ListRequest["slice"], found: FoundPage): ListPage {
  const { rows, hasMore, hasBehind, totalCount, lastPosition } = found;
  const isFromStart = from === "start";
  return {
    rows: isFromStart ? rows : rows.toReversed(),
    hasNextPage: isFromStart ? hasMore : hasBehind,
    hasPreviousPage: isFromStart ? hasBehind : hasMore,
    totalCount,
    lastPosition,
  };
}

async function countMatches(db: Kysely<Tables>, { filter, now }: ListRequest): Promise<number> {
  if (hasOpenCount(filter)) return countOpenMatches(db, filter, now);
  const { count } = await db
    .selectFrom("callbacks")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where((eb) => matches(eb, forAllRows(filter), now))
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** The parts that lists are read with. */
interface Reading {
  readonly db: Kysely<Tables>;
  readonly cache: RowReader;
  readonly request: ListRequest;
}

/** Whether the list goes on at the end that the slice was not cut at. `rows` are those nearest to it. */
async function isAnythingBehind(reading: Reading, [edge]: readonly StoredCallback[]): Promise<boolean> {
  const { slice, orderBy } = reading.request;
  if (!isCutBehind(slice)) return false;
  const position = edge === undefined ? null : positionOf(edge, orderBy.field);
  const isFromStart = slice.from === "start";
  const beyond = isFromStart ? { after: null, before: position } : { after: position, before: null };
  return (await readRows(reading, beyond, isFromStart ? "end" : "start", 0)).hasMore;
}

function isCutBehind({ from, after, before }: ListRequest["slice"]): boolean {
  return (from === "start" ? after : before) !== null;
}

/**
 * Up to `size` rows between the bounds, read from the given end. The log's position is that of the first segment: what
 * another process writes in between is delivered twice then, but never left out.
 */
async function readRows(
  reading: Reading,
  bounds: Bounds,
  from: "start" | "end",
  size: number,
): Promise<Pick<FoundRows, "rows" | "hasMore"> & { readonly lastPosition: number | null }> {
  let rows: readonly StoredCallback[] = [];
  let lastPosition: number | null = null;
  for (const segment of segmentsOf(reading.request, bounds, from)) {
    const found = await readSegment(reading, segment, bounds, from, size - rows.length);
    rows = rows.length === 0 ? found.rows : [...rows, ...found.rows];
    lastPosition ??= found.lastPosition;
    if (found.hasMore) return { rows, hasMore: true, lastPosition };
  }
  return { rows, hasMore: false, lastPosition };
}

function readSegment(
  { db, cache, request }: Reading,
  segment: Segment,
  { after, before }: Bounds,
  from: "start" | "end",
  size: number,
): Promise<FoundRows> {
  const { filter, orderBy, now } = request;
  const query = {
    name: `${segment.name} by ${orderBy.field} ${orderBy.direction} from ${from}`,
    arguments: { filter, now, after, before },
    build: (given: SegmentArguments) => segment.build(db, given, orderBy, from),
  };
  return cache.read(db, query, size);
}
