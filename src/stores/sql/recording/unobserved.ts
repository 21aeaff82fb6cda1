import { sql, type Expression, type ExpressionBuilder, type Kysely, type SqlBool } from "kysely";
import type { VendorQuery } from "../../../domain/vendor/vendor-query.js";
import type { StoredCallback } from "../../../domain/query.js";
import type { RecordBatch } from "../../store.js";
import { fromRow } from "../callbacks/rows.js";
import type { Tables } from "../schema/tables.js";

/** Vendor ids of callbacks in a query's scope that are present at the vendor and that no request from this number on has shown. */
export async function findUnobserved(
  db: Kysely<Tables>,
  source: string,
  query: VendorQuery,
  requestNumber: number,
  limit: number,
): Promise<string[]> {
  const rows = await unobservedRows(db, source, query, requestNumber).select("vendor_id").limit(limit).execute();
  return rows.map(({ vendor_id }) => vendor_id);
}

/** The callbacks that a completed query lacked, without the unreadable records of its response. */
export async function loadUnobserved(
  db: Kysely<Tables>,
  { source, quarantined }: RecordBatch,
  query: VendorQuery,
  requestNumber: number,
): Promise<StoredCallback[]> {
  const unreadable = new Set(quarantined.map(({ vendorId }) => vendorId));
  const rows = await unobservedRows(db, source, query, requestNumber)
    .selectAll("callbacks")
    .select(["observations.request_number", "observations.observed_at", "observations.content_hash"])
    .execute();
  return rows.filter(({ vendor_id }) => !unreadable.has(vendor_id)).map(fromRow);
}

function unobservedRows(db: Kysely<Tables>, source: string, query: VendorQuery, requestNumber: number) {
  const isList = query.by === "list" || query.by === "openList";
  // For a narrow key, the unary plus keeps SQLite from the index of all present callbacks, which it prefers without statistics.
  const isPresent = isList ? sql<number>`is_present` : sql<number>`+is_present`;
  return db
    .selectFrom("callbacks")
    .innerJoin("observations", "observations.row_id", "callbacks.row_id")
    .where("source", "=", source)
    .where(isPresent, "=", 1)
    .where("observations.request_number", "<", requestNumber)
    .where((eb) => scopeOf(eb, query))
    .where((eb) => eb.not(eb.exists(lastingViews(eb))));
}

/** Records of the callback that the vendor never removes. */
function lastingViews(eb: ExpressionBuilder<Tables, "callbacks">) {
  return eb
    .selectFrom("views")
    .select("views.name")
    .whereRef("views.row_id", "=", "callbacks.row_id")
    .where("views.is_lasting", "=", 1);
}

function scopeOf(eb: ExpressionBuilder<Tables, "callbacks">, query: VendorQuery): Expression<SqlBool> {
  switch (query.by) {
    case "list":
      return eb.lit(true);
    case "openList":
      return eb("is_open", "=", 1);
    case "ended":
    case "listPage":
      // A callback that one page, or a part of the list, lacks may be in any other.
      return eb.lit(false);
    case "phoneNumber":
      // As the vendor spells it: a vendor may not find a number by another spelling.
      return eb("lookup_number", "=", query.phoneNumber);
    case "agent":
      return eb("agent_id", "=", query.agentId);
    case "customer":
      return eb("contact_id", "=", query.customerId);
    case "id":
      return eb("vendor_id", "=", query.vendorId);
  }
}
