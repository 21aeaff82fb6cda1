import type { Compilable, CompiledQuery, Kysely } from "kysely";
import { bytesOfText, createCache } from "../../lib/cache.js";
import type { Tables } from "./schema/tables.js";

/**
 * A query of a shape. What it is asked by holds its parameters, the texts and numbers; `build` may look at all else, which
 * makes the shape: what is null or left out, how long a list is, what is true. `name` tells what it takes from elsewhere.
 */
export interface ShapedQuery<Asked extends object, Row> {
  readonly name: string;
  readonly asked: Asked;
  build(asked: Asked): Compilable<Row>;
}

/** Builds and compiles a query once for each shape: that takes longer than to run it. */
export interface PreparedQueries {
  read<Asked extends object, Row>(db: Kysely<Tables>, query: ShapedQuery<Asked, Row>): Promise<Row[]>;
  /** The first row. Rejects where there is none. */
  readFirst<Asked extends object, Row>(db: Kysely<Tables>, query: ShapedQuery<Asked, Row>): Promise<Row>;
}

/** Clients decide how long the lists of a filter are, and with that the shape. */
const SHAPES_BYTES = 16_777_216;
/** What the compiled query holds for each of its parameters. */
const PARAMETER_BYTES = 500;

export function createPreparedQueries(): PreparedQueries {
  const shapes = createCache<string, CompiledQuery>("compiled_queries", {
    maxBytes: SHAPES_BYTES,
    bytesOf: (shape, { sql, parameters }) =>
      bytesOfText(shape) + bytesOfText(sql) + PARAMETER_BYTES * parameters.length,
  });
  const read = async <Asked extends object, Row>(
    db: Kysely<Tables>,
    query: ShapedQuery<Asked, Row>,
  ): Promise<Row[]> => {
    const { name, asked } = query;
    const values: unknown[] = [];
    const shape = `${name} ${shapeOf(asked, values)}`;
    const compiled = shapes.getOrCreate(shape, () => query.build(withPlaces(asked, { count: 0 }) as Asked).compile());
    const parameters = compiled.parameters.map((one) => (one instanceof CommandContext ? values[one.index] : one));
    const { rows } = await db.executeQuery<Row>({ ...(compiled as CompiledQuery<Row>), parameters });
    return rows;
  };
  return {
    read,
    async readFirst(db, query) {
      const [first] = await read(db, query);
      if (first === undefined) throw new Error(`the query ${query.name} has no row`);
      return first;
    },
  };
}

/** Stands for the text or number that comes at this place of what is asked. */
class CommandContext {
  constructor(readonly index: number) {}
}

/** What is asked without its texts and numbers, which are put among the values. */
function shapeOf(asked: unknown, values: unknown[]): string {
  if (isParameter(asked)) {
    values.push(asked);
    return "?";
  }
  if (typeof asked !== "object" || asked === null) return String(asked);
  if (Array.isArray(asked)) return `[${asked.map((part) => shapeOf(part, values)).join()}]`;
  return `{${Object.entries(asked)
    .map(([key, part]) => `${key}:${shapeOf(part, values)}`)
    .join()}}`;
}

/** The same with places instead of them, counted in the same order. */
function withPlaces(asked: unknown, places: { count: number }): unknown {
  if (isParameter(asked)) return new CommandContext(places.count++);
  if (typeof asked !== "object" || asked === null) return asked;
  if (Array.isArray(asked)) return asked.map((part) => withPlaces(part, places));
  return Object.fromEntries(Object.entries(asked).map(([key, part]) => [key, withPlaces(part, places)]));
}

function isParameter(asked: unknown): boolean {
  return typeof asked === "string" || typeof asked === "number";
}
