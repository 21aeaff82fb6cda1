import { isDeepStrictEqual } from "node:util";
import type { Callback } from "./callback.js";
import type { Instant } from "./instant.js";
import { comparableText, foldLocalTime, foldWord } from "./comparable.js";
import { isJsonObject, type JsonObject } from "./json.js";
import type { Observation, RememberedCallback } from "./observation.js";
import { clockChangedAt, statusAt, type CallbackStatus, type StatusReading } from "./status.js";

/** What a change can be. */
export const CALLBACK_CHANGE_KINDS = {
  SNAPSHOT: "Not a change: a callback that matches when the subscription begins.",
  CREATED: "The gateway saw the callback for the first time.",
  STATUS_CHANGED: "The status is another; other fields may be, too.",
  UPDATED: "Fields other than the status are different: rescheduled, reassigned, renamed, returned.",
  GONE: "The vendor has stopped returning the record. That says nothing about what happened to it.",
} as const;
export type CallbackChangeKind = keyof typeof CALLBACK_CHANGE_KINDS;

/** A change before the store has numbered it. */
export interface DetectedChange {
  readonly kind: Exclude<CallbackChangeKind, "SNAPSHOT">;
  readonly previousStatus: CallbackStatus | null;
  readonly status: CallbackStatus;
  readonly changedFields: readonly string[];
  /** When it happened by the vendor's clock, or by the window's; null where nobody says. */
  readonly occurredAt: Instant | null;
  /** When the gateway noticed. */
  readonly observedAt: Instant;
}

/** What there is to remember now, and the change to tell, if any. Null: nothing was learnt. */
export interface Detection {
  readonly remembered: RememberedCallback;
  readonly change: DetectedChange | null;
}

/**
 * What one observation adds to what is known. Observing in any order and any number of times ends in the same state,
 * and an observation that says nothing new tells no change.
 */
export function detectObserved(known: RememberedCallback | null, seen: Observation): Detection | null {
  if (known === null) return detectCreated(seen);
  const newer = isNewer(seen, known);
  const reading = chooseStatus(known, seen, newer);
  if (!newer && reading === null) return null;
  const base = newer ? seen : known;
  const callback = { ...base.callback, ...(reading ?? readingOf(known.callback)) };
  const observedAt = Math.max(seen.observedAt, known.observedAt);
  // What the clock has told already stays told, even to an observation that was asked for before that moment.
  const now = Math.max(observedAt, known.statusChangedAt);
  const status = statusAt(callback, now);
  // A look from before the first miss says nothing about whether the vendor still has the record.
  const isBack = newer && (known.missedAt === null || seen.observedAt >= known.missedAt);
  const changedFields = findChangedFields(known, { ...base, callback }, status);
  if (isBack && !known.heldByVendor) changedFields.push("heldByVendor");
  const remembered: RememberedCallback = {
    callback,
    vendorRecord: base.vendorRecord,
    observedAt,
    toldStatus: status,
    statusChangedAt:
      status === known.toldStatus ? known.statusChangedAt : Math.min(statusMoment(callback, now, known) ?? now, now),
    statusReportedAt:
      seen.callback.statusBasis === "REPORTED" && reading !== null ? seen.observedAt : known.statusReportedAt,
    heldByVendor: isBack || known.heldByVendor,
    missedAt: isBack ? null : known.missedAt,
  };
  if (changedFields.length === 0) return { remembered, change: null };
  return {
    remembered,
    change: {
      kind: status === known.toldStatus ? "UPDATED" : "STATUS_CHANGED",
      previousStatus: known.toldStatus,
      status,
      changedFields,
      occurredAt: status === known.toldStatus ? vendorMoment(callback, known) : statusMoment(callback, now, known),
      observedAt,
    },
  };
}

/**
 * What a complete answer without the record adds: the first time a note, the second time GONE. The status stays:
 * absence is not an outcome. Null where the record was seen after the question, or is gone already.
 */
export function detectMissed(known: RememberedCallback, askedAt: Instant): Detection | null {
  if (!known.heldByVendor || known.observedAt >= askedAt) return null;
  if (known.missedAt === null) return { remembered: { ...known, missedAt: askedAt }, change: null };
  if (known.missedAt >= askedAt) return null;
  return {
    remembered: { ...known, heldByVendor: false },
    change: {
      kind: "GONE",
      previousStatus: known.toldStatus,
      status: known.toldStatus,
      changedFields: ["heldByVendor"],
      occurredAt: null,
      observedAt: askedAt,
    },
  };
}

/** What the clock alone adds: a DERIVED status that has moved since it was last told. Null where it has not. */
export function detectElapsed(known: RememberedCallback, clockNow: Instant): Detection | null {
  // What the clock has told already stays told, even to a clock that is behind the one that told it.
  const now = Math.max(clockNow, known.statusChangedAt);
  const status = statusAt(known.callback, now);
  if (status === known.toldStatus) return null;
  const occurredAt = clockChangedAt(known.callback, now);
  return {
    remembered: { ...known, toldStatus: status, statusChangedAt: occurredAt ?? now },
    change: {
      kind: "STATUS_CHANGED",
      previousStatus: known.toldStatus,
      status,
      changedFields: ["status"],
      occurredAt,
      observedAt: now,
    },
  };
}

function detectCreated(seen: Observation): Detection {
  const { callback, vendorRecord, observedAt } = seen;
  const status = statusAt(callback, observedAt);
  return {
    remembered: {
      callback,
      vendorRecord,
      observedAt,
      toldStatus: status,
      // Never later than now, though the vendor's clock may run ahead of ours.
      statusChangedAt: Math.min(
        clockChangedAt(callback, observedAt) ?? callback.updatedAt ?? callback.createdAt ?? observedAt,
        observedAt,
      ),
      statusReportedAt: callback.statusBasis === "REPORTED" ? observedAt : null,
      heldByVendor: true,
      missedAt: null,
    },
    change: {
      kind: "CREATED",
      previousStatus: null,
      status,
      changedFields: [],
      occurredAt: callback.createdAt,
      observedAt,
    },
  };
}

/** When the vendor was asked decides, then the text: a total order, so that any order of arrival ends alike. */
function isNewer(seen: Observation, known: RememberedCallback): boolean {
  if (seen.observedAt !== known.observedAt) return seen.observedAt > known.observedAt;
  return contentOf(seen) > contentOf(known);
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

/** The status to take from `seen`, or null to keep the known one: a DERIVED one never overwrites a REPORTED one. */
function chooseStatus(known: RememberedCallback, seen: Observation, newer: boolean): StatusReading | null {
  const reading = readingOf(seen.callback);
  if (reading.statusBasis === "DERIVED") return newer && known.statusReportedAt === null ? reading : null;
  if (known.statusReportedAt === null) return reading;
  if (seen.observedAt === known.statusReportedAt) {
    return canonicalText(reading) > canonicalText(readingOf(known.callback)) ? reading : null;
  }
  return seen.observedAt > known.statusReportedAt ? reading : null;
}

function readingOf({ status, statusBasis, vendorStatus, dueAt, lapsesAt }: StatusReading): StatusReading {
  return { status, statusBasis, vendorStatus, dueAt, lapsesAt };
}

/** Fields that follow from others or say only when the vendor wrote: a difference in them alone is no change. */
const SILENT_FIELDS = new Set<keyof Callback>(["status", "dueAt", "lapsesAt", "updatedAt"]);

function findChangedFields(known: RememberedCallback, seen: Observation, status: CallbackStatus): string[] {
  const before = known.callback;
  const after = seen.callback;
  const changed: string[] = status === known.toldStatus ? [] : ["status"];
  const names = Object.keys(after) as (keyof Callback)[];
  for (const name of names) {
    if (!SILENT_FIELDS.has(name) && !isSameValue(name, before, after)) changed.push(name);
  }
  if (isDrift(changed, after)) return [];
  if (changed.length === 0 && !isSameRecord(known.vendorRecord, seen)) changed.push("vendorRecord");
  return changed;
}

/** False where a field says something else. Another spelling of the vendor's word, or of a local time, says the same. */
function isSameValue(name: keyof Callback, before: Callback, after: Callback): boolean {
  if (isDeepStrictEqual(before[name], after[name])) return true;
  return SPELLED_FIELDS.has(name) && isDeepStrictEqual(foldField(name, before), foldField(name, after));
}

/** Fields that hold words or times as the vendor spells them. */
const SPELLED_FIELDS = new Set<keyof Callback>(["vendorStatus", "outcome", "origin", "routing", "window"]);

function foldField(name: keyof Callback, { vendorStatus, outcome, origin, routing, window }: Callback): unknown {
  const fold = (word: string | null): string | null => (word === null ? null : foldWord(word));
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
export function isSameRecord(known: JsonObject, { vendorRecord, comparable = comparableText }: Observation): boolean {
  return isDeepStrictEqual(known, vendorRecord) || comparable(known) === comparable(vendorRecord);
}

/** A forecast that moves is remembered, but told to nobody: it moves with every look. */
function isDrift(changed: readonly string[], { window, timing }: Callback): boolean {
  const followsEstimate = window === null && timing !== "SCHEDULED";
  return (
    changed.length > 0 && changed.every((name) => name === "estimate" || (name === "nextAttemptAt" && followsEstimate))
  );
}

/** When the vendor changed the record, where it says so and it did; null otherwise. */
function vendorMoment(callback: Callback, known: RememberedCallback): Instant | null {
  return callback.updatedAt === known.callback.updatedAt ? null : callback.updatedAt;
}

/** When a status began: by the clock's own moment for one that the clock moved, else by the vendor's word. */
function statusMoment(callback: Callback, now: Instant, known: RememberedCallback): Instant | null {
  return clockChangedAt(callback, now) ?? vendorMoment(callback, known);
}
