import { sql, type Kysely } from "kysely";
import { groupBy } from "../../../lib/group.js";
import type { StoredCallback } from "../../../domain/query.js";
import type { Instant } from "../../../domain/time/instant.js";
import { elapsesAt } from "../callbacks/rows.js";
import { chunks } from "../chunks.js";
import type { Tables } from "../schema/tables.js";
import { valuesOf, type Statements } from "../statements.js";

/** The number of the request that last observed a callback: for queries of `callbacks` that end at a limit. */
export const OBSERVED_BY = sql<number>`(select observations.request_number from observations
  where observations.row_id = callbacks.row_id)`;

/** The last observation of a row. */
export interface RowObservation {
  readonly rowId: number;
  readonly requestNumber: number;
  readonly observedAt: Instant;
}

/** Selects the last observations of rows. */
export function selectObservations(db: Kysely<Tables>, rowIds: readonly number[]) {
  return db
    .selectFrom("observations")
    .select(["row_id", "request_number", "observed_at", "content_hash"])
    .where("row_id", "in", rowIds)
    .execute();
}

/** Writes the last observations of rows that were written. */
export async function saveObservations(
  db: Kysely<Tables>,
  written: readonly StoredCallback[],
  statements: Statements,
): Promise<void> {
  for (const chunk of chunks(written)) {
    const rows = chunk.map((stored) => ({
      row_id: stored.rowId,
      request_number: stored.requestNumber,
      observed_at: stored.observedAt,
      content_hash: stored.contentHash,
      elapses_at: elapsesAt(stored),
    }));
    await statements.run(db, "save observations", valuesOf(rows), () =>
      db
        .insertInto("observations")
        .values(rows)
        .onConflict((conflict) =>
          conflict.column("row_id").doUpdateSet((eb) => ({
            request_number: eb.ref("excluded.request_number"),
            observed_at: eb.ref("excluded.observed_at"),
            content_hash: eb.ref("excluded.content_hash"),
            elapses_at: eb.ref("excluded.elapses_at"),
          })),
        ),
    );
  }
}

/** Updates the times of rows that were observed unchanged, by one statement for each request. No index contains what it writes. */
export async function updateObservations(
  db: Kysely<Tables>,
  observations: readonly RowObservation[],
  statements: Statements,
): Promise<void> {
  for (const [request_number, group] of groupBy(observations, (one) => one.requestNumber)) {
    const observed_at = group[0]?.observedAt ?? 0;
    for (const chunk of chunks(group.map(({ rowId }) => rowId))) {
      await statements.run(db, "update observations", [request_number, observed_at, ...chunk], () =>
        db.updateTable("observations").set({ request_number, observed_at }).where("row_id", "in", chunk),
      );
    }
  }
}
