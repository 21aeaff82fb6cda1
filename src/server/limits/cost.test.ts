import { GraphQLError, parse, validate } from "graphql";
import { describe, expect, it } from "vitest";
import { aSchema } from "../../../test/support/serve-stub.js";
import { createCostEstimator, type Variables } from "./cost.js";

const schema = aSchema();
const LIMIT = 1_000_000;

/** The costs of an operation with each of these variables. */
function costOf(text: string, ...given: readonly Variables[]): (number | readonly string[])[] {
  const document = parse(text);
  expect(validate(schema, document)).toEqual([]);
  const estimator = createCostEstimator(schema, { limit: LIMIT });
  return given.map((variables) => {
    const cost = estimator.estimate(estimator.plan(document), null, variables);
    return "requested" in cost ? cost.requested : cost.map(({ message }) => message);
  });
}

describe("the cost of an operation", () => {
  it.each<readonly [string, string, Variables, number]>([
    ["a field", "{ sources { name } }", {}, 2],
    ["a page of the default length", "{ callbacks { nodes { id } } }", {}, 10 + 50 * 2],
    ["a page that says how long it is", "{ callbacks(first: 3) { nodes { id } } }", {}, 10 + 3 * 2],
    ["a page by a variable", "query ($n: Int) { callbacks(first: $n) { nodes { id } } }", { n: 3 }, 10 + 3 * 2],
    ["a page by a variable that is left out", "query ($n: Int = 3) { callbacks(first: $n) { totalCount } }", {}, 13],
    ["a page by a null", "query ($n: Int = 3) { callbacks(first: $n) { totalCount } }", { n: null }, 60],
    ["what is left out", "query ($v: Boolean!) { sources { name @skip(if: $v) id } }", { v: true }, 2],
    ["what is put in", "query ($v: Boolean!) { sources { name @skip(if: $v) id } }", { v: false }, 3],
    ["the dearest of several types", '{ node(id: "x") { ... on Callback { id status } ... on Agent { id } } }', {}, 12],
    ["an interface's fields for each type", '{ node(id: "x") { id ... on Agent { vendorId } } }', {}, 12],
    [
      "a fragment as often as it is used",
      "{ a: sources { ...F } b: sources { ...F } } fragment F on CallbackSource { id }",
      {},
      4,
    ],
    ["no introspection", "{ __typename __schema { types { name } } }", {}, 0],
    ["things by their ids", '{ nodes(ids: ["x", "y"]) { id } }', {}, 22],
  ])("counts %s", (_, text, variables, expected) => {
    expect(costOf(text, variables)).toEqual([expected]);
  });

  it.each<readonly [string, string, Variables, number]>([
    [
      "an argument that cannot be evaluated, beside others",
      'query ($i: ID = "x") { callback(id: $i) { id } callbacks(first: 100) { nodes { id } } }',
      { i: null },
      11 + 10 + 100 * 2,
    ],
    [
      "a list whose arguments cannot be evaluated: as long as it may be",
      "query ($i: CallbackStatus = QUEUED) { callbacks(first: 1, filter: {statuses: [$i]}) { nodes { id } } }",
      { i: null },
      10 + 100 * 2,
    ],
    ["ids that cannot be evaluated", "query ($i: [ID!] = []) { nodes(ids: $i) { id } }", { i: null }, 100 * 11],
    [
      "a condition that cannot be evaluated: as if it were met",
      "query ($i: Boolean = true) { callbacks(first: 1) @include(if: $i) { nodes { id @skip(if: $i) } } }",
      { i: null },
      12,
    ],
    [
      "a condition that cannot be evaluated around a fragment",
      "query ($i: Boolean = true) { ...F @skip(if: $i) } fragment F on Query { sources { name } }",
      { i: null },
      2,
    ],
  ])("is not less for what is wrong: %s", (_, text, variables, expected) => {
    expect(costOf(text, variables)).toEqual([expected]);
  });

  it("is not less for very many selections in one another", () => {
    const deep = `${"... {".repeat(150)} id ${"}".repeat(150)}`;
    const many = Array.from({ length: 100 }, () => "...F").join(" ");
    const text = `{ sources { ${many} } callbacks(first: 100) { nodes { id } } } fragment F on CallbackSource { ${deep} }`;
    expect(costOf(text, {})).toEqual([1 + 100 + 10 + 200]);
  });

  it("is that of each set of variables, whichever came before", () => {
    const text =
      "query ($n: Int = 3, $s: CallbackStatus = QUEUED) { callbacks(first: $n, filter: {statuses: [$s]}) { totalCount } }";
    const given = [{ n: null }, {}, { n: 5 }, { s: null }, { n: 5, s: null }, { n: 5, s: "QUEUED" }];
    expect(costOf(text, ...given)).toEqual([60, 13, 15, 110, 110, 15]);
  });

  it.each<readonly [string, string, Variables]>([
    ["a text for a number", "query ($n: Int) { callbacks(first: $n) { totalCount } }", { n: "3" }],
    [
      "a number that is none",
      "query ($n: Int) { callbacks(first: $n) { totalCount } }",
      { n: Number.POSITIVE_INFINITY },
    ],
    ["a null that is not allowed", "query ($n: Int!) { callbacks(first: $n) { totalCount } }", { n: null }],
    ["what is left out", "query ($n: Int!) { callbacks(first: $n) { totalCount } }", {}],
    ["an object for a text", "query ($n: String!) { source(name: $n) { name } }", { n: {} }],
    [
      "an unknown word",
      "query ($n: [CallbackStatus!]) { callbacks(filter: {statuses: $n}) { totalCount } }",
      { n: ["X"] },
    ],
    [
      "a variable that nothing depends on",
      "query ($n: Int, $m: Duration) { callbacks(first: $n, maxStaleness: $m) { totalCount } }",
      { n: 1, m: "X" },
    ],
  ])("is none for variables that do not fit, and says so: %s", (_, text, variables) => {
    for (const cost of costOf(text, variables)) {
      expect(cost).toEqual([expect.stringMatching(/^Variable "\$[nm]" (?:of|got)/u)]);
    }
  });

  it("names the limit where it is beyond it, however wrong the rest is", () => {
    const estimator = createCostEstimator(schema, { limit: 100 });
    const document = parse('query ($i: ID = "x") { callback(id: $i) { id } callbacks(first: 100) { totalCount } }');
    expect(() => estimator.estimate(estimator.plan(document), null, { i: null })).toThrow(/limit cost, which is 100/u);
    expect(estimator.estimate(estimator.plan(document), null, { i: {} })).toEqual([expect.any(GraphQLError)]);
  });
});
