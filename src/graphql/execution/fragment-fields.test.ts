import { parse, print } from "graphql";
import { describe, expect, it } from "vitest";
import { aSchema } from "../../../test/support/serve-stub.js";
import { withJsonFields } from "./fragment-fields.js";

const schema = aSchema();
/** The document with JSON fields on one line; null where it has none. */
const replaced = (text: string): string | null => {
  const document = withJsonFields(schema, parse(text));
  return document === null ? null : print(document).replaceAll(/\s+/gu, " ").trim();
};

describe("withJsonFields", () => {
  it.each([
    [
      "nodes, under their response keys",
      "{ open: callbacks(first: 2) { all: nodes { id source { name } } totalCount } }",
      "{ open: callbacks(first: 2) { all: nodesAsJson { id source { name } } totalCount } }",
    ],
    [
      "the node of each edge",
      "{ callbacks { edges { cursor node { id } } } }",
      "{ callbacks { edges { cursor node: nodeAsJson { id } } } }",
    ],
    [
      "a list below one that stays",
      "{ callbacks { nodes { customer { callbacks { nodes { id } } } } } }",
      "{ callbacks { nodes { customer { callbacks { nodes: nodesAsJson { id } } } } } }",
    ],
    [
      "a list with a condition on the list itself",
      "query ($x: Boolean!) { callbacks { nodes @skip(if: $x) { id } } }",
      "query ($x: Boolean!) { callbacks { nodes: nodesAsJson @skip(if: $x) { id } } }",
    ],
    [
      "a selection with fragments",
      "{ callbacks { nodes { ...F ... on Node { id } } } } fragment F on Callback { status }",
      "{ callbacks { nodes: nodesAsJson { ...F ... on Node { id } } } } fragment F on Callback { status }",
    ],
    [
      "the queries of a document with other operations",
      'query Q { callbacks { nodes { id } } } mutation M { cancelCallback(input: { id: "x" }) { callback { id } } }',
      'query Q { callbacks { nodes: nodesAsJson { id } } } mutation M { cancelCallback(input: {id: "x"}) { callback { id } } }',
    ],
  ])("replaces %s", (_, text, expected) => {
    expect(replaced(text)).toBe(expected);
  });

  it.each([
    ["a selection of fields that are resolved", "{ callbacks { nodes { source { health { state } } } } }"],
    ["a selection of fields that are loaded", "{ callbacks { nodes { id history { nodes { kind } } } } }"],
    ["a selection with a condition", "query ($x: Boolean!) { callbacks { nodes { id @skip(if: $x) } } }"],
    ["two lists under one response key", "{ callbacks { nodes { id } nodes { status } } }"],
    ["two parents under one response key", "{ callbacks { nodes { id } } callbacks { nodes { status } } }"],
    [
      "a list beside a fragment",
      "{ callbacks { nodes { id } ...P } } fragment P on CallbackConnection { nodes { status } }",
    ],
    ["a list in a fragment", "{ ...Q } fragment Q on Query { callbacks { nodes { id } } }"],
    ["a list beside the schema", "{ callbacks { nodes { id } } __schema { types { name } } }"],
    ["a list beside a type under an alias", '{ callbacks { nodes { id } } t: __type(name: "Callback") { name } }'],
    [
      "a list beside the schema in a fragment",
      "{ callbacks { nodes { id } } ...S } fragment S on Query { __schema { types { name } } }",
    ],
    ["a node of any type", '{ node(id: "x") { ... on Callback { id } } }'],
  ])("keeps %s", (_, text) => {
    expect(replaced(text)).toBeNull();
  });
});
