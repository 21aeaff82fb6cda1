import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { MappedRecord } from "../../domain/change/observation.js";
import { instantWindow } from "../../domain/time/window.js";
import type { JsonObject } from "../../lib/json.js";
import {
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

/** A callback at the vendor, as the gateway has observed it; then with these fields. */
async function existing(fields: JsonObject = {}): Promise<MappedRecord> {
  const { adapter, fake } = bench;
  const id = fake.add({ phoneNumber: NUMBER, start: START });
  const [observation] = (await adapter.get(id, options)).observations;
  fake.records.set(id, { ...fake.records.get(id), ...fields });
  fake.log.length = 0;
  if (observation === undefined) throw new Error("the fake does not return its callback");
  return observation;
}

describe("a callback to be moved", () => {
  it("gets its new time from its service, and keeps everything else", async () => {
    const record = await existing();
    const plan = await bench.adapter.reschedule(
      record,
      { window: instantWindow(START + HOUR, null, null), agentId: null },
      options,
    );
    const { page } = await plan.send(options);
    expect(bench.sent()).toEqual([["PUT", { _new_desired_time: iso(START + HOUR) }]]);
    expect(page.observations[0]?.callback).toMatchObject({ status: "SCHEDULED", window: { start: START + HOUR } });
  });

  it.each<[string, number, number | null, string | null, readonly string[]]>([
    ["an end", START, START + HOUR, null, ["window", "end"]],
    ["a time that has passed", NOW - 1, null, null, ["window", "start"]],
    ["an agent", START, null, "a1", ["agentId"]],
  ])("to %s is rejected before any request", async (_, start, end, agentId, field) => {
    const record = await existing();
    const moved = bench.adapter.reschedule(record, { window: instantWindow(start, end, null), agentId }, options);
    expect(await errorsOf(moved)).toMatchObject([{ code: "INVALID_INPUT", field }]);
    expect(bench.fake.log).toEqual([]);
  });

  it("to a time that is booked in between is rejected with the vendor's slots", async () => {
    await open({ capacity: 1 });
    const record = await existing();
    const wanted = instantWindow(START + HOUR, null, null);
    const plan = await bench.adapter.reschedule(record, { window: wanted, agentId: null }, options);
    await bench.schedule({ window: wanted });
    const errors = await errorsOf(plan.send(options));
    expect(errors).toMatchObject([{ code: "SLOT_NOT_OFFERED", field: ["window", "start"] }]);
    expect(errors[0]?.message).toContain(iso(START + HOUR + 5 * MINUTE));
    expect(errors[0]?.message).not.toContain(iso(START + HOUR));
  });
});

describe("a callback to be withdrawn", () => {
  it("is deleted at its service, and canceled by the vendor's record", async () => {
    const record = await existing();
    const { page } = await (await bench.adapter.cancel(record, options)).send(options);
    expect(bench.sent().map(([method]) => method)).toEqual(["DELETE"]);
    expect(page.observations[0]?.callback).toMatchObject({
      status: "CANCELED",
      vendorStatus: "COMPLETED/CANCELLED",
      outcome: { category: "CANCELED" },
    });
  });

  it("is canceled by the vendor's response while its record does not show it yet", async () => {
    const record = await existing();
    const plan = await bench.adapter.cancel(record, options);
    let isDeleted = false;
    bench.fake.fault = {
      kind: "status",
      status: 503,
      match: ({ method }) => isDeleted || ((isDeleted = method === "DELETE"), false),
    };
    const { page } = await plan.send(options);
    expect(page.observations[0]?.callback).toMatchObject({ status: "CANCELED", vendorStatus: null });
  });

  it.each(["ROUTING", "PROCESSING"])("is not while it is %s: a live call is never cut", async (state) => {
    const record = await existing({ _callback_state: state });
    const errors = await errorsOf(bench.adapter.cancel(record, options));
    expect(errors).toMatchObject([{ code: "INVALID_INPUT", field: ["id"] }]);
    expect(errors[0]?.message).toContain(state);
    expect(bench.sent()).toEqual([]);
  });

  it("is not once it has ended, or is gone, or belongs to a service that the settings do not name", async () => {
    const ended = await existing({ _callback_state: "COMPLETED", _callback_reason: "AGENT_CONNECTED" });
    expect(await errorsOf(bench.adapter.cancel(ended, options))).toMatchObject([
      { code: "ALREADY_OVER", field: ["id"] },
    ]);
    const gone = await existing();
    bench.fake.records.delete(gone.callback.vendorId);
    expect(await errorsOf(bench.adapter.cancel(gone, options))).toMatchObject([{ code: "NOT_FOUND", field: ["id"] }]);
    const other = await existing({ _service_name: "other" });
    expect(await errorsOf(bench.adapter.cancel(other, options))).toMatchObject([
      { code: "INVALID_INPUT", field: ["id"] },
    ]);
    expect(bench.sent()).toEqual([]);
  });

  it("is not found if the vendor removes it in between", async () => {
    const record = await existing();
    const plan = await bench.adapter.cancel(record, options);
    bench.fake.records.clear();
    expect(await errorsOf(plan.send(options))).toMatchObject([{ code: "NOT_FOUND", field: ["id"] }]);
  });
});
