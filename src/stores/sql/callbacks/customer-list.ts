import { sql, type Kysely, type RawBuilder, type SqlBool } from "kysely";
import type { StoredCallback } from "../../../domain/query.js";
import type { Instant } from "../../../domain/time/instant.js";
import type { CustomersPage, CustomersRequest } from "../../store.js";
import { OBSERVED_BY } from "../recording/observations.js";
import type { Tables } from "../schema/tables.js";
import { isStillOpen } from "./open.js";
import type { ObservedKey, RowCache } from "./row-cache.js";

interface GroupRow {
  readonly hash: string;
  readonly open_count: number;
}

/** A row of the page; without a customer where the page is empty. */
type PageRow = { readonly [Column in keyof GroupRow]: GroupRow[Column] | null } & { readonly total: number | null };

/** Customers with open callbacks, from the index of these alone. Runs in the caller's transaction. */
export async function listCustomers(
  db: Kysely<Tables>,
  request: CustomersRequest,
  cache: RowCache,
): Promise<CustomersPage> {
  const { size, after } = request;
  const total = request.isCounted === true ? sql`(select count(*) from customers)` : sql`null`;
  // Joined from the left, so that an empty page is counted as well.
  const { rows } = await sql<PageRow>`with customers as (${openGroups(request)})
    select hash, open_count, ${total} as total from (select 1 as one) as one left join (
      select hash, open_count from customers where ${isBehind(after)}
      order by open_count desc, hash limit ${size + 1}
    ) as page on 1 = 1 order by open_count desc, hash`.execute(db);
  const found = rows.flatMap(({ hash, open_count }) =>
    hash === null ? [] : [{ hash, openCount: Number(open_count) }],
  );
  const customers = found.slice(0, size);
  const hashes = customers.map(({ hash }) => hash);
  const latest = await findCustomers(db, hashes, request.filter.sources, cache);
  const totalCount = rows[0]?.total ?? null;
  return {
    customers: customers.flatMap((one) => {
      const row = latest.get(one.hash);
      return row === undefined ? [] : [{ ...one, row }];
    }),
    hasNextPage: found.length > size,
    totalCount: totalCount === null ? null : Number(totalCount),
  };
}

function openGroups({ filter, now }: CustomersRequest): RawBuilder<unknown> {
  const { minOpenCallbacks, acrossSources, sources } = filter;
  const across = acrossSources ? sql` and min(source) <> max(source)` : sql``;
  return sql`select customer_hash as hash, count(*) as open_count from callbacks
    where ${isStillOpen(now)} and customer_hash is not null${isOfSources(sources)}
    group by customer_hash having count(*) >= ${minOpenCallbacks}${across}`;
}

function isBehind(after: CustomersRequest["after"]): RawBuilder<SqlBool> {
  if (after === null) return sql`1 = 1`;
  const { openCount, hash } = after;
  return sql`(open_count < ${openCount} or (open_count = ${openCount} and hash > ${hash}))`;
}

/** Found by the customer: nearly all rows are of the sources. */
function isOfSources(sources: readonly string[] | null): RawBuilder<unknown> {
  if (sources === null) return sql``;
  return sources.length === 0 ? sql` and 1 = 0` : sql` and coalesce(source, '') in (${sql.join(sources)})`;
}

/** By hash, the callback of each customer whose status changed last. */
export async function findCustomers(
  db: Kysely<Tables>,
  hashes: readonly string[],
  sources: readonly string[] | null,
  cache: RowCache,
): Promise<ReadonlyMap<string, StoredCallback>> {
  if (hashes.length === 0) return new Map();
  const { rows: keys } = await sql<ObservedKey & { readonly hash: string }>`
    select row_id, revision, request_number, hash from (
      select row_id, revision, ${OBSERVED_BY} as request_number, customer_hash as hash, row_number() over
          (partition by customer_hash order by status_changed_at desc, row_id desc) as place
        from callbacks where customer_hash in (${sql.join(hashes)})${isOfSources(sources)}
    ) as ranked where place = 1`.execute(db);
  const { rows } = await cache.readRows(db, keys);
  const byId = new Map(rows.map((row) => [row.rowId, row]));
  return new Map(
    keys.flatMap(({ row_id, hash }) => {
      const row = byId.get(row_id);
      return row === undefined ? [] : [[hash, row] as const];
    }),
  );
}

/** By hash, the number of open callbacks of each customer. */
export async function countOpenOfCustomers(
  db: Kysely<Tables>,
  hashes: readonly string[],
  sources: readonly string[] | null,
  now: Instant,
): Promise<ReadonlyMap<string, number>> {
  if (hashes.length === 0) return new Map();
  const { rows } = await sql<GroupRow>`select customer_hash as hash, count(*) as open_count from callbacks
    where ${isStillOpen(now)} and customer_hash in (${sql.join(hashes)})${isOfSources(sources)}
    group by customer_hash`.execute(db);
  return new Map(rows.map(({ hash, open_count }) => [hash, Number(open_count)]));
}
