import { sql, type Kysely, type RawBuilder, type SqlBool } from "kysely";
import { chunks } from "../chunks.js";
import type { Tables } from "../schema/tables.js";
import type { Statements } from "../statements.js";

/** The words of a search, as a statement finds them. */
export interface RowSearch {
  /** The query of the full-text index that finds the rows; null where the engine decides by the patterns. */
  readonly match: string | null;
  /** Patterns of LIKE, one for each word. Words are letters and digits, so nothing in them has to be escaped. */
  readonly patterns: readonly string[];
}

/** The words as patterns alone. */
export function toPatterns(words: readonly string[]): RowSearch {
  return { match: null, patterns: words.map((word) => `%${word}%`) };
}

/** Whether a callback's text contains all words. */
export function containsWords({ match, patterns }: RowSearch): RawBuilder<SqlBool> {
  const conditions = patterns.map((pattern) => sql`callback_search.text like ${pattern}`);
  const contains = sql<SqlBool>`exists (select 1 from callback_search
    where callback_search.rowid = callbacks.row_id and ${sql.join(conditions, sql` and `)})`;
  if (match === null) return contains;
  return sql<SqlBool>`callbacks.row_id in
    (select rowid from callback_search where callback_search match ${match}) and ${contains}`;
}

/** The text of a row. */
export interface SearchText {
  readonly rowId: number;
  readonly text: string;
  /** Whether the row has no text yet. */
  readonly isNew: boolean;
}

/** Writes texts. */
export async function saveSearchTexts(
  db: Kysely<Tables>,
  texts: readonly SearchText[],
  statements: Statements,
): Promise<void> {
  await deleteSearchTexts(
    db,
    texts.filter(({ isNew }) => !isNew).map(({ rowId }) => rowId),
  );
  for (const chunk of chunks(texts)) {
    const values = chunk.flatMap(({ rowId, text }) => [rowId, text]);
    await statements.run(db, "save search texts", values, () => {
      const rows = chunk.map(({ rowId, text }) => sql`(${rowId}, ${text})`);
      const statement = sql<never>`insert into callback_search (rowid, text) values ${sql.join(rows)}`;
      return { compile: () => statement.compile(db) };
    });
  }
}

/** Deletes the texts of rows. */
export async function deleteSearchTexts(db: Kysely<Tables>, rowIds: readonly number[]): Promise<void> {
  for (const chunk of chunks(rowIds)) {
    await sql`delete from callback_search where rowid in (${sql.join(chunk)})`.execute(db);
  }
}
