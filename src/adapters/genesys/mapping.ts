import { z } from "zod";
import {
  NO_CUSTOMER,
  NO_ROUTING,
  type Callback,
  type CallbackOrigin,
  type CallbackTiming,
  type Customer,
} from "../../domain/callback.js";
import { endedStatus, type CallOutcome } from "../../domain/outcome.js";
import { findE164, findE164OfDigits, type Region } from "../../domain/phone/phone-number.js";
import { derivedStatus, isOpenStatus, type StatusReading } from "../../domain/status.js";
import { instantWindow, type CallbackWindow } from "../../domain/time/window.js";
import type { MappingContext } from "../adapter.js";
import { requireId, type ReadRow } from "../wire/vendor-page.js";
import { mapGenesysCallResult } from "./call-result.js";
import { mapGenesysCallbackStatus } from "./callback-status.js";
import type { GenesysRecord } from "./wire.js";

/** A Callback Interaction in the gateway's terms. Throws an UnreadableRow where it has no id. */
export function mapGenesysCallback(record: GenesysRecord, context: MappingContext): ReadRow {
  const { values } = record;
  const outcome = mapGenesysCallResult(values.call_result, unknownWord(record, "call_result"));
  const reading =
    mapGenesysCallbackStatus(values.callback_status, unknownWord(record, "callback_status"), outcome) ??
    deriveGenesysStatus(record, outcome);
  const callback: Callback = {
    ...reading,
    source: context.source,
    vendor: context.vendor,
    vendorId: requireId(values.interaction_id, "interaction_id"),
    timing: TIMINGS[values.callback_type ?? 0] ?? "UNKNOWN",
    channel: values.desired_response_type ?? "UNKNOWN",
    customer: mapCustomer(record, context.defaultRegion),
    window: mapWindow(record),
    nextAttemptAt: isOpenStatus(reading.status) ? values.start_time : null,
    attemptCount: values.attempts === null || values.attempts < 0 ? null : values.attempts,
    outcome,
    assignment:
      values.owner_id === null
        ? null
        : { agentId: String(values.owner_id), type: "UNKNOWN", exclusive: null, assignedAt: null },
    routing: { ...NO_ROUTING, dn: values.dn, location: values.location },
    queue: null,
    reason: values.subject ?? values.text,
    origin: mapOrigin(record),
    originInteractionId: values.parent_id,
    estimate: null,
    createdAt: values.start_date,
    // end_date is the interaction's end, not the record's last change.
    ...(values.end_date !== null && !isOpenStatus(reading.status) && { endedAt: values.end_date }),
    updatedAt: null,
  };
  return { callback, raw: record.raw, coerced: record.coerced, comparable: record.comparable };
}

const TIMINGS: readonly CallbackTiming[] = ["UNKNOWN", "ASAP", "SCHEDULED"];

/** Without `callback_status`: derives the status from the interaction's. The clock decides whether it is due. */
function deriveGenesysStatus({ values }: GenesysRecord, outcome: CallOutcome | null): StatusReading {
  switch (values.status) {
    case 0:
    case 1:
      return derivedStatus("SCHEDULED", { dueAt: values.start_time });
    case 2:
      return derivedStatus("IN_PROGRESS");
    case 3:
      return derivedStatus(outcome === null ? "ENDED" : endedStatus(outcome.category));
    default:
      return derivedStatus("UNKNOWN");
  }
}

/** Returns the value as sent if it is not documented; null if it is documented or missing. */
function unknownWord({ raw, coerced }: GenesysRecord, name: "callback_status" | "call_result"): string | null {
  const sent = raw[name];
  return coerced.includes(name) && typeof sent !== "object" ? String(sent) : null;
}

/** `customer_number` depends on the channel; anything but an e-mail address is treated as a raw phone number. */
function mapCustomer({ values, raw }: GenesysRecord, defaultRegion: Region | null): Customer {
  const contact = { ...NO_CUSTOMER, contactId: values.customer_id };
  const address = values.customer_number;
  if (address === null) return contact;
  if (values.desired_response_type === "EMAIL" && z.regexes.html5Email.test(address.trim())) {
    return { ...contact, emailAddress: address.trim() };
  }
  const lostItsPlus = typeof raw["customer_number"] === "number";
  const phoneNumber = lostItsPlus ? findE164OfDigits(address, defaultRegion) : findE164(address, defaultRegion);
  return { ...contact, phoneNumber, phoneNumberRaw: address };
}

/** `timeshift` is an offset of the interaction's creation and never becomes a zone. An end before the start is none. */
function mapWindow({ values }: GenesysRecord): CallbackWindow | null {
  const { start_time: start, end_time: end } = values;
  if (start === null) return null;
  return instantWindow(start, end !== null && end >= start ? end : null, null);
}

/** An outbound interaction does not say whether an agent or a campaign dialled. */
function mapOrigin({ values: { type } }: GenesysRecord): CallbackOrigin {
  if (type === null) return { category: "UNKNOWN", vendorOrigin: null };
  return { category: type.trim().toLowerCase() === "inbound" ? "INBOUND" : "OTHER", vendorOrigin: type };
}
