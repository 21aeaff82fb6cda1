import type { CustomerKey } from "../domain/customer.js";
import type { CallbackFilter } from "../domain/query.js";
import { isOpenStatus } from "../domain/status.js";
import type { VendorQuery } from "../domain/vendor/vendor-query.js";
import type { Wanted } from "../sync/fetch/refresh-options.js";

/** The sources that can have callbacks of a filter, because agents, queues and contacts belong to a source. Null: any source can. */
export function onlySourcesOf({ agents, queues, customer }: CallbackFilter): ReadonlySet<string> | null {
  const key = customer?.key;
  const keys = [agents, queues, key !== undefined && "source" in key ? [key] : undefined];
  const sets = keys.flatMap((some) => (some === undefined ? [] : [new Set(some.map(({ source }) => source))]));
  const [first, ...others] = sets;
  if (first === undefined) return null;
  return new Set([...first].filter((source) => others.every((set) => set.has(source))));
}

/** The vendor queries for the callbacks of a filter: by the narrowest keys in it, else for all callbacks. */
export function wantedOf(filter: CallbackFilter, source: string): Wanted {
  if (filter.agents !== undefined) {
    return filter.agents
      .filter((agent) => agent.source === source)
      .map(({ agentId }): VendorQuery => ({ by: "agent", agentId }));
  }
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
