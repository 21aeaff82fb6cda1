import { z } from "zod";
import type { JsonValue } from "../../lib/json.js";
import { legsInOrder, type Conversation, type Leg } from "./conversation.js";
import { instant, listOf, moment, numbers, reference, text } from "./parts.js";
import { readDisconnectType, readLiveState, roleOf } from "./words.js";

const participant = z.object({
  id: text.optional(),
  purpose: text.optional(),
  state: text.optional(),
  direction: text.optional(),
  startTime: instant.optional(),
  connectedTime: instant.optional(),
  endTime: instant.optional(),
  disconnectType: text.optional(),
  user: reference.optional(),
  queue: reference.optional(),
  externalContact: reference.optional(),
  errorInfo: z.object({ code: text }).nullish().catch(null),
  attributes: z.record(z.string(), text).nullish().catch(null),
  callbackNumbers: numbers,
  callbackUserName: text.optional(),
  callbackScheduledTime: moment.optional(),
});

const conversation = z.object({ id: text.optional(), participants: listOf(participant) });

/**
 * Reads a conversation of the live API: one callback leg for each participant, with a state. Its calls are not in it,
 * and neither is its end.
 */
export function readLiveConversation(raw: JsonValue): Conversation {
  const { id, participants } = conversation.parse(raw);
  const attributes = participants.flatMap((one) =>
    Object.entries(one.attributes ?? {}).flatMap(([name, value]) => (value === null ? [] : [[name, value] as const])),
  );
  const isInvalid = participants.some(({ callbackScheduledTime }) => callbackScheduledTime?.isInvalid === true);
  return {
    id: id ?? null,
    endedAt: null,
    originatingDirection: null,
    legs: legsInOrder(participants.map(toLeg)),
    attributes: Object.fromEntries(attributes),
    model: "live",
    coerced: isInvalid ? ["participants"] : [],
  };
}

function toLeg(sent: z.output<typeof participant>): Leg {
  const state = readLiveState(sent.state ?? null);
  const endedAt = sent.endTime ?? null;
  const isOpen = state !== null && endedAt === null;
  return {
    sessionId: null,
    participantId: sent.id ?? null,
    purpose: sent.purpose ?? "",
    role: roleOf(sent.purpose ?? null),
    medium: "callback",
    direction: sent.direction ?? null,
    userId: sent.user ?? null,
    isOwned: false,
    ownerId: null,
    isOpen,
    startedAt: sent.startTime ?? null,
    endedAt,
    numbers: sent.callbackNumbers,
    userName: sent.callbackUserName ?? null,
    scheduledAt: sent.callbackScheduledTime?.at ?? null,
    campaignId: null,
    contactId: sent.externalContact ?? null,
    segments: [
      {
        type: state,
        startedAt: sent.connectedTime ?? sent.startTime ?? null,
        endedAt: isOpen ? null : endedAt,
        disconnectType: readDisconnectType(sent.disconnectType ?? null),
        errorCode: sent.errorInfo?.code ?? null,
        queueId: sent.queue ?? null,
      },
    ],
  };
}
