import { describe, expect, it } from "vitest";
import { JsonFragment, writeResult } from "./result-writer.js";

const ALWAYS = { from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY };
/** An object as graphql-js makes it. */
const object = (members: object): object => Object.assign(Object.create(null) as object, members);

describe("writeResult", () => {
  it("inlines fragments in objects and lists", () => {
    const fragment = new JsonFragment('{"id":1}', ALWAYS);
    const data = object({ list: [fragment, null, fragment], one: object({ node: fragment }) });
    expect(writeResult({ data: data as never })).toBe(
      '{"data":{"list":[{"id":1},null,{"id":1}],"one":{"node":{"id":1}}}}',
    );
  });

  it("writes errors first, then data and extensions", () => {
    const result = { data: null, errors: [{ message: "no" }], extensions: { cost: 1 } };
    expect(writeResult(result)).toBe('{"errors":[{"message":"no"}],"data":null,"extensions":{"cost":1}}');
  });

  it("writes all other values as JSON.stringify does", () => {
    const json = { undefined: undefined, date: new Date(0), nested: [undefined, "\ud800", Number.NaN] };
    expect(writeResult({ data: object({ json, list: [[1], []], text: '"\u2028' }) as never })).toBe(
      `{"data":${JSON.stringify({ json, list: [[1], []], text: '"\u2028' })}}`,
    );
  });
});
