import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Adapter, AdapterDefinition } from "../../src/adapters/adapter.js";
import { ADAPTERS, findAdapter } from "../../src/adapters/registry.js";
import type { Observation } from "../../src/callback/observation.js";
import { RefusedWish } from "../../src/callback/user-error.js";
import { instantWindow } from "../../src/callback/window.js";
import type { ScheduleWish } from "../../src/callback/wish.js";
import { ANNA, failureOf, never, NOW, openBench, type Bench } from "./adapters.js";

const HOUR = 3_600_000;
const START = NOW + 2 * HOUR;

/** What is wished for, in the terms of the vendors that differ. */
const PARTS: Readonly<Record<string, Partial<ScheduleWish>>> = {
  WEBEX: {
    customerName: "Anna Abbott",
    queueId: "7be1f00d-4444-4555-a666-000000000010",
    window: instantWindow(START, START + HOUR, "America/New_York"),
  },
};

function aWish(vendor: string): ScheduleWish {
  return {
    phoneNumber: ANNA.phoneNumber,
    customerName: null,
    window: instantWindow(START, null, "America/New_York"),
    reason: "Invoice",
    queueId: null,
    campaignId: null,
    agentId: null,
    originInteractionId: null,
    ...PARTS[vendor],
  };
}

const definitionOf = (vendor: string): AdapterDefinition => {
  const definition = findAdapter(vendor);
  if (definition === undefined) throw new Error(`There is no ${vendor}.`);
  return definition;
};
const able = (ability: keyof Adapter): AdapterDefinition[] =>
  ADAPTERS.filter((definition) => {
    const settings = definition.settings.parse(
      definition.createFake(() => NOW, { count: 0 }).settings("http://x.test"),
    );
    const context = { source: "north", vendor: definition.vendor, clock: () => NOW };
    return definition.create(settings, context)[ability] !== undefined;
  });
const call = { signal: never() };

let bench: Bench;
const open = async (definition: AdapterDefinition): Promise<Required<Adapter>> => {
  bench = await openBench(definition);
  return bench.adapter as Required<Adapter>;
};
afterEach(() => bench.close());

/** A callback at the vendor, as the gateway has seen it. */
async function seen(adapter: Adapter): Promise<Observation> {
  const id = bench.fake.add({ ...ANNA, agentId: "0a0a0a0a-1111-4222-a333-444444444444" });
  const found = await adapter.findByPhoneNumber?.(ANNA.phoneNumber, call);
  const observation = found?.observations.find(({ callback }) => callback.vendorId === id);
  if (observation === undefined) throw new Error("It is not found.");
  bench.fake.log.length = 0;
  return observation;
}

async function refusalOf(wish: Promise<unknown>): Promise<RefusedWish> {
  const error: unknown = await wish.catch((thrown: unknown) => thrown);
  if (!(error instanceof RefusedWish)) throw new Error("It was not refused.", { cause: error });
  return error;
}

const writes = (): string[] =>
  bench.fake.log
    .filter(({ method, path }) => method !== "GET" && !path.endsWith("callback_status"))
    .map(({ method }) => method);

describe.each(able("schedule"))("$vendor schedules", (definition) => {
  it("what was wished for, with one write, and shows what it holds then", async () => {
    const adapter = await open(definition);
    const plan = await adapter.schedule(aWish(definition.vendor), call);
    expect(writes()).toEqual([]);
    bench.time.now += 1000;
    const written = await plan.send(call);
    expect(writes()).toEqual(["POST"]);
    expect([...bench.fake.records.keys()]).toEqual([written.vendorId]);
    expect(written.receipt.respondedAt).toBe(NOW + 1000);
    expect(written.answer.observations).toMatchObject([
      {
        callback: { vendorId: written.vendorId, customer: { phoneNumber: ANNA.phoneNumber }, window: { start: START } },
        observedAt: NOW + 1000,
      },
    ]);
  });

  it("nothing of a wish that breaks a rule, and blames the input's field", async () => {
    const adapter = await open(definition);
    const late = { ...aWish(definition.vendor), window: instantWindow(NOW - HOUR, null, "America/New_York") };
    const { errors } = await refusalOf(adapter.schedule(late, call));
    expect(errors.every(({ field }) => field?.[0] === "window")).toBe(true);
    expect(writes()).toEqual([]);
  });

  it.each([
    ["is down", { kind: "status", status: 503 }, "VENDOR_UNAVAILABLE"],
    ["breaks off", { kind: "cut" }, "VENDOR_UNAVAILABLE"],
    ["limits the rate", { kind: "status", status: 429 }, "VENDOR_RATE_LIMITED"],
    ["answers nonsense", { kind: "wrong-types" }, "VENDOR_MALFORMED"],
  ] as const)("once only, also when the vendor %s", async (_, trouble, code) => {
    bench = await openBench(definition, { settings: { retries: 3 } });
    const plan = await (bench.adapter as Required<Adapter>).schedule(aWish(definition.vendor), call);
    bench.fake.log.length = 0;
    bench.fake.trouble = trouble;
    expect((await failureOf(plan.send(call))).code).toBe(code);
    expect(writes()).toEqual(["POST"]);
  });
});

describe.each(able("reschedule"))("$vendor moves a callback", (definition) => {
  it("to another time, and leaves everything else as it was", async () => {
    const adapter = await open(definition);
    const known = await seen(adapter);
    const before = bench.fake.records.get(known.callback.vendorId);
    const plan = await adapter.reschedule(known, { window: instantWindow(START, null, null), agentId: null }, call);
    bench.time.now += 1000;
    const { answer, vendorId } = await plan.send(call);
    expect(writes()).toHaveLength(1);
    expect(vendorId).toBe(known.callback.vendorId);
    const [moved] = answer.observations;
    expect(moved?.callback.window).toMatchObject({ start: START, timeZone: "America/New_York" });
    expect(moved?.callback.customer).toEqual(known.callback.customer);
    expect(moved?.callback.assignment?.agentId).toBe(known.callback.assignment?.agentId);
    const after = bench.fake.records.get(vendorId ?? "") ?? {};
    const changed = Object.keys(after).filter((name) => after[name] !== before?.[name]);
    expect(changed.every((name) => /time|date/iu.test(name))).toBe(true);
  });

  it("to another agent, too", async () => {
    const adapter = await open(definition);
    const agentId = "0b0b0b0b-1111-4222-a333-444444444444";
    const plan = await adapter.reschedule(
      await seen(adapter),
      { window: instantWindow(START, null, null), agentId },
      call,
    );
    bench.time.now += 1000;
    const { answer } = await plan.send(call);
    expect(answer.observations[0]?.callback.assignment).toMatchObject({ agentId, type: "SPECIFIC_AGENT" });
  });

  it("not, where the vendor has it no more", async () => {
    const adapter = await open(definition);
    const known = await seen(adapter);
    bench.fake.records.clear();
    const moved = adapter
      .reschedule(known, { window: instantWindow(START, null, null), agentId: null }, call)
      .then((plan) => plan.send(call));
    expect((await refusalOf(moved)).errors).toMatchObject([{ field: ["id"] }]);
  });
});

describe.each(able("cancel"))("$vendor withdraws a callback", (definition) => {
  it("and shows it as canceled, by its own word or by its answer", async () => {
    const adapter = await open(definition);
    const known = await seen(adapter);
    const plan = await adapter.cancel(known, call);
    expect(writes()).toEqual([]);
    bench.time.now += 1000;
    const { answer } = await plan.send(call);
    expect(writes()).toHaveLength(1);
    expect(answer.observations).toMatchObject([
      { callback: { vendorId: known.callback.vendorId, status: "CANCELED", statusBasis: "REPORTED" } },
    ]);
    expect(answer.observations[0]?.observedAt).toBe(NOW + 1000);
  });

  it("not, where the vendor has it no more", async () => {
    const adapter = await open(definition);
    const known = await seen(adapter);
    bench.fake.records.clear();
    const { errors } = await refusalOf(adapter.cancel(known, call).then((plan) => plan.send(call)));
    expect(errors).toMatchObject([{ field: ["id"] }]);
  });
});

describe("a vendor that withdraws by number", () => {
  it("is not asked to while the number has another open callback", async () => {
    const adapter = await open(definitionOf("mindful"));
    const known = await seen(adapter);
    bench.fake.add({ ...ANNA, start: START });
    expect((await refusalOf(adapter.cancel(known, call))).errors).toMatchObject([{ code: "TOO_MANY_CALLBACKS" }]);
    expect(writes()).toEqual([]);
  });

  it.each([
    ["InteractionNotFound", "NOT_FOUND", (id: string) => void bench.fake.records.delete(id)],
    ["TooManyInteractions", "TOO_MANY_CALLBACKS", () => void bench.fake.add({ ...ANNA, start: START })],
    ["FAILED", "VENDOR_REJECTED", (id: string) => bench.fake.setWord(id, "Talking")],
  ])("may answer %s, which is %s", async (_, code, happen) => {
    const adapter = await open(definitionOf("mindful"));
    const known = await seen(adapter);
    const plan = await adapter.cancel(known, call);
    happen(known.callback.vendorId);
    expect((await refusalOf(plan.send(call))).errors).toMatchObject([{ code, field: ["id"] }]);
  });

  it("withdraws only what is open", async () => {
    const adapter = await open(definitionOf("mindful"));
    const known = await seen(adapter);
    bench.fake.setWord(known.callback.vendorId, "Success");
    expect((await refusalOf(adapter.cancel(known, call))).errors).toMatchObject([{ code: "ALREADY_OVER" }]);
  });
});

describe("a vendor that offers slots", () => {
  it("names the next ones where it does not offer the time that was wished for", async () => {
    const adapter = await open(definitionOf("mindful"));
    const wish = { ...aWish("MINDFUL"), window: instantWindow(START + 60_000, null, null) };
    const { errors } = await refusalOf(adapter.schedule(wish, call));
    expect(errors).toMatchObject([{ code: "SLOT_NOT_OFFERED", field: ["window", "start"] }]);
    expect(errors[0]?.message).toContain(new Date(START + 900_000).toISOString());
  });

  it("calls as soon as possible where no time is wished for", async () => {
    const adapter = await open(definitionOf("mindful"));
    const written = await (await adapter.schedule({ ...aWish("MINDFUL"), window: null }, call)).send(call);
    expect(written.answer.observations[0]?.callback).toMatchObject({ timing: "ASAP", window: null });
    const sent: unknown = JSON.parse(bench.fake.log.find(({ path }) => path.endsWith("request_callback"))?.body ?? "");
    expect(sent).toEqual({ contact_number: ANNA.phoneNumber, user_data: { reason: "Invoice" } });
  });
});

describe("a vendor that names the fields it refuses", () => {
  beforeEach(async () => {
    await open(definitionOf("talkdesk"));
  });

  it("has them told by the input's names", async () => {
    const adapter = bench.adapter as Required<Adapter>;
    const known = await seen(adapter);
    const plan = await adapter.reschedule(known, { window: instantWindow(START, null, null), agentId: null }, call);
    bench.time.now = START + HOUR;
    expect((await refusalOf(plan.send(call))).errors).toEqual([
      { code: "VENDOR_REJECTED", message: "the vendor refused timeToCall (0140000)", field: ["window", "start"] },
    ]);
  });

  it("is told of a change by a JSON Patch with its own names, and of no end", async () => {
    const adapter = bench.adapter as Required<Adapter>;
    const known = await seen(adapter);
    const wish = { window: instantWindow(START, null, "Europe/Paris"), agentId: "agent-7" };
    await (await adapter.reschedule(known, wish, call)).send(call);
    expect(JSON.parse(bench.fake.log[0]?.body ?? "")).toEqual([
      { op: "replace", path: "/timeToCall", value: new Date(START).toISOString() },
      { op: "replace", path: "/timezone", value: "Europe/Paris" },
      { op: "replace", path: "/assignType", value: "SPECIFIC_AGENT" },
      { op: "replace", path: "/agents", value: ["agent-7"] },
    ]);
    const ended = { window: instantWindow(START, START + HOUR, null), agentId: null };
    expect((await refusalOf(adapter.reschedule(known, ended, call))).errors[0]?.field).toEqual(["window", "end"]);
  });
});

describe("an action about an agent", () => {
  it("is told under the document's own names, and confirmed with every field", async () => {
    const adapter = await open(definitionOf("webex"));
    const wish = {
      agentId: "a1",
      interactionId: "i1",
      clientId: "Acme",
      actionType: "Break Played",
      actionAt: NOW - 5,
    };
    const { action, receipt } = await (await adapter.recordAgentAction(wish, call)).send(call);
    const [request] = bench.fake.log;
    expect([request?.path, request?.headers["x-organization-id"]]).toEqual([
      "/v1/agentburnout/action",
      "6f1c2a4e-5b7d-4c39-a8e1-0d2f4b6a8c10",
    ]);
    expect(JSON.parse(request?.body ?? "")).toEqual({
      agentId: "a1",
      interactionId: "i1",
      clientId: "Acme",
      actionType: "Break Played",
      actionDateType: NOW - 5,
    });
    expect(action).toEqual({
      vendorId: expect.any(String),
      interactionId: "i1",
      orgId: "6f1c2a4e-5b7d-4c39-a8e1-0d2f4b6a8c10",
      agentId: "a1",
      clientId: "Acme",
      actionType: "Break Played",
      actionAt: NOW - 5,
      createdAt: NOW,
      trackingId: expect.stringMatching(/^WEBEX_FAKE_ACTION_/u),
    });
    expect(receipt).toEqual({ trackingId: action.trackingId, respondedAt: NOW });
  });
});
