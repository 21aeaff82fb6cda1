import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ScheduleCommand } from "../../domain/command.js";
import { instantWindow } from "../../domain/time/window.js";
import { CommandRejected } from "../../domain/user-error.js";
import type { JsonObject } from "../../lib/json.js";
import {
  aGmsCommand,
  errorsOf,
  iso,
  NOW,
  NUMBER,
  openGms,
  options,
  START,
  type GmsBench,
  type GmsBenchOptions,
} from "../../../test/support/gms.js";

const HOUR = 3_600_000;
const MINUTE = 60_000;

let bench: GmsBench;
beforeEach(async () => {
  bench = await openGms();
});
afterEach(() => bench.close());

/** Opens another bench. */
async function open(own: GmsBenchOptions): Promise<void> {
  await bench.close();
  bench = await openGms(own);
}

describe("a callback to be scheduled", () => {
  it("is requested from its service, with the moment of its creation", async () => {
    const { vendorId, page } = await bench.schedule({ customerName: "Anna Abbott", reason: "Invoice" });
    expect(bench.sent()).toEqual([
      [
        "POST",
        {
          _customer_number: NUMBER,
          _desired_time: iso(START),
          customer_name: "Anna Abbott",
          reason: "Invoice",
          ringback_created_at: iso(NOW),
        },
      ],
    ]);
    expect(bench.fake.log.find(({ method }) => method === "POST")?.path).toBe("/genesys/1/service/callback/sales");
    expect(page.observations[0]?.callback).toMatchObject({
      vendorId,
      status: "SCHEDULED",
      timing: "SCHEDULED",
      window: { start: START },
      routing: { queueId: "VQ_Sales_Callback", callTargetId: "sales" },
    });
  });

  it("as soon as possible has no desired time, and is queued", async () => {
    const { page } = await bench.schedule({ window: null });
    expect(bench.sent()).toEqual([["POST", { _customer_number: NUMBER, ringback_created_at: iso(NOW) }]]);
    expect(page.observations[0]?.callback).toMatchObject({ status: "QUEUED", timing: "ASAP", window: null });
    expect(bench.fake.log.some(({ path }) => path.includes("availability"))).toBe(false);
  });

  it("goes to the only service if it names none", async () => {
    await open({ settings: { services: ["billing"] } });
    const { page } = await bench.schedule({ queueId: null });
    expect(page.observations[0]?.callback.routing.callTargetId).toBe("billing");
  });

  it.each<[string, Partial<ScheduleCommand>, readonly string[]]>([
    ["no service of several", { queueId: null }, ["queueId"]],
    ["a service that the settings do not name", { queueId: "VQ_Sales_Callback" }, ["queueId"]],
    ["an end", { window: instantWindow(START, START + HOUR, null) }, ["window", "end"]],
    ["a time that has passed", { window: instantWindow(NOW, null, null) }, ["window", "start"]],
    ["an agent", { agentId: "a1" }, ["agentId"]],
    ["a campaign", { campaignId: "c1" }, ["campaignId"]],
    ["an interaction", { originInteractionId: "i1" }, ["originInteractionId"]],
  ])("with %s is rejected before any request", async (_, fields, field) => {
    expect(await errorsOf(bench.adapter.schedule(aGmsCommand(fields), options))).toMatchObject([
      { code: "INVALID_INPUT", field },
    ]);
    expect(bench.fake.log).toEqual([]);
  });

  it("names the services of the settings where it names none of them", async () => {
    const [error] = await errorsOf(bench.adapter.schedule(aGmsCommand({ queueId: "other" }), options));
    expect(error?.message).toContain("sales, support, billing");
  });

  it("at a time within an offered slot is taken", async () => {
    expect((await bench.schedule({ window: instantWindow(START + 3 * MINUTE, null, null) })).vendorId).not.toBeNull();
  });

  it("at a time that is fully booked is rejected with the next slots, before it is sent", async () => {
    await open({ capacity: 1 });
    await bench.schedule();
    bench.fake.log.length = 0;
    const errors = await errorsOf(bench.adapter.schedule(aGmsCommand(), options));
    expect(errors).toMatchObject([{ code: "SLOT_NOT_OFFERED", field: ["window", "start"] }]);
    expect(errors[0]?.message).toContain(
      [START + 5 * MINUTE, START + 10 * MINUTE, START + 15 * MINUTE].map(iso).join(", "),
    );
    expect(bench.sent()).toEqual([]);
  });

  it("at a time that is booked in between is rejected with the slots of the vendor's response", async () => {
    await open({ capacity: 1 });
    const plan = await bench.adapter.schedule(aGmsCommand(), options);
    await bench.schedule();
    const errors = await errorsOf(plan.send(options));
    expect(errors).toMatchObject([{ code: "SLOT_NOT_OFFERED", field: ["window", "start"] }]);
    expect(errors[0]?.message).toContain(iso(START + 5 * MINUTE));
  });

  it("is not checked against slots at a service that has none", async () => {
    bench.fake.fault = { kind: "status", status: 404, match: ({ path }) => path.includes("availability") };
    expect((await bench.schedule()).vendorId).not.toBeNull();
  });

  it("at a service that the vendor does not have is rejected, and blames the queue", async () => {
    await open({ settings: { services: ["gone"] } });
    expect(await errorsOf(bench.schedule({ queueId: "gone", window: null }))).toMatchObject([
      { code: "VENDOR_REJECTED", field: ["queueId"] },
    ]);
  });
});

describe("a limit of the vendor, which is a 503,", () => {
  it("of a number is a userError, without the number", async () => {
    await open({ requestsPerNumber: 1 });
    await bench.schedule();
    const errors = await errorsOf(bench.schedule());
    expect(errors).toMatchObject([{ code: "VENDOR_REJECTED", field: ["phoneNumber"] }]);
    expect(JSON.stringify(errors)).not.toContain("4155550100");
  });

  it("of a service is a userError that says what to do", async () => {
    await open({ queuedPerService: 0 });
    const errors = await errorsOf(bench.schedule({ window: null }));
    expect(errors).toMatchObject([{ code: "VENDOR_REJECTED", field: ["queueId"] }]);
    expect(errors[0]?.message).toContain("request a later time");
  });

  it("neither opens the breaker nor uses up the quota", async () => {
    await open({ queuedPerService: 0 });
    for (let count = 0; count < 3; count += 1) await errorsOf(bench.schedule({ window: null }));
    expect(bench.adapter.condition()).toMatchObject({ isBroken: false });
    expect((await bench.schedule()).vendorId).not.toBeNull();
  });

  it("is also taken from a 429, but a 503 and a 429 without the message are failures", async () => {
    const message = "Limit of queued callbacks for sales is reached for interval 300s.";
    const statuses: [number, JsonObject][] = [
      [429, { message, exception: "x" }],
      [503, {}],
      [429, {}],
    ];
    const codes: unknown[] = [];
    for (const [status, body] of statuses) {
      await open({ respond: () => Response.json(body, { status }) });
      const error: unknown = await bench.schedule({ window: null }).catch((thrown: unknown) => thrown);
      codes.push(error instanceof CommandRejected ? error.errors[0]?.code : (error as { code: string }).code);
    }
    expect(codes).toEqual(["VENDOR_REJECTED", "VENDOR_UNAVAILABLE", "VENDOR_RATE_LIMITED"]);
  });
});

describe("the dialog that a service responds with", () => {
  const respond = async (body: unknown): Promise<unknown> => {
    await open({ respond: (request) => Response.json(request.method === "POST" ? body : []) });
    return bench.schedule({ window: null }).catch((thrown: unknown) => thrown);
  };

  it.each<[string, unknown, string]>([
    ["DialNumber", { _action: "DialNumber", _id: "361-1", _label: "Call", _tel_url: "tel:+18005550199" }, "361-1"],
    ["DisplayMenu", { _action: "DisplayMenu", _id: "361-2", _content: [{ _group_name: "g" }] }, "361-2"],
    ["StartChat", { _action: "StartChat", _id: "361-3", _start_chat_url: "http://x" }, "361-3"],
    ["ConfirmationDialog", { _action: "ConfirmationDialog", _id: 4, _text: "Soon", _okTitle: "Ok" }, "4"],
    ["no action", { _id: "361-5", _access_number: "8005550199", _expiration_time: "30" }, "361-5"],
  ])("%s has the id of the callback", async (_, body, vendorId) => {
    expect(await respond(body)).toMatchObject({ vendorId, page: { observations: [], isComplete: false } });
  });

  it.each<[unknown]>([[{ msg: "hello" }], [{ error: "failed" }], [{ _id: "" }], [[]], ["ok"]])(
    "%j has none: whether there is a callback has to be read back",
    async (body) => {
      expect(await respond(body)).toMatchObject({ code: "VENDOR_MALFORMED" });
    },
  );
});
