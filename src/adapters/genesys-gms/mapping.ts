import {
  NO_CUSTOMER,
  NO_ROUTING,
  type Callback,
  type CallbackChannel,
  type CallbackEstimate,
  type CallbackTiming,
  type Customer,
} from "../../domain/callback.js";
import { findE164, findE164OfDigits, type Region } from "../../domain/phone/phone-number.js";
import { queueOf } from "../../domain/queue.js";
import { isOpenStatus } from "../../domain/status.js";
import type { DurationMs } from "../../domain/time/instant.js";
import { instantWindow } from "../../domain/time/window.js";
import { isJsonObject, type JsonObject, type JsonValue } from "../../lib/json.js";
import type { MappingContext } from "../adapter.js";
import { requireId, type ReadRow } from "../wire/vendor-page.js";
import { int, seconds, Unfit, type WireField } from "../wire/wire-field.js";
import { mapGmsOutcome, mapGmsStatus } from "./status.js";
import { withUnderscores, type GmsRecord } from "./wire.js";

/** A desired time this long after the creation, or less, means as soon as possible. */
const ASAP_MS: DurationMs = 60_000;

/** A callback of a callback service in the gateway's terms. Throws an UnreadableRow where it has no id. */
export function mapGmsCallback(record: GmsRecord, context: MappingContext): ReadRow {
  const { values, raw, coerced, comparable } = record;
  const state = sentText(raw, "_callback_state");
  const reason = values._callback_reason;
  const reading = mapGmsStatus(state, reason);
  const timing = mapTiming(record);
  const queueId = values._vq ?? values._urs_virtual_queue;
  const service = findGmsService(raw);
  const callback: Callback = {
    ...reading,
    source: context.source,
    vendor: context.vendor,
    vendorId: requireId(values._id, "_id"),
    timing,
    channel: mapChannel(record),
    customer: mapCustomer(record, context.defaultRegion),
    // The vendor has a desired time, and no end of it.
    window: timing === "ASAP" || values._desired_time === null ? null : instantWindow(values._desired_time, null, null),
    nextAttemptAt: isOpenStatus(reading.status) ? values._desired_time : null,
    // No field counts attempts: 0 would be a claim.
    attemptCount: null,
    outcome: mapGmsOutcome(state, reason),
    assignment: null,
    routing: {
      ...NO_ROUTING,
      queueId,
      callTargetId: service,
    },
    queue: queueOf("SERVICE", service) ?? queueOf("QUEUE", queueId),
    reason: null,
    origin: { category: "UNKNOWN", vendorOrigin: null },
    originInteractionId: null,
    estimate: null,
    createdAt: values.ringback_created_at,
    updatedAt: null,
  };
  return { callback, raw, coerced, comparable };
}

/** Returns the name of the callback service: as the record states it, else from its address; null if it has neither. */
export function findGmsService(raw: JsonObject): string | null {
  const [, encoded] = /\/service\/callback\/([^/?#]+)\/[^/?#]+/u.exec(sentText(raw, "_url") ?? "") ?? [];
  return sentText(raw, "_service_name") ?? (encoded === undefined ? null : decodeName(encoded));
}

/**
 * Maps the response to a query of the position in the queue, whose numbers are texts. Older releases say `_eta`, newer
 * ones `ewt`, in seconds and with decimals. Negative values and other text mean unknown. Null if nothing is known.
 */
export function mapGmsQueuePosition(body: JsonValue): CallbackEstimate | null {
  if (!isJsonObject(body)) return null;
  const eta = body["_eta"] ?? body["ewt"] ?? null;
  const waitMs = readValue(seconds(""), typeof eta === "string" || typeof eta === "number" ? wholeOf(eta) : null);
  const position = readValue(int(""), body["_position"] ?? null);
  const waitlistPosition = position === null || position < 0 ? null : position;
  return waitMs === null && waitlistPosition === null ? null : { callAt: null, waitMs, waitlistPosition };
}

function mapTiming({ values }: GmsRecord): CallbackTiming {
  const { _desired_time: desiredAt, ringback_created_at: createdAt } = values;
  if (desiredAt === null || createdAt === null) return "UNKNOWN";
  return desiredAt - createdAt > ASAP_MS ? "SCHEDULED" : "ASAP";
}

/** A number without a medium is called by telephone: the other medium of a callback service is chat. */
function mapChannel({ values: { _media_type: medium, _customer_number: number } }: GmsRecord): CallbackChannel {
  if (medium === null) return number === null ? "UNKNOWN" : "VOICE";
  return medium.trim().toLowerCase() === "voice" ? "VOICE" : "UNKNOWN";
}

function mapCustomer({ values, raw }: GmsRecord, defaultRegion: Region | null): Customer {
  const number = values._customer_number;
  const findNumber = typeof withUnderscores(raw)["_customer_number"] === "number" ? findE164OfDigits : findE164;
  return {
    ...NO_CUSTOMER,
    phoneNumber: number === null ? null : findNumber(number, defaultRegion),
    phoneNumberRaw: number,
  };
}

/** Returns a value as sent, also an undocumented one; null for none. */
function sentText(raw: JsonObject, name: string): string | null {
  const sent = withUnderscores(raw)[name];
  const value = typeof sent === "string" || typeof sent === "number" ? String(sent) : "";
  return value.trim() === "" ? null : value;
}

/** As it stands there where it is no encoded text. */
function decodeName(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}

function readValue<Value>(field: WireField<Value>, sent: JsonValue): Value | null {
  const value = sent === null ? null : field.read(sent);
  return value instanceof Unfit ? null : value;
}

function wholeOf(sent: string | number): string {
  return String(sent).replace(/\.\d+$/u, "");
}
