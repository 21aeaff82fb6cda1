import {
  NO_CUSTOMER,
  NO_ROUTING,
  type Assignment,
  type CallbackOrigin,
  type CallbackOriginCategory,
} from "../../domain/callback.js";
import type { CallOutcome, CallOutcomeCategory } from "../../domain/outcome.js";
import { queueOf } from "../../domain/queue.js";
import { findE164, findE164OfDigits } from "../../domain/phone/phone-number.js";
import {
  derivedStatus,
  isOpenStatus,
  reportedStatus,
  type CallbackStatus,
  type StatusReading,
} from "../../domain/status.js";
import { instantWindow } from "../../domain/time/window.js";
import { findZone } from "../../domain/time/zone.js";
import type { JsonObject } from "../../lib/json.js";
import type { MappingContext } from "../adapter.js";
import { requireId, type ReadRow } from "../wire/vendor-page.js";
import type { TALKDESK_CALLBACK } from "./wire.js";

type ParsedTalkdeskCallback = ReturnType<typeof TALKDESK_CALLBACK.parse>;
type TalkdeskValues = ParsedTalkdeskCallback["values"];

/** Talkdesk's statuses (list and count callback, "status"). Their meanings are those of its agents' UI; none are documented. */
export const TALKDESK_STATUSES: Readonly<Record<string, CallbackStatus>> = {
  UNATTEMPTED: "SCHEDULED",
  TO_BE_RETRIED: "RETRYING",
  SUCCESS: "COMPLETED",
  EXHAUSTED: "FAILED",
  INVALID_NUMBER: "FAILED",
  CANCELED: "CANCELED",
};

const OUTCOMES: Readonly<Record<string, CallOutcomeCategory>> = {
  SUCCESS: "REACHED",
  INVALID_NUMBER: "INVALID_NUMBER",
  EXHAUSTED: "NO_ANSWER",
  CANCELED: "CANCELED",
};

const ORIGINS: Readonly<Record<string, CallbackOriginCategory>> = {
  INBOUND: "INBOUND",
  MANUAL_OUTBOUND: "OUTBOUND_MANUAL",
  PROACTIVE_OUTBOUND: "OUTBOUND_PROACTIVE",
};

/** A Talkdesk callback, of the list or alone. Throws an UnreadableRow where it has no id. */
export function mapTalkdeskCallback(
  { values, raw, coerced, comparable }: ParsedTalkdeskCallback,
  context: MappingContext,
): ReadRow {
  const reading = mapStatus(textOf(raw["status"]));
  const startsAt = values.time_to_call ?? values.scheduled_time_to_call;
  const isZoneUnknown = values.timezone !== null && findZone(values.timezone) === null;
  const findNumber = typeof raw["phone_number"] === "number" ? findE164OfDigits : findE164;
  return {
    callback: {
      source: context.source,
      vendor: context.vendor,
      vendorId: requireId(values.callback_id ?? values.id, "callback_id"),
      ...reading,
      timing: "SCHEDULED",
      channel: "VOICE",
      customer: {
        ...NO_CUSTOMER,
        name: [values.record_first_name, values.record_last_name].filter((part) => part !== null).join(" ") || null,
        firstName: values.record_first_name,
        lastName: values.record_last_name,
        contactId: values.contact_id,
        phoneNumber: values.phone_number === null ? null : findNumber(values.phone_number, context.defaultRegion),
        phoneNumberRaw: values.phone_number,
      },
      window: startsAt === null ? null : instantWindow(startsAt, null, values.timezone),
      nextAttemptAt: isOpenStatus(reading.status) ? values.next_time_to_call : null,
      // Statuses imply attempts, but no field counts them: 0 would be a claim.
      attemptCount: null,
      outcome: mapOutcome(reading.vendorStatus),
      assignment: mapAssignment(values, textOf(raw["assign_type"])),
      routing: {
        ...NO_ROUTING,
        campaignId: values.campaign_id,
        dialingModel: textOf(raw["dialing_model"]),
        callerId: values.caller_id,
      },
      queue: queueOf("CAMPAIGN", values.campaign_id) ?? queueOf("QUEUE", firstId(values.ring_groups, "ring_group")),
      reason: null,
      origin: mapOrigin(textOf(raw["from_call_type"])),
      originInteractionId: values.interaction_id,
      estimate: null,
      createdAt: values.created_at,
      updatedAt: null,
    },
    raw,
    comparable,
    coerced: isZoneUnknown ? [...coerced, "timezone"] : coerced,
  };
}

/** Returns a value as sent, also an undocumented one; null for none. */
function textOf(sent: unknown): string | null {
  const value = typeof sent === "string" ? sent : typeof sent === "number" ? String(sent) : "";
  return value.trim() === "" ? null : value;
}

/** The document spells CANCELED; CANCELLED is the same value. */
function keyOf(value: string): string {
  const upper = value.trim().toUpperCase();
  return upper === "CANCELLED" ? "CANCELED" : upper;
}

function mapStatus(value: string | null): StatusReading {
  return value === null
    ? derivedStatus("UNKNOWN")
    : reportedStatus(TALKDESK_STATUSES[keyOf(value)] ?? "UNKNOWN", value);
}

function mapOutcome(value: string | null): CallOutcome | null {
  const category = value === null ? undefined : OUTCOMES[keyOf(value)];
  return value === null || category === undefined ? null : { category, code: null, label: value };
}

function mapAssignment(values: TalkdeskValues, value: string | null): Assignment | null {
  const { agent_id, agents, assign_type, exclusive_to_agent } = values;
  const agentId = agent_id ?? firstId(agents, "agent_id");
  if (agentId === null && value === null && exclusive_to_agent === null) return null;
  return { agentId, type: assign_type ?? "UNKNOWN", exclusive: exclusive_to_agent, assignedAt: null };
}

/** The first by id of several ring groups or agents, as their list has no defined order; null for none. */
function firstId(parts: readonly JsonObject[] | null, name: string): string | null {
  return (parts ?? []).flatMap((part) => textOf(part[name]) ?? []).sort()[0] ?? null;
}

function mapOrigin(value: string | null): CallbackOrigin {
  if (value === null) return { category: "UNKNOWN", vendorOrigin: null };
  return { category: ORIGINS[value.trim().toUpperCase()] ?? "OTHER", vendorOrigin: value };
}
