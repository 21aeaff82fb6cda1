import { request, type IncomingHttpHeaders } from "node:http";
import zlib from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CHANGE_FIELDS } from "../support/follow.js";
import { seen } from "../support/commands.js";
import { startWorld, type World } from "../support/world.js";

const LARGE = "{ __schema { types { name description fields { name description } } } }";
const SMALL = "{ __typename }";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

interface Raw {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A response as it came, not decompressed. */
function send(path: string, headers: Readonly<Record<string, string>>, body?: string): Promise<Raw> {
  return new Promise((resolve, reject) => {
    const method = body === undefined ? "GET" : "POST";
    const sent = request(`${world.url}${path}`, { method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
      );
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

const post = (
  query: string,
  acceptEncoding: string | null,
  more: Readonly<Record<string, string>> = {},
): Promise<Raw> =>
  send(
    "/graphql",
    {
      "content-type": "application/json",
      ...(acceptEncoding === null ? {} : { "accept-encoding": acceptEncoding }),
      ...more,
    },
    JSON.stringify({ query }),
  );

function plain({ headers, body }: Raw): string {
  const coding = headers["content-encoding"];
  return (
    coding === "br" ? zlib.brotliDecompressSync(body) : coding === "gzip" ? zlib.gunzipSync(body) : body
  ).toString();
}

describe("a response of some size", () => {
  it.each<[string | null, string | undefined]>([
    [null, undefined],
    ["", undefined],
    ["identity", undefined],
    ["gzip", "gzip"],
    ["GZIP", "gzip"],
    ["br", "br"],
    ["gzip, deflate, br, zstd", "br"],
    ["gzip;q=1, br;q=0.5", "gzip"],
    ["br;q=0, gzip", "gzip"],
    ["gzip;q=0, br;q=0", undefined],
    ["identity;q=1, gzip;q=0.5", undefined],
    ["*", "br"],
    ["*;q=0", undefined],
    ["deflate", undefined],
    ["zstd, gzip;q=0.1", "gzip"],
    ["nonsense", undefined],
  ])("is returned to %j in %s with its header, and the same content", async (accept, coding) => {
    const expected = plain(await post(LARGE, null));
    for (const way of [{}, { accept: "application/graphql-response+json" }, { "ringback-cost": "actual" }]) {
      const raw = await post(LARGE, accept, way);
      expect([raw.status, raw.headers["content-encoding"]]).toEqual([200, coding]);
      expect(raw.headers.vary).toContain("accept-encoding");
      expect(raw.headers["content-length"]).toBe(String(raw.body.length));
      expect((JSON.parse(plain(raw)) as { data: unknown }).data).toEqual(
        (JSON.parse(expected) as { data: unknown }).data,
      );
      if (coding !== undefined) expect(raw.body.length).toBeLessThan(expected.length / 3);
    }
  });

  it("is compressed on every route, metrics and errors included", async () => {
    const metrics = await send("/metrics", { "accept-encoding": "gzip" });
    expect([metrics.headers["content-encoding"], plain(metrics)]).toEqual(["gzip", expect.stringContaining("# HELP")]);
    const refused = await post(`{ ${"a".repeat(5000)} }`, "br");
    expect([refused.headers["content-encoding"], plain(refused)]).toEqual(["br", expect.stringContaining("errors")]);
  });

  it("keeps the other fields of Vary", async () => {
    const { headers } = await post(LARGE, "br", { origin: "https://elsewhere.example" });
    expect(headers.vary?.toLowerCase()).toBe("origin, accept-encoding");
  });
});

it("a response that is small is sent as it is", async () => {
  for (const raw of [await post(SMALL, "br, gzip"), await send("/health/live", { "accept-encoding": "br" })]) {
    expect([raw.status, raw.headers["content-encoding"]]).toEqual([200, undefined]);
  }
});

it("events are not compressed, and come as they happen, whatever the client accepts", async () => {
  const controller = new AbortController();
  const response = await fetch(`${world.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "text/event-stream", "accept-encoding": "br, gzip" },
    body: JSON.stringify({ query: `subscription { callbackChanged { ${CHANGE_FIELDS} } }` }),
    signal: controller.signal,
  });
  expect(response.headers.get("content-encoding")).toBeNull();
  const reader = response.body!.getReader();
  await seen(world, "mindful");
  let text = "";
  while (!text.includes("event: next")) text += Buffer.from((await reader.read()).value ?? []).toString();
  expect(text).toContain("CREATED");
  controller.abort();
});
