import type { Instant } from "../../domain/time/instant.js";
import { isJsonObject, type JsonObject } from "../../lib/json.js";
import type { FakeWebhook } from "../fake/fake.js";
import type { Random } from "../fake/random.js";
import { textOf } from "./fake-contact.js";
import { readContact } from "./contact.js";
import { FAKE_INSTANCE, type AmazonConnectWorld } from "./fake-world.js";

/** The contact events of the fake. */
export interface FakeEvents extends Required<FakeWebhook> {
  /** True while events are lost: delivery is best effort. */
  areLost: boolean;
}

/** One event in so many is sent twice. */
const REPEATED = 8;

/** Contact events as EventBridge delivers them to an API destination: repeated, and in any order. */
export function createFakeEvents(
  world: Pick<AmazonConnectWorld, "takeChanged" | "find">,
  random: Random,
  { secret, header }: { readonly secret: string; readonly header: string },
): FakeEvents {
  const events: FakeEvents = {
    areLost: false,
    deliver(contactId, sentAt) {
      const body = JSON.stringify(envelope(contactId, world.find(contactId) ?? {}, sentAt, random.uuid()));
      return { headers: { "content-type": "application/json", [header]: secret }, body };
    },
    due() {
      const changed = world.takeChanged();
      if (events.areLost) return [];
      const sent = changed.flatMap((id) => (random.int(1, REPEATED) === 1 ? [id, id] : [id]));
      return sent
        .map((id) => ({ id, order: random.next() }))
        .toSorted((a, b) => a.order - b.order)
        .map(({ id }) => id);
    },
  };
  return events;
}

function envelope(contactId: string, contact: JsonObject, sentAt: Instant, id: string): JsonObject {
  const { InitialContactId = null, PreviousContactId = null, InitiationMethod = null, QueueInfo: queue } = contact;
  const instanceArn = `arn:aws:connect:eu-central-1:111122223333:instance/${FAKE_INSTANCE}`;
  const queueId = isJsonObject(queue) ? textOf(queue["Id"]) : "";
  return {
    version: "0",
    id,
    "detail-type": "Amazon Connect Contact Event",
    source: "aws.connect",
    account: "111122223333",
    time: new Date(sentAt).toISOString(),
    region: "eu-central-1",
    resources: [],
    detail: {
      eventType: eventTypeOf(contact),
      contactId,
      initialContactId: InitialContactId,
      previousContactId: PreviousContactId,
      channel: "VOICE",
      initiationMethod: InitiationMethod,
      instanceArn,
      queueInfo: { queueType: "STANDARD", queueArn: `${instanceArn}/queue/${queueId}` },
    },
  };
}

function eventTypeOf(contact: JsonObject): string {
  const { endedAt, agent, connectedAt, enqueuedAt } = readContact(contact);
  if (endedAt !== null) return "DISCONNECTED";
  if (agent !== null) return "CONNECTED_TO_AGENT";
  if (connectedAt !== null) return "CONNECTED_TO_SYSTEM";
  return enqueuedAt === null ? "INITIATED" : "QUEUED";
}
