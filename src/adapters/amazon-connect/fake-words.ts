import type { CallbackStatus } from "../../domain/status.js";
import type { Instant } from "../../domain/time/instant.js";
import type { JsonObject } from "../../lib/json.js";
import { addContact, changeLast, firstAlone, lastContact } from "./fake-contact.js";
import { connectAgent, connectCustomer, dialCustomer, disconnect, enqueue, nextContact } from "./fake-life.js";
import {
  CONNECTED_TO_AGENT,
  CONNECTED_TO_SYSTEM,
  CALLBACK,
  CUSTOMER_FIRST_DIALED,
  CUSTOMER_FIRST_QUEUED,
  DISCONNECTED,
  FAILURES,
  HANG_UPS,
  INITIATED,
  MACHINES,
  QUEUED,
} from "./words.js";

const TALK = `${CONNECTED_TO_AGENT}, ${CONNECTED_TO_SYSTEM}`;

/** Every vendor status that the documents lead to, with its status. */
export const AMAZON_CONNECT_STATUSES: Readonly<Record<string, CallbackStatus>> = {
  [INITIATED]: "SCHEDULED",
  [QUEUED]: "QUEUED",
  [CONNECTED_TO_AGENT]: "IN_PROGRESS",
  [CONNECTED_TO_SYSTEM]: "IN_PROGRESS",
  [CUSTOMER_FIRST_DIALED]: "IN_PROGRESS",
  [`TELECOM_UNANSWERED, ${INITIATED}`]: "RETRYING",
  [`TELECOM_BUSY, ${QUEUED}`]: "RETRYING",
  ...Object.fromEntries([...HANG_UPS].map((reason) => [`${TALK}, ${reason}`, "COMPLETED" as const])),
  ...Object.fromEntries(Object.keys(FAILURES).map((reason) => [reason, "FAILED" as const])),
  ...Object.fromEntries([...MACHINES].map((word) => [word, "FAILED" as const])),
  [`${CONNECTED_TO_SYSTEM}, CUSTOMER_DISCONNECT`]: "FAILED",
  TELECOM_ORIGINATOR_CANCEL: "CANCELED",
  EXPIRED: "EXPIRED",
  ...Object.fromEntries([...HANG_UPS].map((reason) => [`${CONNECTED_TO_AGENT}, ${reason}`, "ENDED" as const])),
  [`${CONNECTED_TO_AGENT}, BARGED`]: "ENDED",
  OTHER: "ENDED",
  [DISCONNECTED]: "ENDED",
};

/** The moments and ids of a record that is given a word. */
export interface WordContext {
  readonly at: Instant;
  readonly agentId: string;
  readonly nextId: string;
}

/** Gives a record the contacts that lead to this vendor status. An unknown one becomes the initiation method. */
export function withWord(record: JsonObject, word: string, { at, agentId, nextId }: WordContext): JsonObject {
  const blank = withoutEnd(firstAlone(record));
  if (!Object.hasOwn(AMAZON_CONNECT_STATUSES, word)) return { ...blank, InitiationMethod: word };
  if (word === INITIATED) return blank;
  const queued = enqueue(blank, at);
  if (word === QUEUED) return queued;
  const parts = word.split(", ");
  const [reason = ""] = parts;
  const last = parts.at(-1) ?? "";
  if (parts.length > 1 && (last === QUEUED || last === INITIATED)) {
    const failed = disconnect(connectAgent(queued, agentId, at), reason, at);
    const again = addContact(failed, nextContact(failed, CALLBACK, at + 1, nextId));
    return last === QUEUED ? enqueue(again, at + 1) : again;
  }
  const isMachine = MACHINES.has(word);
  const isConnected = isMachine || parts.includes(CONNECTED_TO_SYSTEM);
  const hasAgent = isMachine || parts.includes(CONNECTED_TO_AGENT);
  const isCustomerFirst = word === CUSTOMER_FIRST_DIALED || (isConnected && !hasAgent);
  let current = queued;
  if (isCustomerFirst) current = dialCustomer({ ...queued, InitiationMethod: CUSTOMER_FIRST_QUEUED }, at, nextId);
  if (isConnected) current = connectCustomer(current, at);
  if (hasAgent) current = connectAgent(current, agentId, at);
  if (isMachine) current = changeLast(current, { AnsweringMachineDetectionStatus: word });
  const isOpen = [CONNECTED_TO_AGENT, CONNECTED_TO_SYSTEM, CUSTOMER_FIRST_DIALED].includes(last);
  if (isOpen) return current;
  return disconnect(current, isMachine ? "AGENT_DISCONNECT" : last === DISCONNECTED ? null : last, at);
}

/** Returns a contact as it was made. */
function withoutEnd(record: JsonObject): JsonObject {
  const later = [
    "AgentInfo",
    "SystemEndpoint",
    "ConnectedToSystemTimestamp",
    "DisconnectTimestamp",
    "DisconnectReason",
    "AnsweringMachineDetectionStatus",
  ];
  const made = Object.entries(lastContact(record)).filter(([name]) => !later.includes(name));
  const others = Object.entries(record).filter(([name]) => name === "InitialContact");
  return { ...Object.fromEntries([...made, ...others]), InitiationMethod: CALLBACK };
}
