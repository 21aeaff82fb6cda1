import {
  NO_CUSTOMER,
  NO_ROUTING,
  type CallbackOrigin,
  type CallbackOriginCategory,
  type Customer,
} from "../../domain/callback.js";
import { nameOf } from "../../domain/names.js";
import { findE164 } from "../../domain/phone/phone-number.js";
import type { Region } from "../../domain/phone/phone-number.js";
import { queueOf } from "../../domain/queue.js";
import type { JsonObject, JsonValue } from "../../lib/json.js";
import type { MappingContext } from "../adapter.js";
import { requireId, UnreadableRow, type ReadRow } from "../wire/vendor-page.js";
import { readWebexTask } from "./task-status.js";
import { WEBEX_CALLBACK_DATA, WEBEX_NAMED_PART, WEBEX_TASK } from "./task-wire.js";
import type { WebexView } from "./views.js";

/** A task as a callback. Throws an UnreadableRow where it has no id, or is no callback. */
export function mapWebexTask(sent: JsonValue, context: MappingContext): ReadRow {
  const { values, raw, coerced, comparable } = WEBEX_TASK.parse(sent);
  if (values.isCallback === false) throw new UnreadableRow("isCallback: is false");
  const data = WEBEX_CALLBACK_DATA.parse(values.callbackData ?? {});
  const { callbackRequestTime, callbackConnectTime, callbackOrigin, callbackStatus, callbackRetryCount } = data.values;
  const isOver = values.isActive === false || values.endedTime !== null || values.status?.toLowerCase() === "ended";
  const reading = readWebexTask({
    isOver,
    state: values.status,
    callbackStatus,
    connectedAt: callbackConnectTime,
    retries: Math.max(0, callbackRetryCount ?? 0),
    hasAgent: partOf(values.owner).id !== null,
    lastAgentId: partOf(values.lastAgent).id,
  });
  const queue = partOf(values.lastQueue);
  const number = data.values.callbackNumber ?? partOf(values.customer).phoneNumber ?? numberOf(values);
  return {
    callback: {
      source: context.source,
      vendor: context.vendor,
      vendorId: requireId(values.id, "id"),
      ...reading.status,
      timing: "ASAP",
      channel: "VOICE",
      customer: mapCustomer(number, partOf(values.customer).name, context.defaultRegion),
      window: null,
      nextAttemptAt: null,
      attemptCount: reading.attemptCount,
      // The first attempt is the only one that this is the time of.
      ...(reading.attemptCount === 1 && callbackConnectTime !== null && { firstAttemptAt: callbackConnectTime }),
      ...(values.endedTime !== null && { endedAt: values.endedTime }),
      outcome: reading.outcome,
      assignment: null,
      routing: { ...NO_ROUTING, queueId: queue.id },
      queue: queueOf("QUEUE", queue.id),
      reason: values.contactReason,
      origin: mapOrigin(callbackOrigin),
      originInteractionId: null,
      estimate: null,
      createdAt: callbackRequestTime ?? values.createdTime,
      updatedAt: values.endedTime ?? callbackConnectTime,
    },
    raw,
    comparable,
    coerced: [...coerced, ...data.coerced],
    view: "task" satisfies WebexView,
    names: nameOf("QUEUE", queue.id, queue.name),
  };
}

function partOf(part: JsonObject | null): ReturnType<typeof WEBEX_NAMED_PART.parse>["values"] {
  return WEBEX_NAMED_PART.parse(part ?? {}).values;
}

/** The customer's side of the task: who calls, or is called. */
function numberOf({ direction, origin, destination }: ReturnType<typeof WEBEX_TASK.parse>["values"]): string | null {
  return direction?.toLowerCase().startsWith("out") === true ? destination : origin;
}

function mapCustomer(number: string | null, name: string | null, region: Region | null): Customer {
  return {
    ...NO_CUSTOMER,
    name,
    phoneNumber: number === null ? null : findE164(number, region),
    phoneNumberRaw: number,
  };
}

const ORIGINS: ReadonlyMap<string, CallbackOriginCategory> = new Map([
  ["ivr", "LIVE_CALL"],
  ["web", "WEB"],
  ["chat", "INBOUND"],
]);

function mapOrigin(value: string | null): CallbackOrigin {
  if (value === null) return { category: "UNKNOWN", vendorOrigin: null };
  return { category: ORIGINS.get(value.trim().toLowerCase()) ?? "OTHER", vendorOrigin: value };
}
