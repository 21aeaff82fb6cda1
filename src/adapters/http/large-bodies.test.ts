import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { createVendorHttp } from "./client.js";
import { createLargeBodies } from "./large-bodies.js";

const opened: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0)) await close();
});

const LARGE = Buffer.from(JSON.stringify(["x".repeat(12_000_000)]));
const never = new AbortController().signal;

/** A vendor that counts how many large responses were sent beyond the network's buffers. */
async function serve(send: (response: ServerResponse, path: string) => void) {
  const server = createServer((request, response) => send(response, request.url ?? ""));
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const http = createVendorHttp({
    source: "north",
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    timeoutMs: 20_000,
    maxResponseBytes: 50_000_000,
    connections: 8,
    clock: () => 0,
    credentials: null,
  });
  opened.push(
    () => http.close(),
    () => new Promise((resolve) => server.close(resolve)),
  );
  return (path: string) => http.request({ path, signal: never });
}

describe("large responses of a vendor", () => {
  it.each([
    ["in one piece", {}, LARGE],
    ["encoded", { "content-encoding": "gzip" }, gzipSync(LARGE)],
  ])("are all read, %s, however many come at once", async (_, headers, bytes) => {
    const ask = await serve((response) => void response.writeHead(200, headers).end(bytes));
    const responses = await Promise.all(Array.from({ length: 8 }, (_none, index) => ask(`/${index}`)));
    for (const { body } of responses) expect((body as readonly string[])[0]).toHaveLength(12_000_000);
  });

  it("are read one after another, and small ones do not wait for them", async () => {
    const halves: (() => void)[] = [];
    const ask = await serve((response, path) => {
      if (path === "/small") return void response.end("[]");
      response.write(LARGE.subarray(0, 2_000_000));
      halves.push(() => void response.end(LARGE.subarray(2_000_000)));
      return undefined;
    });
    const large = Promise.all(["/1", "/2", "/3"].map(ask));
    await expect.poll(() => halves.length).toBe(3);
    expect((await ask("/small")).body).toEqual([]);
    for (const finish of halves) finish();
    expect(await large).toHaveLength(3);
  });
});

describe("the turns of large bodies", () => {
  it("come one after another, in their order", async () => {
    const bodies = createLargeBodies();
    const order: number[] = [];
    const ends = [1, 2, 3].map(async (number) => {
      const end = await bodies.begin(never);
      order.push(number);
      return end;
    });
    const first = await ends[0];
    expect(order).toEqual([1]);
    first?.();
    first?.();
    await ends[1];
    expect(order).toEqual([1, 2]);
    (await ends[1])?.();
    (await ends[2])?.();
    (await bodies.begin(never))();
    expect(order).toEqual([1, 2, 3]);
  });

  it("are not waited for any longer once the call is over", async () => {
    const bodies = createLargeBodies();
    const end = await bodies.begin(never);
    const given = new AbortController();
    const waiting = bodies.begin(given.signal);
    given.abort(new Error("over"));
    await expect(waiting).rejects.toThrow("over");
    await expect(bodies.begin(given.signal)).rejects.toThrow("over");
    end();
    (await bodies.begin(never))();
  });
});
