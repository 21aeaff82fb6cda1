import { readdirSync, readFileSync } from "node:fs";
import {
  execute,
  getOperationAST,
  OperationTypeNode,
  parse,
  print,
  separateOperations,
  validate,
  type ExecutionResult,
  type FormattedExecutionResult,
} from "graphql";
import { afterEach, describe, expect, it } from "vitest";
import { encodeId } from "../../src/domain/id.js";
import { createErrorFormatter, formatResult } from "../../src/graphql/errors.js";
import { createExecutor } from "../../src/graphql/execution/executor.js";
import { turnCaches } from "../../src/lib/cache.js";
import { aContext, aSchema } from "../support/serve-stub.js";
import { aChange, stubLoaders } from "../support/stub-loaders.js";

const DIRECTORY = new URL("../../schema/operations/", import.meta.url);
const ID = encodeId("Callback", "north", "a");
const AGENT = encodeId("Agent", "north", "a1");
const VARIABLES = {
  id: ID,
  ids: [ID, encodeId("CallbackSource", "north", null), encodeId("Callback", "north", "nobody"), "bad"],
  agentId: AGENT,
  first: 10,
  groupBy: ["STATUS", "HOUR"],
  name: "north",
};

/** Every operation that is kept, with the fragments that it uses. */
const KEPT = separateOperations(
  parse(
    readdirSync(DIRECTORY)
      .map((file) => readFileSync(new URL(file, DIRECTORY), "utf8"))
      .join("\n"),
  ),
);

const odd: readonly (readonly [string, string])[] = [
  [
    "aliases and fragments",
    `{ one: callbacks { ...P } two: callbacks(first: 1) { ...P nodes { id } } } fragment P on CallbackConnection { nodes { status ... on Node { id } } pageInfo { hasNextPage } }`,
  ],
  [
    "directives by variables",
    `query ($yes: Boolean = true, $no: Boolean = false) { callbacks { nodes { id @include(if: $no) status @skip(if: $yes) vendor @include(if: $yes) } } }`,
  ],
  [
    "a null that bubbles up, and one that does not",
    `query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on Callback { status customer { name } } ... on CallbackSource { name health { state } } } }`,
  ],
  [
    "errors of resolvers",
    `{ bad: callback(id: "bad") { id } good: callbacks { totalCount } worse: callbacks(first: 1000) { nodes { id } } }`,
  ],
  ["edges", `{ callbacks { edges { cursor node { id source { name } } } } }`],
  ["callbacks twice under one key", `{ callbacks { nodes { id } } callbacks { nodes { status } } }`],
  [
    "callbacks under several keys",
    `{ a: callbacks { x: nodes { id } y: nodes { status } edges { node { vendor } } } b: callbacks { nodes { source { name health { state } } } } }`,
  ],
  ["callbacks beside an error", `{ callbacks { nodes { id customer { name } } } bad: callback(id: "bad") { id } }`],
  ["nothing but an error", `{ callbacks(first: 0) { nodes { id } } }`],
  ["vendors' documents", `{ callbacks { nodes { vendorRecord { __typename } } } }`],
  ["introspection", `{ __typename __type(name: "Callback") { name fields { name type { kind ofType { name } } } } }`],
  [
    "history",
    `{ callbacks { nodes { history(first: 5) { nodes { cursor kind status callback { id } } } customer { callbacks { nodes { id } } } } } }`,
  ],
];

const oddEvents: readonly (readonly [string, string])[] = [
  [
    "an alias, fragments and directives",
    `subscription ($yes: Boolean = true, $first: Int) { it: callbackChanged(filter: { sources: ["north"] }) { ...C previousStatus @skip(if: $yes) } } fragment C on CallbackChange { kind callback { ... on Node { id } __typename history(first: $first) { nodes { kind } } } }`,
  ],
  [
    "one that asks for lists",
    `subscription { callbackStatusChanged { callback { customer { callbacks(first: 2) { nodes { id } totalCount } } history { nodes { kind } } source { name health { state } } } } }`,
  ],
  [
    "one with an error",
    `subscription { callbackChanged { kind callback { id customer { callbacks(first: 1000) { nodes { id } } } } } }`,
  ],
];

afterEach(() => turnCaches("on"));

describe("the executor gives what graphql-js gives, however often an operation comes", () => {
  const schema = aSchema();
  const format = (result: ExecutionResult): FormattedExecutionResult =>
    formatResult(
      result,
      createErrorFormatter(() => undefined),
    );
  const row = { fields: { vendorId: "a", source: "north", vendor: "ACME" } };
  const rows = [row, { fields: { vendorId: "b", source: "south", vendor: "UMBRELLA" }, record: { id: 7 } }];
  const context = () => aContext(stubLoaders({ rows, changes: [aChange(1, row)] }));

  // Those that name vendors' own types are about other vendors than those of this schema.
  const keptOf = (type: OperationTypeNode): (readonly [string, string])[] =>
    Object.entries(KEPT).flatMap(([name, document]) => {
      const isOfType = getOperationAST(document)?.operation === type;
      return isOfType && validate(schema, document).length === 0 ? [[name, print(document)] as const] : [];
    });
  const queries = keptOf(OperationTypeNode.QUERY);
  const subscriptions = keptOf(OperationTypeNode.SUBSCRIPTION);
  const change = aChange(1, row);

  it("are tried with nearly all that is stored", () => {
    expect(queries.length).toBeGreaterThan(5);
    expect(subscriptions.length).toBeGreaterThan(2);
  });

  it.each([...queries, ...odd])("%s", (_, text) => compare(text));

  it.each([...subscriptions, ...oddEvents])("an event of %s", (_, text) => compare(text, change));

  it("returns the result of an event synchronously where no resolver takes time", () => {
    const text = "subscription { callbackChanged { cursor kind callback { id status } } }";
    const operation = { document: parse(text), text, operationName: null, variables: null };
    const executor = createExecutor(schema, format);
    for (let time = 1; time <= 4; time += 1) {
      const executed = executor.executeToJson(operation, context(), change);
      expect(executed).toMatchObject({ hasData: true });
    }
  });

  async function compare(text: string, event?: object): Promise<void> {
    const document = parse(text);
    expect(validate(schema, document)).toEqual([]);
    const operationName = null;
    const asked = { schema, document, operationName, variableValues: VARIABLES, contextValue: context() };
    const reference = format(await execute({ ...asked, rootValue: event }));
    const expected = [JSON.stringify(reference.data), textsOf(reference.errors)];
    for (const caches of ["on", "off"] as const) {
      turnCaches(caches);
      const executor = createExecutor(schema, format);
      const operation = { document: executor.prepare(document), text, operationName, variables: VARIABLES };
      for (let time = 1; time <= 4; time += 1) {
        const { json, hasData, errors } = await executor.executeToJson(operation, context(), event);
        const result = JSON.parse(json) as FormattedExecutionResult;
        expect([hasData, errors.length > 0]).toEqual([result.data !== undefined, result.errors !== undefined]);
        // As text: the order of keys is part of an answer.
        expect([JSON.stringify(result.data), textsOf(result.errors)]).toEqual(expected);
      }
    }
  }

  /** In any order: that of errors is not specified. */
  function textsOf(errors: FormattedExecutionResult["errors"] = []): readonly string[] {
    return errors.map((error) => JSON.stringify(error)).sort();
  }

  it("gives no data where a variable does not fit", async () => {
    const text = "query ($first: Int!) { callbacks(first: $first) { totalCount } }";
    const executor = createExecutor(schema, format);
    for (let time = 1; time <= 4; time += 1) {
      const operation = { document: parse(text), text, operationName: null, variables: { first: "many" } };
      const { json, hasData } = await executor.executeToJson(operation, context());
      expect(hasData).toBe(false);
      expect((JSON.parse(json) as FormattedExecutionResult).errors).toMatchObject([
        { extensions: { code: "BAD_USER_INPUT" } },
      ]);
    }
  });
});
