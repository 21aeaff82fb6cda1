import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ScheduleCommand } from "../../domain/command.js";
import { instantWindow } from "../../domain/time/window.js";
import type { JsonObject, JsonValue } from "../../lib/json.js";
import {
  errorsOf,
  HOUR,
  NOW,
  NUMBER,
  openNiceCxone,
  options,
  START,
  type NiceCxoneBench,
  type NiceCxoneBenchOptions,
} from "../../../test/support/nice-cxone.js";

let bench: NiceCxoneBench;
const reopen = async (own: NiceCxoneBenchOptions): Promise<void> => {
  await bench.close();
  bench = await openNiceCxone(own);
};
beforeEach(async () => {
  bench = await openNiceCxone();
});
afterEach(() => bench.close());

const move = async (id: string, start: number, agentId: string | null = null) => {
  const existing = await bench.observed(id);
  const plan = await bench.adapter.reschedule(existing, { window: instantWindow(start, null, null), agentId }, options);
  return plan.send(options);
};

describe("a callback is scheduled", () => {
  it("with the vendor's names of the fields, and the time in UTC", async () => {
    const written = await bench.schedule({ customerName: "Ada King Muster", reason: "invoice 17", agentId: "812" });
    expect(bench.sent()).toEqual([
      [
        "POST",
        "scheduled-callbacks",
        {
          firstName: "Ada King",
          lastName: "Muster",
          phoneNumber: NUMBER,
          skillId: 4711,
          targetAgentId: 812,
          scheduleDate: "2026-06-01T14:00:00.000Z",
          notes: "invoice 17",
        },
      ],
    ]);
    expect(written).toMatchObject({ vendorId: "90001", errors: [], receipt: { respondedAt: NOW } });
    expect(written.page.observations).toMatchObject([
      { callback: { vendorId: "90001", customer: { name: "Ada King Muster" }, window: { start: START } } },
    ]);
  });

  it.each<[string | null, string, string]>([
    [null, "", ""],
    ["Ada", "Ada", ""],
    ["Ada Muster", "Ada", "Muster"],
  ])("for the name %j as first and last name", async (customerName, firstName, lastName) => {
    await bench.schedule({ customerName });
    expect(bench.sent()[0]?.[2]).toMatchObject({ firstName, lastName });
  });

  it("without a skill if the source has one only", async () => {
    await reopen({ settings: { skills: [4713] } });
    await bench.schedule({ queueId: null });
    expect(bench.sent()[0]?.[2]).toMatchObject({ skillId: 4713 });
  });

  it.each<[string, Partial<ScheduleCommand>, string[]]>([
    ["no skill where there are several", { queueId: null }, ["queueId"]],
    ["a skill that is not in the settings", { queueId: "4799" }, ["queueId"]],
    ["no time", { window: null }, ["window"]],
    ["a time in the past", { window: instantWindow(NOW, null, null) }, ["window", "start"]],
    ["an end", { window: instantWindow(START, START + HOUR, null) }, ["window", "end"]],
    ["an agent who has no number", { agentId: "anna" }, ["agentId"]],
    ["a campaign", { campaignId: "1" }, ["campaignId"]],
    ["an interaction", { originInteractionId: "1" }, ["originInteractionId"]],
  ])("not with %s, and nothing is sent", async (_, fields, field) => {
    const errors = await errorsOf(bench.schedule(fields));
    expect(errors).toMatchObject([{ code: "INVALID_INPUT", field }]);
    expect(bench.fake.log).toEqual([]);
  });

  it("and counts as scheduled if it cannot be read back", async () => {
    bench.fake.fault = { kind: "status", status: 503, match: ({ method }) => method === "GET" };
    expect(await bench.schedule()).toMatchObject({ vendorId: "90001", errors: [], page: { observations: [] } });
  });
});

describe("a written time that is read back differently", () => {
  const shifted = (zone: string): Promise<void> => reopen({ settings: { timeZone: zone } });

  it.each([
    ["America/New_York", "2026-06-01T13:00:00.000Z", "1 h earlier"],
    ["UTC", "2026-06-01T09:00:00.000Z", "5 h earlier"],
    ["Asia/Kolkata", "2026-06-01T03:30:00.000Z", "10 h 30 min earlier"],
    ["Pacific/Honolulu", "2026-06-01T19:00:00.000Z", "5 h later"],
  ])("as with the wrong zone %s is not confirmed: the error names the setting", async (zone, shown, shift) => {
    await shifted(zone);
    const written = await bench.schedule();
    expect(written.vendorId).toBe("90001");
    expect(written.errors).toEqual([
      {
        code: "NOT_AS_REQUESTED",
        field: ["window", "start"],
        message:
          `callback 90001 was written, but its record shows ${shown} instead of 2026-06-01T14:00:00.000Z, which is ` +
          `${shift}: the source's setting timeZone (${zone}) is probably not the time zone of the business unit. The ` +
          "callback stays as it was written. Correct the setting, then check the callback at the vendor, and " +
          "reschedule or cancel it",
      },
    ]);
    // It is at the vendor, and shown as it is there.
    expect(written.page.observations).toHaveLength(1);
    expect(bench.fake.records.has("90001")).toBe(true);
  });

  it("is not confirmed when it was moved, either", async () => {
    await shifted("UTC");
    const { errors, page } = await move(bench.add(), START + 3 * HOUR);
    expect(errors).toMatchObject([{ code: "NOT_AS_REQUESTED" }]);
    expect(errors?.[0]?.message).toContain("setting timeZone (UTC)");
    expect(page.observations).toHaveLength(1);
  });

  /** Reads back other fields than were written. */
  const showing = (fields: JsonObject): Promise<void> =>
    reopen({
      async change(response, request) {
        if (request.method !== "GET" || !bench.fake.log.some(({ method }) => method !== "GET")) return response;
        const { callbacks } = (await response.json()) as { callbacks: Record<string, JsonValue>[] };
        return Response.json({ callbacks: callbacks.map((callback) => ({ ...callback, ...fields })) });
      },
    });

  it("in seconds only is confirmed", async () => {
    await showing({ callbackTime: "2026-06-01T14:00:30Z" });
    expect((await bench.schedule()).errors).toEqual([]);
  });

  it("by another amount is not confirmed, and no setting is blamed", async () => {
    await showing({ callbackTime: "2026-06-01T14:07:00Z" });
    const [error] = (await bench.schedule()).errors ?? [];
    expect(error).toMatchObject({ code: "NOT_AS_REQUESTED" });
    expect(error?.message).not.toContain("timeZone");
  });

  it("as the previous time is not confirmed, and no setting is blamed", async () => {
    await showing({ callbackTime: "2026-06-01T14:00:00Z" });
    const [error] = (await move(bench.add(), START + HOUR)).errors ?? [];
    expect(error?.message).toContain("which is its previous time");
  });

  it.each([["soon"], [null]])("as %j is not confirmed", async (callbackTime) => {
    await showing({ callbackTime });
    const [error] = (await bench.schedule()).errors ?? [];
    expect(error?.message).toContain("no time that can be read");
  });

  it("with Z needs no zone: a wrong setting does not matter", async () => {
    await reopen({ isUtc: true, settings: { timeZone: "Asia/Kolkata" } });
    expect((await bench.schedule()).errors).toEqual([]);
  });
});

describe("a callback is moved", () => {
  it("with all of its fields, because a field that is left out might be cleared", async () => {
    const id = bench.add({ agentId: 812, notes: "invoice 17" });
    const written = await move(id, START + HOUR);
    expect(bench.sent()).toEqual([
      [
        "PUT",
        `scheduled-callbacks/${id}`,
        {
          firstName: "Jane",
          lastName: "Doe",
          phoneNumber: NUMBER,
          skillId: 4711,
          targetAgentId: 812,
          notes: "invoice 17",
          scheduleDate: "2026-06-01T15:00:00.000Z",
        },
      ],
    ]);
    expect(written).toMatchObject({
      vendorId: id,
      errors: [],
      page: { observations: [{ callback: { window: { start: START + HOUR }, assignment: { agentId: "812" } } }] },
    });
  });

  it("to an agent; without one, none is sent", async () => {
    const id = bench.add();
    await move(id, START + HOUR, "814");
    expect(bench.sent()[0]?.[2]).toMatchObject({ targetAgentId: 814 });
    await move(bench.add(), START + HOUR);
    expect(bench.sent()[1]?.[2]).not.toHaveProperty("targetAgentId");
  });

  it("also if it has got another skill of the source in between", async () => {
    const id = bench.add();
    const existing = await bench.observed(id);
    bench.fake.records.set(id, { ...bench.fake.records.get(id), skillId: 4713 });
    const command = { window: instantWindow(START + HOUR, null, null), agentId: null };
    const written = await (await bench.adapter.reschedule(existing, command, options)).send(options);
    expect(bench.sent()[0]?.[2]).toMatchObject({ skillId: 4713 });
    expect(written.page.observations).toHaveLength(1);
  });

  it("not to an agent who has no number, nor into the past", async () => {
    const existing = await bench.observed(bench.add());
    const command = { window: instantWindow(NOW - 1, null, null), agentId: "anna" };
    expect(await errorsOf(bench.adapter.reschedule(existing, command, options))).toMatchObject([
      { field: ["window", "start"] },
      { field: ["agentId"] },
    ]);
    expect(bench.sent()).toEqual([]);
  });
});

describe("a callback is withdrawn", () => {
  it("by a DELETE with a body, and is CANCELED by the vendor's confirmation", async () => {
    const id = bench.add();
    const existing = await bench.observed(id);
    const { page } = await (await bench.adapter.cancel(existing, options)).send(options);
    expect(bench.sent()).toEqual([
      ["DELETE", `scheduled-callbacks/${id}`, { description: "Canceled through Ringback" }],
    ]);
    expect(bench.fake.records.size).toBe(0);
    expect(page.observations).toMatchObject([{ callback: { status: "CANCELED", statusBasis: "REPORTED" } }]);
  });

  it("not twice: the vendor has it no more", async () => {
    const existing = await bench.observed(bench.add());
    bench.fake.records.clear();
    const plan = await bench.adapter.cancel(existing, options);
    expect(await errorsOf(plan.send(options))).toMatchObject([{ code: "NOT_FOUND", field: ["id"] }]);
  });
});
