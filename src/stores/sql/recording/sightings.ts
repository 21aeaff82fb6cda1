import { sql, type Kysely, type RawBuilder } from "kysely";
import { groupBy } from "../../../lib/group.js";
import type { Instant } from "../../../domain/time/instant.js";
import { chunks } from "../chunks.js";
import type { Engine } from "../engine.js";
import type { Tables } from "../schema/tables.js";
import { valuesOf, type Templates } from "../templates.js";

/** What stands of the latest time that a row was seen, by itself or with its sheet. */
const latest = (column: "observed_at" | "request_number"): RawBuilder<number> => {
  const [ofSheet, ofRow] = [sql.ref(`sheets.${column}`), sql.ref(`sightings.${column}`)];
  return sql<number>`case when sheets.request_number > sightings.request_number then ${ofSheet} else ${ofRow} end`;
};

/** A row has a sighting as soon as it is written, or seen again; older ones have none. */
const lastSeen = (column: "observed_at" | "request_number"): RawBuilder<number> => sql<number>`coalesce(
  (select ${latest(column)} from sightings left join sheets on sheets.sheet_id = sightings.sheet_id
    where sightings.row_id = callbacks.row_id), ${sql.ref(`callbacks.${column}`)})`;

/** When a callback was last seen. */
export const SEEN_AT = lastSeen("observed_at");
/** By which request a callback was last seen. */
export const SEEN_BY = lastSeen("request_number");

/** Which revision of a row was last seen, when, and by which request. */
export interface Sighting {
  readonly rowId: number;
  readonly revision: number;
  readonly requestNumber: number;
  readonly observedAt: Instant;
}

const KEY = ["row_id", "revision", "seen_by", "seen_at"] as const;

type Key = readonly [rowId: number, revision: number, requestNumber: number, observedAt: number];

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
            .select(["row_id", "revision", latest("request_number").as("seen_by"), latest("observed_at").as("seen_at")])
            .where("row_id", "in", chunk)
            .as("found"),
        )
        .select(asArrays(KEY).as("keys")),
    );
    for (const [rowId, revision, requestNumber, observedAt] of JSON.parse(found?.keys ?? "[]") as Key[]) {
      sightings.set(rowId, { rowId, revision, requestNumber, observedAt });
    }
  }
  return sightings;
}

/** Notes that rows which have a sighting were seen again. That touches neither them nor any index. */
export async function seeAgain(
  db: Kysely<Tables>,
  seen: readonly Omit<Sighting, "revision">[],
  templates: Templates,
): Promise<void> {
  for (const [request_number, group] of groupBy(seen, (one) => one.requestNumber)) {
    const observed_at = group[0]?.observedAt ?? 0;
    for (const chunk of chunks(group.map(({ rowId }) => rowId))) {
      await templates.run(db, "seen again", [request_number, observed_at, ...chunk], () =>
        db.updateTable("sightings").set({ request_number, observed_at }).where("row_id", "in", chunk),
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
    const rows = chunk.map(({ rowId, revision, requestNumber, observedAt }) => ({
      row_id: rowId,
      revision,
      request_number: requestNumber,
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
            request_number: eb.ref("excluded.request_number"),
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
