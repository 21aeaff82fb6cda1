import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Adapter, AdapterDefinition } from "../../src/adapters/adapter.js";
import { instantWindow } from "../../src/domain/time/window.js";
import { ANNA, NOW } from "./adapters.js";
import {
  aCommand,
  call,
  closeWriteBenches,
  definitionOf,
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

describe("a vendor that withdraws by number", () => {
  it("is sent nothing while the number has another open callback", async () => {
    const adapter = await open(definitionOf("mindful"));
    const known = await seen(bench);
    bench.fake.add({ ...ANNA, start: START });
    expect((await refusalOf(adapter.cancel(known, call))).errors).toMatchObject([{ code: "TOO_MANY_CALLBACKS" }]);
    expect(writes(bench)).toEqual([]);
  });

  it.each([
    ["InteractionNotFound", "NOT_FOUND", (id: string) => void bench.fake.records.delete(id)],
    ["TooManyInteractions", "TOO_MANY_CALLBACKS", () => void bench.fake.add({ ...ANNA, start: START })],
    ["FAILED", "VENDOR_REJECTED", (id: string) => bench.fake.setVendorStatus(id, "Talking")],
  ])("may respond %s, which is %s", async (_, code, happen) => {
    const adapter = await open(definitionOf("mindful"));
    const known = await seen(bench);
    const plan = await adapter.cancel(known, call);
    happen(known.callback.vendorId);
    expect((await refusalOf(plan.send(call))).errors).toMatchObject([{ code, field: ["id"] }]);
  });

  it("cancels only open callbacks", async () => {
    const adapter = await open(definitionOf("mindful"));
    const known = await seen(bench);
    bench.fake.setVendorStatus(known.callback.vendorId, "Success");
    expect((await refusalOf(adapter.cancel(known, call))).errors).toMatchObject([{ code: "ALREADY_OVER" }]);
  });
});

describe("a vendor that offers slots", () => {
  it("returns the next slots if it does not offer the requested time", async () => {
    const adapter = await open(definitionOf("mindful"));
    const command = { ...aCommand("MINDFUL"), window: instantWindow(START + 60_000, null, null) };
    const { errors } = await refusalOf(adapter.schedule(command, call));
    expect(errors).toMatchObject([{ code: "SLOT_NOT_OFFERED", field: ["window", "start"] }]);
    expect(errors[0]?.message).toContain(new Date(START + 900_000).toISOString());
  });

  it("calls as soon as possible if no time is requested", async () => {
    const adapter = await open(definitionOf("mindful"));
    const written = await (await adapter.schedule({ ...aCommand("MINDFUL"), window: null }, call)).send(call);
    expect(written.page.observations[0]?.callback).toMatchObject({ timing: "ASAP", window: null });
    const sent: unknown = JSON.parse(bench.fake.log.find(({ path }) => path.endsWith("request_callback"))?.body ?? "");
    expect(sent).toEqual({ contact_number: ANNA.phoneNumber, user_data: { reason: "Invoice" } });
  });
});

describe("a vendor that names the rejected fields", () => {
  beforeEach(async () => {
    await open(definitionOf("talkdesk"));
  });

  it("has them reported by the input's names", async () => {
    const adapter = bench.adapter;
    const known = await seen(bench);
    const plan = await adapter.reschedule(known, { window: instantWindow(START, null, null), agentId: null }, call);
    bench.time.now = START + HOUR;
    expect((await refusalOf(plan.send(call))).errors).toEqual([
      { code: "VENDOR_REJECTED", message: "the vendor rejected timeToCall (0140000)", field: ["window", "start"] },
    ]);
  });

  it("receives a change as a JSON Patch with its own names and without an end", async () => {
    const adapter = bench.adapter;
    const known = await seen(bench);
    const command = { window: instantWindow(START, null, "Europe/Paris"), agentId: "agent-7" };
    await (await adapter.reschedule(known, command, call)).send(call);
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
  it("is sent with the document's names and confirmed with every field", async () => {
    const adapter = await open(definitionOf("webex"));
    const command = {
      agentId: "a1",
      interactionId: "i1",
      clientId: "Acme",
      actionType: "Break Played",
      actionAt: NOW - 5,
    };
    const { action, receipt } = await (await adapter.recordAgentAction(command, call)).send(call);
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
