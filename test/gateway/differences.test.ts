import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compareWithReference, createComparison } from "../support/fuzz/differences.js";
import { openStage, type Stage } from "../support/fuzz/stage.js";
import { TRANSPORTS } from "../support/fuzz/transports.js";

// `.ci/run` compares many more, by `npm run fuzz`.
const OPERATIONS = { on: 300, off: 100 };

describe.each(["on", "off"] as const)("generated operations, with the caches %s,", (caches) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage(caches === "on");
  });
  afterAll(() => stage.world.close());

  it("give what graphql-js gives of the same data: data, order of keys and errors", async () => {
    const times = caches === "on" ? 4 : 1;
    const compared = await compareWithReference(stage, { seed: 1, operations: OPERATIONS[caches], times });
    expect(compared.differences).toEqual([]);
    expect(stage.errorLines).toEqual([]);
    // Neither empty, nor all of one kind.
    for (const transport of TRANSPORTS) expect(compared.sent[transport]).toBeGreaterThan(1);
    expect(compared.sent.post).toBeGreaterThan(compared.sent.websocket);
    expect(compared.withErrors).toBeGreaterThan(OPERATIONS[caches] / 20);
    expect(compared.withErrors).toBeLessThan(OPERATIONS[caches] * 0.7);
  }, 180_000);

  it.each([
    [
      "the schema beside a list of callbacks",
      "{ callbacks { nodes { id status } } __schema { types { name fields { name } } } }",
      {},
    ],
    [
      "a type beside a list of callbacks",
      '{ callbacks { edges { node { id } } } __type(name: "CallbackConnection") { fields { name } } }',
      {},
    ],
    [
      "a date as a default",
      'query ($d: DateTime = "2026-01-01T00:00:00Z") { callbacks(filter: {window: {from: $d}}) { totalCount } }',
      {},
    ],
    [
      "a date as a default, and one that is given",
      'query ($d: DateTime = "2026-01-01T00:00:00Z") { callbacks(filter: {window: {from: $d}}) { nodes { id } } }',
      { d: "2026-06-01T15:00:00Z" },
    ],
    [
      "a zone as a default",
      'query ($z: TimeZone = "Europe/Berlin") { callbackStatistics(groupBy: [DAY], timeZone: $z) { groups { bucketStart } } }',
      {},
    ],
    [
      "a length of time as a default",
      'query ($m: Duration = "PT1H") { callbacks(maxStaleness: $m) { sources { freshness } } }',
      {},
    ],
    [
      "a fragment that is left out in one place alone",
      'query ($v: Boolean!) { source(name: "webex") { ...F @skip(if: $v) } sources { ...F } } fragment F on CallbackSource { name }',
      { v: true },
    ],
    [
      "a condition around a fragment in a list",
      "query ($v: Boolean!) { callbacks { nodes { ...F @include(if: $v) status } } } fragment F on Callback { id vendorId }",
      { v: false },
    ],
    [
      "a condition on an inline fragment in a nested list",
      "query ($v: Boolean!) { callbacks { nodes { customer { callbacks { nodes { ... @skip(if: $v) { id } status } } } } } }",
      { v: true },
    ],
    [
      "a condition on a list beside the same list",
      "query ($v: Boolean!) { callbacks { nodes @skip(if: $v) { id } edges { node { id } } } }",
      { v: true },
    ],
    [
      "a condition that is null against its default",
      "query ($v: Boolean = true) { sources { name @skip(if: $v) vendor } }",
      { v: null },
    ],
  ])("gives what graphql-js gives for %s, however often it comes", async (_, text, variables) => {
    const comparison = createComparison(stage);
    for (const transport of TRANSPORTS) {
      expect(await comparison.compare({ kind: "query", text, variables: [variables] }, transport, 5)).toEqual([]);
    }
    await comparison.close();
  });

  it.each([
    ["around a fragment", "...C @include(if: $v) cursor"],
    ["around an inline fragment", "... @skip(if: $v) { kind } cursor"],
    ["on a field", "kind @skip(if: $v) callback { id @include(if: $v) status }"],
    ["in a list of the event", "callback { customer { callbacks { nodes { ...N @skip(if: $v) id } } } }"],
    ["with a null against its default", "kind callback { status @include(if: $d) }"],
  ])(
    "gives of events what graphql-js gives for a condition %s",
    async (_, selected) => {
      const [after] = stage.changeCursors;
      const variables = selected.includes("$d") ? "$d: Boolean = true" : "$v: Boolean!";
      const fragments = [
        selected.includes("...C") ? "fragment C on CallbackChange { kind callback { id } }" : "",
        selected.includes("...N") ? "fragment N on Callback { status vendor }" : "",
      ];
      const text = `subscription (${variables}) { callbackChanged(after: "${after}") { ${selected} } } ${fragments.join("")}`;
      const sets = selected.includes("$d") ? [{}, { d: null }, { d: false }] : [{ v: true }, { v: false }];
      const comparison = createComparison(stage);
      for (const transport of ["websocket", "sse"] as const) {
        expect(await comparison.compare({ kind: "subscription", text, variables: sets }, transport, 4)).toEqual([]);
      }
      await comparison.close();
    },
    60_000,
  );
});
