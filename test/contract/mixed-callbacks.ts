import type { Callback } from "../../src/domain/callback.js";
import { observationOf, type Observation } from "../../src/domain/change/observation.js";
import type { StoredCallback } from "../../src/domain/query.js";
import { derivedStatus, reportedStatus } from "../../src/domain/status.js";
import { instantWindow } from "../../src/domain/time/window.js";
import type { Store } from "../../src/stores/store.js";
import { anObservation, stampOf } from "../support/observations.js";

export const HOUR = 3_600_000;
export const NOON = Date.UTC(2026, 5, 1, 12);
/** How many `recordMixed` records. */
export const COUNT = 120;

const sourceOf = (index: number): string => (index % 2 === 0 ? "north" : "south");

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
    source: sourceOf(index),
    vendor: index % 2 === 0 ? "ACME" : "OTHER",
    vendorId: `cb-${index}`,
    ...status,
    window,
    nextAttemptAt: index % 4 === 0 ? null : start + index,
    createdAt: index % 6 === 0 ? null : NOON - (index % 11) * HOUR,
    updatedAt: index % 2 === 0 ? null : NOON - index,
    customer: { ...base.customer, phoneNumber: `+1415555010${index % 10}`, contactId: `c${index % 8}` },
    routing: { ...base.routing, queueId: index % 9 === 0 ? null : `q${index % 3}`, campaignId: `k${index % 2}` },
    queue: index % 9 === 0 ? null : { kind: index % 2 === 0 ? "QUEUE" : "SKILL", vendorId: `q${index % 3}` },
    assignment:
      index % 3 === 0 ? null : { agentId: `a${index % 4}`, type: "UNKNOWN", exclusive: null, assignedAt: null },
  };
  return anObservation(NOON - HOUR, fields);
}

const FACETS = [
  ["window"],
  ["nextAttemptAt"],
  ["createdAt"],
  ["updatedAt"],
  ["customer"],
  ["routing", "queue"],
  ["assignment"],
  ["status", "statusBasis", "vendorStatus", "dueAt", "lapsesAt"],
] as const satisfies readonly (readonly (keyof Callback)[])[];

/** Records the same, each of which was another in one respect before; a batch is about one respect. */
export async function recordRewritten(store: Store): Promise<readonly StoredCallback[]> {
  const record = (source: string, observations: readonly Observation[]): Promise<unknown> =>
    store.record({ source, observations, quarantined: [], answered: null, now: NOON });
  for (const [number, facet] of FACETS.entries()) {
    const source = sourceOf(number);
    const indexes = Array.from({ length: COUNT }, (_, index) => index).filter(
      (index) => index % FACETS.length === number,
    );
    const before = indexes.map((index) => {
      const [{ callback, ...seen }, other] = [aMixedCallback(index), aMixedCallback(index + 14)];
      const parts = Object.fromEntries(facet.map((field) => [field, other.callback[field]]));
      return observationOf({ ...seen, callback: { ...callback, ...parts } }, stampOf(NOON - 20 * HOUR));
    });
    await record(source, before);
    await record(source, indexes.map(aMixedCallback));
  }
  return recordMixed(store);
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
