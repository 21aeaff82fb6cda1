import { CompiledQuery, type Compilable, type Kysely } from "kysely";
import { bytesOfText, createCache } from "../../lib/cache.js";
import type { Tables } from "./schema/tables.js";

/** Runs statements over many rows, each compiled once for each number of values: only the values differ. */
export interface Templates {
  /** Runs what `build` makes under this name. Its parameters have to be these values, in this order, and nothing else. */
  run<Result>(
    db: Kysely<Tables>,
    name: string,
    values: readonly unknown[],
    build: () => Compilable<Result>,
  ): Promise<Result[]>;
}

const TEXTS_BYTES = 8_388_608;

/** The templates of one engine: their texts are in its language. */
export function createTemplates(): Templates {
  const texts = createCache<string, string>("statement_texts", {
    maxBytes: TEXTS_BYTES,
    bytesOf: (key, text) => bytesOfText(key) + bytesOfText(text),
  });
  return {
    async run<Result>(
      db: Kysely<Tables>,
      name: string,
      values: readonly unknown[],
      build: () => Compilable<Result>,
    ): Promise<Result[]> {
      const key = `${name} ${values.length}`;
      const text = texts.getOrCreate(key, () => build().compile().sql);
      const { rows } = await db.executeQuery(CompiledQuery.raw(text, values as unknown[]));
      // What the built statement gives, the same text gives as well.
      return rows as Result[];
    },
  };
}

/** The values of rows, in the order of a statement that names their columns in the order of the first. */
export function valuesOf(rows: readonly object[]): unknown[] {
  const values: unknown[] = [];
  for (const row of rows) values.push(...(Object.values(row) as unknown[]));
  return values;
}
