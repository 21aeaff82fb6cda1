import { describe, expect, it } from "vitest";
import type { CallbackStatus, WallboardRowFragment } from "../../../schema/operations.js";
import { isOverdue } from "../../domain/promise.js";
import { CALLBACK_STATUSES } from "../../domain/status.js";
import type { BoardRow } from "../data/board.js";
import { countdown, dueOf, duration } from "./due.js";
import { createMatch, NO_FILTERS, readFilters, wholeNumber, writeFilters } from "./filters.js";
import { countHours } from "../statistics/hours.js";
import { fieldName, visibleText } from "../labels.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = Date.UTC(2026, 5, 1, 12, 20);

function aRow(
  startsAt: number | null,
  dueAt = startsAt,
  status: CallbackStatus = "SCHEDULED",
  isOverdue = false,
): BoardRow {
  const customer = { name: "Ada", phoneNumber: "+14155550100", phoneNumberRaw: "(415) 555-0100" };
  const callback = { status, timing: "ASAP", customer, source: { name: "north" }, isOverdue } as WallboardRowFragment;
  return { callback, startsAt, endsAt: startsAt, dueAt, changedAt: null };
}

describe("a callback's time", () => {
  it.each([
    ["untimed", aRow(null), "as soon as possible"],
    ["later", aRow(NOW + 3 * HOUR), "in 3 h 0 min"],
    ["soon", aRow(NOW + 5 * MINUTE), "in 5 min 00 s"],
    ["now", aRow(NOW - HOUR, NOW + 20 * MINUTE), "20 min left"],
    ["overdue", aRow(NOW - HOUR, NOW - 12 * MINUTE), "12 min late"],
    ["overdue", aRow(NOW - 30_000), "30 s late"],
    ["overdue", aRow(null, NOW - MINUTE), "1 min 00 s late"],
    ["overdue", aRow(NOW - HOUR, NOW - MINUTE, "RETRYING"), "1 min 00 s late"],
    // The API has another clock than the page.
    ["overdue", aRow(NOW - HOUR, NOW + MINUTE, "QUEUED", true), "0 s late"],
    ["now", aRow(NOW - MINUTE, NOW), "since 1 min 00 s"],
    ["now", aRow(NOW - HOUR, NOW - MINUTE, "IN_PROGRESS"), "since 1 h 0 min"],
    ["now", aRow(NOW - HOUR, NOW - MINUTE, "UNKNOWN"), "since 1 h 0 min"],
    ["untimed", aRow(null, NOW + MINUTE), "as soon as possible"],
  ] as const)("is %s", (due, row, text) => {
    expect([dueOf(row, NOW), countdown(row, NOW)]).toEqual([due, text]);
  });

  it("is overdue on the page if the API says so, with any status and time", () => {
    const statuses = Object.keys(CALLBACK_STATUSES) as CallbackStatus[];
    for (const status of statuses) {
      for (const dueAt of [null, NOW - 1, NOW, NOW + 1]) {
        const isLate = isOverdue(status, dueAt, NOW);
        expect(dueOf(aRow(NOW - HOUR, dueAt, status), NOW) === "overdue").toBe(isLate);
      }
    }
  });

  it("is shown in two units at most", () => {
    expect([59_999, 9 * MINUTE + 5000, 10 * MINUTE, 26 * HOUR].map(duration)).toEqual([
      "59 s",
      "9 min 05 s",
      "10 min",
      "1 d 2 h",
    ]);
  });

  it("is counted by the viewer's local hours, also in zones with half hours", () => {
    const rows = [aRow(NOW - 40 * HOUR), aRow(NOW + MINUTE), aRow(NOW + 40 * HOUR)];
    const hours = countHours(rows, NOW, 5.5 * HOUR);
    expect(hours).toHaveLength(24);
    expect(hours[0]).toMatchObject({ overdue: 1, open: 0 });
    expect(hours.filter(({ open }) => open > 0)).toEqual([{ at: Date.UTC(2026, 5, 1, 11, 30), overdue: 0, open: 1 }]);
  });
});

describe("a filter", () => {
  it("goes into an address and comes back, and leaves the rest of it alone", () => {
    const filters = { ...NO_FILTERS, source: "north", status: "QUEUED" as const, number: "+1 415" };
    const written = writeFilters(filters, new URLSearchParams("callback=x&agent=y"));
    expect(readFilters(written)).toEqual(filters);
    expect(written.get("callback")).toBe("x");
    expect(readFilters(new URLSearchParams("status=ENDED&source="))).toEqual(NO_FILTERS);
  });

  it("finds a number by any part of it, however it is written", () => {
    const find = (number: string): boolean => createMatch({ ...NO_FILTERS, number })(aRow(NOW));
    expect(["0100", "+1 (415)", "555-01"].map(find)).toEqual([true, true, true]);
    expect(find("0199")).toBe(false);
  });

  it("queries vendors only for a complete number", () => {
    expect(["+1 (415) 555-0100", "0100", "+1"].map(wholeNumber)).toEqual(["+14155550100", null, null]);
  });
});

describe("a text", () => {
  it("is called hidden if the viewer may not see it, with the remaining digits of a number", () => {
    expect([visibleText("***"), visibleText("***00"), visibleText("Ada"), visibleText(null)]).toEqual([
      "hidden",
      "hidden 00",
      "Ada",
      null,
    ]);
    expect(fieldName("queueId")).toBe("Queue id");
  });
});
