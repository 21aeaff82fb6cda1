import { isDeepStrictEqual } from "node:util";
import { afterEach, describe, expect, it } from "vitest";
import type { Adapter, AdapterDefinition } from "../../src/adapters/adapter.js";
import { instantWindow } from "../../src/domain/time/window.js";
import { ANNA, failureOf, NOW } from "./adapters.js";
import {
  able,
  aCommand,
  anotherAgentAt,
  call,
  closeWriteBenches,
  HOUR,
  openWriteBench,
  refusalOf,
  seen,
  START,
  writes,
  type WriteBench,
} from "./adapter-writes.js";

let bench: WriteBench;
const open = async (definition: AdapterDefinition): Promise<Required<Adapter>> => {
  bench = await openWriteBench(definition);
  return bench.adapter;
};
afterEach(closeWriteBenches);

describe.each(able("schedule"))("$vendor schedules", (definition) => {
  it("the requested callback with one write, and returns its new state", async () => {
    const adapter = await open(definition);
    const plan = await adapter.schedule(aCommand(definition.vendor), call);
    expect(writes(bench)).toEqual([]);
    bench.time.now += 1000;
    const written = await plan.send(call);
    expect(writes(bench)).toEqual(["POST"]);
    expect([...bench.fake.records.keys()]).toEqual([written.vendorId]);
    expect(written.receipt.respondedAt).toBe(NOW + 1000);
    expect(written.page.observations).toMatchObject([
      {
        callback: { vendorId: written.vendorId, customer: { phoneNumber: ANNA.phoneNumber }, window: { start: START } },
        observedAt: NOW + 1000,
      },
    ]);
  });

  it("nothing of a command that breaks a rule, and blames the input's field", async () => {
    const adapter = await open(definition);
    const late = { ...aCommand(definition.vendor), window: instantWindow(NOW - HOUR, null, "America/New_York") };
    const { errors } = await refusalOf(adapter.schedule(late, call));
    expect(errors.every(({ field }) => field?.[0] === "window")).toBe(true);
    expect(writes(bench)).toEqual([]);
  });

  it.each([
    ["is down", { kind: "status", status: 503 }, "VENDOR_UNAVAILABLE"],
    ["breaks off", { kind: "cut" }, "VENDOR_UNAVAILABLE"],
    ["limits the rate", { kind: "status", status: 429 }, "VENDOR_RATE_LIMITED"],
    ["answers nonsense", { kind: "wrong-types" }, "VENDOR_MALFORMED"],
  ] as const)("once only, also when the vendor %s", async (_, fault, code) => {
    bench = await openWriteBench(definition, { settings: { retries: 3 } });
    const plan = await bench.adapter.schedule(aCommand(definition.vendor), call);
    bench.fake.log.length = 0;
    bench.fake.fault = fault;
    expect((await failureOf(plan.send(call))).code).toBe(code);
    expect(writes(bench)).toEqual(["POST"]);
  });
});

describe.each(able("reschedule"))("$vendor moves a callback", (definition) => {
  it("to another time, and leaves everything else as it was", async () => {
    const adapter = await open(definition);
    const known = await seen(bench);
    const before = bench.fake.records.get(known.callback.vendorId);
    const plan = await adapter.reschedule(known, { window: instantWindow(START, null, null), agentId: null }, call);
    bench.time.now += 1000;
    const { page, vendorId } = await plan.send(call);
    expect(writes(bench)).toHaveLength(1);
    expect(vendorId).toBe(known.callback.vendorId);
    const [moved] = page.observations;
    // A zone stays, at vendors that have one.
    const timeZone = known.callback.window?.timeZone ?? null;
    expect(moved?.callback.window).toMatchObject({ start: START, timeZone });
    expect(moved?.callback.customer).toEqual(known.callback.customer);
    expect(moved?.callback.assignment?.agentId).toBe(known.callback.assignment?.agentId);
    const after = bench.fake.records.get(vendorId ?? "") ?? {};
    const changed = Object.keys(after).filter((name) => !isDeepStrictEqual(after[name], before?.[name]));
    expect(changed.every((name) => /time|date|participants/iu.test(name))).toBe(true);
  });

  it("to another agent, too, where callbacks have one", async () => {
    const adapter = await open(definition);
    const agentId = anotherAgentAt(definition.vendor);
    const known = await seen(bench);
    const planned = adapter.reschedule(known, { window: instantWindow(START, null, null), agentId }, call);
    if (known.callback.assignment === null) {
      expect((await refusalOf(planned)).errors).toMatchObject([{ code: "INVALID_INPUT", field: ["agentId"] }]);
      return;
    }
    const plan = await planned;
    bench.time.now += 1000;
    const { page } = await plan.send(call);
    expect(page.observations[0]?.callback.assignment).toMatchObject({ agentId, type: "SPECIFIC_AGENT" });
  });

  it("not, where the vendor has it no more", async () => {
    const adapter = await open(definition);
    const known = await seen(bench);
    bench.fake.records.clear();
    const moved = adapter
      .reschedule(known, { window: instantWindow(START, null, null), agentId: null }, call)
      .then((plan) => plan.send(call));
    expect((await refusalOf(moved)).errors).toMatchObject([{ field: ["id"] }]);
  });
});

describe.each(able("reassign"))("$vendor assigns a callback", (definition) => {
  it("to another agent with one write, and leaves everything else as it was", async () => {
    const adapter = await open(definition);
    const agentId = anotherAgentAt(definition.vendor);
    const existing = await seen(bench);
    const before = bench.fake.records.get(existing.callback.vendorId);
    const plan = await adapter.reassign(existing, { agentId }, call);
    expect(writes(bench)).toEqual([]);
    bench.time.now += 1000;
    const { page, vendorId, receipt } = await plan.send(call);
    expect(writes(bench)).toHaveLength(1);
    expect(vendorId).toBe(existing.callback.vendorId);
    expect(receipt.respondedAt).toBe(NOW + 1000);
    const [reassigned] = page.observations;
    expect(reassigned?.callback.assignment).toMatchObject({ agentId, type: "SPECIFIC_AGENT" });
    expect(reassigned?.callback.window).toEqual(existing.callback.window);
    expect(reassigned?.callback.customer).toEqual(existing.callback.customer);
    const after = bench.fake.records.get(vendorId ?? "") ?? {};
    const changed = Object.keys(after).filter((name) => !isDeepStrictEqual(after[name], before?.[name]));
    expect(changed.every((name) => /assign|agent|lastUpdated|participants/iu.test(name))).toBe(true);
  });

  it("once only, also when the connection is cut", async () => {
    bench = await openWriteBench(definition, { settings: { retries: 3 } });
    const existing = await seen(bench);
    const plan = await bench.adapter.reassign(existing, { agentId: anotherAgentAt(definition.vendor) }, call);
    bench.fake.log.length = 0;
    bench.fake.fault = { kind: "cut" };
    expect((await failureOf(plan.send(call))).code).toBe("VENDOR_UNAVAILABLE");
    expect(writes(bench)).toHaveLength(1);
  });

  it("not, where the vendor has it no more", async () => {
    const adapter = await open(definition);
    const existing = await seen(bench);
    bench.fake.records.clear();
    const reassigned = adapter
      .reassign(existing, { agentId: anotherAgentAt(definition.vendor) }, call)
      .then((plan) => plan.send(call));
    expect((await refusalOf(reassigned)).errors).toMatchObject([{ field: ["id"] }]);
  });
});

describe.each(able("cancel"))("$vendor withdraws a callback", (definition) => {
  it("and returns it as canceled, by its status or by its response", async () => {
    const adapter = await open(definition);
    const known = await seen(bench);
    const plan = await adapter.cancel(known, call);
    expect(writes(bench)).toEqual([]);
    bench.time.now += 1000;
    const { page } = await plan.send(call);
    expect(writes(bench)).toHaveLength(1);
    expect(page.observations).toMatchObject([
      { callback: { vendorId: known.callback.vendorId, status: "CANCELED", statusBasis: "REPORTED" } },
    ]);
    expect(page.observations[0]?.observedAt).toBe(NOW + 1000);
  });

  it("not, where the vendor has it no more", async () => {
    const adapter = await open(definition);
    const known = await seen(bench);
    bench.fake.records.clear();
    const { errors } = await refusalOf(adapter.cancel(known, call).then((plan) => plan.send(call)));
    expect(errors).toMatchObject([{ field: ["id"] }]);
  });
});
