import { sql, type Kysely, type SelectQueryBuilder } from "kysely";
import { createCache } from "../../../lib/cache.js";
import type { Instant } from "../../../domain/time/instant.js";
import type { StoredCallback } from "../../../domain/query.js";
import type { Engine } from "../engine.js";
import { lastPosition } from "../changelog/log.js";
import type { PreparedQueries, ShapedQuery } from "../prepared.js";
import { fromRow, seenAt } from "./rows.js";
import { SEEN_AT } from "../recording/sightings.js";
import type { CallbackRow, Tables } from "../schema/tables.js";

/** Reads callbacks, and parses the content of a row once for each of its revisions. */
export interface RowCache {
  /**
   * The first callbacks that a query selects, `size` at most, in its order. The same rows are given as the same list.
   * Not for a transaction that writes: what it undoes would be remembered.
   */
  read<Asked extends object>(db: Kysely<Tables>, query: RowQuery<Asked>, size: number): Promise<FoundRows>;
  /** What `learn` makes of keys, which are named by all that tells it from others: of the same keys the same. */
  pageOf<Page extends OfMoment>(name: string, learn: () => Promise<Page>): Promise<Page>;
  /** The callbacks of keys that were read already. */
  take(db: Kysely<Tables>, keys: readonly CachedKey[]): Promise<TakenRows>;
  /**
   * What rows of these revisions hold, by their numbers; when they were last seen is not told. Reads what is not known,
   * and learns nothing: for a transaction that writes.
   */
  know(db: Kysely<Tables>, keys: readonly RowKey[]): Promise<ReadonlyMap<number, StoredCallback>>;
  /** Learns what rows are known to hold, as they were committed. */
  learn(rows: readonly KnownRow[]): void;
}

/** What a row of one revision holds. */
export interface KnownRow {
  readonly revision: number;
  readonly stored: StoredCallback;
}

/** A query of callbacks, whatever it selects of them. */
export interface RowQuery<Asked extends object> extends Omit<ShapedQuery<Asked, unknown>, "build"> {
  /** As of a list's needs. */
  readonly withoutSightings?: boolean | undefined;
  build(asked: Asked): SelectQueryBuilder<Tables, "callbacks", unknown>;
}

export interface OfMoment {
  /** False where a row was written after its key was read, which happens outside of transactions. */
  readonly isOfOneMoment: boolean;
}

export interface TakenRows extends OfMoment {
  readonly rows: readonly StoredCallback[];
}

export interface FoundRows extends TakenRows {
  readonly hasMore: boolean;
  /** The log's, at the same moment. */
  readonly lastPosition: number;
}

/** What a row is known by, whether it is still the same, and when it was last seen, which is null unless it is asked for. */
export const CACHED_KEY = ["row_id", "revision", "seen_at"] as const;
export type CachedKey = RowKey & { readonly seen_at: Instant | null };

/** The same, of a query of rows. */
export function keyOfRow(withoutSightings: boolean | undefined) {
  const seenAt = withoutSightings === true ? sql<Instant | null>`null` : SEEN_AT;
  return ["row_id", "revision", seenAt.as("seen_at")] as const;
}

const ROWS_KEPT = 10_000;
const PAGES_BYTES = 33_554_432;
/** Each holds on to its rows, whether they are the newest or not: about 1 KB for every 12 characters of its name. */
const BYTES_A_CHARACTER = 80;

interface KeptRow extends KnownRow {
  /** The same as it was last seen. */
  seen: StoredCallback;
}

type RowKey = Pick<CallbackRow, "row_id" | "revision">;

export function createRowCache({ asArrays }: Pick<Engine, "asArrays">, prepared: PreparedQueries): RowCache {
  const kept = createCache<number, KeptRow>("rows", { maxEntries: ROWS_KEPT });
  const pages = createCache<string, OfMoment>("pages", {
    maxBytes: PAGES_BYTES,
    bytesOf: (name) => BYTES_A_CHARACTER * name.length,
  });

  /** The rows of keys: those that are kept, and the others as they are read. */
  const find = async (db: Kysely<Tables>, keys: readonly RowKey[], onRead?: (row: KeptRow) => void) => {
    const found = new Map<number, KeptRow>();
    const unknown: number[] = [];
    for (const { row_id, revision } of keys) {
      const row = kept.get(row_id);
      if (row?.revision === revision) found.set(row_id, row);
      else unknown.push(row_id);
    }
    if (unknown.length > 0) {
      const rows = await db.selectFrom("callbacks").selectAll().where("row_id", "in", unknown).execute();
      for (const row of rows) {
        const stored = fromRow(row);
        const read = { revision: row.revision, stored, seen: stored };
        found.set(row.row_id, read);
        onRead?.(read);
      }
    }
    return found;
  };

  const keep = (row: KeptRow): void => {
    kept.set(row.stored.rowId, row);
  };

  const take: RowCache["take"] = async (db, keys) => {
    const found = await find(db, keys, keep);
    const rows = keys.flatMap((key) => {
      const row = found.get(key.row_id);
      if (row === undefined) return [];
      if (key.seen_at === null) return [row.stored];
      row.seen = seenAt(row.seen, key.seen_at);
      return [row.seen];
    });
    return { rows, isOfOneMoment: keys.every((key) => found.get(key.row_id)?.revision === key.revision) };
  };

  const pageOf = async <Page extends OfMoment>(name: string, learn: () => Promise<Page>): Promise<Page> => {
    const known = pages.get(name) as Page | undefined;
    if (known !== undefined) return known;
    const page = await learn();
    if (page.isOfOneMoment) pages.set(name, page);
    return page;
  };

  const learnPage = async (db: Kysely<Tables>, keys: readonly CachedKey[], size: number) => ({
    ...(await take(db, keys.slice(0, size))),
    hasMore: keys.length > size,
  });

  return {
    pageOf,
    take,
    know: async (db, keys) => new Map([...(await find(db, keys))].map(([rowId, { stored }]) => [rowId, stored])),
    learn(rows) {
      for (const row of rows) keep({ ...row, seen: row.stored });
    },
    async read(db, query, size) {
      const found = await prepared.readFirst(db, {
        name: query.name,
        asked: { of: query.asked, most: size + 1, withoutSightings: query.withoutSightings },
        build({ of, most, withoutSightings }) {
          const rows = query.build(of).select(keyOfRow(withoutSightings)).limit(most).as("found");
          return db.selectFrom(rows).select([asArrays(CACHED_KEY).as("keys"), lastPosition(db).as("last")]);
        },
      });
      const page = await pageOf(`${size} ${found.keys}`, () => learnPage(db, keysIn(found.keys), size));
      return { ...page, lastPosition: Number(found.last ?? 0) };
    },
  };
}

function keysIn(text: string): CachedKey[] {
  const keys = JSON.parse(text) as [number, number, number | null][];
  return keys.map(([row_id, revision, seen_at]) => ({ row_id, revision, seen_at }));
}
