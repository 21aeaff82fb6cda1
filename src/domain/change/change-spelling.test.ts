import { describe, expect, it } from "vitest";
import { anObservation, rememberedAfter, requestedAt } from "../../../test/support/observations.js";
import type { Callback } from "../callback.js";
import { detectObserved } from "./change.js";
import type { JsonObject } from "../../lib/json.js";
import { reportedStatus } from "../status.js";
import { localWindow } from "../time/window.js";

describe("a callback that is observed again", () => {
  it.each<[string, JsonObject, JsonObject]>([
    ["a list in another order", { teams: [{ id: "a" }, { id: "b" }] }, { teams: [{ id: "b" }, { id: "a" }] }],
    ["an instant in another form", { at: "2026-12-01T09:00:00Z" }, { at: "2026-12-01T10:00:00.000+01" }],
    ["a number as text", { count: 3 }, { count: "3" }],
    ["nothing for an empty text", { note: "" }, {}],
    ["other links", { _links: { self: "/1" } }, { _links: { self: "/1?token=2" } }],
  ])("with %s in the vendor's own record has not changed, and is remembered", (_, before, after) => {
    const known = rememberedAfter({ ...anObservation(50), vendorRecord: before });
    const detection = detectObserved(known, { ...anObservation(60), vendorRecord: after });
    expect(detection).toEqual({ remembered: { ...known, ...requestedAt(60), vendorRecord: after }, change: null });
  });

  it("is unchanged if only volatile fields differ", () => {
    const known = rememberedAfter({ ...anObservation(50), vendorRecord: { id: "1", position: 3 } });
    const seen = { ...anObservation(60), vendorRecord: { id: "1", position: 2 }, comparable: () => "1" };
    expect(detectObserved(known, seen)?.change).toBeNull();
    expect(detectObserved(known, { ...seen, comparable: JSON.stringify })?.change).toMatchObject({ kind: "UPDATED" });
  });

  it.each<[string, Partial<Callback>, Partial<Callback>]>([
    ["the status's word", reportedStatus("QUEUED", "In Progress"), reportedStatus("QUEUED", "IN_PROGRESS")],
    ["CANCELED", reportedStatus("CANCELED", "CANCELED"), reportedStatus("CANCELED", "cancelled")],
    [
      "the outcome's word",
      { outcome: { category: "REACHED", code: null, label: "SUCCESS" } },
      { outcome: { category: "REACHED", code: null, label: "Success" } },
    ],
    [
      "the origin's word",
      { origin: { category: "WEB", vendorOrigin: "web" } },
      { origin: { category: "WEB", vendorOrigin: "Web" } },
    ],
    [
      "local times",
      { window: localWindow({ timeZone: "Europe/Berlin", date: "2026-06-02", startTime: "14:30", endTime: "16:00" }) },
      {
        window: localWindow({
          timeZone: "europe/berlin",
          date: "2026-06-02",
          startTime: "14:30:00",
          endTime: "16:00:00.0",
        }),
      },
    ],
  ])("with another spelling of %s has not changed", (_, before, after) => {
    expect(detectObserved(rememberedAfter(anObservation(50, before)), anObservation(60, after))?.change).toBeNull();
  });
});
