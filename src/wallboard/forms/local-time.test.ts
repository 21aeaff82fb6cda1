import { expect, it } from "vitest";
import { parseTime } from "./local-time.js";

it.each([
  ["14:30", "14:30"],
  ["9.15", "09:15"],
  ["2:30 PM", "14:30"],
  ["2:30\u202fPM", "14:30"],
  ["12:05 am", "00:05"],
  ["12 p.m.", "12:00"],
  ["7", "07:00"],
  ["noon", "noon"],
])("reads %j as %s", (text, time) => {
  expect(parseTime(text)).toBe(time);
});
