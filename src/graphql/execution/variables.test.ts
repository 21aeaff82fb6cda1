import { parse } from "graphql";
import { describe, expect, it } from "vitest";
import { belowRoot } from "./variables.js";

const VARIABLES = { a: 1, b: 2 };

describe("the variables below the root", () => {
  it.each([
    ["an argument of a root field is none", "subscription ($a: Int, $b: Int) { told(x: $a, y: { z: $b }) { id } }", {}],
    ["an argument further down", "subscription ($a: Int, $b: Int) { told(x: $a) { more(x: $b) } }", { b: 2 }],
    [
      "a directive of a root field",
      "subscription ($a: Int, $b: Boolean) { told(x: $a) @skip(if: $b) { id } }",
      { b: 2 },
    ],
    [
      "a fragment",
      "subscription ($a: Int, $b: Int) { told(x: $a) { ...F } } fragment F on T { more(x: $b) }",
      { b: 2 },
    ],
    ["a root field in a fragment", "subscription ($a: Int, $b: Int) { ... { told(x: $a) { id } } }", { a: 1 }],
  ])("%s", (_, text, expected) => {
    expect(belowRoot(parse(text), VARIABLES)).toEqual(expected);
  });

  it("are none where none are given", () => {
    expect(belowRoot(parse("subscription { told { id } }"), null)).toEqual({});
  });
});
