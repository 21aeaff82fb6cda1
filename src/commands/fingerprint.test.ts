import { describe, expect, it } from "vitest";
import { NO_CUSTOMER } from "../domain/callback.js";
import { reportedStatus } from "../domain/status.js";
import { instantWindow } from "../domain/time/window.js";
import { aCallback } from "../../test/support/observations.js";
import { cancelFingerprint, fingerprintsOf, rescheduleFingerprint, scheduleFingerprint } from "./fingerprint.js";

const NUMBER = "+14155550177";
const window = instantWindow(1000, 2000, null);
const customer = { ...NO_CUSTOMER, phoneNumber: NUMBER, phoneNumberRaw: "(415) 555-0177" };

describe("a callback is recognised as the result of a command", () => {
  it("by its number and its time", () => {
    const prints = fingerprintsOf(aCallback({ customer, window, timing: "SCHEDULED" }));
    expect(prints).toContain(scheduleFingerprint(NUMBER, 1000));
    expect(prints).not.toContain(scheduleFingerprint(NUMBER, 1001));
    expect(prints).not.toContain(scheduleFingerprint("+14155550178", 1000));
    expect(prints).not.toContain(scheduleFingerprint(NUMBER, null));
  });

  it("by its number alone if it was requested as soon as possible", () => {
    const prints = fingerprintsOf(aCallback({ customer, window, timing: "ASAP" }));
    expect(prints).toContain(scheduleFingerprint(NUMBER, null));
    expect(prints).not.toContain(scheduleFingerprint(NUMBER, 1000));
  });

  it("by the number as the vendor stores it, if it belongs to no country", () => {
    const raw = { ...NO_CUSTOMER, phoneNumberRaw: NUMBER };
    expect(fingerprintsOf(aCallback({ customer: raw, window }))).toContain(scheduleFingerprint(NUMBER, 1000));
  });

  it("by its new time, and by its end and its agent if these were requested", () => {
    const agent = { agentId: "a1", type: "SPECIFIC_AGENT", exclusive: null, assignedAt: null } as const;
    const prints = fingerprintsOf(aCallback({ window, assignment: agent }));
    const command = (end: number | null, agentId: string | null): string =>
      rescheduleFingerprint("1", { window: instantWindow(1000, end, null), agentId });
    for (const fitting of [command(null, null), command(2000, null), command(null, "a1"), command(2000, "a1")]) {
      expect(prints).toContain(fitting);
    }
    for (const other of [
      command(3000, null),
      command(null, "a2"),
      rescheduleFingerprint("2", { window, agentId: null }),
    ]) {
      expect(prints).not.toContain(other);
    }
  });

  it("by its cancellation, by any actor", () => {
    expect(fingerprintsOf(aCallback(reportedStatus("CANCELED", "x")))).toContain(cancelFingerprint("1"));
    expect(fingerprintsOf(aCallback(reportedStatus("COMPLETED", "x")))).not.toContain(cancelFingerprint("1"));
  });

  it("never by nothing: without number and time it fits no command", () => {
    expect(fingerprintsOf(aCallback())).toEqual([]);
  });
});
