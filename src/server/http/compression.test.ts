import Fastify, { type FastifyInstance } from "fastify";
import { afterEach, describe, expect, it } from "vitest";
import { compressResponses, type Compressor } from "./compression.js";

const BODY = Buffer.from("x".repeat(5000));
let app: FastifyInstance;
afterEach(() => app.close());

/** An app that responds with the same body, and with a new text, each time. */
function serve(compress: Compressor): void {
  app = Fastify();
  compressResponses(app, compress);
  app.get("/cached", (_, reply) => reply.send(BODY));
  app.get("/text", (_, reply) => reply.send(BODY.toString()));
}

async function get(path: string, coding: string, method: "GET" | "HEAD" = "GET"): Promise<unknown[]> {
  const { statusCode, headers, body } = await app.inject({ method, path, headers: { "accept-encoding": coding } });
  return [statusCode, headers["content-encoding"], body];
}

describe("a body that is cached", () => {
  it("is compressed once for each encoding, for concurrent and later requests", async () => {
    const made: string[] = [];
    serve((coding) => (made.push(coding), Promise.resolve(Buffer.from(coding))));
    const ask = (coding: string): Promise<unknown[][]> =>
      Promise.all(Array.from({ length: 10 }, () => get("/cached", coding)));
    for (const coding of ["br", "gzip", "br"]) {
      for (const response of await ask(coding)) expect(response).toEqual([200, coding, coding]);
    }
    expect(made).toEqual(["br", "gzip"]);
  });

  it("is compressed anew after a failure, which only those see who waited for it", async () => {
    let failures = 1;
    serve((coding) => (failures-- > 0 ? Promise.reject(new Error("no memory")) : Promise.resolve(Buffer.from(coding))));
    expect((await get("/cached", "br"))[0]).toBe(500);
    expect(await get("/cached", "br")).toEqual([200, "br", "br"]);
  });
});

it("a body that is made for one response is compressed for it", async () => {
  let count = 0;
  serve(() => Promise.resolve(Buffer.from(String((count += 1)))));
  expect([await get("/text", "br"), await get("/text", "br")]).toEqual([
    [200, "br", "1"],
    [200, "br", "2"],
  ]);
});

it("a response without a body compresses nothing", async () => {
  serve(() => Promise.reject(new Error("nothing is to be compressed")));
  expect((await get("/cached", "br", "HEAD"))[0]).toBe(200);
  expect(await get("/cached", "identity")).toEqual([200, undefined, BODY.toString()]);
});
