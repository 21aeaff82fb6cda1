import { describe, expect, it } from "vitest";
import { readWebexTask, type WebexTaskFacts } from "./task-status.js";

const CONNECTED = Date.UTC(2026, 5, 1, 12);
const WAITING: WebexTaskFacts = {
  isOver: false,
  state: "parked",
  callbackStatus: null,
  connectedAt: null,
  retries: 0,
  hasAgent: false,
  lastAgentId: null,
};
const OVER: WebexTaskFacts = { ...WAITING, isOver: true, state: "ended" };

describe("a task of the Search API", () => {
  it.each<[string, WebexTaskFacts, string, string | null, number | null]>([
    ["open without an agent", WAITING, "QUEUED", "parked", null],
    ["open without a state", { ...WAITING, state: null }, "QUEUED", null, null],
    ["open, and created", { ...WAITING, state: "created" }, "QUEUED", "created", null],
    ["open in another case", { ...WAITING, state: "PARKED" }, "QUEUED", "PARKED", null],
    ["with an agent", { ...WAITING, state: "connected", hasAgent: true }, "IN_PROGRESS", "connected", 1],
    ["ringing at an agent", { ...WAITING, state: "ringing", hasAgent: true }, "IN_PROGRESS", "ringing", 1],
    ["in a state of no document", { ...WAITING, state: "hovering", hasAgent: true }, "IN_PROGRESS", "hovering", 1],
    [
      "connected, without a name of the agent",
      { ...WAITING, state: "wrapup", connectedAt: CONNECTED },
      "IN_PROGRESS",
      "wrapup",
      1,
    ],
    ["open after a failed retry", { ...WAITING, retries: 1 }, "RETRYING", "parked", 2],
    [
      "waiting, with the agent of the attempt before",
      { ...WAITING, retries: 2, hasAgent: true },
      "RETRYING",
      "parked",
      3,
    ],
  ])("%s is %s", (_, facts, status, vendorStatus, attemptCount) => {
    const reading = readWebexTask(facts);
    expect(reading.status).toMatchObject({ status, statusBasis: "REPORTED", vendorStatus });
    expect([reading.attemptCount, reading.outcome]).toEqual([attemptCount, null]);
  });

  it.each<[string, Partial<WebexTaskFacts>, string, string, number]>([
    ["success", { callbackStatus: "Success", connectedAt: CONNECTED }, "COMPLETED", "REACHED", 1],
    ["SUCCESS", { callbackStatus: "SUCCESS" }, "COMPLETED", "REACHED", 1],
    ["success after retries", { callbackStatus: "success", retries: 2 }, "COMPLETED", "REACHED", 3],
    ["not processed", { callbackStatus: "not processed" }, "FAILED", "NO_ANSWER", 1],
    ["Not Processed", { callbackStatus: "Not Processed", retries: 3 }, "FAILED", "NO_ANSWER", 4],
    ["no word, after a retry", { retries: 1 }, "FAILED", "NO_ANSWER", 2],
    ["no word at all", {}, "ENDED", "UNKNOWN", 1],
    [
      "not processed, but connected",
      { callbackStatus: "not processed", connectedAt: CONNECTED },
      "ENDED",
      "UNKNOWN",
      1,
    ],
    ["a word of no document", { callbackStatus: "Transferred", connectedAt: CONNECTED }, "ENDED", "UNKNOWN", 1],
  ])("that ended with %s has its outcome", (_, facts, status, category, attemptCount) => {
    const reading = readWebexTask({ ...OVER, ...facts });
    expect(reading.status).toMatchObject({ status, statusBasis: "REPORTED" });
    expect(reading.outcome).toMatchObject({ category, label: facts.callbackStatus ?? "ended" });
    expect(reading.attemptCount).toBe(attemptCount);
  });

  it("that ended names its last agent in the outcome", () => {
    const reading = readWebexTask({ ...OVER, callbackStatus: "Success", lastAgentId: "agent-7" });
    expect(reading.outcome).toEqual({ category: "REACHED", code: null, label: "Success", agentId: "agent-7" });
  });
});
