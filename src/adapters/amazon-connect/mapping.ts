import {
  NO_CUSTOMER,
  NO_ROUTING,
  type Assignment,
  type Callback,
  type CallbackOrigin,
  type Customer,
} from "../../domain/callback.js";
import { findE164, type Region } from "../../domain/phone/phone-number.js";
import { queueOf } from "../../domain/queue.js";
import { derivedStatus, isOpenStatus, reportedStatus } from "../../domain/status.js";
import { isJsonObject, type JsonObject } from "../../lib/json.js";
import type { MappingContext } from "../adapter.js";
import { requireId, type ReadRow } from "../wire/vendor-page.js";
import { contactsOf, lastPart, readContact, type Contact } from "./contact.js";
import { attemptsOf, decide, firstAttemptOf, type IsStopped } from "./decision.js";
import type { AmazonConnectRecord } from "./wire.js";

/** The names of the contact attributes that a mapping reads; null for none. */
export interface AmazonConnectMapping {
  /** Holds the number to call, where the record has no endpoint. */
  readonly numberAttribute: string | null;
  readonly reasonAttribute: string | null;
  /** Default: this gateway sent no stop. */
  readonly isStopped?: IsStopped;
}

/** A callback's contacts as a callback. Throws an UnreadableRow where the record has no id. */
export function mapAmazonConnectCallback(
  { values, raw, coerced, comparable }: AmazonConnectRecord,
  context: MappingContext,
  { numberAttribute, reasonAttribute, isStopped }: AmazonConnectMapping,
): ReadRow {
  const contacts = contactsOf(usable(raw, coerced));
  const last = contacts.at(-1) ?? contacts[0];
  const decision = decide(contacts, isStopped);
  const reading = decision === null ? derivedStatus("UNKNOWN") : reportedStatus(decision.status, decision.word);
  const { InitialContactId: initialId, Id: contactId, Attributes: attributes } = values;
  const attribute = (name: string | null): string | null => (name === null ? null : textOf(attributes?.[name]));
  const queue = lastOf(contacts, (contact) => contact.queue);
  const number = lastOf(contacts, ({ customerNumber }) => customerNumber) ?? attribute(numberAttribute);
  const firstAttemptAt = firstAttemptOf(contacts);
  const callback: Callback = {
    source: context.source,
    vendor: context.vendor,
    vendorId: requireId(contactId, "Id"),
    ...reading,
    timing: reading.status === "UNKNOWN" ? "UNKNOWN" : "ASAP",
    channel: "VOICE",
    customer: customerOf(number, values.CustomerId, context.defaultRegion),
    window: null,
    nextAttemptAt: null,
    attemptCount: decision === null || reading.status === "UNKNOWN" ? null : attemptsOf(contacts),
    ...(firstAttemptAt !== null && { firstAttemptAt }),
    ...(last !== undefined && last.endedAt !== null && !isOpenStatus(reading.status) && { endedAt: last.endedAt }),
    outcome:
      decision === null || decision.outcome === null
        ? null
        : { category: decision.outcome, code: null, label: decision.word },
    assignment: assignmentOf(last, isOpenStatus(reading.status)),
    routing: {
      ...NO_ROUTING,
      queueId: lastPart(queue),
      campaignId: textOf(values.Campaign?.["CampaignId"]),
      callerId: callerIdOf(contacts, context.defaultRegion),
    },
    queue: queueOf(agentOfQueue(queue) === null ? "QUEUE" : "AGENT", lastPart(queue)),
    reason: attribute(reasonAttribute) ?? values.Description,
    origin: originOf(values.InitialContact),
    originInteractionId: initialId === contactId ? null : initialId,
    estimate: null,
    createdAt: values.InitiationTimestamp,
    updatedAt: lastOf(contacts, ({ updatedAt }) => updatedAt),
  };
  return { callback, raw, comparable, coerced, keepsWithdrawal: true };
}

/** Drops the fields that were invalid. */
function usable(raw: JsonObject, coerced: readonly string[]): JsonObject {
  if (coerced.length === 0) return raw;
  return Object.fromEntries(Object.entries(raw).filter(([name]) => !coerced.includes(name)));
}

function customerOf(number: string | null, contactId: string | null, defaultRegion: Region | null): Customer {
  const phoneNumber = number === null ? null : findE164(number, defaultRegion);
  return { ...NO_CUSTOMER, contactId, phoneNumber, phoneNumberRaw: number };
}

/** The agent of the last contact; or the agent in whose own queue the callback waits. */
function assignmentOf({ agent, queue }: Contact, isOpen: boolean): Assignment | null {
  const owner = agentOfQueue(queue);
  if (owner !== null && (agent === null || agent.id === owner)) {
    return { agentId: owner, type: "SPECIFIC_AGENT", exclusive: true, assignedAt: agent?.assignedAt ?? null };
  }
  if (agent === null || (isOpen && agent.id === null)) return null;
  return { agentId: agent.id, type: "UNKNOWN", exclusive: null, assignedAt: agent.assignedAt };
}

/** The agent whose own queue it is; null for a queue of several. */
function agentOfQueue(arn: string | null): string | null {
  return /\/queue\/agent\/([^/]+)$/u.exec(arn ?? "")?.[1] ?? null;
}

/** The number that the customer sees. An agent's softphone has none. */
function callerIdOf(contacts: readonly Contact[], defaultRegion: Region | null): string | null {
  return lastOf(contacts, ({ systemAddress }) =>
    systemAddress !== null && findE164(systemAddress, defaultRegion) !== null ? systemAddress : null,
  );
}

/** The origin by how the contact was initiated in which the callback was requested. */
function originOf(initial: JsonObject | null): CallbackOrigin {
  const method = isJsonObject(initial) ? readContact(initial).method : null;
  if (method === null) return { category: "UNKNOWN", vendorOrigin: null };
  if (method === "INBOUND") return { category: "LIVE_CALL", vendorOrigin: method };
  if (method === "WEBRTC_API") return { category: "WEB", vendorOrigin: method };
  return { category: method === "API" ? "API" : "OTHER", vendorOrigin: method };
}

function textOf(value: unknown): string | null {
  return typeof value === "string" && value.trim() !== "" ? value : null;
}

/** Returns the value of the last contact that has one. */
function lastOf<Value>(contacts: readonly Contact[], valueOf: (contact: Contact) => Value | null): Value | null {
  for (const contact of contacts.toReversed()) {
    const value = valueOf(contact);
    if (value !== null) return value;
  }
  return null;
}
