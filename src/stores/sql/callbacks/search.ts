import { sql, type Kysely, type RawBuilder, type SqlBool } from "kysely";
import { chunks } from "../chunks.js";
import type { Tables } from "../schema/tables.js";
import type { Statements } from "../statements.js";

/** The words of a search, as a statement finds them. */
export interface RowSearch {
  /** Patterns of LIKE, one for each word. Words are letters and digits, so nothing in them has to be escaped. */
  readonly patterns: readonly string[];
  /** The query of SQLite's full-text index that finds the rows; null where the rows are found by something else. */
  readonly match: string | null;
  /** Whether few rows match, so that no index of another condition is better. */
  readonly isRare: boolean;
}

/** Up to so many rows are read by their row ids and sorted; of more, a list in its order soon finds enough. */
export const MOST_FOUND = 5000;

/** How the rows of a search are found by a statement that stops at the first page, and by one that reads all of them. */
export interface SearchPlan {
  readonly page: RowSearch;
  readonly whole: RowSearch;
}

/** The words as patterns. */
export function toPatterns(words: readonly string[]): string[] {
  return words.map((word) => `%${word}%`);
}

/** Whether a callback's text contains all words. */
export function containsWords({ match, patterns, isRare }: RowSearch): RawBuilder<SqlBool> {
  const conditions = patterns.map((pattern) => sql` and callback_search.text like ${pattern}`);
  // Read first, and not row by row of a list: see `Engine.planSearch`.
  const isFound = sql<SqlBool>`callbacks.row_id in
    (select row_id from callback_search where true${sql.join(conditions, sql``)} offset 0)`;
  const contains = sql<SqlBool>`exists (select 1 from callback_search
    where callback_search.row_id = callbacks.row_id${sql.join(conditions, sql``)})`;
  const isMatched = sql<SqlBool>`callbacks.row_id in
    (select rowid from callback_search_index where callback_search_index match ${match})`;
  if (match === null) return isRare ? isFound : contains;
  return patterns.length === 0 ? isMatched : sql<SqlBool>`${isMatched} and ${contains}`;
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
      const statement = sql<never>`insert into callback_search (row_id, text) values ${sql.join(rows)}`;
      return { compile: () => statement.compile(db) };
    });
  }
}

/** Deletes the texts of rows. */
export async function deleteSearchTexts(db: Kysely<Tables>, rowIds: readonly number[]): Promise<void> {
  for (const chunk of chunks(rowIds)) {
    await sql`delete from callback_search where row_id in (${sql.join(chunk)})`.execute(db);
  }
}
