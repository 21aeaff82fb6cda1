import type { Adapter, VendorPage } from "../../src/adapters/adapter.js";
import type { Observation } from "../../src/domain/change/observation.js";
import type { VendorQuery } from "../../src/domain/vendor/vendor-query.js";

/** An adapter whose answers a test writes. */
export interface ScriptedAdapter extends Adapter {
  readonly asked: VendorQuery[];
}

/** A complete answer of these looks. */
export function aPage(observations: readonly Observation[] = [], isComplete = true): VendorPage {
  return { observations, quarantined: [], coerced: [], isComplete };
}

type Reply = (query: VendorQuery, signal: AbortSignal) => Promise<VendorPage>;

/** Has the abilities that are named, and answers each query by `reply`. */
export function scriptedAdapter(
  abilities: readonly VendorQuery["by"][],
  reply: Reply,
  watched: readonly VendorQuery[] = [],
): ScriptedAdapter {
  const asked: VendorQuery[] = [];
  const answer = (query: VendorQuery, signal: AbortSignal): Promise<VendorPage> => {
    asked.push(query);
    return reply(query, signal);
  };
  const can = (ability: VendorQuery["by"]): boolean => abilities.includes(ability);
  return {
    asked,
    watched,
    ...(can("list") && {
      async *list({ signal }) {
        yield await answer({ by: "list" }, signal);
      },
    }),
    ...(can("phoneNumber") && {
      findByPhoneNumber: (phoneNumber, { signal }) => answer({ by: "phoneNumber", phoneNumber }, signal),
    }),
    ...(can("agent") && { findByAgent: (agentId, { signal }) => answer({ by: "agent", agentId }, signal) }),
    ...(can("customer") && {
      findByCustomer: (customerId, { signal }) => answer({ by: "customer", customerId }, signal),
    }),
    ...(can("id") && { get: (vendorId, { signal }) => answer({ by: "id", vendorId }, signal) }),
    queryFor: ({ customer }) =>
      customer.phoneNumberRaw === null ? null : { by: "phoneNumber", phoneNumber: customer.phoneNumberRaw },
    reserve: () => Promise.resolve({ use: () => true, release: () => undefined }),
    usage: () => ({
      allowedPerMinute: null,
      usedPerMinute: 0,
      backgroundPerMinute: Number.POSITIVE_INFINITY,
      waiting: 0,
    }),
    verify: () => Promise.resolve(),
    reread: () => ({ observations: [], quarantined: [], coerced: [] }),
    condition: () => ({ isBroken: false, waiting: 0, rateLimit: { remaining: null, resetsAt: null } }),
    close: () => Promise.resolve(),
  };
}
