import { sql, type Kysely } from "kysely";
import type { Tables } from "../sql/schema/tables.js";
import { MOST_FOUND } from "../sql/callbacks/search.js";
import { lockSchema } from "./locks.js";

/**
 * Creates the index for searches where it is missing, which needs the extension pg_trgm. Returns false where that is not
 * installed or may not be created: searches then read the texts of all callbacks. Called at each start, so it is enough to
 * create the extension and restart the gateway.
 */
export async function createSearchIndex(db: Kysely<Tables>): Promise<boolean> {
  if (await hasIndex(db)) return true;
  try {
    await db.transaction().execute(async (transaction) => {
      await lockSchema(transaction);
      await sql`create extension if not exists pg_trgm`.execute(transaction);
      await sql`create index if not exists callback_search_by_trigram on callback_search
        using gin (text gin_trgm_ops)`.execute(transaction);
    });
    return true;
  } catch (error) {
    if (isWithoutExtension(error)) return false;
    throw error;
  }
}

/** Whether the index exists. */
export async function hasIndex(db: Kysely<Tables>): Promise<boolean> {
  const { rows } = await sql<{
    found: string | null;
  }>`select to_regclass('callback_search_by_trigram')::text as found`.execute(db);
  return typeof rows[0]?.found === "string";
}

/**
 * Whether few texts contain all words. The planner of the database expects matches to be spread evenly over a list: where the
 * first 100,000 rows have none, it would read them all.
 */
export async function hasFewMatches(db: Kysely<Tables>, patterns: readonly string[]): Promise<boolean> {
  const contains = patterns.map((pattern) => sql`text like ${pattern}`);
  const { rows } = await sql<{ count: number }>`select count(*) as count from
    (select 1 from callback_search where ${sql.join(contains, sql` and `)} limit ${MOST_FOUND}) as found`.execute(db);
  return Number(rows[0]?.count ?? 0) < MOST_FOUND;
}

/** No file of the extension, no right to create it, or an operator class in a schema that is not searched. */
const WITHOUT_EXTENSION = new Set(["0A000", "58P01", "42501", "42704"]);

function isWithoutExtension(error: unknown): boolean {
  return error instanceof Error && "code" in error && WITHOUT_EXTENSION.has(String(error.code));
}
