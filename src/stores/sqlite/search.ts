import { sql, type Kysely } from "kysely";
import { isIndexedWord } from "../../domain/search.js";
import type { Engine } from "../sql/engine.js";
import { MOST_FOUND, toPatterns } from "../sql/callbacks/search.js";
import type { Tables } from "../sql/schema/tables.js";

/**
 * A full-text index of sequences of three characters over the table `callback_search`, which triggers keep up to date. The
 * texts are folded already, and their lengths are never read.
 */
export const SEARCH_INDEX = [
  "drop table if exists callback_search_index",
  `create virtual table callback_search_index using fts5(
    text, content = 'callback_search', content_rowid = 'row_id', tokenize = 'trigram case_sensitive 1', columnsize = 0)`,
  `create trigger callback_search_insert after insert on callback_search begin
    insert into callback_search_index (rowid, text) values (new.row_id, new.text);
  end`,
  `create trigger callback_search_delete after delete on callback_search begin
    insert into callback_search_index (callback_search_index, rowid, text) values ('delete', old.row_id, old.text);
  end`,
];

/** Whether what is deleted leaves the index at once, or with one of its next merges, which is faster. */
export function setSecureDeletion(isSecure: boolean): string {
  return `insert into callback_search_index (callback_search_index, rank) values ('secure-delete', ${isSecure ? 1 : 0})`;
}

/** If fewer of the first matches have the words that the index cannot find, a list in its order does not find enough soon. */
const LEAST_PASSING = 50;

/** See Engine. The words are letters and digits, so none of them ends the quotes of the index's query. */
export const planSearch: Engine["planSearch"] = async (db, words) => {
  const match = words
    .filter(isIndexedWord)
    .map((word) => `"${word}"`)
    .join(" AND ");
  const others = toPatterns(words.filter((word) => !isIndexedWord(word)));
  const isRare =
    (await countMatches(db, match)) < MOST_FOUND || (await countPassing(db, match, others)) < LEAST_PASSING;
  const whole = { match, patterns: others, isRare };
  return { whole, page: isRare ? whole : { match: null, patterns: toPatterns(words), isRare } };
};

async function countMatches(db: Kysely<Tables>, match: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from
    (select 1 from callback_search_index where callback_search_index match ${match} limit ${MOST_FOUND})`.execute(db);
  return rows[0]?.count ?? 0;
}

/** How many of the first matches contain other words. */
async function countPassing(db: Kysely<Tables>, match: string, patterns: readonly string[]): Promise<number> {
  if (patterns.length === 0) return MOST_FOUND;
  const contains = patterns.map((pattern) => sql`text like ${pattern}`);
  const { rows } = await sql<{ count: number }>`select count(*) as count from
    (select rowid from callback_search_index where callback_search_index match ${match} limit ${MOST_FOUND}) as found
    cross join callback_search on callback_search.row_id = found.rowid
    where ${sql.join(contains, sql` and `)}`.execute(db);
  return rows[0]?.count ?? 0;
}
