import { z } from "zod";
import { isPresentable, type Instant } from "../../domain/time/instant.js";
import { parseIsoInstant } from "../../domain/time/iso-instant.js";
import { isJsonObject, type JsonObject, type JsonValue } from "../../lib/json.js";

/** The parts of a contact on which status, attempts and assignment depend. An invalid part is null. */
export interface Contact {
  readonly id: string | null;
  /** How it was initiated, in capitals. */
  readonly method: string | null;
  readonly previousId: string | null;
  readonly initiatedAt: Instant | null;
  readonly enqueuedAt: Instant | null;
  readonly queue: string | null;
  readonly agent: ContactAgent | null;
  /** When the customer's line was connected. */
  readonly connectedAt: Instant | null;
  readonly endedAt: Instant | null;
  readonly disconnectReason: string | null;
  readonly answeringMachine: string | null;
  readonly updatedAt: Instant | null;
  readonly customerNumber: string | null;
  readonly systemAddress: string | null;
}

export interface ContactAgent {
  readonly id: string | null;
  readonly assignedAt: Instant | null;
}

const text = z
  .union([z.string(), z.number()])
  .transform((sent) => (String(sent).trim() === "" ? null : String(sent)))
  .nullish()
  .catch(null);
const moment = z.union([z.string(), z.number()]).transform(readMoment).nullish().catch(null);
const endpoint = z.object({ Type: text, Address: text }).nullish().catch(null);

const contact = z.object({
  Id: text,
  ContactId: text,
  InitiationMethod: text,
  PreviousContactId: text,
  InitiationTimestamp: moment,
  ConnectedToSystemTimestamp: moment,
  DisconnectTimestamp: moment,
  LastUpdateTimestamp: moment,
  DisconnectReason: text,
  AnsweringMachineDetectionStatus: text,
  QueueInfo: z.object({ Id: text, EnqueueTimestamp: moment }).nullish().catch(null),
  AgentInfo: z
    .object({ Id: text, ConnectedToAgentTimestamp: moment, AcceptedByAgentTimestamp: moment })
    .nullish()
    .catch(null),
  CustomerEndpoint: endpoint,
  SystemEndpoint: endpoint,
});

/** Reads a contact of DescribeContact, or its summary by ListAssociatedContacts or SearchContacts. */
export function readContact(raw: JsonObject): Contact {
  const read = contact.parse(raw);
  const { QueueInfo: queueInfo, AgentInfo: agentInfo, CustomerEndpoint: customer } = read;
  // A summary of a search has an empty object where there was no agent.
  const hasAgent = (agentInfo?.Id ?? null) !== null || (agentInfo?.ConnectedToAgentTimestamp ?? null) !== null;
  return {
    id: read.Id ?? read.ContactId ?? null,
    method: read.InitiationMethod?.toUpperCase() ?? null,
    previousId: read.PreviousContactId ?? null,
    initiatedAt: read.InitiationTimestamp ?? null,
    enqueuedAt: queueInfo?.EnqueueTimestamp ?? null,
    queue: queueInfo?.Id ?? null,
    agent: hasAgent
      ? {
          id: lastPart(agentInfo?.Id ?? null),
          assignedAt: agentInfo?.AcceptedByAgentTimestamp ?? agentInfo?.ConnectedToAgentTimestamp ?? null,
        }
      : null,
    connectedAt: read.ConnectedToSystemTimestamp ?? null,
    endedAt: read.DisconnectTimestamp ?? null,
    disconnectReason: read.DisconnectReason ?? null,
    answeringMachine: read.AnsweringMachineDetectionStatus?.toUpperCase() ?? null,
    updatedAt: read.LastUpdateTimestamp ?? null,
    customerNumber: isNumberType(customer?.Type ?? null) ? (customer?.Address ?? null) : null,
    systemAddress: read.SystemEndpoint?.Address ?? null,
  };
}

/** The contacts of a record: the callback's first contact, and the contacts that followed, in the order of time. */
export function contactsOf(record: JsonObject): readonly [Contact, ...Contact[]] {
  const { FollowingContacts: following } = record;
  const sent = Array.isArray(following) ? (following as readonly JsonValue[]) : [];
  const contacts = sent.every(isJsonObject) ? sent.map(readContact) : [];
  return [readContact(record), ...contacts.toSorted((a, b) => (a.initiatedAt ?? 0) - (b.initiatedAt ?? 0))];
}

/** Reads seconds since the epoch, with a fraction, as the API sends them; or ISO 8601, as events have it. Null for none. */
export function readMoment(sent: string | number): Instant | null {
  const number = typeof sent === "number" || /^\s*\d+(?:\.\d+)?(?:e\d+)?\s*$/iu.test(sent) ? Number(sent) : Number.NaN;
  if (Number.isNaN(number)) return typeof sent === "string" ? parseIsoInstant(sent) : null;
  const at = Math.round(number * 1000);
  return at > 0 && isPresentable(at) ? at : null;
}

/** Returns the id at the end of an ARN; an id as it is. */
export function lastPart(arnOrId: string | null): string | null {
  return arnOrId === null ? null : (arnOrId.split("/").at(-1) ?? null);
}

/** An address of another type, such as an e-mail address or a voice over IP client, is no number. */
function isNumberType(type: string | null): boolean {
  return type === null || type.toUpperCase() === "TELEPHONE_NUMBER";
}
