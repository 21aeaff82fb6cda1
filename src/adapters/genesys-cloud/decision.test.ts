import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../lib/json.js";
import { readAnalyticsConversation } from "./analytics.js";
import { attemptsOf } from "./conversation.js";
import { decide } from "./decision.js";

const START = Date.UTC(2026, 5, 1, 12);

/** A segment from minute `from` to minute `to`; null while it lasts. */
function segment(type: string, from: number, to: number | null = null, disconnectType?: string): JsonObject {
  const at = (minute: number): string => new Date(START + minute * 60_000).toISOString();
  return {
    segmentType: type,
    segmentStart: at(from),
    ...(to === null ? {} : { segmentEnd: at(to) }),
    ...(disconnectType === undefined ? {} : { disconnectType }),
  };
}

let count = 0;
function part(
  purpose: string,
  mediaType: string,
  segments: readonly JsonObject[],
  fields: JsonObject = {},
): JsonObject {
  count += 1;
  const session = { sessionId: `s-${count}`, mediaType, segments, direction: "outbound", ...fields };
  return { participantId: `p-${count}`, purpose, userId: purpose === "agent" ? "u-1" : null, sessions: [session] };
}

const queue = (...segments: JsonObject[]): JsonObject => part("acd", "callback", segments);
const agent = (...segments: JsonObject[]): JsonObject => part("agent", "callback", segments);
const agentCall = (...segments: JsonObject[]): JsonObject => part("agent", "voice", segments);
const dial = (...segments: JsonObject[]): JsonObject => part("customer", "voice", segments);

const handedOver = queue(segment("interact", 0, 5, "transfer"));
const unanswered = dial(segment("dialing", 6, 7, "endpoint"));

type Row = readonly [
  what: string,
  participants: readonly JsonObject[],
  status: string,
  word: string,
  outcome: string | null,
];

const OPEN: readonly Row[] = [
  ["an unfinished scheduled segment", [queue(segment("scheduled", 0))], "SCHEDULED", "scheduled", null],
  [
    "an unfinished scheduled segment of the customer alone",
    [part("customer", "callback", [segment("scheduled", 0)])],
    "SCHEDULED",
    "scheduled",
    null,
  ],
  ["an unfinished interact segment of the queue", [queue(segment("interact", 0))], "QUEUED", "acd interact", null],
  ["an unfinished delay segment of the queue", [queue(segment("delay", 0))], "QUEUED", "acd delay", null],
  [
    "a scheduled segment that is over, and another of the queue",
    [queue(segment("scheduled", 0, 1), segment("interact", 1))],
    "QUEUED",
    "acd interact",
    null,
  ],
  [
    "an agent who is alerted",
    [queue(segment("interact", 0)), agent(segment("alert", 5))],
    "IN_PROGRESS",
    "agent alert",
    null,
  ],
  ["an agent who has it", [handedOver, agent(segment("interact", 5))], "IN_PROGRESS", "agent interact", null],
  ["an agent's new word", [handedOver, agent(segment("pondering", 5))], "IN_PROGRESS", "agent pondering", null],
  [
    "a customer who is dialed first",
    [handedOver, dial(segment("dialing", 5))],
    "IN_PROGRESS",
    "customer dialing",
    null,
  ],
  [
    "a customer who was dialed first, and talks",
    [handedOver, dial(segment("dialing", 5, 6), segment("interact", 6)), agentCall(segment("interact", 7))],
    "IN_PROGRESS",
    "agent interact",
    null,
  ],
  [
    "a call in which it was requested, which goes on",
    [dial(segment("interact", -5)), queue(segment("scheduled", 0))],
    "SCHEDULED",
    "scheduled",
    null,
  ],
  [
    "a dial in vain, and then scheduled again",
    [handedOver, agent(segment("interact", 5, 8, "transfer")), unanswered, queue(segment("scheduled", 8))],
    "RETRYING",
    "dialing, scheduled",
    null,
  ],
  [
    "a dial in vain, and then queued again",
    [handedOver, agent(segment("interact", 5, 8, "transfer")), unanswered, queue(segment("delay", 8))],
    "RETRYING",
    "dialing, acd delay",
    null,
  ],
  [
    "a talk, and then scheduled again",
    [
      handedOver,
      dial(segment("dialing", 6, 7), segment("interact", 7, 8, "endpoint")),
      agentCall(segment("interact", 7, 8)),
      queue(segment("scheduled", 9)),
    ],
    "SCHEDULED",
    "scheduled",
    null,
  ],
  ["a queue that has handed it over", [handedOver], "QUEUED", "acd transfer", null],
  ["a dial that is over, and no end yet", [handedOver, unanswered], "IN_PROGRESS", "customer dialing", null],
  ["an undocumented word of the queue", [queue(segment("slumbering", 0))], "UNKNOWN", "slumbering", null],
  [
    "work after a call with the customer",
    [
      handedOver,
      agent(segment("interact", 5, 8), segment("wrapup", 8)),
      dial(segment("dialing", 6, 7), segment("interact", 7, 8, "endpoint")),
      agentCall(segment("interact", 7, 8, "peer")),
    ],
    "COMPLETED",
    "customer interact, agent interact",
    "REACHED",
  ],
  [
    "work after a call that nobody answered",
    [handedOver, agent(segment("interact", 5, 8), segment("wrapup", 8)), unanswered],
    "FAILED",
    "customer dialing, endpoint",
    "NO_ANSWER",
  ],
  [
    "a withdrawal while the call in which it was requested goes on",
    [dial(segment("interact", -5)), queue(segment("scheduled", 0, 5, "client"))],
    "CANCELED",
    "acd client",
    "CANCELED",
  ],
];

const ENDED: readonly Row[] = [
  [
    "the customer and an agent talked, agent first",
    [
      handedOver,
      agent(segment("interact", 5, 9, "client")),
      agentCall(segment("contacting", 6, 7), segment("interact", 7, 8, "peer")),
      dial(segment("dialing", 6, 7), segment("interact", 7, 8, "endpoint")),
    ],
    "COMPLETED",
    "customer interact, agent interact",
    "REACHED",
  ],
  [
    "the customer and an agent talked, customer first",
    [handedOver, dial(segment("dialing", 5, 6), segment("interact", 6, 9)), agentCall(segment("interact", 7, 9))],
    "COMPLETED",
    "customer interact, agent interact",
    "REACHED",
  ],
  [
    "an agent talked at the moment of the dial",
    [handedOver, dial(segment("dialing", 6, 7), segment("interact", 7, 9)), agentCall(segment("interact", 6, 9))],
    "COMPLETED",
    "customer interact, agent interact",
    "REACHED",
  ],
  [
    "the customer answered, and the agent's talk was before the dial",
    [
      handedOver,
      agentCall(segment("interact", 5, 6)),
      dial(segment("dialing", 6, 7), segment("interact", 7, 8, "peer")),
    ],
    "FAILED",
    "customer interact, peer",
    "ABANDONED",
  ],
  [
    "the customer answered, and no agent was there",
    [handedOver, dial(segment("dialing", 5, 6), segment("interact", 6, 7, "endpoint"))],
    "FAILED",
    "customer interact, endpoint",
    "ABANDONED",
  ],
  ["nobody answered", [handedOver, unanswered], "FAILED", "customer dialing, endpoint", "NO_ANSWER"],
  [
    "a number that cannot be called",
    [handedOver, dial(segment("dialing", 6, 7, "uncallable"))],
    "FAILED",
    "uncallable",
    "INVALID_NUMBER",
  ],
  [
    "a failure of the transport",
    [handedOver, dial(segment("dialing", 6, 7, "transportFailure"))],
    "FAILED",
    "transportFailure",
    "NETWORK_ERROR",
  ],
  ["an error", [handedOver, dial(segment("dialing", 6, 7, "error"))], "FAILED", "error", "SYSTEM_ERROR"],
  [
    "an uncallable number before a dial",
    [queue(segment("interact", 0, 1, "uncallable"))],
    "FAILED",
    "uncallable",
    "INVALID_NUMBER",
  ],
  [
    "the last of several dials",
    [handedOver, dial(segment("dialing", 6, 7, "error")), dial(segment("dialing", 8, 9, "endpoint"))],
    "FAILED",
    "customer dialing, endpoint",
    "NO_ANSWER",
  ],
  [
    "an error code alone",
    [queue({ ...segment("interact", 0, 1), errorCode: "error.ininedgecontrol" })],
    "FAILED",
    "error.ininedgecontrol",
    "SYSTEM_ERROR",
  ],
  [
    "client on the queue's session",
    [queue(segment("scheduled", 0, 5, "client"))],
    "CANCELED",
    "acd client",
    "CANCELED",
  ],
  [
    "client on the last of two sessions of the queue",
    [queue(segment("interact", 0, 1, "transfer")), queue(segment("interact", 2, 5, "client"))],
    "CANCELED",
    "acd client",
    "CANCELED",
  ],
  ["timeout on the queue's session", [queue(segment("interact", 0, 5, "timeout"))], "EXPIRED", "acd timeout", null],
  [
    "client of an agent, without a dial",
    [queue(segment("interact", 0, 5, "client")), agent(segment("interact", 5, 6, "client"))],
    "ENDED",
    "agent client",
    "UNKNOWN",
  ],
  ["no word at all", [queue(segment("interact", 0, 5))], "ENDED", "conversationEnd", "UNKNOWN"],
];

describe("the decision by the analytics API", () => {
  it.each(OPEN)("while the conversation is open, by %s", (_, participants, status, word, outcome) => {
    expect(decide(readAnalyticsConversation({ participants }))).toEqual({ status, word, outcome });
  });

  it.each(ENDED)("once the conversation has ended, by %s", (_, participants, status, word, outcome) => {
    const ended = { participants, conversationEnd: new Date(START + 600_000).toISOString() };
    expect(decide(readAnalyticsConversation(ended))).toEqual({ status, word, outcome });
  });

  it("is the same in whatever order the parts are listed", () => {
    for (const [, participants, status, word, outcome] of OPEN) {
      expect(decide(readAnalyticsConversation({ participants: participants.toReversed() }))).toEqual({
        status,
        word,
        outcome,
      });
    }
  });

  it("is none for a conversation without a callback", () => {
    expect(decide(readAnalyticsConversation({ participants: [dial(segment("interact", 0))] }))).toBeNull();
    expect(decide(readAnalyticsConversation({}))).toBeNull();
  });

  it("counts the dials of the customer only, once each", () => {
    const twice = [
      handedOver,
      agentCall(segment("dialing", 6, 7)),
      dial(segment("dialing", 6, 7)),
      dial(segment("dialing", 8, 9), segment("dialing", 9, 10)),
      part("customer", "voice", [segment("dialing", 8, 9)], { direction: "inbound" }),
      dial(segment("dialing", -9, -8)),
    ];
    expect(attemptsOf(readAnalyticsConversation({ participants: twice }))).toHaveLength(3);
    expect(attemptsOf(readAnalyticsConversation({ participants: [handedOver] }))).toHaveLength(0);
  });
});
