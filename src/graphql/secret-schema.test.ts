import { buildSchema, getOperationAST, parse, validate, type GraphQLError, type GraphQLFormattedError } from "graphql";
import { getVariableValues } from "graphql/execution/values.js";
import { describe, expect, it } from "vitest";
import { aSchema } from "../../test/support/serve-stub.js";
import { createErrorFormatter } from "./errors.js";

const schema = aSchema();
const format = createErrorFormatter(() => undefined, true);

/** Documents that are wrong, each in another way, with variables that are wrong where the document is not. */
const WRONG: Readonly<Record<string, readonly [query: string, variables?: Record<string, unknown>]>> = {
  "an unknown field": ["{ callback2 }"],
  "an unknown field of a type": ["{ callbacks { nodes { custmer } } }"],
  "a field that needs a selection": ["{ callbacks }"],
  "a field that takes no selection": ["{ callbacks { totalCount { a } } }"],
  "an unknown argument": ["{ callbacks(limit: 1) { totalCount } }"],
  "an argument that is missing": ["{ callback { id } }"],
  "an argument of another kind": ['{ callbacks(first: "x") { totalCount } }'],
  "a list where a number is due": ["{ callbacks(first: [1]) { totalCount } }"],
  "a word where a number is due": ["{ callbacks(first: TEN) { totalCount } }"],
  "an argument that must not be null": ["{ callback(id: null) { id } }"],
  "an unknown value of an enum": ["{ callbacks(filter: { statuses: [QUEUE] }) { totalCount } }"],
  "text where an enum is due": ['{ callbacks(filter: { statuses: ["QUEUED"] }) { totalCount } }'],
  "an unknown field of an input": ["{ callbacks(filter: { status: 1 }) { totalCount } }"],
  "text where an input is due": ['{ callbacks(filter: "x") { totalCount } }'],
  "a field of an input that is missing": ["{ callbacks(orderBy: {}) { totalCount } }"],
  "a number that is malformed": ["{ callbacks(filter: { phoneNumbers: [5] }) { totalCount } }"],
  "an instant that is malformed": ['{ callbacks(filter: { createdAt: { from: "x" } }) { totalCount } }'],
  "a duration that is malformed": ['{ callbacks(maxStaleness: "x") { totalCount } }'],
  "a variable of another type": ["query($a: String) { callbacks(first: $a) { totalCount } }"],
  "a nullable variable": ["query($a: ID) { callback(id: $a) { id } }"],
  "a variable of no input": ["query($a: Callback) { callback(id: $a) { id } }"],
  "a fragment that never fits": ["{ callbacks { ... on Customer { name } } }"],
  "a named fragment that never fits": ["{ callbacks { ...F } } fragment F on Customer { name }"],
  "a fragment on no composite": ["{ ... on Int { a } }"],
  "fields that conflict": ["{ a: callbacks { totalCount } a: sources { name } }"],
  "fields that conflict in types": ["{ node(id: 1) { ... on Callback { a: id } ... on Agent { a: vendor } } }"],
  "a directive without its argument": ["{ sources @include { name } }"],
  "an unknown directive": ["{ sources @nope { name } }"],
  "two mutually exclusive inputs": ["mutation { scheduleCallback(input: {}) { userErrors { code } } }"],
  "a variable that is missing": ["query($a: ID!) { callback(id: $a) { id } }", {}],
  "a variable that is null": ["query($a: ID!) { callback(id: $a) { id } }", { a: null }],
  "a variable that is no id": ["query($a: ID!) { callback(id: $a) { id } }", { a: {} }],
  "a variable that is no number": ["query($a: Int) { callbacks(first: $a) { totalCount } }", { a: "x" }],
  "a variable that is too large": ["query($a: Int) { callbacks(first: $a) { totalCount } }", { a: 3e9 }],
  "a variable that is no boolean": ["query($a: Boolean!) { sources @include(if: $a) { name } }", { a: 1 }],
  "a variable that is no text": [
    "query($a: CallbackFilter) { callbacks(filter: $a) { totalCount } }",
    { a: { sources: [1] } },
  ],
  "a variable that is no enum": [
    "query($a: CallbackFilter) { callbacks(filter: $a) { totalCount } }",
    { a: { statuses: ["QUEUE", 3] } },
  ],
  "a variable that is no input": ["query($a: CallbackFilter) { callbacks(filter: $a) { totalCount } }", { a: "x" }],
  "a variable with an unknown field": [
    "query($a: CallbackFilter) { callbacks(filter: $a) { totalCount } }",
    { a: { colour: 1 } },
  ],
  "a variable without a field": ["query($a: [CallbackOrder!]) { callbacks(orderBy: $a) { totalCount } }", { a: [{}] }],
  "a variable whose inner value is null": [
    "query($a: CallbackFilter) { callbacks(filter: $a) { totalCount } }",
    { a: { statuses: [null] } },
  ],
  "a malformed number in a variable": [
    "query($a: CallbackFilter) { callbacks(filter: $a) { totalCount } }",
    { a: { phoneNumber: 5 } },
  ],
  "a malformed instant in a variable": [
    "query($a: CallbackFilter) { callbacks(filter: $a) { totalCount } }",
    { a: { createdAt: { from: 1 } } },
  ],
};

function messagesOf(query: string, variables: Record<string, unknown> = {}, of = schema): string[] {
  const document = parse(query);
  const invalid = validate(of, document);
  const definitions = getOperationAST(document)?.variableDefinitions ?? [];
  const errors = invalid.length > 0 ? invalid : (getVariableValues(of, definitions, variables).errors ?? []);
  return errors.map((error: GraphQLError) => format(error.toJSON() as GraphQLFormattedError, error).message);
}

/** Names of types that a message says and the client has not. */
function typesIn(message: string, query: string, of = schema): string[] {
  const words = new Set(message.match(/\w+/gu));
  return Object.keys(of.getTypeMap()).filter(
    (name) => words.has(name) && !new RegExp(`\\b${name}\\b`, "u").test(query),
  );
}

describe("with a secret schema, the message", () => {
  it.each(Object.entries(WRONG))("names no type for %s", (_, [query, variables]) => {
    const messages = messagesOf(query, variables);
    expect(messages).not.toEqual([]);
    for (const message of messages) {
      expect(message).not.toMatch(/Did you mean|  |" "/u);
      expect(typesIn(message, query), message).toEqual([]);
      expect(message.length).toBeGreaterThan(10);
    }
  });

  it("still names the error and its location", () => {
    expect(messagesOf("{ callback { id } }")).toEqual([
      'Field "callback" argument "id" is required, but it was not provided.',
    ]);
    expect(messagesOf('{ callbacks(first: "x") { totalCount } }')).toEqual([
      'value cannot represent non-integer value: "x"',
    ]);
    expect(messagesOf("{ callbacks(limit: 1) { totalCount } }")).toEqual([
      'Unknown argument "limit" on field "callbacks".',
    ]);
    expect(messagesOf("query($a: String) { callbacks(first: $a) { totalCount } }")).toEqual([
      'Variable "$a" is used in a position of another type.',
    ]);
  });

  it("names no type for an input with exactly one field", () => {
    const one = buildSchema("input Pick @oneOf { a: Int b: Int } type Query { f(pick: Pick!): Int }");
    const queries: [string, Record<string, unknown>?][] = [
      ["{ f(pick: {}) }"],
      ["{ f(pick: { a: null }) }"],
      ["query($x: Pick!) { f(pick: $x) }", { x: { a: 1, b: 2 } }],
      ["query($x: Pick!) { f(pick: $x) }", { x: { a: null } }],
    ];
    for (const [query, variables] of queries) {
      const messages = messagesOf(query, variables, one);
      expect([query, messages]).not.toEqual([query, []]);
      for (const message of messages) expect([message, typesIn(message, query, one)]).toEqual([message, []]);
    }
  });
});
