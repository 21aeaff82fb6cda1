import type { CustomerKey } from "../domain/customer.js";
import type { CallbackFilter } from "../domain/query.js";
import { isOpenStatus } from "../domain/status.js";
import type { VendorQuery } from "../domain/vendor/vendor-query.js";
import type { Wanted } from "../sync/fetch/refresh-options.js";

/** The one source that can have callbacks of a filter, because agents and contacts belong to a source. Null: any source can. */
export function onlySourceOf(filter: CallbackFilter): string | null {
  if (filter.agent !== undefined) return filter.agent.source;
  const key = filter.customer?.key;
  return key !== undefined && "source" in key ? key.source : null;
}

/** The vendor queries for the callbacks of a filter: by the narrowest key in it, else for all callbacks. */
export function wantedOf(filter: CallbackFilter, source: string): Wanted {
  if (filter.agent !== undefined) return [{ by: "agent", agentId: filter.agent.agentId }];
  if (filter.customer !== undefined) return customerQueries(filter.customer.key, source);
  if (filter.phoneNumbers !== undefined) {
    return filter.phoneNumbers.map((phoneNumber) => ({ by: "phoneNumber", phoneNumber }));
  }
  if (filter.contactId !== undefined) return [{ by: "customer", customerId: filter.contactId }];
  const isOpenOnly = filter.isOpen === true || filter.statuses?.every(isOpenStatus) === true;
  return isOpenOnly ? "open" : "everything";
}

/**
 * The vendor queries of a source for a customer; none where the customer belongs to another source, or is known by one
 * callback alone.
 */
export function customerQueries(customer: CustomerKey, source: string): readonly VendorQuery[] {
  if ("phoneNumber" in customer) return [{ by: "phoneNumber", phoneNumber: customer.phoneNumber }];
  if (customer.source !== source) return [];
  if ("contactId" in customer) return [{ by: "customer", customerId: customer.contactId }];
  return "phoneNumberRaw" in customer ? [{ by: "phoneNumber", phoneNumber: customer.phoneNumberRaw }] : [];
}
