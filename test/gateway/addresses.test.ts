import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { authOf } from "../support/access.js";
import { startWorld, type World } from "../support/world.js";

const KEY = {
  id: "ana",
  key: "key of ana",
  scopes: ["callbacks:read", "callbacks:write", "admin"],
  sources: "*",
} as const;
const known = { "x-api-key": KEY.key };
const QUERY = JSON.stringify({ query: "{ __typename }" });

let world: World;
beforeAll(async () => {
  const server = { port: 0, failedLogins: { requests: 1000, perMs: 60_000 } };
  world = await startWorld({ settings: { auth: authOf(KEY), server } });
});
afterAll(() => world.close());

type Headers = Readonly<Record<string, string>>;

const post = (path: string, body: string | Uint8Array<ArrayBuffer>, headers: Headers = {}): Promise<Response> =>
  fetch(`${world.url}${path}`, { method: "POST", headers: { "content-type": "application/json", ...headers }, body });

describe("a slash at the end of an address changes nothing", () => {
  /** What is answered at an address, with a key and without one. */
  const ANSWERS: Readonly<Record<string, (path: string, headers: Headers) => Promise<Response>>> = {
    "/graphql": (path, headers) => post(path, QUERY, headers),
    "/graphql by GET": (path, headers) =>
      fetch(`${world.url}${path}?query={__typename}`, { headers: { ...headers, "apollo-require-preflight": "1" } }),
    "/graphql as a stream": (path, headers) => post(path, QUERY, { ...headers, accept: "text/event-stream" }),
    "/graphql by PUT": (path, headers) => fetch(`${world.url}${path}`, { method: "PUT", headers }),
    "/metrics": (path, headers) => fetch(`${world.url}${path}`, { headers }),
    "/health/live": (path) => fetch(`${world.url}${path}`),
    "/health/ready": (path) => fetch(`${world.url}${path}`),
    "/webhooks/webex": (path, headers) => post(path, "{}", headers),
    "/webhooks/mindful/hint": (path, headers) => post(path, JSON.stringify({ phoneNumber: "+14155550100" }), headers),
  };

  it.each(Object.entries(ANSWERS))("%s", async (name, answer) => {
    const [path = ""] = name.split(" ");
    for (const headers of [known, {}]) {
      const [plain, slashed] = [await answer(path, headers), await answer(`${path}/`, headers)];
      expect([slashed.status, slashed.headers.get("content-type")]).toEqual([
        plain.status,
        plain.headers.get("content-type"),
      ]);
      expect(slashed.status).not.toBe(404);
      await Promise.all([plain.text(), slashed.text()]);
    }
  });

  it.each(["/graphql", "/graphql/", "/graphql/?a=b"])("a WebSocket at %s", async (path) => {
    const socket = new WebSocket(`${world.url.replace("http", "ws")}${path}`, "graphql-transport-ws");
    const acknowledged = new Promise((resolve, reject) => {
      socket.once("message", (bytes: Buffer) => resolve(JSON.parse(bytes.toString())));
      socket.once("error", reject);
    });
    socket.once("open", () => socket.send(JSON.stringify({ type: "connection_init", payload: known })));
    expect(await acknowledged).toEqual({ type: "connection_ack" });
    socket.terminate();
  });

  it("returns 404 for an unknown address, with a slash or without", async () => {
    for (const path of ["/graphqls", "/graphqls/", "/graphql/x", "/nothing/"])
      expect((await post(path, QUERY)).status).toBe(404);
  });
});

describe("a body with a content encoding", () => {
  const ROUTES = [
    "/graphql",
    "/graphql/",
    "/webhooks/webex",
    "/webhooks/mindful",
    "/webhooks/nowhere",
    "/webhooks/mindful/hint",
  ];
  const body = JSON.stringify({ query: "{ __typename }" });

  it.each(ROUTES)("is rejected with 415 at %s, with advice", async (path) => {
    for (const encoding of [
      "gzip",
      "GZIP",
      "br",
      "deflate",
      "zstd",
      "x-gzip",
      "gzip, identity",
      "gzip, gzip",
      "nonsense",
    ]) {
      const response = await post(path, gzipSync(body), { ...known, "content-encoding": encoding });
      const { errors } = (await response.json()) as { errors: unknown[] };
      expect([encoding, response.status, response.headers.get("accept-encoding")]).toEqual([encoding, 415, "identity"]);
      expect(errors).toMatchObject([
        { message: expect.stringContaining("content-encoding"), extensions: { code: "UNSUPPORTED_MEDIA_TYPE" } },
      ]);
    }
  });

  it.each([
    ["/graphql", 200],
    ["/webhooks/mindful/hint", 202],
  ])("is accepted at %s if it is `identity`", async (path, status) => {
    const sent = path === "/graphql" ? body : JSON.stringify({ phoneNumber: "+14155550100" });
    for (const encoding of ["identity", "Identity", "identity, identity", ""]) {
      expect([encoding, (await post(path, sent, { ...known, "content-encoding": encoding })).status]).toEqual([
        encoding,
        status,
      ]);
    }
  });

  it("is no encoding if the header is missing, also with a byte order mark", async () => {
    expect((await post("/graphql", `\ufeff${body}`, known)).status).toBe(200);
    expect((await post("/webhooks/mindful/hint", `\ufeff${JSON.stringify({ id: "1" })}`, known)).status).not.toBe(400);
    expect((await post("/webhooks/mindful/hint", JSON.stringify({ phoneNumber: 14155550100 }), known)).status).toBe(
      202,
    );
  });
});
