import {
  NO_CUSTOMER,
  NO_ROUTING,
  type CallbackEstimate,
  type CallbackOrigin,
  type CallbackOriginCategory,
  type Customer,
} from "../../callback/callback.js";
import { findE164, findE164OfDigits, type Region } from "../../callback/phone-number.js";
import { isOpenStatus } from "../../callback/status.js";
import { instantWindow } from "../../callback/window.js";
import type { MappingContext } from "../adapter.js";
import { requireId, type ReadRow } from "../answer.js";
import { mapMindfulOutcome, mapMindfulStatus } from "./status.js";
import type { MindfulRecord } from "./wire.js";

/** A CallObjectCBStatus in the gateway's terms. Throws an UnreadableRow where it has no id. */
export function mapMindfulCallback(record: MindfulRecord, context: MappingContext): ReadRow {
  const { values, raw, coerced, comparable } = record;
  const reading = mapMindfulStatus(values.status);
  const callback = {
    ...reading,
    source: context.source,
    vendor: context.vendor,
    vendorId: requireId(values.call_request_id, "call_request_id"),
    timing: values.type ?? "UNKNOWN",
    channel: "VOICE",
    customer: mapCustomer(record, context.defaultRegion),
    // An estimate is no window, but the time of a scheduled callback is what the customer was told.
    window:
      values.type === "SCHEDULED" && values.estimated_for !== null
        ? instantWindow(values.estimated_for, null, null)
        : null,
    nextAttemptAt: isOpenStatus(reading.status) ? values.estimated_for : null,
    attemptCount: null,
    outcome: mapMindfulOutcome(values.status),
    assignment: null,
    routing: { ...NO_ROUTING, callTargetId: values.call_target_id },
    reason: null,
    origin: mapOrigin(values.source),
    originInteractionId: null,
    estimate: mapEstimate(record),
    createdAt: values.created_at,
    updatedAt: null,
  } as const;
  return { callback, raw, coerced, comparable };
}

function mapCustomer({ values, raw }: MindfulRecord, defaultRegion: Region | null): Customer {
  const number = values.callback_number;
  const findNumber = typeof raw["callback_number"] === "number" ? findE164OfDigits : findE164;
  return {
    ...NO_CUSTOMER,
    phoneNumber: number === null ? null : findNumber(number, defaultRegion),
    phoneNumberRaw: number,
  };
}

function mapEstimate({ values }: MindfulRecord): CallbackEstimate | null {
  const estimate: CallbackEstimate = {
    callAt: values.estimated_for,
    waitMs: values.estimated_wait_time,
    waitlistPosition: values.forecast_waitlist_position,
  };
  return Object.values(estimate).every((value) => value === null) ? null : estimate;
}

/** How sources begin. The document lists none: a webhook shows `Phone:…`, the metrics know `digital` and `voice`. */
const ORIGINS: readonly (readonly [RegExp, CallbackOriginCategory])[] = [
  [/^(?:phone|voice|ivr)/iu, "LIVE_CALL"],
  [/^(?:widget|digital|web)/iu, "WEB"],
  [/^api/iu, "API"],
];

function mapOrigin(source: string | null): CallbackOrigin {
  if (source === null) return { category: "UNKNOWN", vendorOrigin: null };
  const known = ORIGINS.find(([beginning]) => beginning.test(source.trim()));
  return { category: known?.[1] ?? "OTHER", vendorOrigin: source };
}
