import fc from "fast-check";
import { parse } from "graphql";
import { describe, expect, it } from "vitest";
import { countCharacters, declaredOnly } from "./operation-variables.js";

const limits = { maxVariableValues: 1_000_000, maxVariableCharacters: 1_000_000 };

describe("the variables of an operation", () => {
  it.each([
    ["query ($a: Int, $b: Int) { x }", null, { b: 2, c: 3, a: 1 }, { a: 1, b: 2 }],
    ["query ($a: Int) { x }", null, { a: null, b: "unused" }, { a: null }],
    ["query ($a: Int) { x }", null, { b: "unused" }, {}],
    ["{ x }", null, { a: 1 }, null],
    ["query ($a: Int) { x }", null, null, null],
    ["query A ($a: Int) { x } query B ($b: Int) { x }", "B", { a: 1, b: 2 }, { b: 2 }],
    ["query ($toString: Int, $constructor: Int) { x }", null, {}, {}],
  ])("are the declared ones of %s (%s)", (text, name, given, expected) => {
    const found = declaredOnly(parse(text), name, given);
    expect(found).toEqual(expected);
    expect(Object.keys(found ?? {})).toEqual(Object.keys(expected ?? {}));
  });

  it.each(["1e400", "[-1e400]", '{"a":{"b":1e309}}'])("hold no number that is out of range: %s", (value) => {
    const variables: unknown = JSON.parse(`{"x":${value}}`);
    expect(() => countCharacters(variables, limits)).toThrow("variables: a number is out of range");
  });

  it("count every character of texts and names, however deep they are", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue()), (variables) => {
        const plain = JSON.parse(JSON.stringify(variables)) as Record<string, unknown>;
        let expected = 0;
        JSON.stringify(plain, (_, value: unknown) => {
          if (typeof value === "string") expected += value.length;
          if (typeof value === "object" && value !== null && !Array.isArray(value)) {
            expected += Object.keys(value).join("").length;
          }
          return value;
        });
        expect(countCharacters(plain, limits)).toBe(expected);
      }),
      { seed: 3, numRuns: 300 },
    );
  });

  it.each([[undefined], [null], [3], [true], [[]]])("are none if none are declared (%s)", (given) => {
    expect(countCharacters(given, limits)).toBe(0);
  });
});
