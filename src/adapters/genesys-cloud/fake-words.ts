import type { CallbackStatus } from "../../domain/status.js";
import type { Instant } from "../../domain/time/instant.js";
import { endConversation, nextSegment, type FakeConversation } from "./fake-conversation.js";
import { acceptByAgent, alertAgent, answer, becomeDue, dial, hangUp, scheduleAgain } from "./fake-life.js";

/** The vendor statuses that the records of this fake lead to, with their statuses. */
export const GENESYS_CLOUD_STATUSES: Readonly<Record<string, CallbackStatus>> = {
  scheduled: "SCHEDULED",
  "acd interact": "QUEUED",
  "acd delay": "QUEUED",
  "agent alert": "IN_PROGRESS",
  "agent interact": "IN_PROGRESS",
  "customer dialing": "IN_PROGRESS",
  "customer interact": "IN_PROGRESS",
  "dialing, scheduled": "RETRYING",
  "dialing, acd interact": "RETRYING",
  "customer interact, agent interact": "COMPLETED",
  "customer interact, endpoint": "FAILED",
  "customer dialing, timeout": "FAILED",
  uncallable: "FAILED",
  transportFailure: "FAILED",
  error: "FAILED",
  "acd client": "CANCELED",
  "acd timeout": "EXPIRED",
  "acd system": "ENDED",
  "acd peer": "ENDED",
  "acd spam": "ENDED",
  "agent client": "ENDED",
};

/** Returns a callback that was just requested as one whose legs lead to this vendor status. */
export function withWord(requested: FakeConversation, word: string, agent: string, at: Instant): FakeConversation {
  const byAgent = (): FakeConversation => acceptByAgent(alertAgent(becomeDue(requested, at), agent, at), at);
  const unanswered = (disconnectType: string): FakeConversation => hangUp(dial(byAgent(), at), disconnectType, at);
  const customerFirst = (): FakeConversation => dial({ ...becomeDue(requested, at), isCustomerFirst: true }, at);
  switch (word) {
    case "scheduled":
      return requested;
    case "acd interact":
      return becomeDue(requested, at);
    case "acd delay":
      return becomeDue(requested, at, "delay");
    case "agent alert":
      return alertAgent(becomeDue(requested, at), agent, at);
    case "agent interact":
      return byAgent();
    case "customer dialing":
      return customerFirst();
    case "customer interact": {
      const answered = nextSegment(customerFirst(), { purpose: "customer", mediaType: "voice" }, "interact", at);
      return { ...answered, stage: "answered" };
    }
    case "dialing, scheduled":
      return scheduleAgain(unanswered("timeout"), at);
    case "dialing, acd interact":
      return scheduleAgain(unanswered("timeout"), at, "interact");
    case "customer interact, agent interact":
      return endConversation(hangUp(answer(dial(byAgent(), at), at), "endpoint", at), "client", at);
    case "customer interact, endpoint":
      return endConversation(hangUp(answer(customerFirst(), at), "endpoint", at), "peer", at);
    case "customer dialing, timeout":
      return endConversation(unanswered("timeout"), "client", at);
    case "uncallable":
    case "transportFailure":
    case "error":
      return endConversation(unanswered(word), "client", at);
    case "agent client":
      return endConversation(byAgent(), "client", at);
    default: {
      const [, end] = /^acd (client|timeout|system|peer|spam)$/u.exec(word) ?? [];
      return end === undefined ? becomeDue(requested, at, word) : endConversation(requested, end, at);
    }
  }
}
