import { NO_CUSTOMER, NO_ROUTING, type Callback } from "../../src/domain/callback.js";
import { detectObserved } from "../../src/domain/change/change.js";
import { observationOf, type Observation, type RememberedCallback } from "../../src/domain/change/observation.js";
import type { RequestStamp } from "../../src/domain/change/request-stamp.js";
import { derivedStatus } from "../../src/domain/status.js";

/** A callback about which nothing is known but its name; `fields` say what the test is about. */
export function aCallback(fields: Partial<Callback> = {}): Callback {
  return {
    source: "north",
    vendor: "ACME",
    vendorId: "1",
    ...derivedStatus("SCHEDULED"),
    timing: "UNKNOWN",
    channel: "VOICE",
    customer: NO_CUSTOMER,
    window: null,
    nextAttemptAt: null,
    attemptCount: null,
    outcome: null,
    assignment: null,
    routing: NO_ROUTING,
    queue: null,
    reason: null,
    origin: { category: "UNKNOWN", vendorOrigin: null },
    originInteractionId: null,
    estimate: null,
    createdAt: null,
    updatedAt: null,
    ...fields,
  };
}

/** The stamp of a request that was sent then, and by a clock that never steps. */
export function stampOf(at: number): RequestStamp {
  return { requestNumber: at, requestedAt: at };
}

/** What an observation has of the stamp of its request. */
export function requestedAt(at: number): Pick<Observation, "requestNumber" | "observedAt"> {
  return { requestNumber: at, observedAt: at };
}

/** One observation of `aCallback(fields)`. */
export function anObservation(at: number, fields: Partial<Callback> = {}): Observation {
  return observationOf({ callback: aCallback(fields), vendorRecord: { id: "1" } }, stampOf(at));
}

/** What is remembered after these looks, in this order. */
export function rememberedAfter(first: Observation, ...others: readonly Observation[]): RememberedCallback {
  const start = detectObserved(null, first);
  if (start === null) throw new Error("The first look always teaches something.");
  return others.reduce<RememberedCallback>(
    (known, seen) => detectObserved(known, seen)?.remembered ?? known,
    start.remembered,
  );
}
