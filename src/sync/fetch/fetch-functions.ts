import type { Adapter, VendorPage, CallOptions } from "../../adapters/adapter.js";
import { listsAll } from "../../adapters/capability.js";
import type { VendorQuery } from "../../domain/vendor/vendor-query.js";

type FetchFunction = (options: CallOptions) => AsyncIterable<VendorPage>;

/** The method of an adapter that fetches a query page by page; null where the adapter lacks it. */
export function fetchFunctionOf(adapter: Adapter, query: VendorQuery): FetchFunction | null {
  switch (query.by) {
    case "list":
      return adapter.list === undefined ? null : (options) => adapter.list?.(options) ?? nothing();
    case "openList":
      return adapter.listOpen === undefined ? null : (options) => adapter.listOpen?.(options) ?? nothing();
    case "ended":
      return adapter.listEnded === undefined ? null : (options) => adapter.listEnded?.(options) ?? nothing();
    case "listPage":
      return once(adapter.listPage?.bind(adapter, query.page));
    case "phoneNumber":
      return once(adapter.findByPhoneNumber?.bind(adapter, query.phoneNumber));
    case "agent":
      return once(adapter.findByAgent?.bind(adapter, query.agentId));
    case "customer":
      return once(adapter.findByCustomer?.bind(adapter, query.customerId));
    case "id":
      return once(adapter.get?.bind(adapter, query.vendorId));
  }
}

function once(fetch: ((options: CallOptions) => Promise<VendorPage>) | undefined): FetchFunction | null {
  if (fetch === undefined) return null;
  return async function* (options) {
    yield await fetch(options);
  };
}

async function* nothing(): AsyncIterable<VendorPage> {
  // A list that vanished between the check and the call holds nothing.
}

/**
 * True if a complete response without a record proves that the vendor has none. A callback may have moved to another
 * agent or number, so only the widest query of a vendor proves it.
 */
export function provesAbsence(adapter: Adapter, { by }: VendorQuery): boolean {
  if (listsAll(adapter)) return by === "list";
  if (adapter.get !== undefined) return by === "id";
  return by !== "list" && by !== "openList" && by !== "ended";
}

/**
 * True if a complete response proves it together with an open list that lacked the record before: a record that moved
 * to another number would be in the open list.
 */
export function confirmsAbsence(adapter: Adapter, { by }: VendorQuery): boolean {
  return listsAll(adapter) && adapter.listOpen !== undefined && by === "phoneNumber";
}
