import type { Instant } from "../../domain/time/instant.js";
import { isJsonObject, type JsonObject } from "../../lib/json.js";
import type { MovedRecord } from "../fake/course.js";
import type { Random } from "../fake/random.js";
import { addContact, changeLast, contactsIn, lastContact, seconds, textOf } from "./fake-contact.js";
import { CUSTOMER_FIRST_DIALED, CUSTOMER_FIRST_QUEUED } from "./words.js";

const SECOND = 1000;
/** Callbacks are dialed so often at most: once, and two further attempts. */
const MOST_ATTEMPTS = 3;

/** The parts of the fake that a life needs. */
export interface FakeLife {
  readonly random: Random;
  readonly agents: readonly string[];
}

/** A contact of a further attempt, or of the dial of a customer-first callback, before anything has happened to it. */
export function nextContact(record: JsonObject, method: string, at: Instant, id: string): JsonObject {
  const { QueueInfo: queueInfo } = record;
  const queueId = isJsonObject(queueInfo) ? (queueInfo["Id"] ?? null) : null;
  return {
    Arn: textOf(record["Arn"]).replace(/[^/]+$/u, id),
    Id: id,
    InitialContactId: record["InitialContactId"] ?? null,
    InitiationMethod: method,
    Channel: "VOICE",
    QueueInfo: { Id: queueId },
    InitiationTimestamp: seconds(at),
    LastUpdateTimestamp: seconds(at),
    CustomerEndpoint: record["CustomerEndpoint"] ?? null,
  };
}

/** The contact is added to its queue. */
export function enqueue(record: JsonObject, at: Instant): JsonObject {
  const { QueueInfo: queueInfo } = lastContact(record);
  const queue = isJsonObject(queueInfo) ? queueInfo : {};
  return touch(record, at, { QueueInfo: { ...queue, EnqueueTimestamp: seconds(at) } });
}

/** An agent takes the contact: first of all, or once the customer is connected. */
export function connectAgent(record: JsonObject, agentId: string, at: Instant): JsonObject {
  const AgentInfo = {
    Id: agentId,
    AcceptedByAgentTimestamp: seconds(at - SECOND),
    ConnectedToAgentTimestamp: seconds(at),
  };
  const isSoftphone = lastContact(record)["InitiationMethod"] !== CUSTOMER_FIRST_DIALED;
  return touch(record, at, {
    AgentInfo,
    SystemEndpoint: isSoftphone
      ? { Type: "TELEPHONE_NUMBER", Address: "Softphone" }
      : { Type: "TELEPHONE_NUMBER", Address: "+14155550190" },
  });
}

/** The customer picks up. */
export function connectCustomer(record: JsonObject, at: Instant): JsonObject {
  return touch(record, at, { ConnectedToSystemTimestamp: seconds(at) });
}

/** The contact ends. The reason is missing for the contact that waited for a customer-first dial. */
export function disconnect(record: JsonObject, reason: string | null, at: Instant): JsonObject {
  return touch(record, at, {
    DisconnectTimestamp: seconds(at),
    ...(reason === null ? {} : { DisconnectReason: reason }),
  });
}

/** A customer-first callback is dialed: its waiting contact ends, and another one begins. */
export function dialCustomer(record: JsonObject, at: Instant, id: string): JsonObject {
  const ended = disconnect(record, null, at);
  return addContact(ended, nextContact(ended, CUSTOMER_FIRST_DIALED, at, id));
}

/** The next step of a callback's life. */
export function moveRecord(record: JsonObject, at: Instant, { random, agents }: FakeLife): MovedRecord {
  const last = lastContact(record);
  const soon = (from: number, to: number): Instant => at + random.int(from, to) * SECOND;
  if (last["DisconnectTimestamp"] !== undefined) return { record, nextAt: null };
  const isCustomerFirst = contactsIn(record)[0]["InitiationMethod"] === CUSTOMER_FIRST_QUEUED;
  const isDialed = last["InitiationMethod"] === CUSTOMER_FIRST_DIALED;
  const isAnswered = last["ConnectedToSystemTimestamp"] !== undefined;
  const hasAgent = last["AgentInfo"] !== undefined;
  if (isAnswered && hasAgent) {
    const reason = random.int(1, 3) === 1 ? "AGENT_DISCONNECT" : "CUSTOMER_DISCONNECT";
    return { record: disconnect(record, reason, at), nextAt: null };
  }
  if (isAnswered) {
    return random.int(1, 10) === 1
      ? { record: disconnect(record, "CUSTOMER_DISCONNECT", at), nextAt: null }
      : { record: connectAgent(record, random.pick(agents), at), nextAt: soon(20, 60) };
  }
  if (hasAgent || isDialed) return afterRinging(record, at, random);
  if (!isEnqueued(last)) return { record: enqueue(record, at), nextAt: soon(10, 60) };
  return isCustomerFirst
    ? { record: dialCustomer(record, at, random.uuid()), nextAt: soon(8, 25) }
    : { record: connectAgent(record, random.pick(agents), at), nextAt: soon(8, 25) };
}

/** The customer picks up, or does not: then the flow's retry settings make another contact, at most twice. */
function afterRinging(record: JsonObject, at: Instant, random: Random): MovedRecord {
  const chance = random.int(1, 100);
  if (chance <= 60) return { record: connectCustomer(record, at), nextAt: at + random.int(3, 40) * SECOND };
  const reason = chance <= 85 ? "TELECOM_UNANSWERED" : chance <= 95 ? "TELECOM_BUSY" : "TELECOM_NUMBER_INVALID";
  const ended = disconnect(record, reason, at);
  const contacts = contactsIn(ended);
  const isCustomerFirst = contacts[0]["InitiationMethod"] === CUSTOMER_FIRST_QUEUED;
  if (isCustomerFirst || chance > 95 || contacts.length >= MOST_ATTEMPTS) return { record: ended, nextAt: null };
  const again = addContact(ended, nextContact(ended, "CALLBACK", at, random.uuid()));
  return { record: again, nextAt: at + random.int(60, 240) * SECOND };
}

function isEnqueued(contact: JsonObject): boolean {
  const { QueueInfo: queueInfo } = contact;
  return isJsonObject(queueInfo) && queueInfo["EnqueueTimestamp"] !== undefined;
}

function touch(record: JsonObject, at: Instant, fields: JsonObject): JsonObject {
  return changeLast(record, { ...fields, LastUpdateTimestamp: seconds(at) });
}
