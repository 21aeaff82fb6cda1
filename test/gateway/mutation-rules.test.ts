import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ask } from "../support/ask.js";
import {
  AGENT,
  agentId,
  aCommand,
  callbackId,
  cancel,
  iso,
  NUMBER,
  recordAction,
  reschedule,
  schedule,
  seen,
  writesAt,
  type ScheduleInput,
} from "../support/commands.js";
import { startWorld, type World } from "../support/world.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const ZONE = "America/New_York";

let world: World;
beforeEach(async () => {
  world = await startWorld({ ofSources: { timeoutMs: 1500, retries: 0, breakAfter: 1000 } });
});
afterEach(() => world.close());

/** A command that differs in some fields, made at this moment. */
type Broken = (now: number) => Partial<ScheduleInput>;
const windowOf = (startMs: number, lengthMs: number, timeZone: string | null = ZONE): Broken => {
  return (now) => ({ window: { start: iso(now + startMs), end: iso(now + startMs + lengthMs), timeZone } });
};

describe("a command that breaks a rule of webex", () => {
  const rules: readonly [string, Broken, string[], RegExp][] = [
    ["begins in 29 minutes", windowOf(29 * MINUTE, HOUR), ["window", "start"], /30 minutes/u],
    ["is 32 days away", windowOf(32 * DAY, HOUR), ["window", "start"], /31 days/u],
    ["lasts 29 minutes", windowOf(2 * HOUR, 29 * MINUTE), ["window", "end"], /30 minutes to 8 hours/u],
    ["lasts more than 8 hours", windowOf(HOUR, 8 * HOUR + 1000), ["window", "end"], /30 minutes to 8 hours/u],
    ["has no zone", windowOf(2 * HOUR, HOUR, null), ["window", "timeZone"], /timeZone/u],
    ["has no end", (now) => ({ window: { start: iso(now + HOUR), timeZone: ZONE } }), ["window", "end"], /end/u],
    ["has no time", () => ({ window: null }), ["window"], /as soon as possible/u],
    ["has no name", () => ({ customerName: null }), ["customerName"], /1 to 250/u],
    ["has a name of 251", () => ({ customerName: "x".repeat(251) }), ["customerName"], /1 to 250/u],
    ["has no queue", () => ({ queueId: null }), ["queueId"], /queue/u],
    ["has a campaign", () => ({ campaignId: "c1" }), ["campaignId"], /not supported/u],
    ["has an agent who is no UUID", () => ({ agentId: agentId("webex", "anna") }), ["agentId"], /UUID/u],
    ["has an agent of another source", () => ({ agentId: agentId("talkdesk") }), ["agentId"], /talkdesk/u],
    ["has an interaction that is no UUID", () => ({ originInteractionId: "7" }), ["originInteractionId"], /UUID/u],
  ];
  it.each(rules)("because it %s gets the field and the rule, and sends nothing", async (_, broken, field, rule) => {
    const { now } = world.time;
    const { callback, receipt, userErrors } = await schedule(world.url, aCommand("webex", now, broken(now)));
    expect(userErrors).toMatchObject([{ code: "INVALID_INPUT", field }]);
    expect(userErrors[0]?.message).toMatch(rule);
    expect([callback, receipt]).toEqual([null, null]);
    expect(world.callCount()).toBe(0);
  });

  const localRules: readonly [string, ScheduleInput["window"], string[]][] = [
    ["ends where the clock skips", { localDate: "2027-03-14", localStart: "01:00", localEnd: "02:30" }, ["localEnd"]],
    [
      "begins where the clock skips",
      { localDate: "2027-03-14", localStart: "02:30", localEnd: "04:00" },
      ["localStart"],
    ],
    ["lasts 29 minutes", { localDate: "2026-06-02", localStart: "10:00", localEnd: "10:29" }, ["localEnd"]],
    ["has no end", { localDate: "2026-06-02", localStart: "10:00" }, ["localEnd"]],
    ["is too far away", { localDate: "2026-08-02", localStart: "10:00", localEnd: "11:00" }, ["localStart"]],
    ["has half a second", { localDate: "2026-06-02", localStart: "10:00:00.500", localEnd: "11:00" }, ["localStart"]],
  ];
  it.each(localRules)("in local time, because it %s, gets the local field", async (_, window, field) => {
    const command = aCommand("webex", world.time.now, { window: { ...window, timeZone: ZONE } });
    const { userErrors } = await schedule(world.url, command);
    expect(userErrors).toMatchObject([{ code: "INVALID_INPUT", field: ["window", ...field] }]);
    expect(world.callCount()).toBe(0);
  });

  it("gets every broken rule at once", async () => {
    const input = { customerName: null, queueId: null, window: null };
    const { userErrors } = await schedule(world.url, aCommand("webex", world.time.now, input));
    expect(userErrors.map(({ field }) => field)).toEqual([["customerName"], ["queueId"], ["window"]]);
  });

  const edges: readonly [string, Broken][] = [
    ["begins in 30 minutes", windowOf(30 * MINUTE, HOUR)],
    ["is 31 days away", windowOf(31 * DAY, HOUR)],
    ["lasts 30 minutes", windowOf(2 * HOUR, 30 * MINUTE)],
    ["lasts 8 hours", windowOf(HOUR, 8 * HOUR)],
    ["has a name of 250", () => ({ customerName: "x".repeat(250) })],
    ["has the longest number there is", () => ({ phoneNumber: "+492211234567890" })],
  ];
  it.each(edges)("is rejected if it %s", async (_, edge) => {
    const { now } = world.time;
    expect((await schedule(world.url, aCommand("webex", now, edge(now)))).userErrors).toEqual([]);
    expect(world.fakes["webex"]?.records.size).toBe(1);
  });

  it("when a callback is moved names the field as well", async () => {
    const id = callbackId("webex", await seen(world, "webex"));
    const { userErrors, callback } = await reschedule(world.url, {
      id,
      window: { start: iso(world.time.now + 32 * DAY) },
    });
    expect(userErrors).toMatchObject([{ code: "INVALID_INPUT", field: ["window", "start"] }]);
    expect(callback?.window?.start).toBe(iso(world.time.now + 2 * HOUR));
    expect(writesAt(world, "webex")).toEqual([]);
  });

  it("about an agent names the field as well", async () => {
    const about = { agentId: agentId("webex"), clientId: "x".repeat(21), actionType: " " };
    const { action, userErrors } = await recordAction(world.url, about);
    expect(action).toBeNull();
    expect(userErrors.map(({ field }) => field)).toEqual([["clientId"], ["actionType"]]);
    expect(userErrors[0]?.message).toContain("20");
    expect(world.callCount()).toBe(0);
  });
});

describe("a number that cannot be dialled", () => {
  const numbers = [
    "+14155550100 ext. 22",
    "+1 (415) 555-0100 x9",
    "tel:+14155550100;ext=5",
    "+14155550100,,22",
    "+266696687",
    "+17378742833",
    "+10000000000",
  ];
  it.each(numbers)("is rejected with its field before any call: %s", async (phoneNumber) => {
    for (const source of ["webex", "mindful"]) {
      const { userErrors, callback } = await schedule(world.url, aCommand(source, world.time.now, { phoneNumber }));
      expect(userErrors).toMatchObject([{ code: "INVALID_INPUT", field: ["phoneNumber"] }]);
      expect(userErrors[0]?.message).not.toContain("555");
      expect(callback).toBeNull();
    }
    expect(world.callCount()).toBe(0);
  });

  it.each(["12", "", "call me", "555 010 0001", `+${"1".repeat(100_000)}`])(
    "is rejected with its field where it is no number at all: %#",
    async (phoneNumber) => {
      const { userErrors, callback } = await schedule(world.url, aCommand("webex", world.time.now, { phoneNumber }));
      expect(userErrors).toMatchObject([{ code: "INVALID_INPUT", field: ["phoneNumber"] }]);
      expect(userErrors[0]?.message).toContain("expected a phone number with its country code");
      expect(callback).toBeNull();
      expect(world.callCount()).toBe(0);
    },
  );

  it.each(numbers)("is no filter: %s", async (phoneNumber) => {
    const query =
      "query ($phoneNumber: PhoneNumber!) { callbacks(filter: { phoneNumbers: [$phoneNumber] }) { totalCount } }";
    await expect(ask(world.url, query, { phoneNumber })).rejects.toThrow(/filter\.phoneNumbers\[0\]/u);
    expect(world.callCount()).toBe(0);
  });

  it.each(["tel:+14155550177", "\u202a+1 415 555 0177\u202c"])("is not one written as %j", async (phoneNumber) => {
    const { userErrors, callback } = await schedule(world.url, aCommand("webex", world.time.now, { phoneNumber }));
    expect(userErrors).toEqual([]);
    expect(callback?.customer.phoneNumber).toBe(NUMBER);
  });
});

describe("a window that is ambiguous or invalid", () => {
  const windows: readonly [string, ScheduleInput["window"], string[]][] = [
    ["says both", { start: "2026-06-01T15:00:00Z", localDate: "2026-06-01" }, ["window"]],
    ["says nothing", {}, ["window", "start"]],
    ["has no date", { localStart: "10:00", timeZone: ZONE }, ["window", "localDate"]],
    ["has no time", { localDate: "2026-06-02", timeZone: ZONE }, ["window", "localStart"]],
    ["has no zone", { localDate: "2026-06-02", localStart: "10:00" }, ["window", "timeZone"]],
    [
      "is skipped",
      { localDate: "2026-10-04", localStart: "02:30", timeZone: "Australia/Sydney" },
      ["window", "localStart"],
    ],
    ["has a date that is none", { localDate: "soon", localStart: "10:00", timeZone: ZONE }, ["window", "localDate"]],
    [
      "has a time that is none",
      { localDate: "2026-06-02", localStart: "10h", timeZone: ZONE },
      ["window", "localStart"],
    ],
    ["ends first", { start: "2026-06-01T15:00:00Z", end: "2026-06-01T14:00:00Z" }, ["window", "end"]],
  ];
  it.each(windows)("is rejected before any call because it %s", async (_, window, field) => {
    const { userErrors } = await schedule(world.url, aCommand("mindful", world.time.now, { window }));
    expect(userErrors).toMatchObject([{ code: "INVALID_INPUT", field }]);
    expect(world.callCount()).toBe(0);
  });
});

describe("a command that breaks a rule of mindful", () => {
  it("by a time that is not offered gets the next slots", async () => {
    const window = { start: iso(world.time.now + HOUR + MINUTE) };
    const { userErrors } = await schedule(world.url, aCommand("mindful", world.time.now, { window }));
    expect(userErrors).toMatchObject([{ code: "SLOT_NOT_OFFERED", field: ["window", "start"] }]);
    expect(userErrors[0]?.message).toContain(iso(world.time.now + HOUR + 15 * MINUTE));
    expect(writesAt(world, "mindful")).toEqual([]);
  });

  it("with a field that the vendor lacks is rejected, and the field is never dropped", async () => {
    const start = iso(world.time.now + HOUR);
    const window = { start, end: iso(world.time.now + 2 * HOUR) };
    const parts = { window, queueId: "q", campaignId: "c", agentId: agentId("mindful"), originInteractionId: "i" };
    const { userErrors } = await schedule(world.url, aCommand("mindful", world.time.now, parts));
    expect(new Set(userErrors.map(({ field }) => field?.join(".")))).toEqual(
      new Set(["window.end", "queueId", "campaignId", "agentId", "originInteractionId"]),
    );
    expect(world.callCount()).toBe(0);
  });

  it("by a number with several open callbacks leaves them all", async () => {
    const id = await seen(world, "mindful");
    world.fakes["mindful"]?.add({ phoneNumber: NUMBER, start: world.time.now + 5 * HOUR });
    const { userErrors } = await cancel(world.url, { id: callbackId("mindful", id) });
    expect(userErrors).toMatchObject([{ code: "TOO_MANY_CALLBACKS", field: ["id"] }]);
    expect(writesAt(world, "mindful")).toEqual([]);
  });
});

describe("a command that breaks a rule of talkdesk", () => {
  it("by an end, or a time that has passed, gets the field", async () => {
    const id = callbackId("talkdesk", await seen(world, "talkdesk"));
    const start = iso(world.time.now + HOUR);
    const withEnd = await reschedule(world.url, { id, window: { start, end: iso(world.time.now + 2 * HOUR) } });
    expect(withEnd.userErrors).toMatchObject([{ code: "INVALID_INPUT", field: ["window", "end"] }]);
    const passed = await reschedule(world.url, { id, window: { start: iso(world.time.now - HOUR) } });
    expect(passed.userErrors).toMatchObject([{ code: "INVALID_INPUT", field: ["window", "start"] }]);
    expect(writesAt(world, "talkdesk")).toEqual([]);
  });
});

describe("an ability that the vendor lacks", () => {
  it.each(["talkdesk", "genesys"])("makes scheduling at %s UNSUPPORTED, before any call", async (source) => {
    const { userErrors } = await schedule(world.url, aCommand(source, world.time.now));
    expect(userErrors).toMatchObject([{ code: "UNSUPPORTED", field: ["source"] }]);
    expect(userErrors[0]?.message).toContain("SCHEDULE");
    expect(world.callCount()).toBe(0);
  });

  it.each(["genesys", "mindful"])("makes rescheduling at %s UNSUPPORTED, before any call", async (source) => {
    const id = callbackId(source, await seen(world, source));
    const { userErrors } = await reschedule(world.url, { id, window: { start: iso(world.time.now + HOUR) } });
    expect(userErrors).toMatchObject([{ code: "UNSUPPORTED", field: ["id"] }]);
    expect(userErrors[0]?.message).toContain("RESCHEDULE");
    expect(world.callCount()).toBe(0);
  });

  it("makes withdrawing at genesys UNSUPPORTED, before any call", async () => {
    const { userErrors } = await cancel(world.url, { id: callbackId("genesys", await seen(world, "genesys")) });
    expect(userErrors).toMatchObject([{ code: "UNSUPPORTED", field: ["id"] }]);
    expect(userErrors[0]?.message).toContain("CANCEL");
    expect(world.callCount()).toBe(0);
  });

  it.each(["talkdesk", "genesys", "genesys-gms", "amazon-connect", "nice-cxone", "mindful"])(
    "makes agent actions at %s UNSUPPORTED",
    async (source) => {
      const about = { agentId: agentId(source, AGENT), clientId: "x", actionType: "BREAK" };
      const { userErrors } = await recordAction(world.url, about);
      expect(userErrors).toMatchObject([{ code: "UNSUPPORTED", field: ["agentId"] }]);
      expect(userErrors[0]?.message).toContain("AGENT_ACTIONS");
      expect(world.callCount()).toBe(0);
    },
  );
});
