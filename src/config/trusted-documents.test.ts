import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readTrustedDocuments } from "./trusted-documents.js";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "ringback-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function read(content: string): [string, string][] {
  const file = join(directory, "manifest.json");
  writeFileSync(file, content);
  return [...readTrustedDocuments(file)];
}

const apollo = (...operations: object[]): string =>
  JSON.stringify({ format: "apollo-persisted-query-manifest", version: 1, operations });

describe("a manifest", () => {
  it.each([
    ["Apollo", apollo({ id: "1", name: "A", type: "query", body: "query A { a }" })],
    ["Relay", JSON.stringify({ "1": "query A { a }" })],
    ["an editor that writes a byte order mark", `\ufeff${JSON.stringify({ "1": "query A { a }" })}`],
  ])("is read as %s writes it", (_, content) => {
    expect(read(content)).toEqual([["1", "query A { a }"]]);
  });

  it.each([
    ["no JSON", "query A { a }"],
    ["a list", "[]"],
    ["a text", '"query A { a }"'],
    ["another version", JSON.stringify({ format: "apollo-persisted-query-manifest", version: 2, operations: [] })],
    ["another format", JSON.stringify({ format: "of my own", operations: [] })],
    ["a text that is no document", JSON.stringify({ "1": "query {" })],
    ["a text that is no document, in Apollo's form", apollo({ id: "1", body: "nothing" })],
  ])("is rejected if it contains %s", (_, content) => {
    expect(() => read(content)).toThrow();
  });
});
