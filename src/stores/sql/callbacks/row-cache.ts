import type { Kysely, SelectQueryBuilder } from "kysely";
import { createCache } from "../../../lib/cache.js";
import type { Instant } from "../../../domain/time/instant.js";
import type { StoredCallback } from "../../../domain/query.js";
import { chunks } from "../chunks.js";
import { lastPosition } from "../changelog/log.js";
import type { Engine } from "../engine.js";
import { OBSERVED_AT, OBSERVED_BY } from "../recording/observations.js";
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
export type ObservedKey = RowKey & { readonly observed_at: Instant; readonly request_number: number };

/** Columns that identify a revision of a row, and its last observation. */
export const KEY_COLUMNS = ["row_id", "revision", "observed_at", "request_number"] as const;
/** Selects them from `callbacks`. */
export const KEY_SELECTION = [
  "row_id",
  "revision",
  OBSERVED_AT.as("observed_at"),
  OBSERVED_BY.as("request_number"),
] as const;

const MAX_ROWS = 10_000;

export function createRowCache({ asArrays }: Pick<Engine, "asArrays">, statements: Statements): RowCache {
  const cache = createCache<number, CachedRow>("rows", { maxEntries: MAX_ROWS });

  const readMissing = async (db: Kysely<Tables>, keys: readonly RowKey[]) => {
    const found = new Map<number, CachedRow>();
    const missing: number[] = [];
    for (const { row_id, revision } of keys) {
      const row = cache.get(row_id);
      if (row?.revision === revision) found.set(row_id, row);
      else missing.push(row_id);
    }
    const rows = missing.length === 0 ? [] : await selectRows(db, missing);
    const read = rows.map((row) => ({ revision: row.revision, stored: fromRow(row) }));
    for (const row of read) found.set(row.stored.rowId, row);
    return { found, read };
  };
  const add = (rows: readonly CachedRow[]): void => {
    for (const row of rows) cache.set(row.stored.rowId, row);
  };
  const readRows: RowCache["readRows"] = async (db, keys) => {
    const { found, read } = await readMissing(db, keys);
    add(read);
    const rows = keys.flatMap(({ row_id, observed_at, request_number }) => {
      const row = found.get(row_id);
      if (row === undefined) return [];
      const stored = withObservation(row.stored, observed_at, request_number);
      // The same object for as long as nothing was observed since.
      if (stored !== row.stored) add([{ revision: row.revision, stored }]);
      return [stored];
    });
    return { rows, isSnapshot: keys.every((key) => found.get(key.row_id)?.revision === key.revision) };
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
        const { found } = await readMissing(db, keys);
        for (const [rowId, { stored }] of found) contents.set(rowId, stored);
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
  const keys = JSON.parse(text) as [number, number, number, number][];
  return keys.map(([row_id, revision, observed_at, request_number]) => {
    return { row_id, revision, observed_at, request_number };
  });
}
