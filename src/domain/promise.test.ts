import { describe, expect, it } from "vitest";
import { aCallback } from "../../test/support/observations.js";
import type { Callback } from "./callback.js";
import { DEFAULT_PROMISE, isOverdue, promiseDueAt, WAITING_STATUSES, type PromiseSettings } from "./promise.js";
import { CALLBACK_STATUSES, type CallbackStatus } from "./status.js";
import { instantWindow } from "./time/window.js";

const START = Date.UTC(2026, 5, 1, 12);
const MINUTE = 60_000;
const windowed = { window: instantWindow(START, START + 60 * MINUTE, null) };
const endless = { window: instantWindow(START, null, null) };
const created = { createdAt: START - 5 * MINUTE };
const tenMinutes: PromiseSettings = { graceMs: 5 * MINUTE, asapMs: 10 * MINUTE };
const LAST = Date.parse("9999-12-31T23:59:59.999Z");

describe("when a promise breaks", () => {
  it.each<[string, Partial<Callback>, PromiseSettings, number | null]>([
    ["at the end of the window", windowed, DEFAULT_PROMISE, START + 60 * MINUTE],
    ["at the end, whatever the settings", windowed, tenMinutes, START + 60 * MINUTE],
    [
      "at the end, also as soon as possible",
      { ...windowed, ...created, timing: "ASAP" },
      tenMinutes,
      START + 60 * MINUTE,
    ],
    ["15 minutes after the start of a window without an end", endless, DEFAULT_PROMISE, START + 15 * MINUTE],
    ["as long after the start as the settings say", endless, tenMinutes, START + 5 * MINUTE],
    ["at the start itself where they say 0", endless, { graceMs: 0, asapMs: null }, START],
    ["after a SCHEDULED start", { ...endless, timing: "SCHEDULED" }, DEFAULT_PROMISE, START + 15 * MINUTE],
    ["never without a window", created, tenMinutes, null],
    ["never as soon as possible by default", { ...created, timing: "ASAP" }, DEFAULT_PROMISE, null],
    ["after the creation, as soon as possible", { ...created, timing: "ASAP" }, tenMinutes, START + 5 * MINUTE],
    ["at once where that is 0", { ...created, timing: "ASAP" }, { graceMs: 1, asapMs: 0 }, START - 5 * MINUTE],
    ["never as soon as possible without a creation", { timing: "ASAP" }, tenMinutes, null],
    ["by the creation, not by a start", { ...endless, ...created, timing: "ASAP" }, tenMinutes, START + 5 * MINUTE],
    ["never beyond the year 9999", { window: instantWindow(LAST, null, null) }, DEFAULT_PROMISE, null],
  ])("%s", (_, fields, settings, dueAt) => {
    expect(promiseDueAt(aCallback(fields), settings)).toBe(dueAt);
  });
});

describe("overdue", () => {
  it("is a waiting callback after its dueAt, not at it", () => {
    const statuses = Object.keys(CALLBACK_STATUSES) as CallbackStatus[];
    const overdue = statuses.filter((status) => isOverdue(status, 100, 101));
    expect(overdue.toSorted()).toEqual(["QUEUED", "RETRYING", "SCHEDULED"]);
    expect(overdue.toSorted()).toEqual([...WAITING_STATUSES].toSorted());
    for (const status of statuses) {
      expect([isOverdue(status, 100, 100), isOverdue(status, 100, 99), isOverdue(status, null, 101)]).toEqual([
        false,
        false,
        false,
      ]);
    }
  });
});
