import { describe, expect, it } from "vitest";
import { createTimes } from "./times.js";
import { createPlural } from "./words/plural.js";

const AT = Date.UTC(2026, 10, 24, 13, 5, 9);
const DAY = 86_400_000;
const MINUTE = 60_000;
const words = { today: "Heute", tomorrow: "Morgen", yesterday: "Gestern" };
const american = createTimes({ timeZone: "America/New_York", locale: "en-US", hour12: true, words });
const german = createTimes({ timeZone: "Europe/Berlin", locale: "de-DE", hour12: false, words });

describe("times", () => {
  it("are written by the locale and the clock, without seconds in dates", () => {
    expect([american, german].map((times) => times.clock(AT).replaceAll("\u202f", " "))).toEqual(["8:05 AM", "14:05"]);
    expect(american.full(AT).replaceAll("\u202f", " ")).toBe("Tue, Nov 24, 8:05 AM");
    expect(german.full(AT)).toBe("Di., 24. Nov., 14:05");
    expect([german.date(AT), german.time(AT), american.time(AT)]).toEqual(["2026-11-24", "14:05", "08:05"]);
  });

  it("name days near to now", () => {
    const days = [AT - DAY, AT, AT + DAY, AT + 2 * DAY].map((at) => german.day(at, AT));
    expect(days).toEqual(["Gestern", "Heute", "Morgen", "Do., 26. Nov."]);
  });

  it("are durations of two units at most, by the locale", () => {
    const durations = [59_999, 9 * MINUTE + 5000, 10 * MINUTE, 26 * 60 * MINUTE];
    expect(durations.map((ms) => american.duration(ms))).toEqual(["59s", "9m 5s", "10m", "1d 2h"]);
    expect(german.duration(-1)).toBe("0 Sek.");
  });
});

describe("a number with its noun", () => {
  it("follows the plural rules and separators of the language", () => {
    const forms = { one: "Änderung", other: "Änderungen" };
    expect([0, 1, 1234].map((count) => createPlural("de")(count, forms))).toEqual([
      "0 Änderungen",
      "1 Änderung",
      "1.234 Änderungen",
    ]);
  });
});
