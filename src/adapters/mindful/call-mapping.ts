import { NO_CUSTOMER, NO_ROUTING, type Callback, type CallbackTiming, type Customer } from "../../domain/callback.js";
import { findE164, findE164OfDigits, type Region } from "../../domain/phone/phone-number.js";
import { nameOf } from "../../domain/names.js";
import { queueOf } from "../../domain/queue.js";
import { isOpenStatus } from "../../domain/status.js";
import type { Instant } from "../../domain/time/instant.js";
import { instantWindow } from "../../domain/time/window.js";
import type { JsonObject, JsonValue } from "../../lib/json.js";
import type { MappingContext } from "../adapter.js";
import { requireId, UnreadableRow, type ReadRow } from "../wire/vendor-page.js";
import { MINDFUL_EVENT, MINDFUL_EVENT_CALL, MINDFUL_HISTORICAL_CALL } from "./call-wire.js";
import { readMindfulEvent, viewOfMindfulEvent } from "./event-status.js";
import { readMindfulAttempt } from "./attempt-status.js";
import { mapMindfulOrigin } from "./mapping.js";
import { retryView, type MindfulView } from "./views.js";

/** The fields that a webhook's call and an attempt of the history have in common. */
interface MindfulCall {
  readonly phoneNumber: string | null;
  readonly ani: string | null;
  readonly type: string | null;
  readonly scheduledFor: Instant | null;
  readonly estimatedFor: Instant | null;
  readonly callTargetId: string | null;
  readonly source: string | null;
  readonly sourceType: string | null;
}

type Said = Pick<Callback, "status" | "statusBasis" | "vendorStatus" | "dueAt" | "lapsesAt" | "outcome">;

/** A webhook event as a callback. Throws an UnreadableRow where it has no id, or its event reports no state. */
export function mapMindfulEvent(sent: JsonValue, context: MappingContext): ReadRow {
  const { values, raw, coerced, comparable } = MINDFUL_EVENT.parse(sent);
  const call = MINDFUL_EVENT_CALL.parse(values.call ?? {});
  const { id, createdAt, estimatedFor, estimatedCallbackTime: waitMs, outcome, status } = call.values;
  const view = viewOfMindfulEvent(values.event);
  if (view === null) throw new UnreadableRow("event: reports no state of the callback");
  const said = readMindfulEvent(view, values.event, outcome ?? status);
  const hasEstimate = view === "registered" && (estimatedFor !== null || waitMs !== null);
  return {
    callback: {
      ...mapCall(call.values, call.raw, said, context),
      vendorId: requireId(id, "call.id"),
      attemptCount: null,
      estimate: hasEstimate ? { callAt: estimatedFor, waitMs, waitlistPosition: null } : null,
      createdAt,
      updatedAt: null,
    },
    raw,
    comparable,
    coerced: [...coerced, ...call.coerced],
    view,
    names: nameOf("CALL_TARGET", call.values.callTargetId, call.values.callTargetName),
  };
}

/** An attempt of the history as a callback. Throws an UnreadableRow where it does not name the callback request. */
export function mapMindfulHistoricalCall(sent: JsonValue, context: MappingContext): ReadRow {
  const { values, raw, coerced, comparable } = MINDFUL_HISTORICAL_CALL.parse(sent);
  const attempt = values.retryAttempt === null || values.retryAttempt < 0 ? null : values.retryAttempt;
  const isFirst = (attempt ?? 0) === 0;
  // A retry has an id of its own: without the original one it would become another callback.
  const vendorId = requireId(values.originalId ?? (isFirst ? values.id : null), "originalId");
  const isRetried = values.hasRetry === true;
  const view: MindfulView = isRetried ? retryView(attempt ?? 0) : "history";
  return {
    callback: {
      ...mapCall(values, raw, readMindfulAttempt({ ...values, isRetried }), context),
      vendorId,
      attemptCount: attempt === null ? null : attempt + 1,
      ...(isFirst && values.processedAt !== null && { firstAttemptAt: values.processedAt }),
      ...(values.endedAt !== null && { endedAt: values.endedAt }),
      estimate: null,
      createdAt: isFirst ? values.createdAt : null,
      updatedAt: values.endedAt,
    },
    raw,
    comparable,
    coerced,
    view,
    names: nameOf("CALL_TARGET", values.callTargetId, values.callTargetName),
  };
}

function mapCall(
  call: MindfulCall,
  raw: JsonObject,
  said: Said,
  { source, vendor, defaultRegion }: MappingContext,
): Omit<Callback, "vendorId" | "attemptCount" | "estimate" | "createdAt" | "updatedAt"> {
  const timing = timingOf(call.type);
  const startsAt = timing === "SCHEDULED" ? (call.scheduledFor ?? call.estimatedFor) : null;
  return {
    ...said,
    source,
    vendor,
    timing,
    channel: "VOICE",
    customer: mapCustomer(call, raw, defaultRegion),
    window: startsAt === null ? null : instantWindow(startsAt, null, null),
    nextAttemptAt: isOpenStatus(said.status) && said.status !== "RETRYING" ? (startsAt ?? call.estimatedFor) : null,
    assignment: null,
    routing: { ...NO_ROUTING, callTargetId: call.callTargetId },
    queue: queueOf("CALL_TARGET", call.callTargetId),
    reason: null,
    origin: mapMindfulOrigin(call.source ?? call.sourceType),
    originInteractionId: null,
  };
}

function timingOf(type: string | null): CallbackTiming {
  const upper = type?.trim().toUpperCase();
  return upper === "ASAP" || upper === "SCHEDULED" ? upper : "UNKNOWN";
}

/** The number to call; without one, the number that the customer called from. */
function mapCustomer({ phoneNumber, ani }: MindfulCall, raw: JsonObject, defaultRegion: Region | null): Customer {
  const number = phoneNumber ?? ani;
  const isNumber = typeof raw[phoneNumber === null ? "ani" : "phoneNumber"] === "number";
  const findNumber = isNumber ? findE164OfDigits : findE164;
  return {
    ...NO_CUSTOMER,
    phoneNumber: number === null ? null : findNumber(number, defaultRegion),
    phoneNumberRaw: number,
  };
}
