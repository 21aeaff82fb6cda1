import type { Kysely, SelectQueryBuilder } from "kysely";
import { createRecentlyUsed } from "../../callback/recently-used.js";
import type { StoredCallback } from "../../callback/query.js";
import { fromRow } from "./rows.js";
import type { CallbackRow, Tables } from "./tables.js";

/** Reads callbacks, and parses the content of a row once for each of its revisions. */
export interface RowCache {
  /**
   * The callbacks that a query selects, in its order. Not for a transaction that writes: what it undoes would be
   * remembered.
   */
  read(db: Kysely<Tables>, query: SelectQueryBuilder<Tables, "callbacks", unknown>): Promise<StoredCallback[]>;
  /** The same by keys that were read already. */
  take(db: Kysely<Tables>, keys: readonly CachedKey[]): Promise<StoredCallback[]>;
}

/** What a row is known by, and whether it is still the same. */
export const CACHED_KEY = ["row_id", "revision", "observed_at"] as const satisfies readonly (keyof CallbackRow)[];
export type CachedKey = Pick<CallbackRow, (typeof CACHED_KEY)[number]>;

const ROWS_KEPT = 10_000;

interface KnownRow {
  readonly revision: number;
  stored: StoredCallback;
}

export function createRowCache(): RowCache {
  const known = createRecentlyUsed<number, KnownRow>(ROWS_KEPT);

  const learn = (row: CallbackRow): KnownRow => {
    const learnt = { revision: row.revision, stored: fromRow(row) };
    known.set(row.row_id, learnt);
    return learnt;
  };

  const take: RowCache["take"] = async (db, keys) => {
    const unknown = keys.filter(({ row_id, revision }) => known.get(row_id)?.revision !== revision);
    const learnt = new Map<number, KnownRow>();
    if (unknown.length > 0) {
      const ids = unknown.map((key) => key.row_id);
      const rows = await db.selectFrom("callbacks").selectAll().where("row_id", "in", ids).execute();
      for (const row of rows) learnt.set(row.row_id, learn(row));
    }
    return keys.flatMap((key) => {
      const row = learnt.get(key.row_id) ?? known.get(key.row_id);
      if (row === undefined) return [];
      row.stored = seenAt(row.stored, key.observed_at);
      return [row.stored];
    });
  };

  return {
    take,
    read: async (db, query) => take(db, await query.select(CACHED_KEY).execute()),
  };
}

/** Being seen again is no new revision. */
function seenAt(stored: StoredCallback, observedAt: number): StoredCallback {
  if (stored.observedAt === observedAt) return stored;
  const isReported = stored.callback.statusBasis === "REPORTED";
  return { ...stored, observedAt, statusReportedAt: isReported ? observedAt : stored.statusReportedAt };
}
