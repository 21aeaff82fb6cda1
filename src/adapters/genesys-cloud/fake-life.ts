import type { Instant } from "../../domain/time/instant.js";
import type { Random } from "../fake/random.js";
import { endConversation, endLegs, nextSegment, openLeg, type FakeConversation } from "./fake-conversation.js";

/** A conversation after its next step, and when it moves on; null once it has ended. */
export interface MovedConversation {
  readonly conversation: FakeConversation;
  readonly nextAt: Instant | null;
}

const SECOND = 1000;
/** An agent schedules a callback again after so many dials in vain, and gives up after the next. */
const MOST_DIALS = 2;

/** Begins a callback: with a session of the customer and one of the queue. */
export function request(conversation: FakeConversation, at: Instant): FakeConversation {
  const type = conversation.scheduledAt === null ? "interact" : "scheduled";
  const customer = openLeg(
    conversation,
    { participant: "customer", purpose: "customer", mediaType: "callback", direction: "inbound", type },
    at,
  );
  return { ...enqueue(customer, type, at), stage: type === "scheduled" ? "waiting" : "queued" };
}

/** Adds a session of the queue, as a new participant. */
function enqueue(conversation: FakeConversation, type: string, at: Instant): FakeConversation {
  const participant = `acd${conversation.legs.filter(({ purpose }) => purpose === "acd").length + 1}`;
  return openLeg(conversation, { participant, purpose: "acd", mediaType: "callback", direction: "inbound", type }, at);
}

/** The scheduled time has come: the callback waits in the queue. */
export function becomeDue(conversation: FakeConversation, at: Instant, type = "interact"): FakeConversation {
  return { ...nextSegment(conversation, { mediaType: "callback" }, type, at), stage: "queued" };
}

/** The callback is offered to an agent. */
export function alertAgent(conversation: FakeConversation, userId: string, at: Instant): FakeConversation {
  const participant = `agent-${userId}`;
  const leg = {
    participant,
    purpose: "agent",
    mediaType: "callback",
    direction: "inbound",
    userId,
    type: "alert",
  } as const;
  return { ...openLeg(conversation, leg, at), stage: "alerting" };
}

/** The agent accepts: the queue's session ends, as its part is done. */
export function acceptByAgent(conversation: FakeConversation, at: Instant): FakeConversation {
  const left = endLegs(conversation, { purpose: "acd", mediaType: "callback" }, "transfer", at);
  return { ...nextSegment(left, { purpose: "agent", mediaType: "callback" }, "interact", at), stage: "preview" };
}

/** The customer is dialed: by the agent, or first of all, when the queue's session of the callback ends. */
export function dial(conversation: FakeConversation, at: Instant): FakeConversation {
  const agent = conversation.legs.findLast(({ purpose, mediaType }) => purpose === "agent" && mediaType === "callback");
  const handedOver = conversation.isCustomerFirst
    ? endLegs(conversation, { mediaType: "callback" }, "transfer", at)
    : conversation;
  const withAgent =
    agent === undefined || conversation.isCustomerFirst
      ? handedOver
      : openLeg(handedOver, { ...voiceOf(agent.userId), type: "contacting" }, at);
  const customer = { participant: "customer", purpose: "customer", mediaType: "voice", direction: "outbound" } as const;
  return { ...openLeg(withAgent, { ...customer, type: "dialing" }, at), stage: "dialing" };
}

const voiceOf = (userId: string | null) =>
  ({
    participant: `agent-${userId ?? ""}`,
    purpose: "agent",
    mediaType: "voice",
    direction: "outbound",
    ...(userId === null ? {} : { userId }),
  }) as const;

/** The customer picks up; without an agent on the line, they wait in the queue's call. */
export function answer(conversation: FakeConversation, at: Instant): FakeConversation {
  const answered = nextSegment(conversation, { purpose: "customer", mediaType: "voice" }, "interact", at);
  if (!conversation.isCustomerFirst) {
    return { ...nextSegment(answered, { purpose: "agent", mediaType: "voice" }, "interact", at), stage: "talking" };
  }
  const queue = { participant: "acd-voice", purpose: "acd", mediaType: "voice", direction: "outbound" } as const;
  return { ...openLeg(answered, { ...queue, type: "interact" }, at), stage: "answered" };
}

/** An agent joins the customer who was dialed first. */
export function joinAgent(conversation: FakeConversation, userId: string, at: Instant): FakeConversation {
  const left = endLegs(conversation, { purpose: "acd", mediaType: "voice" }, "transfer", at);
  return { ...openLeg(left, { ...voiceOf(userId), type: "interact" }, at), stage: "talking" };
}

/** The call ends. The agent has work left. */
export function hangUp(conversation: FakeConversation, disconnectType: string, at: Instant): FakeConversation {
  const ended = endLegs(conversation, { purpose: "customer", mediaType: "voice" }, disconnectType, at);
  const others = endLegs(ended, { mediaType: "voice" }, "peer", at);
  return { ...nextSegment(others, { purpose: "agent", mediaType: "callback" }, "wrapup", at), stage: "wrapup" };
}

/** The callback is scheduled again: by the agent's hand, or by the vendor for a customer who was dialed first. */
export function scheduleAgain(conversation: FakeConversation, at: Instant, type = "scheduled"): FakeConversation {
  const left = endLegs(conversation, { purpose: "agent" }, "transfer", at);
  const customer = {
    participant: "customer",
    purpose: "customer",
    mediaType: "callback",
    direction: "inbound",
  } as const;
  const ready = endLegs(left, { mediaType: "callback" }, "transfer", at);
  return {
    ...enqueue(openLeg(ready, { ...customer, type }, at), type, at),
    stage: type === "scheduled" ? "waiting" : "queued",
  };
}

/** The next step of a callback's life: due, offered, taken, dialed, reached or not, again or over. */
export function moveConversation(
  conversation: FakeConversation,
  at: Instant,
  random: Random,
  agents: readonly string[],
): MovedConversation {
  const soon = (from: number, to: number): Instant => at + random.int(from, to) * SECOND;
  switch (conversation.stage) {
    case "waiting":
      return { conversation: becomeDue(conversation, at), nextAt: soon(5, 20) };
    case "queued":
      return conversation.isCustomerFirst
        ? { conversation: dial(conversation, at), nextAt: soon(8, 25) }
        : {
            conversation: alertAgent(conversation, conversation.ownerId ?? random.pick(agents), at),
            nextAt: soon(3, 8),
          };
    case "alerting":
      return { conversation: acceptByAgent(conversation, at), nextAt: soon(3, 10) };
    case "preview":
      return { conversation: dial(conversation, at), nextAt: soon(8, 25) };
    case "dialing":
      return afterDial(conversation, at, random);
    case "answered":
      return random.int(1, 10) === 1
        ? { conversation: endConversation(hangUp(conversation, "endpoint", at), "peer", at), nextAt: null }
        : { conversation: joinAgent(conversation, random.pick(agents), at), nextAt: soon(20, 60) };
    case "talking":
      return conversation.isCustomerFirst
        ? { conversation: endConversation(hangUp(conversation, "endpoint", at), "peer", at), nextAt: null }
        : { conversation: hangUp(conversation, "endpoint", at), nextAt: soon(5, 15) };
    case "wrapup":
      return { conversation: endConversation(conversation, "client", at), nextAt: null };
    case "over":
      return { conversation, nextAt: null };
  }
}

function afterDial(conversation: FakeConversation, at: Instant, random: Random): MovedConversation {
  const dials = conversation.legs.filter(
    ({ purpose, mediaType, direction }) => purpose === "customer" && mediaType === "voice" && direction === "outbound",
  );
  const chance = random.int(1, 100);
  if (chance <= 65) {
    const seconds = conversation.isCustomerFirst ? random.int(3, 10) : random.int(20, 60);
    return { conversation: answer(conversation, at), nextAt: at + seconds * SECOND };
  }
  const disconnectType = chance <= 94 ? "timeout" : chance <= 97 ? "uncallable" : "transportFailure";
  const unanswered = hangUp(conversation, disconnectType, at);
  if (chance > 94 || dials.length >= MOST_DIALS) {
    return { conversation: endConversation(unanswered, "client", at), nextAt: null };
  }
  const nextAt = at + random.int(60, 240) * SECOND;
  return { conversation: { ...scheduleAgain(unanswered, at), scheduledAt: nextAt }, nextAt };
}
