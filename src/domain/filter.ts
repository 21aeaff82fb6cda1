import type { Callback } from "./callback.js";
import { isOfCustomer } from "./customer.js";
import type { CallbackFilter, InstantRange } from "./query.js";
import { matchesSearch } from "./search.js";
import { isOpenStatus, type CallbackStatus } from "./status.js";

/** The same filter for the sources of the settings alone. */
export function limitToConfigured(filter: CallbackFilter, names: readonly string[]): CallbackFilter {
  if (filter.sources === undefined) return { ...filter, configuredSources: names };
  return { ...filter, sources: filter.sources.filter((name) => names.includes(name)) };
}

/** True if the filter does not exclude the callback's source. */
export function matchesSource({ sources, configuredSources }: CallbackFilter, { source }: Callback): boolean {
  return (sources?.includes(source) ?? true) && (configuredSources?.includes(source) ?? true);
}

/**
 * True if a callback matches a filter, as in a list. `statuses` count as its status: for a change, those before and
 * after it, so that callbacks that leave the filter are published as well.
 */
export function matchesFilter(
  filter: CallbackFilter,
  callback: Callback,
  statuses: readonly CallbackStatus[],
): boolean {
  const { source, customer, routing, assignment } = callback;
  return (
    matchesSource(filter, callback) &&
    (filter.statuses === undefined || statuses.some((status) => filter.statuses?.includes(status))) &&
    (filter.isOpen === undefined || statuses.some((status) => isOpenStatus(status) === filter.isOpen)) &&
    (filter.phoneNumbers === undefined || filter.phoneNumbers.includes(customer.phoneNumber ?? "")) &&
    is(filter.contactId, customer.contactId) &&
    isAmongQueues(callback, filter.queues) &&
    (filter.campaignIds === undefined ||
      (routing.campaignId !== null && filter.campaignIds.includes(routing.campaignId))) &&
    (filter.agents?.some((agent) => agent.source === source && agent.agentId === assignment?.agentId) ?? true) &&
    (filter.window === undefined || overlaps(callback, filter.window)) &&
    isWithin(callback.createdAt, filter.createdAt) &&
    isWithin(callback.updatedAt, filter.updatedAt) &&
    (filter.customer === undefined || isOfCustomer(callback, filter.customer)) &&
    (filter.search === undefined || matchesSearch(filter.search, customer))
  );
}

function is(wanted: string | undefined, value: string | null): boolean {
  return wanted === undefined || wanted === value;
}

function isAmongQueues({ source, queue }: Callback, wanted: CallbackFilter["queues"]): boolean {
  if (wanted === undefined) return true;
  return wanted.some((one) => one.source === source && one.kind === queue?.kind && one.vendorId === queue.vendorId);
}

/** True for a time in the range, and for every callback if there is no range; false for a missing time in a range. */
export function isWithin(value: number | null, range: InstantRange | undefined): boolean {
  if (range === undefined) return true;
  return (
    value !== null && (range.from === null || value >= range.from) && (range.until === null || value < range.until)
  );
}

/** A window that ends exactly at `from` is over by then; a point in time at `from` is not. */
function overlaps({ window }: Callback, { from, until }: InstantRange): boolean {
  if (window === null) return false;
  const beginsInTime = until === null || window.start < until;
  return beginsInTime && (from === null || window.start >= from || (window.end !== null && window.end > from));
}
