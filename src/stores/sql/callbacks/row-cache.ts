import type { Kysely, SelectQueryBuilder } from "kysely";
import { createCache } from "../../../lib/cache.js";
import type { StoredCallback } from "../../../domain/query.js";
import { chunks } from "../chunks.js";
import { lastPosition } from "../changelog/log.js";
import type { Engine } from "../engine.js";
import { OBSERVED_BY, selectObservations } from "../recording/observations.js";
import type { CallbackRow, Tables } from "../schema/tables.js";
import type { ShapedQuery, Statements } from "../statements.js";
import { fromRow, withObservation } from "./rows.js";

/** Reads callbacks. Queries return keys of rows only; the content of a row is read and parsed once for each revision. */
export interface RowCache {
  /**
   * The first `size` callbacks of a query, in its order. Not within a transaction that writes: a rollback would leave
   * uncommitted rows in the cache.
   */
  read<Arguments extends object>(db: Kysely<Tables>, query: RowQuery<Arguments>, size: number): Promise<FoundRows>;
  /** The callbacks of keys that a query has returned, in their order. */
  readRows(db: Kysely<Tables>, keys: readonly ObservedKey[]): Promise<ReadRows>;
  /**
   * The contents of rows by row id; observation times may be old. Caches nothing, so it may be called in a transaction that
   * writes.
   */
  readContents(db: Kysely<Tables>, rowIds: readonly number[]): Promise<ReadonlyMap<number, StoredCallback>>;
  /** Caches rows as they were committed. */
  add(rows: readonly CachedRow[]): void;
}

/** Reads callbacks, from a cache or not. */
export type RowReader = Pick<RowCache, "read">;

/** The content of a row in one revision. */
export interface CachedRow {
  readonly revision: number;
  readonly stored: StoredCallback;
}

/** A query of callbacks; `RowCache` selects its columns. */
export interface RowQuery<Arguments extends object> extends Omit<ShapedQuery<Arguments, unknown>, "build"> {
  build(placeholders: Arguments): SelectQueryBuilder<Tables, "callbacks", unknown>;
}

export interface ReadRows {
  readonly rows: readonly StoredCallback[];
  /** False where a row was written after its key was read, which only happens outside of transactions. */
  readonly isSnapshot: boolean;
}

export interface FoundRows extends ReadRows {
  readonly hasMore: boolean;
  /** The last position of the change log, from the same statement. */
  readonly lastPosition: number;
}

type RowKey = Pick<CallbackRow, "row_id" | "revision">;
export type ObservedKey = RowKey & { readonly request_number: number };

/** Columns that identify a revision of a row, and the request that last observed it. */
export const KEY_COLUMNS = ["row_id", "revision", "request_number"] as const;
/** Selects them from `callbacks`. */
export const KEY_SELECTION = ["row_id", "revision", OBSERVED_BY.as("request_number")] as const;

const MAX_ROWS = 10_000;

export function createRowCache({ asArrays }: Pick<Engine, "asArrays">, statements: Statements): RowCache {
  const cache = createCache<number, CachedRow>("rows", { maxEntries: MAX_ROWS });

  const add = (rows: readonly CachedRow[]): void => {
    for (const row of rows) cache.set(row.stored.rowId, row);
  };

  /** Reads rows whose revision is not cached, and the last observations of the others. */
  const readOutdated = async (db: Kysely<Tables>, keys: readonly RowKey[]): Promise<CachedRow[]> => {
    const cached = keys.flatMap(({ row_id, revision }) => {
      const row = cache.peek(row_id);
      return row?.revision === revision ? [row] : [];
    });
    const known = new Set(cached.map(({ stored }) => stored.rowId));
    const missing = keys.flatMap(({ row_id }) => (known.has(row_id) ? [] : [row_id]));
    const rows = missing.length === 0 ? [] : await selectRows(db, missing);
    const observations = known.size === 0 ? [] : await selectObservations(db, [...known]);
    const observed = new Map(observations.map((one) => [one.row_id, one]));
    return [
      ...rows.map((row) => ({ revision: row.revision, stored: fromRow(row) })),
      ...cached.map(({ revision, stored }) => {
        const last = observed.get(stored.rowId);
        if (last === undefined) return { revision, stored };
        return { revision, stored: withObservation(stored, last.observed_at, last.request_number) };
      }),
    ];
  };

  const readRows: RowCache["readRows"] = async (db, keys) => {
    const outdated: ObservedKey[] = [];
    const current = keys.map((key) => {
      const row = cache.get(key.row_id);
      if (row?.revision === key.revision && row.stored.requestNumber === key.request_number) return row.stored;
      outdated.push(key);
      return null;
    });
    if (outdated.length === 0) return { rows: current.filter((row) => row !== null), isSnapshot: true };
    const read = await readOutdated(db, outdated);
    add(read);
    const found = new Map(read.map((row) => [row.stored.rowId, row]));
    return {
      rows: keys.flatMap(({ row_id }, index) => current[index] ?? found.get(row_id)?.stored ?? []),
      isSnapshot: outdated.every((key) => found.get(key.row_id)?.revision === key.revision),
    };
  };
  return {
    readRows,
    add,
    async readContents(db, rowIds) {
      const contents = new Map<number, StoredCallback>();
      for (const chunk of chunks(rowIds)) {
        const keys = await statements.run(db, "revisions", chunk, () =>
          db.selectFrom("callbacks").select(["row_id", "revision"]).where("row_id", "in", chunk),
        );
        const cached = keys.flatMap(({ row_id, revision }) => {
          const row = cache.get(row_id);
          return row?.revision === revision ? [row.stored] : [];
        });
        for (const stored of cached) contents.set(stored.rowId, stored);
        const missing = chunk.filter((rowId) => !contents.has(rowId));
        const rows = missing.length === 0 ? [] : await selectRows(db, missing);
        for (const row of rows) contents.set(row.row_id, fromRow(row));
      }
      return contents;
    },
    async read(db, query, size) {
      const { keys: text, last } = await statements.readFirst(db, {
        name: query.name,
        arguments: { of: query.arguments, limit: size + 1 },
        build({ of, limit }) {
          const rows = query.build(of).select(KEY_SELECTION).limit(limit).as("found");
          return db.selectFrom(rows).select([asArrays(KEY_COLUMNS).as("keys"), lastPosition(db).as("last")]);
        },
      });
      const keys = parseKeys(text);
      return {
        ...(await readRows(db, keys.slice(0, size))),
        hasMore: keys.length > size,
        lastPosition: Number(last ?? 0),
      };
    },
  };
}

function selectRows(db: Kysely<Tables>, rowIds: readonly number[]) {
  return db
    .selectFrom("callbacks")
    .innerJoin("observations", "observations.row_id", "callbacks.row_id")
    .selectAll("callbacks")
    .select(["observations.request_number", "observations.observed_at", "observations.content_hash"])
    .where("callbacks.row_id", "in", rowIds)
    .execute();
}

function parseKeys(text: string): ObservedKey[] {
  const keys = JSON.parse(text) as [number, number, number][];
  return keys.map(([row_id, revision, request_number]) => ({ row_id, revision, request_number }));
}
