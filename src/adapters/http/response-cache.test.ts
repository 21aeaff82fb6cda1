import { afterEach, describe, expect, it } from "vitest";
import { closeOpened, connect, get, serve } from "../../../test/support/vendor-http.js";
import type { JsonValue } from "../../lib/json.js";
import { createResponseCache } from "./response-cache.js";

afterEach(closeOpened);

describe("a response to the same request", () => {
  it("is the very same value while it is the same to the byte, and read anew once it is not", async () => {
    const answers = ['{"rows":[{"id":1}]}', '{"rows":[{"id":1}]}', '{"rows":[{"id":2}]}', '{"rows": [{"id":2}]}'];
    const { baseUrl } = await serve(() => new Response(answers.shift(), { status: 200 }));
    const http = connect(baseUrl);
    const bodies: JsonValue[] = [];
    for (let time = 0; time < 4; time += 1) bodies.push((await http.request(get({ query: { page: 1 } }))).body);
    expect(bodies[1]).toBe(bodies[0]);
    expect(bodies[2]).toEqual({ rows: [{ id: 2 }] });
    expect(bodies[3]).toEqual(bodies[2]);
    expect(bodies[3]).not.toBe(bodies[2]);
  });

  it("is its own value for each page, each query, and each write", async () => {
    const { baseUrl } = await serve(() => Response.json({}));
    const http = connect(baseUrl);
    const write = { method: "POST", json: { a: 1 } } as const;
    const read = { ...write, isIdempotent: true };
    const asked = [{ query: { page: 1 } }, { query: { page: 2 } }, write, write, read, { ...read, json: { a: 2 } }];
    const bodies = await Promise.all(asked.map(async (fields) => (await http.request(get(fields))).body));
    expect(new Set(bodies).size).toBe(asked.length);
    expect((await http.request(get(read))).body).toBe(bodies[4]);
  });
});

describe("the cached responses", () => {
  const bytes = (text: string): Buffer => Buffer.from(JSON.stringify(text));
  const parse = (from: Buffer) => (): JsonValue => [JSON.parse(from.toString()) as string];

  it("stay within their bound, the most recently used ones first", () => {
    const memory = createResponseCache(500);
    const [first, second, third] = [bytes("aaaaaaaa"), bytes("bbbbbbbb"), bytes("cccccccc")];
    const known = memory.read("1", first, parse(first));
    memory.read("2", second, parse(second));
    expect(memory.read("1", first, parse(first))).toBe(known);
    memory.read("3", third, parse(third));
    expect(memory.read("1", first, () => null)).toBe(known);
    expect(memory.read("2", second, () => null)).toBeNull();
  });

  it("is nothing of what could not be read", () => {
    const memory = createResponseCache();
    const failing = (): JsonValue => {
      throw new Error("no JSON");
    };
    for (let time = 0; time < 2; time += 1) expect(() => memory.read("1", bytes("a"), failing)).toThrow("no JSON");
  });

  it("is a copy: bytes that are written over afterwards are no longer the same", () => {
    const memory = createResponseCache();
    const received = bytes("a");
    memory.read("1", received, parse(received));
    bytes("b").copy(received);
    expect(memory.read("1", received, parse(received))).toEqual(["b"]);
  });
});
