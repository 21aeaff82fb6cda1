import { sql, type Kysely } from "kysely";
import type { StoredCallback } from "../../callback/query.js";
import type { CustomerListRequest, CustomerPages } from "../store.js";
import { readLastPosition } from "./log.js";
import { CACHED_KEY, type RowCache } from "./row-cache.js";
import type { Tables } from "./tables.js";

/** The first callbacks of each number and how many there are, in one go. Runs in the caller's transaction. */
export async function listOfCustomers(
  db: Kysely<Tables>,
  { phoneNumbers, sources, size }: CustomerListRequest,
  cache: RowCache,
): Promise<CustomerPages> {
  const lastPosition = await readLastPosition(db);
  if (phoneNumbers.length === 0 || sources?.length === 0) return { pages: new Map(), lastPosition };
  let ranked = db
    .selectFrom("callbacks")
    .select([
      ...CACHED_KEY,
      "phone_number",
      // As the list orders: those without a window last.
      sql<number>`row_number() over (partition by phone_number
        order by case when window_start is null then 1 else 0 end, window_start, row_id)`.as("place"),
      sql<number>`count(*) over (partition by phone_number)`.as("total"),
    ])
    .where("phone_number", "in", [...phoneNumbers]);
  if (sources !== null) ranked = ranked.where("source", "in", [...sources]);
  const keys = await db
    .selectFrom(ranked.as("ranked"))
    .select([...CACHED_KEY, "phone_number", "total"])
    .where("place", "<=", size)
    .orderBy("place")
    .execute();
  const found = await cache.take(db, keys);
  const byId = new Map(found.map((row) => [row.rowId, row]));
  const pages = new Map<string, { readonly rows: StoredCallback[]; readonly totalCount: number }>();
  for (const { row_id, phone_number, total } of keys) {
    const row = byId.get(row_id);
    if (row === undefined || phone_number === null) continue;
    const page = pages.get(phone_number) ?? { rows: [], totalCount: Number(total) };
    page.rows.push(row);
    pages.set(phone_number, page);
  }
  return { pages, lastPosition };
}
