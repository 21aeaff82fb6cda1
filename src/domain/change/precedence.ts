import { isJsonObject } from "../../lib/json.js";
import type { StatusReading } from "../status.js";
import type { Observation, RememberedCallback } from "./observation.js";

/**
 * The request number decides, then the text: one response may contain a record twice, and both orders have to lead to
 * the same state.
 */
export function isNewer(
  observed: Observation,
  previous: Pick<RememberedCallback, "callback" | "vendorRecord" | "requestNumber">,
): boolean {
  if (observed.requestNumber !== previous.requestNumber) return observed.requestNumber > previous.requestNumber;
  return contentOf(observed) > contentOf(previous);
}

function contentOf({ callback, vendorRecord }: Pick<Observation, "callback" | "vendorRecord">): string {
  const { status: _, statusBasis: __, vendorStatus: ___, dueAt: ____, lapsesAt: _____, ...rest } = callback;
  return canonicalText([rest, vendorRecord]);
}

/** JSON with sorted keys: equal values give equal text, whatever the order they were built or stored in. */
function canonicalText(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    isJsonObject(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  );
}

/**
 * Returns the status to take from the observation; null to keep the previous one. A DERIVED status never replaces a
 * REPORTED one.
 */
export function chooseStatus(
  previous: Pick<RememberedCallback, "callback" | "statusRequestNumber">,
  observed: Observation,
  newer: boolean,
): StatusReading | null {
  const reading = readingOf(observed.callback);
  if (reading.statusBasis === "DERIVED") return newer && previous.statusRequestNumber === null ? reading : null;
  if (previous.statusRequestNumber === null) return reading;
  if (observed.requestNumber === previous.statusRequestNumber) {
    return canonicalText(reading) > canonicalText(readingOf(previous.callback)) ? reading : null;
  }
  return observed.requestNumber > previous.statusRequestNumber ? reading : null;
}

export function readingOf({ status, statusBasis, vendorStatus, dueAt, lapsesAt }: StatusReading): StatusReading {
  return { status, statusBasis, vendorStatus, dueAt, lapsesAt };
}
