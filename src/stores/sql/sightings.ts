import { sql, type Kysely } from "kysely";
import { groupBy } from "../../callback/group.js";
import type { Instant } from "../../callback/instant.js";
import { chunks } from "./chunks.js";
import type { Engine } from "./engine.js";
import type { Tables } from "./tables.js";

/** When a callback was last seen. A row has a sighting as soon as it is written, or seen again; older ones have none. */
export const SEEN_AT = sql<number>`coalesce(
  (select sightings.observed_at from sightings where sightings.row_id = callbacks.row_id), callbacks.observed_at)`;

/** Which revision of a row was last seen, and when. */
export interface Sighting {
  readonly rowId: number;
  readonly revision: number;
  readonly observedAt: Instant;
}

const KEY = ["row_id", "revision", "observed_at"] as const;

/** What was last seen of rows, by their numbers. */
export async function readSightings(
  db: Kysely<Tables>,
  rowIds: readonly number[],
  { asArrays }: Pick<Engine, "asArrays">,
): Promise<Map<number, Sighting>> {
  const sightings = new Map<number, Sighting>();
  for (const chunk of chunks(rowIds)) {
    const { keys } = await db
      .selectFrom("sightings")
      .select(asArrays(KEY).as("keys"))
      .where("row_id", "in", chunk)
      .executeTakeFirstOrThrow();
    for (const [rowId, revision, observedAt] of JSON.parse(keys) as [number, number, number][]) {
      sightings.set(rowId, { rowId, revision, observedAt });
    }
  }
  return sightings;
}

/** Notes that rows which have a sighting were seen again. That touches neither them nor any index. */
export async function seeAgain(
  db: Kysely<Tables>,
  seen: readonly Pick<Sighting, "rowId" | "observedAt">[],
): Promise<void> {
  for (const [observedAt, group] of groupBy(seen, (one) => one.observedAt)) {
    for (const chunk of chunks(group.map(({ rowId }) => rowId))) {
      await db.updateTable("sightings").set({ observed_at: observedAt }).where("row_id", "in", chunk).execute();
    }
  }
}

/** Notes what was seen of rows that may have no sighting yet, or one of an earlier revision. */
export async function writeSightings(db: Kysely<Tables>, sightings: readonly Sighting[]): Promise<void> {
  // The last word on a row: no engine writes one twice in a statement.
  const latest = [...new Map(sightings.map((one) => [one.rowId, one])).values()];
  for (const chunk of chunks(latest)) {
    await db
      .insertInto("sightings")
      .values(chunk.map(({ rowId, revision, observedAt }) => ({ row_id: rowId, revision, observed_at: observedAt })))
      .onConflict((conflict) =>
        conflict.column("row_id").doUpdateSet((eb) => ({
          revision: eb.ref("excluded.revision"),
          observed_at: eb.ref("excluded.observed_at"),
        })),
      )
      .execute();
  }
}
