import { CompiledQuery, type Compilable, type Kysely } from "kysely";
import { bytesOfText, createCache } from "../../lib/cache.js";
import type { Tables } from "./schema/tables.js";

/**
 * A query that is compiled once for each shape of its arguments. Texts and numbers of the arguments are parameters; everything
 * else (null, booleans, missing members, lengths of lists) is the shape. `build` must not read texts and numbers, and `name`
 * has to cover what it reads from elsewhere.
 */
export interface ShapedQuery<Arguments extends object, Row> {
  readonly name: string;
  readonly arguments: Arguments;
  readonly build: (placeholders: Arguments) => Compilable<Row>;
}

/** Runs statements whose SQL is built and compiled once: that takes longer than to run most of them. */
export interface Statements {
  read<Arguments extends object, Row>(db: Kysely<Tables>, query: ShapedQuery<Arguments, Row>): Promise<Row[]>;
  /** The first row. Rejects where there is none. */
  readFirst<Arguments extends object, Row>(db: Kysely<Tables>, query: ShapedQuery<Arguments, Row>): Promise<Row>;
  /**
   * Runs the statement that `build` returns, compiled once for each name and number of values. The values have to be all of
   * its parameters, in their order.
   */
  run<Row>(db: Kysely<Tables>, name: string, values: readonly unknown[], build: () => Compilable<Row>): Promise<Row[]>;
}

/** Clients decide how long the lists of a filter are, and so how many shapes there are. */
const STATEMENTS_BYTES = 16_777_216;
/** The estimated size of one parameter of a compiled query. */
const PARAMETER_BYTES = 500;

interface Compiled {
  readonly sql: string;
  /** Null where the values are the parameters as they are. */
  readonly parameters: readonly unknown[] | null;
}

/** Creates the statements of one engine: their SQL is in its dialect. */
export function createStatements(): Statements {
  const compiled = createCache<string, Compiled>("statements", {
    maxBytes: STATEMENTS_BYTES,
    bytesOf: (key, { sql, parameters }) =>
      bytesOfText(key) + bytesOfText(sql) + PARAMETER_BYTES * (parameters?.length ?? 0),
  });
  const execute = async <Row>(
    db: Kysely<Tables>,
    { sql, parameters }: Compiled,
    values: readonly unknown[],
  ): Promise<Row[]> => {
    const bound = parameters?.map((one) => (one instanceof Placeholder ? values[one.index] : one)) ?? values;
    const { rows } = await db.executeQuery(CompiledQuery.raw(sql, bound as unknown[]));
    // The cached SQL returns what the built statement returns.
    return rows as Row[];
  };
  const read = <Arguments extends object, Row>(
    db: Kysely<Tables>,
    { name, arguments: given, build }: ShapedQuery<Arguments, Row>,
  ): Promise<Row[]> => {
    const values: unknown[] = [];
    const key = `${name} ${shapeOf(given, values)}`;
    return execute(
      db,
      compiled.getOrCreate(key, () => build(withPlaceholders(given, { count: 0 }) as Arguments).compile()),
      values,
    );
  };
  return {
    read,
    async readFirst(db, query) {
      const [first] = await read(db, query);
      if (first === undefined) throw new Error(`the query ${query.name} has no row`);
      return first;
    },
    run: (db, name, values, build) =>
      execute(
        db,
        compiled.getOrCreate(`${name} ${values.length}`, () => ({ sql: build().compile().sql, parameters: null })),
        values,
      ),
  };
}

/** The values of rows, in the order of a statement that names their columns in the order of the first. */
export function valuesOf(rows: readonly object[]): unknown[] {
  const values: unknown[] = [];
  for (const row of rows) values.push(...(Object.values(row) as unknown[]));
  return values;
}

/** Stands for the text or number at this place of the arguments. */
class Placeholder {
  constructor(readonly index: number) {}
}

/** The arguments without their texts and numbers, which are appended to the values. */
function shapeOf(given: unknown, values: unknown[]): string {
  if (isParameter(given)) {
    values.push(given);
    return "?";
  }
  if (typeof given !== "object" || given === null) return String(given);
  if (Array.isArray(given)) return `[${given.map((part) => shapeOf(part, values)).join()}]`;
  return `{${Object.entries(given)
    .map(([key, part]) => `${key}:${shapeOf(part, values)}`)
    .join()}}`;
}

/** The arguments with placeholders instead of texts and numbers, counted in the same order. */
function withPlaceholders(given: unknown, places: { count: number }): unknown {
  if (isParameter(given)) return new Placeholder(places.count++);
  if (typeof given !== "object" || given === null) return given;
  if (Array.isArray(given)) return given.map((part) => withPlaceholders(part, places));
  return Object.fromEntries(Object.entries(given).map(([key, part]) => [key, withPlaceholders(part, places)]));
}

function isParameter(given: unknown): boolean {
  return typeof given === "string" || typeof given === "number";
}
