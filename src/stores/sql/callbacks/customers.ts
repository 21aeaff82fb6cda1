import { sql, type Kysely } from "kysely";
import { groupBy } from "../../../lib/group.js";
import type { CustomerListRequest, CustomerPages } from "../../store.js";
import type { Engine } from "../engine.js";
import { lastPosition, readLastPosition } from "../changelog/log.js";
import type { Statements } from "../statements.js";
import { isStillOpen } from "./open.js";
import { KEY_COLUMNS, KEY_SELECTION, type ReadRows, type RowCache } from "./row-cache.js";
import type { Tables } from "../schema/tables.js";

const COLUMNS = [...KEY_COLUMNS, "customer_hash", "total"] as const;
type Key = readonly [rowId: number, revision: number, requestNumber: number, hash: string, total: number | null];
type Snapshot = Pick<ReadRows, "isSnapshot">;

/** The first callbacks of each customer, in one go; how many there are costs as much again. */
export async function listOfCustomers(
  db: Kysely<Tables>,
  request: CustomerListRequest,
  { asArrays, cache, statements }: CustomerListOptions,
): Promise<CustomerPages & Snapshot> {
  if (request.customers.length === 0 || request.sources?.length === 0) {
    return { pages: new Map(), lastPosition: await readLastPosition(db), isSnapshot: true };
  }
  const { keys, last } = await statements.readFirst(db, {
    name: "customers",
    arguments: request,
    build: (given) =>
      db
        .selectFrom(firstOfEach(db, given).as("found"))
        .select([asArrays(COLUMNS).as("keys"), lastPosition(db).as("last")]),
  });
  return { ...(await readPages(db, JSON.parse(keys) as Key[], cache)), lastPosition: Number(last ?? 0) };
}

/** The same outside of a transaction; null where that is not of one moment. */
export async function listOfCustomersAtOnce(
  db: Kysely<Tables>,
  request: CustomerListRequest,
  options: CustomerListOptions,
): Promise<CustomerPages | null> {
  const found = await listOfCustomers(db, request, options);
  return found.isSnapshot ? found : null;
}

export interface CustomerListOptions extends Pick<Engine, "asArrays"> {
  readonly cache: RowCache;
  readonly statements: Statements;
}

function firstOfEach(db: Kysely<Tables>, { customers, sources, size, openAt, ...request }: CustomerListRequest) {
  const total =
    request.isCounted === true
      ? sql<number | null>`count(*) over (partition by customer_hash)`
      : sql<number | null>`null`;
  let ranked = db
    .selectFrom("callbacks")
    .select([
      ...KEY_SELECTION,
      "customer_hash",
      // As the list orders: those without a window last.
      sql<number>`row_number() over (partition by customer_hash
        order by case when window_start is null then 1 else 0 end, window_start, row_id)`.as("place"),
      total.as("total"),
    ])
    .where("customer_hash", "in", [...customers]);
  // Nearly all rows are of these: they are found by their customers.
  if (sources !== null) ranked = ranked.where(sql`coalesce(source, '')`, "in", [...sources]);
  if (openAt !== undefined) ranked = ranked.where(isStillOpen(openAt));
  return db
    .selectFrom(ranked.as("ranked"))
    .select(COLUMNS)
    .where("place", "<=", size)
    .orderBy("customer_hash")
    .orderBy("place");
}

async function readPages(
  db: Kysely<Tables>,
  keys: readonly Key[],
  cache: RowCache,
): Promise<Pick<CustomerPages, "pages"> & Snapshot> {
  const { rows, isSnapshot } = await cache.readRows(
    db,
    keys.map(([row_id, revision, request_number]) => ({ row_id, revision, request_number })),
  );
  const byId = new Map(rows.map((row) => [row.rowId, row]));
  const pages = [...groupBy(keys, ([, , , hash]) => hash)].map(([hash, group]) => {
    const [, , , , totalCount = null] = group[0] ?? [];
    return [hash, { rows: group.flatMap(([rowId]) => byId.get(rowId) ?? []), totalCount }] as const;
  });
  return { pages: new Map(pages), isSnapshot };
}
