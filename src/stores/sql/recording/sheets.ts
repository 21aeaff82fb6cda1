import { sql, type Compilable, type Kysely, type Selectable } from "kysely";
import type { Callback } from "../../../domain/callback.js";
import { groupBy } from "../../../lib/group.js";
import type { RequestStamp } from "../../../domain/change/request-stamp.js";
import { chunks } from "../chunks.js";
import { givenColumn, givenRows } from "../given.js";
import { seeAgain, writeSightings, type Sighting } from "./sightings.js";
import type { SheetTable, Tables } from "../schema/tables.js";
import type { Templates } from "../templates.js";
import type { Locks } from "../engine.js";

/**
 * Rows that were seen unchanged in one answer, and nearly always will be again: that is noted by one row for all of them.
 * A sheet is whole until one of its rows is written or put on another; the others are seen one by one then.
 */
export interface Sheet {
  readonly sheetId: number;
  readonly size: number;
}

/** Below that, seeing rows one by one costs as much. */
const FEWEST = 10;

/** What has to hold outside of transactions: nobody has the turn of this source. */
export interface OnlyUnlocked {
  readonly source: string;
  readonly locks: Locks;
}

/** Notes that all rows of sheets were seen again, and says of which: of those that are whole, and were last seen before. */
export async function seeSheets(
  db: Kysely<Tables>,
  sheets: ReadonlyMap<Sheet, RequestStamp>,
  templates: Templates,
  free: OnlyUnlocked | null = null,
): Promise<ReadonlySet<Sheet>> {
  const seen = new Set<Sheet>();
  const name = free === null ? "sheets" : "sheets where free";
  for (const chunk of chunks([...sheets])) {
    const given = chunk.flatMap(([{ sheetId }, stamp]) => [sheetId, stamp.requestNumber, stamp.requestedAt]);
    const values = free === null ? given : [...given, free.source];
    const found = await templates.run(db, name, values, () => seeing(db, given, free));
    const foundIds = new Set(found.map(({ sheet_id }) => sheet_id));
    for (const [sheet] of chunk) if (foundIds.has(sheet.sheetId)) seen.add(sheet);
  }
  return seen;
}

type SeenSheet = Pick<Selectable<SheetTable>, "sheet_id">;

function seeing(db: Kysely<Tables>, given: readonly number[], free: OnlyUnlocked | null): Compilable<SeenSheet> {
  const [sheetId, by, at] = [givenColumn(1, true), givenColumn(2, true), givenColumn(3, true)];
  const only = free === null ? sql`` : sql`and ${free.locks.isUnlocked(free.source)}`;
  const statement = sql<SeenSheet>`update sheets set request_number = ${by}, observed_at = ${at} from ${givenRows(given, 3)}
    where sheet_id = ${sheetId} and is_whole = 1 and request_number < ${by} ${only} returning sheet_id`;
  return { compile: () => statement.compile(db) };
}

/** What was seen again as it is known. */
export interface Again extends Sighting {
  readonly callback: Callback;
}

/**
 * Notes what was seen again: of rows that are known to have a sighting of this revision, and of others. Where that is all
 * that an answer taught, it may well be so the next time: rows of one moment are put on one sheet. Says which.
 */
export async function noteAgain(
  db: Kysely<Tables>,
  { known, others }: { readonly known: readonly Again[]; readonly others: readonly Again[] },
  isAll: boolean,
  templates: Templates,
): Promise<ReadonlyMap<Callback, Sheet>> {
  const put = new Map<Callback, Sheet>();
  if (!isAll || known.length + others.length < FEWEST) {
    await seeAgain(db, known, templates);
    await writeSightings(db, others, templates);
    return put;
  }
  for (const [requestNumber, group] of groupBy([...known, ...others], (one) => one.requestNumber)) {
    const requestedAt = group[0]?.observedAt ?? 0;
    for (const chunk of chunks(group)) {
      const size = new Set(chunk.map(({ rowId }) => rowId)).size;
      const sheet = { size, sheetId: await addSheet(db, { requestNumber, requestedAt }, templates) };
      await writeSightings(db, chunk, templates, sheet.sheetId);
      for (const { callback } of chunk) put.set(callback, sheet);
    }
  }
  return put;
}

async function addSheet(
  db: Kysely<Tables>,
  { requestNumber: request_number, requestedAt: observed_at }: RequestStamp,
  templates: Templates,
): Promise<number> {
  const [added] = await templates.run(db, "new sheet", [request_number, observed_at], () =>
    db
      .insertInto("sheets")
      .values((eb) => ({ request_number, observed_at, is_whole: eb.lit(1) }))
      .returning("sheet_id"),
  );
  if (added === undefined) throw new Error("a sheet was not written");
  return added.sheet_id;
}
