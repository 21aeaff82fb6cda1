import { z } from "zod";
import type { JsonValue } from "../../lib/json.js";
import { inOrder, legsInOrder, type Conversation, type Leg, type Segment } from "./conversation.js";
import { flag, instant, listOf, moment, numbers, text } from "./parts.js";
import { readDisconnectType, readSegmentType, roleOf } from "./words.js";

const segment = z
  .object({
    segmentStart: instant.optional(),
    segmentEnd: instant.optional(),
    segmentType: text.optional(),
    disconnectType: text.optional(),
    errorCode: text.optional(),
    queueId: text.optional(),
  })
  .transform((sent): Segment => ({
    type: readSegmentType(sent.segmentType ?? null),
    startedAt: sent.segmentStart ?? null,
    endedAt: sent.segmentEnd ?? null,
    disconnectType: readDisconnectType(sent.disconnectType ?? null),
    errorCode: sent.errorCode ?? null,
    queueId: sent.queueId ?? null,
  }));

const session = z.object({
  sessionId: text.optional(),
  mediaType: text.optional(),
  direction: text.optional(),
  callbackNumbers: numbers,
  callbackUserName: text.optional(),
  callbackScheduledTime: moment.optional(),
  selectedAgentId: text.optional(),
  agentOwned: flag.optional(),
  outboundCampaignId: text.optional(),
  segments: listOf(segment),
});

const participant = z.object({
  participantId: text.optional(),
  purpose: text.optional(),
  userId: text.optional(),
  externalContactId: text.optional(),
  sessions: listOf(session),
});

const conversation = z.object({
  conversationId: text.optional(),
  conversationEnd: instant.optional(),
  originatingDirection: text.optional(),
  participants: listOf(participant),
});

/** Reads a conversation of the analytics API: participants, their sessions, and the segments of these. */
export function readAnalyticsConversation(raw: JsonValue): Conversation {
  const sent = conversation.parse(raw);
  const endedAt = sent.conversationEnd ?? null;
  const sessions = sent.participants.flatMap((one) => one.sessions.map((own) => [one, own] as const));
  return {
    id: sent.conversationId ?? null,
    endedAt,
    originatingDirection: sent.originatingDirection ?? null,
    legs: legsInOrder(sessions.map(([one, own]) => toLeg(one, own, endedAt !== null))),
    attributes: {},
    model: "analytics",
    coerced: sessions.some(([, own]) => own.callbackScheduledTime?.isInvalid === true) ? ["participants"] : [],
  };
}

function toLeg(
  { participantId, purpose, userId, externalContactId }: z.output<typeof participant>,
  sent: z.output<typeof session>,
  isEnded: boolean,
): Leg {
  const segments = inOrder(sent.segments);
  const medium = sent.mediaType?.toLowerCase();
  const isOpen = !isEnded && segments.some(({ endedAt }) => endedAt === null);
  const ends = segments.map(({ endedAt }) => endedAt).filter((at) => at !== null);
  return {
    sessionId: sent.sessionId ?? null,
    participantId: participantId ?? null,
    purpose: purpose ?? "",
    role: roleOf(purpose ?? null),
    medium: medium === "callback" || medium === "voice" ? medium : "other",
    direction: sent.direction ?? null,
    userId: userId ?? null,
    isOwned: sent.agentOwned ?? false,
    ownerId: sent.agentOwned === true ? (sent.selectedAgentId ?? null) : null,
    isOpen,
    startedAt: segments.find(({ startedAt }) => startedAt !== null)?.startedAt ?? null,
    endedAt: isOpen || ends.length === 0 ? null : Math.max(...ends),
    numbers: sent.callbackNumbers,
    userName: sent.callbackUserName ?? null,
    scheduledAt: sent.callbackScheduledTime?.at ?? null,
    campaignId: sent.outboundCampaignId ?? null,
    contactId: externalContactId ?? null,
    segments,
  };
}
