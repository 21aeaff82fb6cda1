import { MOST_DUPLICATES } from "../domain/customer.js";

/** The longest page; requests for longer ones are rejected. */
export const LONGEST_PAGE = 100;
/** The length of a page if nothing requests one. */
export const DEFAULT_PAGE = 50;

/** The own cost of fields that may call vendors, read much, or write. Default: 1. */
const OWN_COSTS: Readonly<Record<string, number>> = {
  "Query.node": 10,
  "Query.nodes": 10,
  "Query._entities": 10,
  "Query.callback": 10,
  "Query.callbacks": 10,
  "Query.callbackStatistics": 50,
  "Query.callbackPerformance": 50,
  "Query.agent": 10,
  "Agent.callbacks": 10,
  "Queue.callbacks": 10,
  "Customer.callbacks": 10,
  "Query.customers": 50,
  "Callback.duplicates": 2,
  "Callback.vendorRecord": 5,
  "Callback.history": 5,
  "Callback.agentActions": 2,
};
const MUTATION_COST = 100;
/** The fields whose own cost counts once per requested entity. */
const LOOKED_UP: ReadonlySet<string> = new Set(["nodes", "_entities", "cancelCallbacks", "reassignCallbacks"]);
/** The arguments that say how long a list may be. */
export const LENGTHS: ReadonlySet<string> = new Set(["first", "last", "ids", "representations"]);

/** The cost of a field without its subfields. */
export function ownCostOf(type: string, field: string): number {
  return type === "Mutation" ? MUTATION_COST : (OWN_COSTS[`${type}.${field}`] ?? 1);
}

/** Whether the field's own cost counts once per requested entity. */
export function isLookedUp(field: string): boolean {
  return LOOKED_UP.has(field);
}

/** The bounds of lists without an argument for their length. Default: they count as one. */
const BOUNDED_LISTS: Readonly<Record<string, number>> = { "Callback.duplicates": MOST_DUPLICATES };

/** How long a list without an argument for its length may be. */
export function longestOf(type: string, field: string): number {
  return BOUNDED_LISTS[`${type}.${field}`] ?? 1;
}
