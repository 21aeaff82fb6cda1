import { isDeepStrictEqual } from "node:util";
import type { Callback } from "../callback.js";
import { comparableText, foldLocalTime, foldCase } from "./comparable.js";
import type { JsonObject } from "../../lib/json.js";
import type { MappedRecord, RememberedCallback } from "./observation.js";
import type { CallbackStatus } from "../status.js";

/** Fields that follow from others or say only when the vendor wrote: a difference in them alone is no change. */
const SILENT_FIELDS = new Set<keyof Callback>(["status", "dueAt", "lapsesAt", "updatedAt", "lookupNumber"]);

/** The fields that say something else than before. */
export function findChangedFields(
  previous: RememberedCallback,
  observed: MappedRecord,
  status: CallbackStatus,
): string[] {
  const before = previous.callback;
  const after = observed.callback;
  const changed: string[] = status === previous.publishedStatus ? [] : ["status"];
  const names = Object.keys(after) as (keyof Callback)[];
  for (const name of names) {
    if (!SILENT_FIELDS.has(name) && !isSameValue(name, before, after)) changed.push(name);
  }
  if (isDrift(changed, after)) return [];
  // The mapping alone names another queue than an earlier version did: the vendor has changed nothing.
  if (changed.length === 1 && changed[0] === "queue" && isSameRecord(previous.vendorRecord, observed)) return [];
  if (changed.length === 0 && !isSameRecord(previous.vendorRecord, observed)) changed.push("vendorRecord");
  return changed;
}

/**
 * Returns false if a field has another value. Another spelling of a vendor status or a local time is the same value.
 */
function isSameValue(name: keyof Callback, before: Callback, after: Callback): boolean {
  if (isDeepStrictEqual(before[name], after[name])) return true;
  return SPELLED_FIELDS.has(name) && isDeepStrictEqual(foldField(name, before), foldField(name, after));
}

/** Fields with values or times as the vendor writes them. */
const SPELLED_FIELDS = new Set<keyof Callback>(["vendorStatus", "outcome", "origin", "routing", "window"]);

function foldField(name: keyof Callback, { vendorStatus, outcome, origin, routing, window }: Callback): unknown {
  const fold = (value: string | null): string | null => (value === null ? null : foldCase(value));
  const foldTime = (time: string | null): string | null => (time === null ? null : foldLocalTime(time));
  switch (name) {
    case "vendorStatus":
      return fold(vendorStatus);
    case "outcome":
      return outcome === null ? null : { ...outcome, label: fold(outcome.label) };
    case "origin":
      return { ...origin, vendorOrigin: fold(origin.vendorOrigin) };
    case "routing":
      return { ...routing, dialingModel: fold(routing.dialingModel) };
    default:
      if (window === null) return null;
      return {
        ...window,
        timeZone: window.timeZone?.toLowerCase() ?? null,
        localStart: foldTime(window.localStart),
        localEnd: foldTime(window.localEnd),
      };
  }
}

/** True for records that say the same, in whatever order and spelling. */
function isSameRecord(previous: JsonObject, { vendorRecord, comparable = comparableText }: MappedRecord): boolean {
  return isDeepStrictEqual(previous, vendorRecord) || comparable(previous) === comparable(vendorRecord);
}

/** True for a forecast that moves with every poll: it is stored, but not published. */
function isDrift(changed: readonly string[], { window, timing }: Callback): boolean {
  const followsEstimate = window === null && timing !== "SCHEDULED";
  return (
    changed.length > 0 && changed.every((name) => name === "estimate" || (name === "nextAttemptAt" && followsEstimate))
  );
}
