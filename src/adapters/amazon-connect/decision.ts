import type { CallOutcomeCategory } from "../../domain/outcome.js";
import type { CallbackStatus } from "../../domain/status.js";
import type { Instant } from "../../domain/time/instant.js";
import type { Contact } from "./contact.js";
import {
  CONNECTED_TO_AGENT,
  CONNECTED_TO_SYSTEM,
  CUSTOMER_FIRST_DIALED,
  CUSTOMER_FIRST_QUEUED,
  DISCONNECTED,
  EXPIRED,
  FAILURES,
  HANG_UPS,
  INITIATED,
  isCallbackMethod,
  MACHINES,
  ORIGINATOR_CANCEL,
  QUEUED,
} from "./words.js";

/** The status by the contacts of a callback, the vendor's values that decided, and the outcome of an end. */
export interface Decision {
  readonly status: CallbackStatus;
  readonly word: string;
  readonly outcome: CallOutcomeCategory | null;
}

/** Says whether this gateway sent a stop of a contact. */
export type IsStopped = (contactId: string) => boolean;
const NO_STOP: IsStopped = () => false;

/** Decides by the contacts of a callback, in the order of time; null where the record does not say how it was initiated. */
export function decide(contacts: readonly [Contact, ...Contact[]], isStopped: IsStopped = NO_STOP): Decision | null {
  const last = contacts.at(-1) ?? contacts[0];
  const { method } = last;
  if (method === null) return null;
  if (!isCallbackMethod(method)) return undecided("UNKNOWN", method);
  return last.endedAt === null ? decideOpen(last, contacts.slice(0, -1)) : decideEnded(last, isStopped);
}

/** Counts the contacts with a dial or an agent. The contact that waits for a customer-first dial is none: its dial counts. */
export function attemptsOf(contacts: readonly Contact[]): number {
  return contacts.filter((contact, index) => {
    if (contact.method === CUSTOMER_FIRST_QUEUED) return contact.agent !== null;
    return index < contacts.length - 1 || isTried(contact);
  }).length;
}

/** Returns when the customer was first called; null if the record of the first attempt does not say. */
export function firstAttemptOf(contacts: readonly Contact[]): Instant | null {
  const [first] = contacts;
  if (first === undefined || attemptsOf(contacts) === 0) return null;
  const dialed =
    first.method === CUSTOMER_FIRST_QUEUED ? contacts.find(({ method }) => method === CUSTOMER_FIRST_DIALED) : first;
  if (dialed?.method === CUSTOMER_FIRST_DIALED) return dialed.initiatedAt ?? dialed.connectedAt;
  return dialed?.connectedAt ?? null;
}

/** True for a contact that was dialed, or had an agent. */
function isTried({ method, agent, connectedAt, endedAt, disconnectReason }: Contact): boolean {
  if (method === CUSTOMER_FIRST_DIALED || agent !== null || connectedAt !== null) return true;
  // The dial is not in the record, but its end is.
  const reason = disconnectReason ?? "";
  return endedAt !== null && Object.hasOwn(FAILURES, reason) && reason !== "CONTACT_FLOW_DISCONNECT";
}

/** Decides for a callback whose last contact is open. */
function decideOpen(last: Contact, earlier: readonly Contact[]): Decision {
  if (last.agent !== null) return undecided("IN_PROGRESS", CONNECTED_TO_AGENT);
  if (last.connectedAt !== null) return undecided("IN_PROGRESS", CONNECTED_TO_SYSTEM);
  if (last.method === CUSTOMER_FIRST_DIALED) return undecided("IN_PROGRESS", CUSTOMER_FIRST_DIALED);
  const isQueued = last.enqueuedAt !== null;
  const word = isQueued ? QUEUED : INITIATED;
  const failed = earlier.findLast(isFailedAttempt);
  if (failed !== undefined) return undecided("RETRYING", `${reasonOf(failed)}, ${word}`);
  return undecided(isQueued ? "QUEUED" : "SCHEDULED", word);
}

/** True for a contact that another one followed, so that it has ended, and that did not reach the customer. */
function isFailedAttempt(contact: Contact): boolean {
  return contact.method !== CUSTOMER_FIRST_QUEUED && decideEnded(contact).status !== "COMPLETED";
}

/** The reasons that a stopped contact may have: its record does not say that it was stopped. */
const STOP_REASONS: readonly string[] = ["OTHER", DISCONNECTED];

/** Decides for a contact that is over. The first row that fits is the one. */
function decideEnded(contact: Contact, isStopped: IsStopped = NO_STOP): Decision {
  const reason = reasonOf(contact);
  const { agent, connectedAt, answeringMachine } = contact;
  if (reason === EXPIRED) return decided("EXPIRED", reason, null);
  if (answeringMachine !== null && MACHINES.has(answeringMachine)) {
    return decided("FAILED", answeringMachine, "MACHINE");
  }
  const failure = Object.hasOwn(FAILURES, reason) ? FAILURES[reason] : undefined;
  if (failure !== undefined) return decided("FAILED", reason, failure);
  const word = [agent === null ? null : CONNECTED_TO_AGENT, connectedAt === null ? null : CONNECTED_TO_SYSTEM, reason]
    .filter((part) => part !== null)
    .join(", ");
  const isOwnStop = contact.id !== null && STOP_REASONS.includes(reason) && isStopped(contact.id);
  if (isOwnStop && agent === null && connectedAt === null) return decided("CANCELED", reason, "CANCELED");
  if (reason === ORIGINATOR_CANCEL && agent === null) return decided("CANCELED", reason, "CANCELED");
  if (HANG_UPS.has(reason) && connectedAt !== null) {
    if (agent !== null) return decided("COMPLETED", word, "REACHED");
    if (contact.method === CUSTOMER_FIRST_DIALED && reason === "CUSTOMER_DISCONNECT") {
      return decided("FAILED", word, "ABANDONED");
    }
  }
  return decided("ENDED", word, "UNKNOWN");
}

function reasonOf({ disconnectReason }: Contact): string {
  return disconnectReason?.toUpperCase() ?? DISCONNECTED;
}

function undecided(status: CallbackStatus, word: string): Decision {
  return { status, word, outcome: null };
}

function decided(status: CallbackStatus, word: string, outcome: CallOutcomeCategory | null): Decision {
  return { status, word, outcome };
}
