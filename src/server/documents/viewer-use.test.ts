import { parse } from "graphql";
import { describe, expect, it } from "vitest";
import { viewerUsesOf } from "./viewer-use.js";

const useOf = (text: string): string => {
  const [use] = viewerUsesOf(parse(text)).values();
  return use?.isReadAlone === true ? "alone" : use?.isRead === true ? "read" : "not read";
};

describe("an operation", () => {
  it.each([
    ["{ viewer { id } }", "alone"],
    ["{ me: viewer { id } __typename }", "alone"],
    ["{ ...A } fragment A on Query { ... { ...B } } fragment B on Query { viewer { id } }", "alone"],
    ["query ($a: Boolean!) { viewer @skip(if: $a) { id } }", "alone"],
    ["{ viewer { id } sources { name } }", "read"],
    ["{ ...A ...A sources { name } } fragment A on Query { viewer { id } }", "read"],
    ["{ viewer: sources { name } }", "not read"],
    ["{ __schema { queryType { name } } viewer { id } }", "read"],
    ["{ __typename }", "not read"],
    ["mutation { viewer { id } }", "not read"],
    ["{ callbacks { nodes { viewer } } }", "not read"],
  ])("%s has the viewer %s", (text, use) => {
    expect(useOf(text)).toBe(use);
  });

  it("is distinguished from the others of its document", () => {
    const uses = viewerUsesOf(parse("query A { viewer { id } } query B { sources { name } }"));
    expect([uses.get("A")?.isRead, uses.get("B")?.isRead]).toEqual([true, false]);
  });
});
