import { describe, expect, it } from "vitest";
import { CommandRejected, userError } from "../domain/user-error.js";
import type { WindowRequest } from "./commands.js";
import { planWithWindow, textOfWindow, toWindow } from "./window.js";

const NOTHING: WindowRequest = {
  start: null,
  end: null,
  localDate: null,
  localStart: null,
  localEnd: null,
  timeZone: null,
};
const at = (text: string): number => Date.parse(text);

function refusalOf(request: Partial<WindowRequest>): readonly (readonly string[] | null)[] {
  try {
    toWindow({ ...NOTHING, ...request });
  } catch (error) {
    if (error instanceof CommandRejected) return error.errors.map(({ field }) => field);
    throw error;
  }
  return [];
}

describe("the window that a client means", () => {
  it("by instants is unchanged, with the local times of the zone", () => {
    const [start, end] = [at("2026-06-02T14:00:00Z"), at("2026-06-02T15:00:00Z")];
    expect(toWindow({ ...NOTHING, start, end, timeZone: "America/New_York" })).toMatchObject({
      start,
      end,
      localDate: "2026-06-02",
      localStart: "10:00:00",
      localEnd: "11:00:00",
    });
  });

  it("by local times becomes instants, and may end after midnight", () => {
    const local = { localDate: "2026-06-02", localStart: "23:30", localEnd: "00:30", timeZone: "Europe/Berlin" };
    expect(toWindow({ ...NOTHING, ...local })).toMatchObject({
      start: at("2026-06-02T21:30:00Z"),
      end: at("2026-06-02T22:30:00Z"),
    });
  });

  it("by a local time that comes twice is the first of the two", () => {
    const local = { localDate: "2026-10-25", localStart: "02:30", timeZone: "Europe/Berlin" };
    expect(toWindow({ ...NOTHING, ...local })).toMatchObject({
      start: at("2026-10-25T00:30:00Z"),
      dstAdjustment: "FIRST_OCCURRENCE",
    });
  });

  it.each([
    [{ start: 0, localDate: "2026-06-02" }, ["window"]],
    [{ end: 0, localStart: "10:00" }, ["window"]],
    [{}, ["window", "start"]],
    [{ end: 5 }, ["window", "start"]],
    [{ timeZone: "Europe/Berlin" }, ["window", "start"]],
    [{ localStart: "10:00", timeZone: "Europe/Berlin" }, ["window", "localDate"]],
    [{ localDate: "2026-06-02", timeZone: "Europe/Berlin" }, ["window", "localStart"]],
    [{ localDate: "2026-06-02", localStart: "10:00" }, ["window", "timeZone"]],
    [{ localDate: "2026-02-30", localStart: "10:00", timeZone: "Europe/Berlin" }, ["window", "localDate"]],
    [{ localDate: "2026-06-02", localStart: "25:00", timeZone: "Europe/Berlin" }, ["window", "localStart"]],
    [
      { localDate: "2026-06-02", localStart: "10:00", localEnd: "24:30", timeZone: "Europe/Berlin" },
      ["window", "localEnd"],
    ],
    [{ localDate: "2026-06-02", localStart: "10:00", timeZone: "Mars/Phobos" }, ["window", "timeZone"]],
    // Skipped by the clock: the start, the end, both (the start comes first), the end on the next day, by half an hour.
    [{ localDate: "2026-03-29", localStart: "02:30", timeZone: "Europe/Berlin" }, ["window", "localStart"]],
    [
      { localDate: "2027-03-14", localStart: "01:00", localEnd: "02:30", timeZone: "America/New_York" },
      ["window", "localEnd"],
    ],
    [
      { localDate: "2027-03-14", localStart: "02:15", localEnd: "02:45", timeZone: "America/New_York" },
      ["window", "localStart"],
    ],
    [
      { localDate: "2027-03-14", localStart: "02:15", localEnd: "04:00", timeZone: "America/New_York" },
      ["window", "localStart"],
    ],
    [
      { localDate: "2027-03-13", localStart: "23:00", localEnd: "02:00:30", timeZone: "America/New_York" },
      ["window", "localEnd"],
    ],
    [
      { localDate: "2026-10-04", localStart: "01:45", localEnd: "02:15", timeZone: "Australia/Lord_Howe" },
      ["window", "localEnd"],
    ],
    [
      { localDate: "2026-03-07", localStart: "23:00", localEnd: "00:30", timeZone: "America/Havana" },
      ["window", "localEnd"],
    ],
    [{ start: 5, end: 5 }, ["window", "end"]],
  ])("is rejected in %j", (request, field) => {
    expect(refusalOf(request)).toEqual([field]);
  });

  it.each([
    ["01:00", "02:00"],
    ["01:00", "03:00"],
    ["00:30", "01:59"],
  ])("may end as the clock is moved, or after it: from %s to %s", (localStart, localEnd) => {
    const local = { localDate: "2027-03-14", localStart, localEnd, timeZone: "America/New_York" };
    expect(refusalOf(local)).toEqual(localEnd === "02:00" ? [["window", "localEnd"]] : []);
  });

  it("is named by the client's local fields in errors of the vendor's rules, before and after the write", async () => {
    const refusing = (side: string) => (): Promise<never> => {
      const error = userError("INVALID_INPUT", `window.${side} is wrong`, "window", side);
      return Promise.reject(new CommandRejected([error, userError("INVALID_INPUT", "reason is wrong", "reason")]));
    };
    const fieldsOf = async (run: Promise<unknown>): Promise<unknown> =>
      run.then(
        () => [],
        (error: CommandRejected) => error.errors.map(({ field, message }) => [field, message]),
      );
    const local = { ...NOTHING, localDate: "2026-06-02", localStart: "10:00", timeZone: "Europe/Berlin" };
    const instants = { ...NOTHING, start: 0 };
    const other = [["reason"], "reason is wrong"];
    const expected = [[["window", "localEnd"], "window.localEnd is wrong"], other];
    expect(await fieldsOf(planWithWindow(local, refusing("end")))).toEqual(expected);
    const planned = await planWithWindow(local, () => Promise.resolve({ send: refusing("end") }));
    expect(await fieldsOf(planned.send({ signal: new AbortController().signal }))).toEqual(expected);
    const asGiven = [[["window", "start"], "window.start is wrong"], other];
    expect(await fieldsOf(planWithWindow(instants, refusing("start")))).toEqual(asGiven);
    expect(await fieldsOf(planWithWindow(null, refusing("start")))).toEqual(asGiven);
  });

  it("is recorded in the audit as requested", () => {
    expect(textOfWindow(null)).toBe("as soon as possible");
    expect(textOfWindow({ ...NOTHING, start: 0, timeZone: "UTC" })).toBe("1970-01-01T00:00:00.000Z UTC");
    expect(textOfWindow({ ...NOTHING, localDate: "2026-06-02", localStart: "10:00" })).toBe("2026-06-02 10:00");
  });
});
