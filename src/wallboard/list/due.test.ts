import { describe, expect, it } from "vitest";
import type { WallboardRowFragment } from "../../../schema/operations.js";
import { createTimes } from "../times.js";
import { english } from "../words/english.js";
import { countdown, urgencyOf } from "./due.js";
import type { ListRow } from "./row-pages.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = Date.UTC(2026, 5, 1, 12, 20);
const times = createTimes({ timeZone: "UTC", locale: "en", hour12: false, words: english.shell });

interface Given {
  readonly startsAt?: number | null;
  readonly dueAt?: number | null;
  readonly isOverdue?: boolean;
  readonly isOpen?: boolean;
}

function aRow({ startsAt = null, dueAt = startsAt, isOverdue = false, isOpen = true }: Given): ListRow {
  const callback = { status: "SCHEDULED", timing: "ASAP", isOverdue, isOpen } as WallboardRowFragment;
  return { callback, duplicates: [], startsAt, endsAt: startsAt, dueAt, changedAt: null };
}

describe("a callback's time", () => {
  it.each([
    ["untimed", {}, "as soon as possible"],
    ["later", { startsAt: NOW + 3 * HOUR }, "in 3h 0m"],
    ["soon", { startsAt: NOW + 5 * MINUTE }, "in 5m 0s"],
    ["now", { startsAt: NOW - HOUR, dueAt: NOW + 20 * MINUTE }, "20m left"],
    ["overdue", { startsAt: NOW - HOUR, dueAt: NOW - 12 * MINUTE, isOverdue: true }, "12m late"],
    // Whether it is overdue is what the API says: the page computes none of it.
    ["now", { startsAt: NOW - HOUR, dueAt: NOW - MINUTE }, "since 1h 0m"],
    ["overdue", { startsAt: NOW - HOUR, dueAt: NOW + MINUTE, isOverdue: true }, "0s late"],
    ["now", { startsAt: NOW - HOUR, isOpen: false }, "ended"],
  ] as const)("is %s", (urgency, given, text) => {
    const row = aRow(given);
    expect([urgencyOf(row, NOW), countdown(row, NOW, times, english)]).toEqual([urgency, text]);
  });
});
