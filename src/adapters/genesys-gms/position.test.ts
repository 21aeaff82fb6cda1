import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { JsonObject } from "../../lib/json.js";
import { NOW, NUMBER, openGms, options, START, type GmsBench } from "../../../test/support/gms.js";

let bench: GmsBench;
beforeEach(async () => {
  bench = await openGms();
});
afterEach(() => bench.close());

const add = (start: number, fields: JsonObject = {}): string => {
  const id = bench.fake.add({ phoneNumber: NUMBER, start });
  bench.fake.records.set(id, { ...bench.fake.records.get(id), ...fields });
  return id;
};
const paths = (): string[] => bench.fake.log.map(({ path }) => path.replace("/genesys/1/", "").replace(/\?.*/u, ""));

describe("a callback that waits in a queue", () => {
  it("has its position and waiting time for a client that requests it by its id", async () => {
    add(NOW, { _callback_state: "QUEUED" });
    const id = add(NOW, { _callback_state: "QUEUED" });
    const { adapter } = bench;
    const page = await adapter.get(id, options);
    expect(page?.observations[0]?.callback.estimate).toEqual({ callAt: null, waitMs: 90_000, waitlistPosition: 2 });
    expect(page?.observations[0]?.vendorRecord).toEqual(bench.fake.records.get(id));
    expect(paths()).toEqual(["service/callback", `service/${id}/check-queue-position`]);
    bench.fake.log.length = 0;
    const background = await adapter.get(id, { ...options, priority: "background" });
    expect([background?.observations[0]?.callback.estimate, bench.fake.log.length]).toEqual([null, 1]);
  });

  it("has them by its number, too, unless the number has another one in a queue", async () => {
    add(START);
    const id = add(NOW, { _callback_state: "QUEUED" });
    const estimates = async (): Promise<unknown[]> =>
      ((await bench.adapter.findByPhoneNumber(NUMBER, options))?.observations ?? []).map(
        ({ callback }) => callback.estimate,
      );
    expect(await estimates()).toEqual([null, { callAt: null, waitMs: 45_000, waitlistPosition: 1 }]);
    expect(paths()).toEqual(["service/callback", `service/${id}/check-queue-position`]);
    add(NOW, { _callback_state: "QUEUED" });
    expect(await estimates()).toEqual([null, null, null]);
  });

  it.each(["SCHEDULED", "ROUTING", "PROCESSING", "COMPLETED"])(
    "no more, or not yet, has no position: %s",
    async (state) => {
      const id = add(NOW, { _callback_state: state });
      expect((await bench.adapter.get(id, options))?.observations[0]?.callback.estimate).toBeNull();
      expect(bench.fake.log).toHaveLength(1);
    },
  );

  it.each([
    ["its session has ended", { kind: "status", status: 500 }],
    ["the position is not JSON", { kind: "not-json" }],
    ["the connection is cut", { kind: "cut" }],
  ] as const)("is returned without a position if %s", async (_, fault) => {
    const id = add(NOW, { _callback_state: "QUEUED" });
    bench.fake.fault = { ...fault, match: ({ path }) => path.includes("check-queue-position") };
    const page = await bench.adapter.get(id, options);
    expect(page?.observations[0]?.callback).toMatchObject({ vendorId: id, estimate: null });
  });

  it("does not open the breaker by the vendor's 500 for a position", async () => {
    const id = add(NOW, { _callback_state: "QUEUED" });
    bench.fake.fault = { kind: "status", status: 500, match: ({ path }) => path.includes("check-queue-position") };
    const adapter = bench.adapter;
    for (let count = 0; count < 3; count += 1) await adapter.get(id, options);
    expect(adapter.condition().isBroken).toBe(false);
  });
});
