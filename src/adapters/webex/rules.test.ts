import { describe, expect, it } from "vitest";
import type { ScheduleCommand } from "../../domain/command.js";
import { instantWindow, localWindow, type CallbackWindow } from "../../domain/time/window.js";
import { checkWebexAction, checkWebexWindow, checkWebexCommand, toWebexTimes, webexNumberOf } from "./rules.js";

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const NOW = Date.UTC(2026, 5, 1, 12);

const WISH: ScheduleCommand = {
  phoneNumber: "+14155550123",
  customerName: "Jane Doe",
  window: instantWindow(NOW + 60 * MINUTE, NOW + 120 * MINUTE, "America/New_York"),
  reason: null,
  queueId: "queue-1",
  campaignId: null,
  agentId: null,
  originInteractionId: null,
};

const aWindow = (startsIn: number, lasts: number | null, zone: string | null = "America/New_York"): CallbackWindow =>
  instantWindow(NOW + startsIn, lasts === null ? null : NOW + startsIn + lasts, zone);

describe("the rules of Webex for commands", () => {
  it.each<[string, Partial<ScheduleCommand>, string[]]>([
    ["nothing to complain of", {}, []],
    ["no name", { customerName: null }, ["customerName"]],
    ["a blank name", { customerName: " " }, ["customerName"]],
    ["a name of 250 characters", { customerName: "x".repeat(250) }, []],
    ["a name of 251 characters", { customerName: "x".repeat(251) }, ["customerName"]],
    ["a number of 6 characters", { phoneNumber: "+12345" }, ["phoneNumber"]],
    ["a number of 15 digits and a plus", { phoneNumber: "+123456789012345" }, []],
    ["no queue", { queueId: null }, ["queueId"]],
    ["a campaign", { campaignId: "c" }, ["campaignId"]],
    ["an agent who is no UUID", { agentId: "a1" }, ["agentId"]],
    ["an interaction that is no UUID", { originInteractionId: "i1" }, ["originInteractionId"]],
    ["several faults", { queueId: null, customerName: null }, ["customerName", "queueId"]],
  ])("%s", (_, part, fields) => {
    const errors = checkWebexCommand({ ...WISH, ...part });
    expect(errors.map(({ field }) => field?.join("."))).toEqual(fields);
    expect(errors.every(({ code }) => code === "INVALID_INPUT")).toBe(true);
  });

  it.each<[string, CallbackWindow, string[]]>([
    ["30 minutes ahead", aWindow(30 * MINUTE, 60 * MINUTE), []],
    ["a second less than 30 minutes ahead", aWindow(30 * MINUTE - 1000, 60 * MINUTE), ["window.start"]],
    ["in 31 days", aWindow(31 * DAY, 60 * MINUTE), []],
    ["in 32 days", aWindow(32 * DAY, 60 * MINUTE), ["window.start"]],
    ["30 minutes long", aWindow(DAY, 30 * MINUTE), []],
    ["29 minutes long", aWindow(DAY, 29 * MINUTE), ["window.end"]],
    ["8 hours long", aWindow(DAY, 480 * MINUTE), []],
    ["longer than 8 hours", aWindow(DAY, 481 * MINUTE), ["window.end"]],
    ["ending before it begins", aWindow(DAY, -MINUTE), ["window.end"]],
    ["without an end", aWindow(DAY, null), ["window.end"]],
    ["without a zone", aWindow(DAY, 60 * MINUTE, null), ["window.timeZone"]],
    ["that begins with half a second", aWindow(DAY + 500, 60 * MINUTE), ["window.start"]],
    ["that ends with half a second", aWindow(DAY, 60 * MINUTE + 500), ["window.end"]],
  ])("a window %s", (_, window, fields) => {
    expect(checkWebexWindow(window, NOW).map(({ field }) => field?.join("."))).toEqual(fields);
  });

  it("counts the 31 days on the calendar of the zone", () => {
    // In Auckland it is the 2nd already: the 31st day from there is the 3rd of July.
    const late = localWindow({
      timeZone: "Pacific/Auckland",
      date: "2026-07-03",
      startTime: "23:00:00",
      endTime: "23:30:00",
    });
    const tooLate = localWindow({
      timeZone: "Pacific/Auckland",
      date: "2026-07-04",
      startTime: "00:00:00",
      endTime: "00:30:00",
    });
    if (late === null || tooLate === null) throw new Error("both are windows");
    expect(checkWebexWindow(late, NOW)).toEqual([]);
    expect(checkWebexWindow(tooLate, NOW)).toHaveLength(1);
  });

  it("convert instants to local time, and an end past midnight to the next day", () => {
    const window = instantWindow(Date.UTC(2026, 5, 2, 3), Date.UTC(2026, 5, 2, 5), "America/New_York");
    expect(toWebexTimes(window)).toEqual({
      timezone: "America/New_York",
      scheduleDate: "2026-06-01",
      startTime: "23:00:00",
      endTime: "01:00:00",
    });
  });

  it("reject the second of two equal hours, which local time cannot express", () => {
    const second = Date.UTC(2026, 10, 1, 6, 30);
    expect(toWebexTimes(instantWindow(second, second + 60 * MINUTE, "America/New_York"))).toBeNull();
    const first = second - 60 * MINUTE;
    expect(toWebexTimes(instantWindow(first, first + 150 * MINUTE, "America/New_York"))).not.toBeNull();
  });

  it("omits the plus if the number would be longer than 15 characters", () => {
    expect([webexNumberOf("+14155550123"), webexNumberOf("+123456789012345")]).toEqual([
      "+14155550123",
      "123456789012345",
    ]);
  });

  it("takes a client's name of 1 to 20 characters, and an action with a name", () => {
    const action = { agentId: "a", interactionId: null, clientId: "x".repeat(20), actionType: "Break", actionAt: NOW };
    expect(checkWebexAction(action)).toEqual([]);
    expect(checkWebexAction({ ...action, clientId: "x".repeat(21) })).toMatchObject([{ field: ["clientId"] }]);
    expect(checkWebexAction({ ...action, clientId: "", actionType: " " })).toMatchObject([
      { field: ["clientId"] },
      { field: ["actionType"] },
    ]);
  });
});
