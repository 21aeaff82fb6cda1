import {
  NO_CUSTOMER,
  NO_ROUTING,
  type Assignment,
  type CallbackOrigin,
  type CallbackOriginCategory,
} from "../../domain/callback.js";
import { findE164, findE164OfDigits } from "../../domain/phone/phone-number.js";
import { queueOf } from "../../domain/queue.js";
import { derivedStatus } from "../../domain/status.js";
import { localWindow, type CallbackWindow } from "../../domain/time/window.js";
import { findZone } from "../../domain/time/zone.js";
import type { MappingContext } from "../adapter.js";
import { requireId, type ReadRow } from "../wire/vendor-page.js";
import type { ParsedRecord } from "../wire/wire.js";
import type { WebexView } from "./views.js";
import type { WEBEX_CALLBACK_SCHEDULE } from "./wire.js";

type ParsedWebexCallback = ReturnType<typeof WEBEX_CALLBACK_SCHEDULE.parse>;
type WebexValues = ParsedWebexCallback extends ParsedRecord<infer Fields> ? ParsedRecord<Fields>["values"] : never;

/** A CallbackSchedule as a callback. Throws an UnreadableRow where it has no id. */
export function mapWebexCallback(
  { values, raw, coerced, comparable }: ParsedWebexCallback,
  context: MappingContext,
): ReadRow {
  const window = mapWindow(values, coerced.includes("endTime"));
  const isZoneUnknown = values.timezone !== null && findZone(values.timezone) === null;
  const findNumber = typeof raw["callbackNumber"] === "number" ? findE164OfDigits : findE164;
  return {
    callback: {
      source: context.source,
      vendor: context.vendor,
      vendorId: requireId(values.id, "id"),
      // The document has no status; that the vendor returns a callback says only that its time has not passed.
      ...derivedStatus(window === null ? "UNKNOWN" : "SCHEDULED", {
        dueAt: window?.start ?? null,
        lapsesAt: window?.end ?? null,
      }),
      timing: "SCHEDULED",
      channel: "VOICE",
      customer: {
        ...NO_CUSTOMER,
        name: values.customerName,
        phoneNumber: values.callbackNumber === null ? null : findNumber(values.callbackNumber, context.defaultRegion),
        phoneNumberRaw: values.callbackNumber,
      },
      window,
      nextAttemptAt: window?.start ?? null,
      attemptCount: null,
      outcome: null,
      assignment: mapAssignment(values),
      routing: { ...NO_ROUTING, queueId: values.queueId },
      queue: queueOf("QUEUE", values.queueId),
      reason: values.callbackReason,
      origin: mapOrigin(values.callbackOrigin),
      originInteractionId: values.sourceInteraction,
      estimate: null,
      createdAt: values.createdTimestamp,
      updatedAt: values.lastUpdatedTimestamp,
    },
    raw,
    comparable,
    coerced: isZoneUnknown ? [...coerced, "timezone"] : coerced,
    view: "schedule" satisfies WebexView,
  };
}

/** Returns null if a part is missing or invalid: an incomplete window would cause a call at the wrong time. */
function mapWindow(values: WebexValues, isEndUseless: boolean): CallbackWindow | null {
  const { timezone, scheduleDate, startTime, endTime } = values;
  if (timezone === null || scheduleDate === null || startTime === null || isEndUseless) return null;
  return localWindow({ timeZone: timezone, date: scheduleDate, startTime, endTime });
}

/** An assignee makes it a personal callback: meant for this agent. */
function mapAssignment({ assigneeAgent, assignedTime }: WebexValues): Assignment | null {
  if (assigneeAgent === null) return null;
  return { agentId: assigneeAgent, type: "SPECIFIC_AGENT", exclusive: null, assignedAt: assignedTime };
}

const ORIGINS: ReadonlyMap<string, CallbackOriginCategory> = new Map([
  ["livecall", "LIVE_CALL"],
  ["api", "API"],
]);

/** The document calls the origin an open string, "such as 'livecall' or 'api'". */
function mapOrigin(value: string | null): CallbackOrigin {
  if (value === null) return { category: "UNKNOWN", vendorOrigin: null };
  return { category: ORIGINS.get(value.trim().toLowerCase()) ?? "OTHER", vendorOrigin: value };
}
