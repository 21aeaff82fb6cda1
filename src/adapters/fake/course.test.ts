import { expect, it } from "vitest";
import type { JsonObject } from "../../lib/json.js";
import { createCourse } from "./course.js";

/** Each step lasts ten, and there are three. */
function threeSteps(record: JsonObject, at: number): { record: JsonObject; nextAt: number | null } {
  const steps = [...(record["steps"] as number[]), at];
  return { record: { steps }, nextAt: steps.length === 3 ? null : at + 10 };
}

it("a course takes every step at its own moment, however seldom it is moved", () => {
  const often = new Map<string, JsonObject>([["a", { steps: [] }]]);
  const seldom = new Map(often);
  const [stepwise, atOnce] = [createCourse(often, threeSteps), createCourse(seldom, threeSteps)];
  for (const course of [stepwise, atOnce]) course.start("a", 5);
  for (let now = 0; now <= 100; now += 1) stepwise.moveTo(now);
  atOnce.moveTo(100);
  expect(often.get("a")).toEqual({ steps: [5, 15, 25] });
  expect(seldom).toEqual(often);
  expect([stepwise.entries(), atOnce.entries()]).toEqual([[], []]);
});

it("changes only callbacks that are due, not stopped and not removed", () => {
  const records = new Map<string, JsonObject>(["a", "b", "c"].map((id) => [id, { steps: [] }]));
  const course = createCourse(records, threeSteps);
  for (const id of ["a", "b", "c"]) course.start(id, 5);
  course.moveTo(4);
  course.stop("b");
  records.delete("c");
  course.moveTo(15);
  expect([...records]).toEqual([
    ["a", { steps: [5, 15] }],
    ["b", { steps: [] }],
  ]);
  expect(course.entries()).toEqual([["a", 25]]);
});
