import { readFileSync } from "node:fs";
import { buildSchema, isObjectType, type GraphQLObjectType } from "graphql";
import { expect, it } from "vitest";
import { createCacheOptions } from "../packages/client/src/urql.js";

const schema = buildSchema(readFileSync(new URL("../schema/schema.graphql", import.meta.url), "utf8"));
const roots = new Set([schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]);
const types = Object.values(schema.getTypeMap())
  .filter(isObjectType)
  .filter((type) => !type.name.startsWith("__") && !roots.has(type));
/** A customer is a node as well, but its name and number are those of the callback that it was read through. */
const isShared = (type: GraphQLObjectType): boolean =>
  type.name !== "Customer" && type.getInterfaces().some(({ name }) => name === "Node");
const { keys } = createCacheOptions();

it("urql stores nodes by their id, so that all lists share them", () => {
  const nodes = types.filter(isShared).map(({ name }) => name);
  expect(nodes).toContain("Callback");
  expect(nodes.filter((name) => name in keys)).toEqual([]);
});

it("urql stores all other objects with the object that they were read through", () => {
  const embedded = types.filter((type) => !isShared(type)).map(({ name }) => name);
  expect(Object.keys(keys).toSorted()).toEqual(embedded.toSorted());
  for (const name of embedded) expect(keys[name]?.({ __typename: name, id: "1" })).toBeNull();
});
