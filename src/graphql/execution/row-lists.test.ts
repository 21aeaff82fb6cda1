import { parse, print } from "graphql";
import { describe, expect, it } from "vitest";
import { aSchema } from "../../../test/support/serve-stub.js";
import { splitRowLists } from "./row-lists.js";

const schema = aSchema();
const oneLine = (text: string): string => text.replaceAll(/\s+/gu, " ").trim();
/** What is left of a query, and what was taken out, by its path. */
const split = (text: string): readonly string[] | null => {
  const found = splitRowLists(schema, parse(text), null);
  if (found === null) return null;
  const lists = found.lists.map(({ path, document }) => `${path.join(".")}: ${oneLine(print(document))}`);
  return [oneLine(print(found.document)), ...lists];
};

describe("lists of callbacks of which only what their rows hold is asked", () => {
  it("are taken out of a query, under their keys", () => {
    expect(split("{ open: callbacks(first: 2) { all: nodes { id source { name } } totalCount } }")).toEqual([
      "{ open: callbacks(first: 2) { all: rows totalCount } }",
      "open.all: { shown { id source { name } } }",
    ]);
  });

  it("are taken out of edges one by one", () => {
    expect(split("{ callbacks { edges { cursor node { id } } } }")).toEqual([
      "{ callbacks { edges { cursor node: row } } }",
      "callbacks.edges.node: { shown { id } }",
    ]);
  });

  it("are taken out where they hang on others that are not", () => {
    expect(split("{ callbacks { nodes { customer { callbacks { nodes { id } } } } } }")).toEqual([
      "{ callbacks { nodes { customer { callbacks { nodes: rows } } } } }",
      "callbacks.nodes.customer.callbacks.nodes: { shown { id } }",
    ]);
  });

  it.each(["observedAt", "...F", "... on Node { id ...F }"])(
    "tell where it is asked when they were seen: %s",
    (asked) => {
      const fragment = asked.includes("F") ? " fragment F on Callback { observedAt }" : "";
      const [rest] = split(`{ callbacks { nodes { ${asked} } } }${fragment}`) ?? [];
      expect(rest).toBe(`{ callbacks { nodes: seenRows } }${fragment}`);
      const [edges] = split(`{ callbacks { edges { node { ${asked} } } } }${fragment}`) ?? [];
      expect(edges).toBe(`{ callbacks { edges { node: seenRow } } }${fragment}`);
    },
  );

  it("take the fragments along that they are asked for by", () => {
    const [, list] =
      split("{ callbacks { nodes { ...F ... on Node { id } } } } fragment F on Callback { status }") ?? [];
    expect(list).toBe("callbacks.nodes: { shown { ...F ... on Node { id } } } fragment F on Callback { status }");
  });

  it.each([
    ["what changes by itself", "{ callbacks { nodes { source { health { state } } } } }"],
    ["what is loaded", "{ callbacks { nodes { id history { nodes { kind } } } } }"],
    ["what is left out at times", "query ($x: Boolean!) { callbacks { nodes { id @skip(if: $x) } } }"],
    ["a list that is left out at times", "query ($x: Boolean!) { callbacks { nodes @skip(if: $x) { id } } }"],
    ["two lists under one key", "{ callbacks { nodes { id } nodes { status } } }"],
    ["two fields above under one key", "{ callbacks { nodes { id } } callbacks { nodes { status } } }"],
    [
      "a fragment beside it",
      "{ callbacks { nodes { id } ...P } } fragment P on CallbackConnection { nodes { status } }",
    ],
    ["the schema beside it", "{ callbacks { nodes { id } } __schema { types { name } } }"],
    ["a type beside it, under another key", '{ callbacks { nodes { id } } t: __type(name: "Callback") { name } }'],
    [
      "the schema in a fragment beside it",
      "{ callbacks { nodes { id } } ...S } fragment S on Query { __schema { types { name } } }",
    ],
    ["a fragment above it", "{ ...Q } fragment Q on Query { callbacks { nodes { id } } }"],
    ["introspection of a type before it, renamed", '{ t: __type(name: "Rows") { name } callbacks { nodes { id } } }'],
    ["introspection left out at times", "{ callbacks { nodes { id } } __schema @skip(if: true) { types { name } } }"],
    ["a thing of any type", '{ node(id: "x") { ... on Callback { id } } }'],
    ["a mutation", 'mutation { cancelCallback(input: { id: "x" }) { callback { id } } }'],
  ])("stay where they are: %s", (_, text) => {
    expect(split(text)).toBeNull();
  });
});
