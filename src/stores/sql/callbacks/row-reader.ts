import { sql } from "kysely";
import { lastPosition } from "../changelog/log.js";
import type { Engine } from "../engine.js";
import type { Statements } from "../statements.js";
import type { RowReader } from "./row-cache.js";
import { CONTENT_COLUMNS, fromRow, type ContentRow } from "./rows.js";

const OBSERVED = ["request_number", "observed_at", "content_hash"] as const satisfies readonly (keyof ContentRow)[];
const TEXTS: ReadonlySet<string> = new Set(["content", "milestones"]);

/** Instead of the vendor's record, which is as large as all the rest. */
const NO_RECORD = "{}";

/**
 * Reads callbacks without the vendor's records, and caches none: those of an export would displace all others. One
 * statement returns all rows, as one text.
 */
export function createRowReader({ asArrays }: Pick<Engine, "asArrays">, statements: Statements): RowReader {
  const names = [...CONTENT_COLUMNS, ...OBSERVED];
  return {
    async read(db, query, size) {
      const { rows: text, last } = await statements.readFirst(db, {
        name: `${query.name} without records`,
        arguments: { of: query.arguments, limit: size + 1 },
        build({ of, limit }) {
          const rows = query
            .build(of)
            // A database with a type for JSON would nest it.
            .select(
              CONTENT_COLUMNS.map((name) =>
                TEXTS.has(name) ? sql`cast(${sql.ref(name)} as text)`.as(name) : sql.ref(name).as(name),
              ),
            )
            .select(OBSERVED.map((name) => observed(name).as(name)))
            .limit(limit)
            .as("found");
          return db.selectFrom(rows).select([asArrays(names).as("rows"), lastPosition(db).as("last")]);
        },
      });
      const found = (JSON.parse(text) as unknown[][]).map(
        (values) =>
          ({ ...Object.fromEntries(names.map((name, i) => [name, values[i]])), record: NO_RECORD }) as ContentRow,
      );
      return {
        rows: found.slice(0, size).map(fromRow),
        isSnapshot: true,
        hasMore: found.length > size,
        lastPosition: Number(last ?? 0),
      };
    },
  };
}

function observed(name: (typeof OBSERVED)[number]) {
  return sql`(select ${sql.ref(`observations.${name}`)} from observations where observations.row_id = callbacks.row_id)`;
}
