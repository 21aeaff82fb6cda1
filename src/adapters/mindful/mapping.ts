import {
  NO_CUSTOMER,
  NO_ROUTING,
  type Callback,
  type CallbackEstimate,
  type CallbackOrigin,
  type CallbackOriginCategory,
  type Customer,
} from "../../domain/callback.js";
import { findE164, findE164OfDigits, type Region } from "../../domain/phone/phone-number.js";
import { queueOf } from "../../domain/queue.js";
import { isOpenStatus } from "../../domain/status.js";
import { instantWindow } from "../../domain/time/window.js";
import type { MappingContext } from "../adapter.js";
import { requireId, type ReadRow } from "../wire/vendor-page.js";
import { mapMindfulOutcome, mapMindfulStatus } from "./status.js";
import type { MindfulView } from "./views.js";
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
    ...mapLookupNumber(record, context.defaultRegion),
    // An estimate is no window, but the time of a scheduled callback was confirmed to the customer.
    window:
      values.type === "SCHEDULED" && values.estimated_for !== null
        ? instantWindow(values.estimated_for, null, null)
        : null,
    nextAttemptAt: isOpenStatus(reading.status) ? values.estimated_for : null,
    attemptCount: null,
    outcome: mapMindfulOutcome(values.status),
    assignment: null,
    routing: { ...NO_ROUTING, callTargetId: values.call_target_id },
    queue: queueOf("CALL_TARGET", values.call_target_id),
    reason: null,
    origin: mapMindfulOrigin(values.source),
    originInteractionId: null,
    estimate: mapEstimate(record),
    createdAt: values.created_at,
    updatedAt: null,
  } as const;
  return { callback, raw, coerced, comparable, view: "status" satisfies MindfulView };
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

/**
 * The status is queried by the contact number, in `contact_uri`; a customer may leave another number to be called at.
 * If both are one number in two forms, the record was found by the form of the number to call.
 */
function mapLookupNumber({ values }: MindfulRecord, defaultRegion: Region | null): Pick<Callback, "lookupNumber"> {
  const [, contact] = /^tel:([^;?]+)/iu.exec(values.contact_uri ?? "") ?? [];
  if (contact === undefined) return {};
  const lookupNumber = decodeUri(contact);
  const called = values.callback_number;
  const isSame = lookupNumber === called || digitsOf(lookupNumber) === digitsOf(called ?? "");
  const e164 = findE164(lookupNumber, defaultRegion);
  if (isSame || (e164 !== null && called !== null && e164 === findE164(called, defaultRegion))) return {};
  return { lookupNumber };
}

function digitsOf(number: string): string {
  return number.replaceAll(/\D/gu, "");
}

/** As it stands there where it is no encoded text. */
function decodeUri(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
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

/** The category of a source; `vendorOrigin` keeps it as sent. */
export function mapMindfulOrigin(source: string | null): CallbackOrigin {
  if (source === null) return { category: "UNKNOWN", vendorOrigin: null };
  const origin = ORIGINS.find(([beginning]) => beginning.test(source.trim()));
  return { category: origin?.[1] ?? "OTHER", vendorOrigin: source };
}
