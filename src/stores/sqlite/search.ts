import { sql, type Kysely } from "kysely";
import { isIndexedWord } from "../../domain/search.js";
import { toPatterns, type RowSearch } from "../sql/callbacks/search.js";
import type { Tables } from "../sql/schema/tables.js";

/** A full-text index of sequences of three characters. Texts are folded already, and their lengths are never read. */
export const SEARCH_TABLE =
  "create virtual table callback_search using fts5(text, tokenize = 'trigram case_sensitive 1', columnsize = 0)";

/** Up to so many rows are read by their row ids and sorted; of more, a list in its order soon finds enough. */
const MOST_FOUND = 5000;

/** See Engine. The words are letters and digits, so none of them ends the quotes of the index's query. */
export async function planSearch(db: Kysely<Tables>, words: readonly string[]): Promise<RowSearch> {
  const search = toPatterns(words);
  const match = words
    .filter(isIndexedWord)
    .map((word) => `"${word}"`)
    .join(" AND ");
  const { rows } = await sql<{ count: number }>`select count(*) as count from
    (select 1 from callback_search where callback_search match ${match} limit ${MOST_FOUND})`.execute(db);
  return (rows[0]?.count ?? 0) < MOST_FOUND ? { ...search, match } : search;
}
