import { sql, type Compilable, type Kysely, type Selectable } from "kysely";
import type { Callback } from "../../callback/callback.js";
import { groupBy } from "../../callback/group.js";
import type { Instant } from "../../callback/instant.js";
import { chunks } from "./chunks.js";
import { givenColumn, givenRows } from "./given.js";
import { seeAgain, writeSightings, type Sighting } from "./sightings.js";
import type { SheetTable, Tables } from "./tables.js";
import type { Templates } from "./templates.js";
import type { Turns } from "./engine.js";

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
export interface OnlyFree {
  readonly source: string;
  readonly turns: Turns;
}

/** Notes that all rows of sheets were seen again, and says of which: of those that are whole, and were last seen before. */
export async function seeSheets(
  db: Kysely<Tables>,
  sheets: ReadonlyMap<Sheet, Instant>,
  templates: Templates,
  free: OnlyFree | null = null,
): Promise<ReadonlySet<Sheet>> {
  const seen = new Set<Sheet>();
  const name = free === null ? "sheets" : "sheets where free";
  for (const chunk of chunks([...sheets])) {
    const pairs = chunk.flatMap(([{ sheetId }, at]) => [sheetId, at]);
    const values = free === null ? pairs : [...pairs, free.source];
    const found = await templates.run(db, name, values, () => seeing(db, pairs, free));
    const foundIds = new Set(found.map(({ sheet_id }) => sheet_id));
    for (const [sheet] of chunk) if (foundIds.has(sheet.sheetId)) seen.add(sheet);
  }
  return seen;
}

type SeenSheet = Pick<Selectable<SheetTable>, "sheet_id">;

function seeing(db: Kysely<Tables>, pairs: readonly number[], free: OnlyFree | null): Compilable<SeenSheet> {
  const [sheetId, at] = [givenColumn(1, true), givenColumn(2, true)];
  const only = free === null ? sql`` : sql`and ${free.turns.isFree(free.source)}`;
  const statement = sql<SeenSheet>`update sheets set observed_at = ${at} from ${givenRows(pairs, 2)}
    where sheet_id = ${sheetId} and is_whole = 1 and observed_at < ${at} ${only} returning sheet_id`;
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
  for (const [observedAt, group] of groupBy([...known, ...others], (one) => one.observedAt)) {
    for (const chunk of chunks(group)) {
      const size = new Set(chunk.map(({ rowId }) => rowId)).size;
      const sheet = { size, sheetId: await addSheet(db, observedAt, templates) };
      await writeSightings(db, chunk, templates, sheet.sheetId);
      for (const { callback } of chunk) put.set(callback, sheet);
    }
  }
  return put;
}

async function addSheet(db: Kysely<Tables>, observed_at: Instant, templates: Templates): Promise<number> {
  const [added] = await templates.run(db, "new sheet", [observed_at], () =>
    db
      .insertInto("sheets")
      .values((eb) => ({ observed_at, is_whole: eb.lit(1) }))
      .returning("sheet_id"),
  );
  if (added === undefined) throw new Error("a sheet was not written");
  return added.sheet_id;
}
