import { describe, expect, it } from "vitest";
import { execute } from "../../../test/support/execute.js";
import { aSource, NOW, stubLoaders } from "../../../test/support/stub-loaders.js";
import type { Callback } from "../../domain/callback.js";
import { encodeId } from "../../domain/id.js";
import { reportedStatus } from "../../domain/status.js";
import { instantWindow } from "../../domain/time/window.js";

const HOUR = 3_600_000;
const id = encodeId("Callback", "north", "1");
const one = (selection: string): string => `query ($id: ID!) { callback(id: $id) { ${selection} } }`;
const show = async (fields: Partial<Callback>, selection: string): Promise<unknown> =>
  (await execute<{ callback: unknown }>(one(selection), stubLoaders({ rows: [{ fields }] }), { id })).data.callback;

describe("a callback", () => {
  it("is DERIVED and not open if it has ended without a report of the vendor", async () => {
    const selection = "status statusBasis vendorStatus isOpen nextAttemptAt dueAt isOverdue";
    const window = instantWindow(NOW - HOUR, NOW, null);
    const fields = { ...reportedStatus("UNKNOWN", "frob"), window, nextAttemptAt: NOW };
    expect(await show(fields, selection)).toEqual({
      status: "ENDED",
      statusBasis: "DERIVED",
      vendorStatus: "frob",
      isOpen: false,
      nextAttemptAt: null,
      dueAt: "2026-06-01T12:00:00.000Z",
      isOverdue: false,
    });
    expect(await show({ ...fields, ...reportedStatus("ENDED", "9-FINAL") }, selection)).toMatchObject({
      status: "ENDED",
      statusBasis: "REPORTED",
    });
  });

  it("is overdue by the promise of its source", async () => {
    const fields = { ...reportedStatus("QUEUED", "Q"), window: instantWindow(NOW - 60_000, null, null) };
    for (const [graceMs, isLate] of [
      [undefined, false],
      [60_000, false],
      [59_999, true],
      [0, true],
    ] as const) {
      const promise = graceMs === undefined ? {} : { promise: { graceMs, asapMs: null } };
      const loaders = stubLoaders({ rows: [{ fields }], sources: [aSource("north", "ACME", promise)] });
      const { data } = await execute(one("dueAt isOverdue"), loaders, { id });
      const dueAt = new Date(NOW - 60_000 + (graceMs ?? 900_000)).toISOString();
      expect(data).toEqual({ callback: { dueAt, isOverdue: isLate } });
    }
  });
});
