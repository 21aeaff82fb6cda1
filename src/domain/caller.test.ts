import { expect, it } from "vitest";
import { ANYBODY, rightsOf, type Caller } from "./caller.js";

it.each<[string, Partial<Caller>]>([
  ["scopes", { scopes: new Set(["callbacks:read"]) }],
  ["sources", { sources: new Set(["north"]) }],
  ["the right to search people", { maySearchPeople: false }],
])("callers that differ in %s have other rights, and so share no response", (_, difference) => {
  expect(rightsOf({ ...ANYBODY, ...difference })).not.toBe(rightsOf({ ...ANYBODY }));
});

it("callers with different ids but equal grants have equal rights", () => {
  expect(rightsOf({ ...ANYBODY, id: "key:ana" })).toBe(rightsOf({ ...ANYBODY, id: "key:ben" }));
});
