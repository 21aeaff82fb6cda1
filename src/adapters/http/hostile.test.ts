import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import type { JsonValue } from "../../lib/json.js";
import { findRowId, readRows, requireId, type RowReader } from "../wire/vendor-page.js";
import { createVendorHttp, type VendorHttp } from "./client.js";
import { stampOf } from "../../../test/support/observations.js";

const opened: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0)) await close();
});

/** Starts a server whose responses the test writes, and a client for it. */
async function serve(
  answer: (response: ServerResponse, path: string) => void,
): Promise<{ http: VendorHttp; url: string }> {
  const server: Server = createServer((request, response) => answer(response, request.url ?? ""));
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const http = createVendorHttp({
    source: "north",
    baseUrl: url,
    timeoutMs: 5000,
    maxResponseBytes: 100_000,
    connections: 1,
    clock: () => 0,
    credentials: null,
  });
  opened.push(
    () => http.close(),
    () => new Promise((resolve) => server.close(resolve)),
  );
  return { http, url };
}

const ask = (http: VendorHttp): Promise<{ body: JsonValue }> =>
  http.request({ path: "/", signal: new AbortController().signal });

const json =
  (text: string | Buffer, headers: Record<string, string> = {}) =>
  (response: ServerResponse) =>
    void response.writeHead(200, { "content-type": "application/json", ...headers }).end(text);

describe("a vendor with dangerous responses", () => {
  it("cannot redirect the gateway: a redirect is an error, and is not followed", async () => {
    let strangers = 0;
    const other = await serve((response) => {
      strangers += 1;
      response.end("{}");
    });
    for (const status of [301, 302, 303, 307, 308]) {
      const { http } = await serve((response) => response.writeHead(status, { location: `${other.url}/` }).end());
      await expect(ask(http)).rejects.toMatchObject({ code: "VENDOR_REJECTED", vendorCode: String(status) });
    }
    expect(strangers).toBe(0);
  });

  it.each<[string, (body: Buffer) => Buffer]>([
    ["gzip", gzipSync],
    ["deflate", deflateSync],
    ["br", brotliCompressSync],
    ["gzip, gzip", (body) => gzipSync(gzipSync(body))],
  ])("cannot blow up a small answer: %s is opened no further than the settings allow", async (encoding, encode) => {
    const bomb = encode(Buffer.alloc(50_000_000, " "));
    expect(bomb.length).toBeLessThan(100_000);
    const { http } = await serve(json(bomb, { "content-encoding": encoding }));
    await expect(ask(http)).rejects.toMatchObject({
      code: "VENDOR_MALFORMED",
      message: expect.stringContaining("larger than 100000 bytes") as string,
    });
  });

  it("cannot pass bytes off as text: invalid UTF-8 is malformed", async () => {
    const { http } = await serve(json(Buffer.from([0x22, 0xc3, 0x28, 0x22])));
    await expect(ask(http)).rejects.toMatchObject({ code: "VENDOR_MALFORMED" });
  });

  it("cannot merge two ids: numbers that the engine would round stay as their digits", async () => {
    const { http } = await serve(
      json('{"ids":[9007199254740993,9007199254740992,-12345678901234567890,1.5,7],"note":"a: 12345678901234567890,"}'),
    );
    expect((await ask(http)).body).toEqual({
      ids: ["9007199254740993", "9007199254740992", "-12345678901234567890", 1.5, 7],
      note: "a: 12345678901234567890,",
    });
  });

  it("cannot reach the prototype of objects", async () => {
    const { http } = await serve(json('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'));
    await ask(http);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  it.each([
    ["brackets without end", "[".repeat(90_000)],
    ["objects in objects", '{"a":'.repeat(15_000)],
  ])("cannot exhaust the stack with %s", async (_, text) => {
    const { http } = await serve(json(text));
    await expect(ask(http)).rejects.toMatchObject({ code: "VENDOR_MALFORMED" });
  });

  it("costs one record, and not its neighbours, by nesting it deeply", () => {
    const deep = { id: "deep", data: JSON.parse(`${"[".repeat(5000)}${"]".repeat(5000)}`) as JsonValue };
    const reader: RowReader = {
      idFields: ["id"],
      read: () => {
        throw new Error("is not to be read");
      },
    };
    const read = readRows([deep], reader, { source: "north", vendor: "ACME", defaultRegion: null }, stampOf(0));
    expect(read.quarantined).toEqual([{ vendorId: "deep", raw: null, reason: "(record): is nested too deeply" }]);
  });

  it.each([
    ["5C3E69AC-3695-4D51-899B-4B4CC3ED8ECF"],
    ["5c3e69ac-3695-4d51-899b-4b4cc3ed8ecf"],
    ["Opaque-ID"],
    ["00123"],
    ["1e5"],
    [" a "],
    ["\u00e9"],
    ["e\u0301"],
  ])("may have any id: %j stays as it is", (id) => {
    expect(requireId(id, "id")).toBe(id);
    expect(findRowId({ id }, ["id"])).toBe(id);
  });
});
