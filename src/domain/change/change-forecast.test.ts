import { describe, expect, it } from "vitest";
import { anObservation, rememberedAfter } from "../../../test/support/observations.js";
import { detectObserved } from "./change.js";
import { instantWindow } from "../time/window.js";

describe("a forecast", () => {
  const estimate = (callAt: number, waitlistPosition: number | null) => ({
    estimate: { callAt, waitMs: callAt, waitlistPosition },
    nextAttemptAt: callAt,
  });

  it("is stored and not published when it moves", () => {
    const known = rememberedAfter(anObservation(50, { timing: "ASAP", ...estimate(500, 3) }));
    const detection = detectObserved(known, {
      ...anObservation(60, { timing: "ASAP", ...estimate(520, 2) }),
      vendorRecord: { id: "1", estimated_for: "520" },
    });
    expect(detection?.change).toBeNull();
    expect(detection?.remembered.callback.estimate).toEqual({ callAt: 520, waitMs: 520, waitlistPosition: 2 });
    expect(detection?.remembered.vendorRecord).toEqual({ id: "1", estimated_for: "520" });
  });

  it("is named beside another published change when it moves", () => {
    const known = rememberedAfter(anObservation(50, { timing: "ASAP", ...estimate(500, 3) }));
    const detection = detectObserved(known, anObservation(60, { timing: "ASAP", ...estimate(520, 2), reason: "bill" }));
    expect(detection?.change).toMatchObject({
      kind: "UPDATED",
      changedFields: ["nextAttemptAt", "reason", "estimate"],
    });
  });

  it("does not include the next attempt in a window: its change is published", () => {
    const window = instantWindow(500, 900, null);
    const known = rememberedAfter(anObservation(50, { window, nextAttemptAt: 500 }));
    const detection = detectObserved(known, anObservation(60, { window, nextAttemptAt: 700 }));
    expect(detection?.change).toMatchObject({ kind: "UPDATED", changedFields: ["nextAttemptAt"] });
  });

  it("is an appointment if the customer chose a time: its change is published", () => {
    const at = (start: number) => ({ timing: "SCHEDULED" as const, window: instantWindow(start, null, null) });
    const known = rememberedAfter(anObservation(50, { ...at(500), ...estimate(500, null) }));
    const detection = detectObserved(known, anObservation(60, { ...at(900), ...estimate(900, null) }));
    expect(detection?.change?.changedFields).toEqual(["window", "nextAttemptAt", "estimate"]);
  });
});
