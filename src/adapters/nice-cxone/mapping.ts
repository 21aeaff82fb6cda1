import { NO_CUSTOMER, NO_ROUTING, type Assignment, type Callback, type Customer } from "../../domain/callback.js";
import { findE164, findE164OfDigits, type Region } from "../../domain/phone/phone-number.js";
import { queueOf } from "../../domain/queue.js";
import { derivedStatus } from "../../domain/status.js";
import type { MappingContext } from "../adapter.js";
import { requireId, type ReadRow } from "../wire/vendor-page.js";
import { readCallbackTime } from "./callback-time.js";
import type { NiceCxoneRecord } from "./wire.js";

/**
 * Maps a scheduled callback. `timeZone` is the zone of times without `Z` or an offset. Throws an UnreadableRow if the
 * record has no id.
 */
export function mapNiceCxoneCallback(record: NiceCxoneRecord, context: MappingContext, timeZone: string): ReadRow {
  const { values, raw, coerced, comparable } = record;
  const time = values.callbackTime === "0" ? null : values.callbackTime;
  const window = time === null ? null : readCallbackTime(time, timeZone);
  const start = window?.start ?? null;
  const callback: Callback = {
    source: context.source,
    vendor: context.vendor,
    vendorId: requireId(values.callbackId, "callbackId"),
    // The record has no status: that the vendor returns it says only that the callback is still there.
    ...derivedStatus(start === null ? "UNKNOWN" : "SCHEDULED", { dueAt: start }),
    timing: "SCHEDULED",
    channel: "VOICE",
    customer: mapCustomer(record, context.defaultRegion),
    window,
    nextAttemptAt: start,
    attemptCount: null,
    outcome: null,
    assignment: mapAssignment(values.agentId),
    routing: { ...NO_ROUTING, queueId: values.skillId, callerId: values.origNumber },
    queue: queueOf("SKILL", values.skillId),
    reason: values.notes,
    origin: { category: "UNKNOWN", vendorOrigin: null },
    originInteractionId: null,
    estimate: null,
    createdAt: null,
    updatedAt: null,
  };
  const isTimeUnreadable = time !== null && window === null;
  // A record that is still listed for a moment after its removal says nothing against the removal.
  return {
    callback,
    raw,
    comparable,
    coerced: isTimeUnreadable ? [...coerced, "callbackTime"] : coerced,
    keepsWithdrawal: true,
  };
}

/** Both 0 and null mean that no agent is named. */
function mapAssignment(agentId: string | null): Assignment | null {
  if (agentId === null || agentId === "0") return null;
  return { agentId, type: "SPECIFIC_AGENT", exclusive: null, assignedAt: null };
}

function mapCustomer({ values, raw }: NiceCxoneRecord, defaultRegion: Region | null): Customer {
  const { firstName, lastName, dialNumber } = values;
  const findNumber = typeof raw["dialNumber"] === "number" ? findE164OfDigits : findE164;
  return {
    ...NO_CUSTOMER,
    name: [firstName, lastName].filter((part) => part !== null).join(" ") || null,
    firstName,
    lastName,
    phoneNumber: dialNumber === null ? null : findNumber(dialNumber, defaultRegion),
    phoneNumberRaw: dialNumber,
  };
}
