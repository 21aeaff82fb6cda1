import { sql, type Kysely } from "kysely";
import { groupBy } from "../../callback/group.js";
import type { Instant } from "../../callback/instant.js";
import { chunks } from "./chunks.js";
import type { Engine } from "./engine.js";
import type { Tables } from "./tables.js";
import { valuesOf, type Templates } from "./templates.js";

/** When a row was last seen, by itself or with its sheet. */
const LATEST = sql<number>`case when sheets.observed_at > sightings.observed_at
  then sheets.observed_at else sightings.observed_at end`;

/** When a callback was last seen. A row has a sighting as soon as it is written, or seen again; older ones have none. */
export const SEEN_AT = sql<number>`coalesce(
  (select ${LATEST} from sightings left join sheets on sheets.sheet_id = sightings.sheet_id
    where sightings.row_id = callbacks.row_id), callbacks.observed_at)`;

/** Which revision of a row was last seen, and when. */
export interface Sighting {
  readonly rowId: number;
  readonly revision: number;
  readonly observedAt: Instant;
}

const KEY = ["row_id", "revision", "seen_at"] as const;

/** What sightings are read with, besides the transaction. */
export interface Reading {
  readonly asArrays: Engine["asArrays"];
  readonly templates: Templates;
}

/** What was last seen of rows, by their numbers. */
export async function readSightings(
  db: Kysely<Tables>,
  rowIds: readonly number[],
  { asArrays, templates }: Reading,
): Promise<Map<number, Sighting>> {
  const sightings = new Map<number, Sighting>();
  for (const chunk of chunks(rowIds)) {
    const [found] = await templates.run(db, "sightings", chunk, () =>
      db
        .selectFrom(
          db
            .selectFrom("sightings")
            .leftJoin("sheets", "sheets.sheet_id", "sightings.sheet_id")
            .select(["row_id", "revision", LATEST.as("seen_at")])
            .where("row_id", "in", chunk)
            .as("found"),
        )
        .select(asArrays(KEY).as("keys")),
    );
    for (const [rowId, revision, observedAt] of JSON.parse(found?.keys ?? "[]") as [number, number, number][]) {
      sightings.set(rowId, { rowId, revision, observedAt });
    }
  }
  return sightings;
}

/** Notes that rows which have a sighting were seen again. That touches neither them nor any index. */
export async function seeAgain(
  db: Kysely<Tables>,
  seen: readonly Pick<Sighting, "rowId" | "observedAt">[],
  templates: Templates,
): Promise<void> {
  for (const [observed_at, group] of groupBy(seen, (one) => one.observedAt)) {
    for (const chunk of chunks(group.map(({ rowId }) => rowId))) {
      await templates.run(db, "seen again", [observed_at, ...chunk], () =>
        db.updateTable("sightings").set({ observed_at }).where("row_id", "in", chunk),
      );
    }
  }
}

/** Notes what was seen of rows that may have no sighting yet, or one of an earlier revision, and puts them on a sheet or on none. */
export async function writeSightings(
  db: Kysely<Tables>,
  sightings: readonly Sighting[],
  templates: Templates,
  sheet_id: number | null = null,
): Promise<void> {
  // The last word on a row: no engine writes one twice in a statement.
  const latest = [...new Map(sightings.map((one) => [one.rowId, one])).values()];
  for (const chunk of chunks(latest)) {
    const left = await leaveSheets(db, chunk, templates);
    const rows = chunk.map(({ rowId, revision, observedAt }) => ({
      row_id: rowId,
      revision,
      observed_at: observedAt,
      sheet_id,
    }));
    await templates.run(db, "seen", valuesOf(rows), () =>
      db
        .insertInto("sightings")
        .values(rows)
        .onConflict((conflict) =>
          conflict.column("row_id").doUpdateSet((eb) => ({
            revision: eb.ref("excluded.revision"),
            observed_at: eb.ref("excluded.observed_at"),
            sheet_id: eb.ref("excluded.sheet_id"),
          })),
        ),
    );
    await dropEmpty(db, left, templates);
  }
}

/** The sheets of rows are whole no more: says which. */
async function leaveSheets(
  db: Kysely<Tables>,
  rows: readonly Pick<Sighting, "rowId">[],
  templates: Templates,
): Promise<readonly number[]> {
  const rowIds = rows.map(({ rowId }) => rowId);
  const left = await templates.run(db, "leave sheets", rowIds, () =>
    db
      .updateTable("sheets")
      .set((eb) => ({ is_whole: eb.lit(0) }))
      .where("sheet_id", "in", (eb) => eb.selectFrom("sightings").select("sheet_id").where("row_id", "in", rowIds))
      .returning("sheet_id"),
  );
  return left.map(({ sheet_id }) => sheet_id);
}

/** Drops those of sheets that no row is on. */
async function dropEmpty(db: Kysely<Tables>, sheetIds: readonly number[], templates: Templates): Promise<void> {
  if (sheetIds.length === 0) return;
  await templates.run(db, "drop sheets", sheetIds, () =>
    db
      .deleteFrom("sheets")
      .where("sheet_id", "in", sheetIds)
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom("sightings")
              .select("row_id")
              .whereRef("sightings.sheet_id", "=", "sheets.sheet_id")
              .where("sightings.sheet_id", "is not", null),
          ),
        ),
      ),
  );
}
