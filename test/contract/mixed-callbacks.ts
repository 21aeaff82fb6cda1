import type { Callback } from "../../src/callback/callback.js";
import type { Observation } from "../../src/callback/observation.js";
import type { StoredCallback } from "../../src/callback/query.js";
import { derivedStatus, reportedStatus } from "../../src/callback/status.js";
import { instantWindow } from "../../src/callback/window.js";
import type { Store } from "../../src/stores/store.js";
import { anObservation } from "../support/observations.js";

export const HOUR = 3_600_000;
export const NOON = Date.UTC(2026, 5, 1, 12);
/** How many `recordMixed` records. */
export const COUNT = 120;

/** Callbacks of every kind: ties, missing times, all statuses, several sources. */
export function aMixedCallback(index: number): Observation {
  const start = NOON + (index % 17) * HOUR;
  const window = index % 7 === 0 ? null : instantWindow(start, index % 3 === 0 ? null : start + 2 * HOUR, null);
  const status =
    index % 5 === 0
      ? derivedStatus("SCHEDULED", { dueAt: window?.start ?? null, lapsesAt: window?.end ?? null })
      : reportedStatus((["SCHEDULED", "RETRYING", "COMPLETED", "FAILED"] as const)[index % 4] ?? "UNKNOWN", "WORD");
  const base = anObservation(0).callback;
  const fields: Partial<Callback> = {
    source: index % 2 === 0 ? "north" : "south",
    vendor: index % 2 === 0 ? "ACME" : "OTHER",
    vendorId: `cb-${index}`,
    ...status,
    window,
    nextAttemptAt: index % 4 === 0 ? null : start + index,
    createdAt: index % 6 === 0 ? null : NOON - (index % 11) * HOUR,
    updatedAt: index % 2 === 0 ? null : NOON - index,
    customer: { ...base.customer, phoneNumber: `+1415555010${index % 10}`, contactId: `c${index % 8}` },
    routing: { ...base.routing, queueId: index % 9 === 0 ? null : `q${index % 3}`, campaignId: `k${index % 2}` },
    assignment:
      index % 3 === 0 ? null : { agentId: `a${index % 4}`, type: "UNKNOWN", exclusive: null, assignedAt: null },
  };
  return anObservation(NOON - HOUR, fields);
}

/** Records `COUNT` of them, of the sources `north` and `south`, at noon. */
export async function recordMixed(store: Store): Promise<readonly StoredCallback[]> {
  const observations = Array.from({ length: COUNT }, (_, index) => aMixedCallback(index));
  for (const source of ["north", "south"]) {
    const own = observations.filter(({ callback }) => callback.source === source);
    await store.record({ source, observations: own, quarantined: [], answered: null, now: NOON });
  }
  const found = await store.find(observations.map(({ callback }) => callback));
  return found.filter((row) => row !== null);
}
