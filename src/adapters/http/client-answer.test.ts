import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { randomBytes } from "node:crypto";
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { closeOpened, connect, failureOf, get, opened, serve } from "../../../test/support/vendor-http.js";
import type { ServedFake } from "../fake/serve.js";
import type { VendorHttp, VendorHttpOptions } from "./client.js";
import { headerCredentials, tokenCredentials } from "./credentials.js";
import { errorFields } from "./failure.js";

afterEach(closeOpened);

const encoded = (encoding: string, body: Uint8Array): Response =>
  new Response(new Uint8Array(body), { headers: { "content-encoding": encoding } });

describe("a response", () => {
  const answering = async (response: () => Response, options: Partial<VendorHttpOptions> = {}): Promise<VendorHttp> =>
    connect((await serve(response)).baseUrl, options);

  it("is its JSON, and null if the body is empty", async () => {
    const full = await answering(() => Response.json({ a: [1] }));
    expect(await full.request(get())).toMatchObject({ status: 200, body: { a: [1] } });
    const empty = await answering(() => new Response(null, { status: 204 }));
    expect(await empty.request(get())).toMatchObject({ status: 204, body: null });
  });

  it.each<[string, (body: string) => Uint8Array]>([
    ["gzip", gzipSync],
    ["GZIP", gzipSync],
    ["x-gzip", gzipSync],
    ["deflate", deflateSync],
    ["deflate", deflateRawSync],
    ["br", brotliCompressSync],
    ["identity", (body) => Buffer.from(body)],
    ["", (body) => Buffer.from(body)],
    ["gzip, br", (body) => brotliCompressSync(gzipSync(body))],
    ["identity, gzip", gzipSync],
  ])("is decoded from %j, asked once and again", async (encoding, encode) => {
    const http = await answering(() => encoded(encoding, encode('{"a":[1,"ü"]}')));
    expect(await http.request(get())).toMatchObject({ status: 200, body: { a: [1, "ü"] } });
    expect(await http.request(get())).toMatchObject({ status: 200, body: { a: [1, "ü"] } });
  });

  it("is decoded as large as the settings allow, and not a byte more", async () => {
    const fitting = JSON.stringify("x".repeat(9998));
    for (const [encoding, encode] of [
      ["gzip", gzipSync],
      ["deflate", deflateSync],
      ["br", brotliCompressSync],
    ] as const) {
      const http = await answering(() => encoded(encoding, encode(fitting)));
      expect((await http.request(get())).body).toHaveLength(9998);
      const larger = await answering(() => encoded(encoding, encode(`${fitting} `)));
      expect((await failureOf(larger.request(get()))).message).toContain("larger than 10000 bytes");
    }
  });

  it.each(["", "\n", "\r\n", " ", "\ufeff"])("is null if its body is %j, also in an encoding", async (body) => {
    for (const answer of [
      () => new Response(body),
      () => encoded("gzip", gzipSync(body)),
      () => encoded("gzip", Buffer.from("")),
    ]) {
      expect(await (await answering(answer)).request(get())).toMatchObject({ status: 200, body: null });
    }
  });

  it("remains an error in any encoding", async () => {
    const refusing = (encoding: string, body: Uint8Array): Response =>
      new Response(new Uint8Array(body), {
        status: 429,
        headers: { "content-encoding": encoding, "retry-after": "7" },
      });
    const options = { readError: errorFields("code") };
    const readable = await answering(() => refusing("gzip", gzipSync('{"code":"E7"}')), options);
    expect(await failureOf(readable.request(get()))).toMatchObject({ code: "VENDOR_RATE_LIMITED", vendorCode: "E7" });
    for (const encoding of ["gzip", "zstd"]) {
      const http = await answering(() => refusing(encoding, Buffer.from("{}")), options);
      expect(await failureOf(http.request(get()))).toMatchObject({
        code: "VENDOR_RATE_LIMITED",
        vendorCode: "429",
        retryAfter: 1_007_000,
      });
    }
  });

  it("with 404 is a result if the record may be missing, and an error elsewhere", async () => {
    const http = await answering(() => new Response("gone", { status: 404 }));
    expect(await http.request(get({ mayBeMissing: true }))).toMatchObject({ status: 404, body: null });
    expect((await failureOf(http.request(get()))).code).toBe("VENDOR_REJECTED");
  });

  it.each([
    [302, "VENDOR_REJECTED"],
    [400, "VENDOR_REJECTED"],
    [401, "VENDOR_UNAUTHORIZED"],
    [403, "VENDOR_UNAUTHORIZED"],
    [404, "VENDOR_REJECTED"],
    [408, "DEADLINE_EXCEEDED"],
    [429, "VENDOR_RATE_LIMITED"],
    [500, "VENDOR_UNAVAILABLE"],
    [503, "VENDOR_UNAVAILABLE"],
  ])("with %i is %s, with the source and the vendor's code", async (status, code) => {
    const http = await answering(() => Response.json({ code: "E7" }, { status }), { readError: errorFields("code") });
    const error = await failureOf(http.request(get()));
    expect([error.code, error.source, error.vendorCode]).toEqual([code, "north", status === 401 ? "401" : "E7"]);
  });

  it.each([
    ["in seconds", "7", 1_007_000],
    ["as an HTTP date", "Thu, 01 Jan 1970 00:20:00 GMT", 1_200_000],
    ["that nobody can read", "soon", null],
  ])("takes Retry-After %s", async (_, value, retryAfter) => {
    const http = await answering(() => new Response(null, { status: 429, headers: { "retry-after": value } }));
    expect((await failureOf(http.request(get()))).retryAfter).toBe(retryAfter);
  });

  it("contains the vendor's tracking id, from its body or its header", async () => {
    const header = await answering(() => new Response(null, { status: 500, headers: { TrackingId: "T1" } }));
    expect((await failureOf(header.request(get()))).trackingId).toBe("T1");
    const body = await answering(() => Response.json({ trackingId: "T2" }, { status: 500 }), {
      readError: errorFields("code", "trackingId"),
    });
    expect((await failureOf(body.request(get()))).trackingId).toBe("T2");
  });

  it.each<[string, () => Response]>([
    ["HTML", () => new Response("<html>")],
    ["cut JSON", () => new Response('{"number": "+14155550100"')],
    ["no UTF-8", () => new Response(Buffer.from([0x22, 0xff, 0x22]))],
    ["in an encoding that nobody asked for", () => encoded("zstd", Buffer.from("{}"))],
    ["in two encodings, of which one is not known", () => encoded("zstd, gzip", gzipSync("{}"))],
    ["encoded more often than anybody does", () => encoded("gzip, gzip, gzip", gzipSync(gzipSync(gzipSync("{}"))))],
    ["no gzip, though it says so", () => encoded("gzip", Buffer.from('{"number": "+14155550100"}'))],
    ["no brotli, though it says so", () => encoded("br", Buffer.from('{"number": "+14155550100"}'))],
    ["gzip that is cut off", () => encoded("gzip", gzipSync('{"number": "+14155550100"}').subarray(0, -10))],
    ["deflate that is cut off", () => encoded("deflate", deflateSync('{"number": "+14155550100"}').subarray(0, -6))],
    ["brotli that is cut off", () => encoded("br", brotliCompressSync("[1,2,3,4,5,6,7,8]").subarray(0, -4))],
    ["larger than the settings allow once it is unpacked", () => encoded("gzip", gzipSync(`"${"x".repeat(20_000)}"`))],
    ["larger once its brotli is unpacked", () => encoded("br", brotliCompressSync(`"${"x".repeat(20_000)}"`))],
    ["larger once its deflate is unpacked", () => encoded("deflate", deflateSync(`"${"x".repeat(20_000)}"`))],
    ["larger between two encodings", () => encoded("gzip, br", brotliCompressSync(gzipSync(randomBytes(20_000))))],
    ["larger than the settings allow", () => new Response(`"${"x".repeat(20_000)}"`)],
  ])("that is %s is malformed, and is not quoted", async (_, response) => {
    const error = await failureOf((await answering(response)).request(get()));
    expect(error.code).toBe("VENDOR_MALFORMED");
    expect(JSON.stringify([error.message, String(error.cause)])).not.toContain("4155550100");
  });

  it("without a length is read no further than the settings allow", async () => {
    let written = 0;
    const server: Server = createServer((_, outgoing) => {
      const more = (): void => {
        written += 1000;
        if (!outgoing.destroyed) outgoing.write(" ".repeat(1000), more);
      };
      more();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    opened.push({
      close: async () => {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      },
    });
    const http = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    expect((await failureOf(http.request(get()))).code).toBe("VENDOR_MALFORMED");
    expect(written).toBeLessThan(50_000_000);
  });
});

describe("a call", () => {
  const hanging = (): Promise<ServedFake> =>
    serve(async ({ signal }) => {
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      return new Response();
    });

  it("is DEADLINE_EXCEEDED, naming the timeout, if it takes too long", async () => {
    const error = await failureOf(connect((await hanging()).baseUrl, { timeoutMs: 30 }).request(get()));
    expect(error.code).toBe("DEADLINE_EXCEEDED");
    expect(error.message).toContain("30 ms");
  });

  it("is DEADLINE_EXCEEDED if it waits too long for a token", async () => {
    const { baseUrl } = await serve(() => Response.json({}));
    const credentials = tokenCredentials(() => new Promise(() => undefined), { now: () => 0 });
    const error = await failureOf(connect(baseUrl, { timeoutMs: 30, credentials }).request(get()));
    expect(error.code).toBe("DEADLINE_EXCEEDED");
  });

  it.each([
    ["no reason", undefined],
    ["an error of the caller's", new TypeError("fetch failed")],
    ["a word", "enough"],
  ])("is DEADLINE_EXCEEDED if its caller aborts it for %s", async (_, reason) => {
    let seen: () => void = () => undefined;
    const arrived = new Promise<void>((resolve) => (seen = resolve));
    const { baseUrl } = await serve(async ({ signal }) => {
      seen();
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      return new Response();
    });
    const controller = new AbortController();
    const failure = failureOf(connect(baseUrl).request(get({ signal: controller.signal })));
    await arrived;
    controller.abort(reason);
    const error = await failure;
    expect(error.code).toBe("DEADLINE_EXCEEDED");
    expect(error.message).toContain("aborted");
  });

  it("is not sent if it was aborted before", async () => {
    let calls = 0;
    const { baseUrl } = await serve(() => {
      calls += 1;
      return Response.json({});
    });
    const error = await failureOf(connect(baseUrl).request(get({ signal: AbortSignal.abort() })));
    expect([error.code, calls]).toEqual(["DEADLINE_EXCEEDED", 0]);
  });

  it("to a closed port is VENDOR_UNAVAILABLE with the system's error code", async () => {
    const gone = await serve(() => new Response());
    await gone.close();
    const error = await failureOf(connect(gone.baseUrl).request(get()));
    expect([error.code, error.message]).toEqual(["VENDOR_UNAVAILABLE", "north could not be reached (ECONNREFUSED)"]);
  });

  it("with a credential that no header can contain fails without quoting it", async () => {
    const { baseUrl } = await serve(() => Response.json({}));
    const error = await failureOf(
      connect(baseUrl, { credentials: headerCredentials("authorization", "Bearer s3cret\n") }).request(get()),
    );
    expect(JSON.stringify([error.message, String(error.cause)])).not.toContain("s3cret");
  });
});

describe("a token that the vendor rejects", () => {
  const refusing = (times: number): Promise<ServedFake> => {
    let left = times;
    return serve(() => {
      left -= 1;
      return left >= 0 ? new Response(null, { status: 401 }) : Response.json({});
    });
  };
  const counting = (): { fetches: () => number; credentials: ReturnType<typeof tokenCredentials> } => {
    let fetches = 0;
    const credentials = tokenCredentials(
      () => Promise.resolve({ accessToken: `t${(fetches += 1)}`, expiresInMs: null, refreshToken: null }),
      { now: () => 0 },
    );
    return { fetches: () => fetches, credentials };
  };

  it("is renewed once, and the call is made again", async () => {
    const { fetches, credentials } = counting();
    const http = connect((await refusing(1)).baseUrl, { credentials });
    expect((await http.request(get())).status).toBe(200);
    expect(fetches()).toBe(2);
  });

  it("is not renewed for ever", async () => {
    const { fetches, credentials } = counting();
    const error = await failureOf(connect((await refusing(9)).baseUrl, { credentials }).request(get()));
    expect([error.code, fetches()]).toEqual(["VENDOR_UNAUTHORIZED", 2]);
  });

  it("fails the call if the credentials cannot be renewed", async () => {
    const http = connect((await refusing(1)).baseUrl, { credentials: headerCredentials("x-key", "k") });
    expect((await failureOf(http.request(get()))).code).toBe("VENDOR_UNAUTHORIZED");
  });
});
