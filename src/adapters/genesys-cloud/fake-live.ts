import { groupBy } from "../../lib/group.js";
import type { JsonObject } from "../../lib/json.js";
import { iso, isOpenLeg, type FakeConversation, type FakeLeg } from "./fake-conversation.js";

/** How the live API calls what the analytics API calls so. */
const STATES: Readonly<Record<string, string>> = { alert: "alerting", interact: "connected", delay: "connected" };
const DISCONNECTS: Readonly<Record<string, string>> = {
  transportFailure: "transport.failure",
  noAnswerTransfer: "transfer.noanswer",
};

/** Returns the callback legs of a conversation as `GET /conversations/callbacks/{id}` shows them: calls are not there. */
export function toLiveRecord(conversation: FakeConversation): JsonObject {
  return {
    id: conversation.id,
    participants: conversation.legs
      .filter(({ mediaType }) => mediaType === "callback")
      .map((leg) => ({ ...toParticipant(conversation, leg), ...toState(leg) })),
    divisions: [{ division: { id: conversation.divisionId } }],
    selfUri: `/api/v2/conversations/callbacks/${conversation.id}`,
  };
}

/** Returns a conversation with all of its media, as `GET /conversations/{id}` shows it. */
export function toConversationRecord(conversation: FakeConversation): JsonObject {
  const participants = [...groupBy(conversation.legs, ({ participantId }) => participantId)];
  return {
    id: conversation.id,
    startTime: iso(conversation.startedAt),
    ...(conversation.endedAt === null ? {} : { endTime: iso(conversation.endedAt) }),
    participants: participants.map(([id, legs]) => ({
      id,
      purpose: legs[0]?.purpose ?? "customer",
      calls: legs.filter(({ mediaType }) => mediaType === "voice").map(toState),
      callbacks: legs.filter(({ mediaType }) => mediaType === "callback").map(toState),
    })),
  };
}

function toParticipant(
  conversation: FakeConversation,
  { participantId, purpose, direction, userId }: FakeLeg,
): JsonObject {
  const { numbers, name, scheduledAt, queue, contactId, attributes } = conversation;
  return {
    id: participantId,
    purpose,
    direction,
    queue: { id: queue.id },
    ...(userId === null ? {} : { user: { id: userId } }),
    ...(purpose === "customer" && contactId !== null ? { externalContact: { id: contactId } } : {}),
    ...(purpose === "customer" ? { attributes } : {}),
    callbackNumbers: numbers,
    ...(name === null ? {} : { callbackUserName: name }),
    ...(scheduledAt === null ? {} : { callbackScheduledTime: iso(scheduledAt) }),
  };
}

/** The agent's work after the call is no part of the leg: it is disconnected. */
function toState(leg: FakeLeg): JsonObject {
  const first = leg.segments[0];
  const last = leg.segments.at(-1);
  const isOpen = isOpenLeg(leg) && last?.type !== "wrapup";
  const end = last?.type === "wrapup" ? last.start : (last?.end ?? null);
  const disconnectType = last?.disconnectType ?? null;
  return {
    state: isOpen ? (STATES[last?.type ?? ""] ?? last?.type ?? "none") : "disconnected",
    ...(first === undefined ? {} : { startTime: iso(first.start) }),
    ...(last === undefined ? {} : { connectedTime: iso(last.start) }),
    ...(isOpen || end === null ? {} : { endTime: iso(end) }),
    ...(disconnectType === null ? {} : { disconnectType: DISCONNECTS[disconnectType] ?? disconnectType }),
  };
}
