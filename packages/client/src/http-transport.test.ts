import { describe, expect, it } from "vitest";
import { createTransport, type HttpTransportOptions } from "./http-transport.js";
import type { OperationResult } from "./transport.js";

const REQUEST = { query: "subscription S { a }", operationName: "S", variables: {} };
const EVENTS = { "content-type": "text/event-stream; charset=utf-8" };

/** Returns the results of one operation whose response is given. */
async function resultsOf(response: Response, options: Partial<HttpTransportOptions> = {}): Promise<OperationResult[]> {
  const results: OperationResult[] = [];
  const transport = createTransport({
    url: "http://gateway/graphql",
    fetch: () => Promise.resolve(response),
    ...options,
  });
  for await (const result of transport.iterate(REQUEST)) results.push(result);
  return results;
}

/** A response whose bytes arrive in these pieces; without an end, it stays open. */
function streamOf(pieces: readonly (string | Uint8Array)[], hasEnd = true): Response {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(typeof piece === "string" ? encoder.encode(piece) : piece);
      if (hasEnd) controller.close();
    },
  });
  return new Response(body, { headers: EVENTS });
}

describe("createTransport", () => {
  it("reads events in whatever pieces they arrive, and ignores comments", async () => {
    const text =
      ':\n\nevent: next\nid: 1\ndata: {"data":{"a":"ä"}}\n\n:\n\nevent: next\ndata: {"data":{"a":2}}\n\nevent: complete\n\n';
    const expected = [{ data: { a: "ä" } }, { data: { a: 2 } }];
    expect(await resultsOf(streamOf([text]))).toEqual(expected);
    expect(
      await resultsOf(streamOf(Array.from(new TextEncoder().encode(text), (byte) => Uint8Array.of(byte)))),
    ).toEqual(expected);
  });

  it("returns the result of a response with JSON, also the errors of one that is rejected", async () => {
    const errors = [{ message: "no", extensions: { code: "FORBIDDEN" } }];
    const response = new Response(JSON.stringify({ errors }), { status: 403 });
    expect(await resultsOf(response)).toEqual([{ errors }]);
  });

  it("rejects when a stream ends before the operation is complete, so that the subscription is resumed", async () => {
    await expect(resultsOf(streamOf(["event: next\ndata: {}\n\n"]))).rejects.toThrow(
      "before the operation was complete",
    );
  });

  it("names the status of a response that is no result of GraphQL", async () => {
    const page = new Response("<html>Bad Gateway</html>", { status: 502 });
    await expect(resultsOf(page)).rejects.toThrow("responded with status 502 and no GraphQL result");
  });

  it("rejects a stream that is silent for too long", async () => {
    const send = ((_: string, { signal }: RequestInit) =>
      new Promise((_resolve, reject) => {
        signal?.addEventListener("abort", () => reject(signal.reason as Error));
      })) as typeof fetch;
    await expect(resultsOf(new Response(), { fetch: send, silenceMs: 5 })).rejects.toThrow("sent nothing for 5 ms");
  });

  it("reads headers for each request, and ends without an error when it is returned", async () => {
    const sent: unknown[] = [];
    let token = 0;
    const transport = createTransport({
      url: "http://gateway/graphql",
      headers: () => Promise.resolve({ authorization: `Bearer ${(token += 1)}` }),
      fetch: (_, init) => {
        sent.push(new Headers(init?.headers).get("authorization"), init?.signal);
        return Promise.resolve(streamOf(['event: next\ndata: {"data":1}\n\n'], false));
      },
    });
    for (let round = 0; round < 2; round += 1) {
      const results = transport.iterate(REQUEST);
      expect((await results.next()).value).toEqual({ data: 1 });
      await results.return?.();
      expect(await results.next()).toMatchObject({ done: true });
    }
    expect([sent[0], sent[2]]).toEqual(["Bearer 1", "Bearer 2"]);
    expect((sent[1] as AbortSignal).aborted).toBe(true);
  });
});
