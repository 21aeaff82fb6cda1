import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../lib/json.js";
import { readAnalyticsConversation } from "./analytics.js";
import { decide } from "./decision.js";
import { readLiveConversation } from "./live.js";

const START = Date.UTC(2026, 5, 1, 12);

/** A session of the queue with one segment; with a disconnect type it is over. */
function queue(segmentType: string, disconnectType: string | null = null): JsonObject {
  const segment = { segmentType, segmentStart: "2026-06-01T12:00:00Z", disconnectType };
  const segments = [disconnectType === null ? segment : { ...segment, segmentEnd: "2026-06-01T12:05:00Z" }];
  return { purpose: "acd", sessions: [{ mediaType: "callback", segments }] };
}

describe("the values of the analytics API", () => {
  it("end with the conversation, where a session has no end of its own", () => {
    const record = { participants: [queue("interact")], conversationEnd: "2026-06-01T12:10:00Z" };
    expect(decide(readAnalyticsConversation(record))).toMatchObject({ status: "ENDED" });
  });

  it.each(["system", "peer", "spam", "endpoint", "other", "transfer", "dndEndpoint", "frobnicated"])(
    "end a callback with the disconnect type %s as ENDED, and keep it",
    (sent) => {
      const ended = { participants: [queue("interact", sent)], conversationEnd: "2026-06-01T12:10:00Z" };
      const decision = { status: "ENDED", word: `acd ${sent}`, outcome: "UNKNOWN" };
      expect(decide(readAnalyticsConversation(ended))).toEqual(decision);
    },
  );

  it.each([
    "alert",
    "barging",
    "callback",
    "coaching",
    "contacting",
    "converting",
    "delay",
    "dialing",
    "hold",
    "interact",
    "ivr",
    "monitoring",
    "parked",
    "sharing",
    "system",
    "transmitting",
    "unknown",
    "uploading",
    "voicemail",
    "wrapup",
  ])("reads the queue's documented word %s, in any letter case, as waiting", (word) => {
    for (const sent of [word, word.toUpperCase()]) {
      expect(decide(readAnalyticsConversation({ participants: [queue(sent)] }))).toEqual({
        status: "QUEUED",
        word: `acd ${word}`,
        outcome: null,
      });
    }
  });

  it.each([
    ["transfer.noanswer", "noAnswerTransfer"],
    ["transfer.notavailable", "notAvailableTransfer"],
    ["transfer.conference", "conferenceTransfer"],
    ["transfer.consult", "consultTransfer"],
    ["transfer.forward", "forwardTransfer"],
    ["transfer.donotdisturb", "dndTransfer"],
    ["endpoint.donotdisturb", "dndEndpoint"],
    ["CLIENT", "client"],
  ])("reads the spelling %s as %s", (dotted, word) => {
    for (const sent of [dotted, word]) {
      const ended = { participants: [queue("interact", sent)], conversationEnd: "2026-06-01T12:10:00Z" };
      expect(decide(readAnalyticsConversation(ended))?.word).toBe(`acd ${word}`);
    }
  });
});

const live = (purpose: string, state: string | null, fields: JsonObject = {}): JsonObject => ({
  id: `p-${purpose}`,
  purpose,
  state,
  startTime: new Date(START).toISOString(),
  ...fields,
});

describe("the decision by the live API", () => {
  it.each([
    ["scheduled", "SCHEDULED", "scheduled"],
    ["connected", "QUEUED", "acd interact"],
    ["offering", "QUEUED", "acd offering"],
    ["alerting", "QUEUED", "acd alert"],
    ["parked", "QUEUED", "acd parked"],
    ["slumbering", "UNKNOWN", "slumbering"],
  ])("for the queue's state %s is %s", (state, status, word) => {
    expect(decide(readLiveConversation({ participants: [live("acd", state)] }))).toEqual({
      status,
      word,
      outcome: null,
    });
  });

  it.each(["alerting", "offering", "dialing", "contacting", "connected", "CONNECTED"])(
    "for an agent's state %s is IN_PROGRESS",
    (state) => {
      const participants = [live("acd", "connected"), live("agent", state)];
      expect(decide(readLiveConversation({ participants }))).toMatchObject({ status: "IN_PROGRESS" });
    },
  );

  it.each(["disconnected", "terminated", "none", null])("does not count a participant whose state is %s", (state) => {
    const participants = [live("acd", "connected"), live("agent", state)];
    expect(decide(readLiveConversation({ participants }))).toMatchObject({ status: "QUEUED" });
  });
});
