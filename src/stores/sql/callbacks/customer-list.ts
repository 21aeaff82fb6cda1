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

/** Customers with open callbacks, from the index of these alone. Runs in the caller's transaction. */
export async function listCustomers(
  db: Kysely<Tables>,
  request: CustomersRequest,
  cache: RowCache,
): Promise<CustomersPage> {
  const { filter, size, after } = request;
  const groups = openGroups(request);
  const isBehind =
    after === null
      ? sql<SqlBool>`1 = 1`
      : sql<SqlBool>`(open_count < ${after.openCount} or (open_count = ${after.openCount} and hash > ${after.hash}))`;
  const { rows } = await sql<GroupRow>`select hash, open_count from (${groups}) as customers where ${isBehind}
    order by open_count desc, hash limit ${size + 1}`.execute(db);
  const found = rows.slice(0, size).map(({ hash, open_count }) => ({ hash, openCount: Number(open_count) }));
  const latest = await findCustomers(
    db,
    found.map(({ hash }) => hash),
    filter.sources,
    cache,
  );
  return {
    customers: found.flatMap((one) => {
      const row = latest.get(one.hash);
      return row === undefined ? [] : [{ ...one, row }];
    }),
    hasNextPage: rows.length > size,
    totalCount: request.isCounted === true ? await countGroups(db, groups) : null,
  };
}

function openGroups({ filter, now }: CustomersRequest): RawBuilder<GroupRow> {
  const { minOpenCallbacks, acrossSources, sources } = filter;
  const across = acrossSources ? sql` and min(source) <> max(source)` : sql``;
  return sql<GroupRow>`select customer_hash as hash, count(*) as open_count from callbacks
    where ${isStillOpen(now)} and customer_hash is not null${isOfSources(sources)}
    group by customer_hash having count(*) >= ${minOpenCallbacks}${across}`;
}

async function countGroups(db: Kysely<Tables>, groups: RawBuilder<GroupRow>): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from (${groups}) as customers`.execute(db);
  return Number(rows[0]?.count ?? 0);
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
