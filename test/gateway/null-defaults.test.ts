import { Writable } from "node:stream";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ADAPTERS } from "../../src/adapters/registry.js";
import { connect, TRANSPORTS, type Clients } from "../support/fuzz/transports.js";
import { startWorld, type World } from "../support/world.js";

/** Nullable variables with defaults where no null may stand; `null` is sent. */
const CASES: readonly (readonly [name: string, text: string, path: readonly (string | number)[] | undefined])[] = [
  ["an id", 'query ($i: ID = "x") { callback(id: $i) { id } }', ["callback"]],
  ["an id of a node", 'query ($i: ID = "x") { node(id: $i) { id } }', ["node"]],
  ["an id of an agent under an alias", 'query ($i: ID = "x") { a: agent(id: $i) { id } }', ["a"]],
  ["a name", 'query ($i: String = "x") { source(name: $i) { name } }', ["source"]],
  ["a list", "query ($i: [ID!] = []) { nodes(ids: $i) { id } }", ["nodes"]],
  ["an item of a list", 'query ($i: ID = "x") { nodes(ids: ["y", $i]) { id } }', ["nodes"]],
  [
    "an enum of a list",
    "query ($i: StatisticsDimension = DAY) { callbackStatistics(groupBy: [$i]) { totalCount } }",
    undefined,
  ],
  [
    "a list of enums",
    "query ($i: [StatisticsDimension!] = [DAY]) { callbackStatistics(groupBy: $i) { totalCount } }",
    undefined,
  ],
  [
    "an item in a filter",
    "query ($i: CallbackStatus = QUEUED) { callbacks(filter: {statuses: [$i]}) { totalCount } }",
    undefined,
  ],
  [
    "a text in a filter",
    'query ($i: String = "x") { callbacks(filter: {sources: ["webex", $i]}) { totalCount } }',
    undefined,
  ],
  [
    "a field of an order",
    "query ($i: CallbackOrderField = CREATED_AT) { callbacks(orderBy: {field: $i}) { totalCount } }",
    undefined,
  ],
  [
    "a direction",
    "query ($i: OrderDirection = DESC) { callbacks(orderBy: {field: CREATED_AT, direction: $i}) { totalCount } }",
    undefined,
  ],
  ["a condition", "query ($i: Boolean = true) { sources @include(if: $i) { name } }", undefined],
  ["a condition below", "query ($i: Boolean = true) { sources { name @skip(if: $i) } }", ["sources", 0]],
  [
    "a condition around a fragment",
    "query ($i: Boolean = true) { ...F @skip(if: $i) } fragment F on Query { sources { name } }",
    undefined,
  ],
  [
    "an argument in a fragment",
    'query ($i: ID = "x") { ... on Query { ...F } } fragment F on Query { callback(id: $i) { id } }',
    ["callback"],
  ],
  [
    "an argument beside what is right",
    'query ($i: ID = "x") { sources { name } callback(id: $i) { id } }',
    ["callback"],
  ],
];
/** The same of mutations, which are sent by POST. */
const MUTATIONS: readonly (readonly [name: string, text: string])[] = [
  ["an input", 'mutation ($i: CancelCallbackInput = {id: "x"}) { cancelCallback(input: $i) { userErrors { code } } }'],
  ["an id of an input", 'mutation ($i: ID = "x") { cancelCallback(input: {id: $i}) { userErrors { code } } }'],
  [
    "a number of an input",
    'mutation ($i: PhoneNumber = "+14155550100") { scheduleCallback(input: {source: "webex", phoneNumber: $i}) { userErrors { code } } }',
  ],
];

let world: World;
let clients: Clients;
const errorLines: string[] = [];

beforeAll(async () => {
  const log = new Writable({ write: (chunk: Buffer, _, done) => (errorLines.push(chunk.toString()), done()) });
  world = await startWorld({ logger: pino({ level: "error" }, log) });
  clients = connect(world.url);
});
afterAll(async () => {
  await clients.close();
  await world.close();
});

describe("a variable's null that meets a type without null, whatever its default,", () => {
  it.each(CASES)("is BAD_USER_INPUT over every transport: %s", async (_, query, path) => {
    for (const transport of TRANSPORTS) {
      for (let time = 1; time <= 4; time += 1) {
        const [result] = await clients.send(transport, { query, variables: { i: null } });
        expect(result?.errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT" } }]);
        expect(result?.errors?.[0]?.message).toMatch(/must not be null|has invalid value/u);
        if (path !== undefined) expect(result?.errors?.[0]?.path).toEqual(path);
      }
    }
    expect(errorLines).toEqual([]);
  });

  it.each(MUTATIONS)("is BAD_USER_INPUT of a mutation: %s", async (_, query) => {
    for (const transport of ["post", "websocket", "sse"] as const) {
      const [result] = await clients.send(transport, { query, variables: { i: null } });
      expect(result?.errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT" } }]);
    }
    expect(errorLines).toEqual([]);
  });

  it.each(["websocket", "sse"] as const)("is BAD_USER_INPUT of a subscription over %s", async (transport) => {
    const query = "subscription ($i: CallbackStatus = QUEUED) { callbackChanged(filter: {statuses: [$i]}) { kind } }";
    const [result] = await clients.send(transport, { query, variables: { i: null } });
    expect(result?.errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT" } }]);
    expect(errorLines).toEqual([]);
  });

  it("does not affect the fields beside it", async () => {
    const query = 'query ($i: ID = "x") { sources { name } callback(id: $i) { id } }';
    const [result] = await clients.send("post", { query, variables: { i: null } });
    expect(result?.data).toMatchObject({ sources: ADAPTERS.map(() => ({})), callback: null });
  });

  it("uses the default if the variable is left out", async () => {
    const query =
      "query ($i: OrderDirection = DESC) { callbacks(orderBy: {field: CREATED_AT, direction: $i}) { totalCount } }";
    const [result] = await clients.send("post", { query, variables: {} });
    expect(result).toMatchObject({ data: { callbacks: { totalCount: 0 } } });
  });
});
