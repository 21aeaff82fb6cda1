import { request } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import type { JsonObject } from "../../src/lib/json.js";
import { authOf } from "../support/access.js";
import { startWorld, type World } from "../support/world.js";

let world: World;
afterEach(() => world.close());

type Headers = Readonly<Record<string, string>>;

/** The status of a request with these headers; 0 where the connection ends without an answer. */
function statusOf(path: string, headers: Headers, body?: string): Promise<number> {
  const { port } = new URL(world.url);
  return new Promise((resolve, reject) => {
    const method = body === undefined ? "GET" : "POST";
    const sent = request({ host: "127.0.0.1", port, path, method, headers, family: 4 }, (response) => {
      resolve(response.statusCode ?? 0);
      response.destroy();
    });
    sent.once("error", reject);
    sent.end(body);
  });
}

/** The status by which a socket with these headers is opened (101) or refused. */
function upgradeOf(headers: Headers): Promise<number> {
  const { port } = new URL(world.url);
  const socket = new WebSocket(`ws://127.0.0.1:${port}/graphql`, "graphql-transport-ws", { headers });
  return new Promise((resolve, reject) => {
    socket.once("open", () => resolve(101));
    socket.once("unexpected-response", (_, response) => resolve(response.statusCode ?? 0));
    socket.once("error", reject);
  }).finally(() => socket.terminate()) as Promise<number>;
}

const QUERY = JSON.stringify({ query: "{ __typename }" });
const json = { "content-type": "application/json" };

/** What every path says to a request with this header `host`. */
const PATHS: Readonly<Record<string, (headers: Headers) => Promise<number>>> = {
  HTTP: (headers) => statusOf("/graphql", { ...json, ...headers }, QUERY),
  "an event stream": (headers) => statusOf("/graphql", { ...json, accept: "text/event-stream", ...headers }, QUERY),
  "a WebSocket": (headers) => upgradeOf(headers),
  metrics: (headers) => statusOf("/metrics", headers),
};

/** Settings under which callers do not prove who they are, and only this machine's address is listened on. */
const LOCAL: Readonly<Record<string, JsonObject>> = {
  "without auth": { server: { port: 0, host: "127.0.0.1" } },
  "with auth: none": { auth: "none", server: { port: 0, host: "127.0.0.1" } },
  "with auth: none on an address in another form": { auth: "none", server: { port: 0, host: "127.1" } },
};

describe.each(Object.entries(LOCAL))("%s on a loopback address", (_, settings) => {
  describe.each(Object.entries(PATHS))("%s", (name, statusFor) => {
    it("is there for hosts that are this machine", async () => {
      world = await startWorld({ settings });
      const { port } = new URL(world.url);
      for (const host of ["localhost", "LocalHost", "127.0.0.1", "127.9.9.9", "[::1]", "[::ffff:127.0.0.1]"]) {
        for (const named of [host, `${host}:${port}`]) {
          expect([named, await statusFor({ host: named })]).toEqual([named, name === "a WebSocket" ? 101 : 200]);
        }
      }
    });

    it("is rejected for every other host, whose name may point to this machine", async () => {
      world = await startWorld({ settings });
      const { port } = new URL(world.url);
      const hosts = ["evil.example", "localhost.evil.example", "evil.localhost", "127.0.0.1.evil.example", "10.0.0.1"];
      const odd = ["[2001:db8::1]", "localhost@evil.example", "evil.example#localhost", "localhost/evil"];
      for (const host of [...hosts, ...odd, `evil.example:${port}`]) {
        expect([host, await statusFor({ host, "x-forwarded-host": "localhost" })]).toEqual([
          host,
          expect.toSatisfy(isRefusal),
        ]);
      }
    });
  });
});

/** What opens a socket or a stream, by its headers. */
const OPENED: Readonly<Record<string, (headers: Headers) => Promise<boolean>>> = {
  "a WebSocket": async (headers) => (await upgradeOf(headers)) === 101,
  "an event stream": async (headers) =>
    (await statusOf("/graphql", { ...json, accept: "text/event-stream", ...headers }, QUERY)) === 200,
};

const FORWARDED = { host: "10.0.0.5:4000" };
/** Origin, further headers, whether it is the server's own without trusted proxies, and behind one. */
const ORIGINS: readonly (readonly [origin: string, headers: Headers, alone: boolean, behind: boolean])[] = [
  ["https://name.example", { host: "name.example" }, true, true],
  ["https://name.example", { host: "name.example:443" }, true, true],
  ["https://name.example:443", { host: "name.example" }, true, true],
  ["https://name.example", { host: "NAME.example:443" }, true, true],
  ["http://name.example", { host: "name.example:80" }, true, true],
  ["http://name.example:8080", { host: "name.example:8080" }, true, true],
  ["http://[::1]:4000", { host: "[0:0::1]:4000" }, true, true],
  ["https://name.example", { host: "name.example:80" }, false, false],
  ["https://name.example", { host: "name.example:8443" }, false, false],
  ["https://evil.example", { host: "name.example:443" }, false, false],
  ["https://name.example.evil.example", { host: "name.example" }, false, false],
  ["null", { host: "name.example" }, false, false],
  ["file://", { host: "name.example" }, false, false],
  ["name.example", { host: "name.example" }, false, false],
  ["https://name.example", { ...FORWARDED, "x-forwarded-host": "name.example" }, false, true],
  ["https://name.example", { ...FORWARDED, "x-forwarded-host": "name.example:443" }, false, true],
  ["https://name.example", { ...FORWARDED, "x-forwarded-host": "name.example, inner.example" }, false, true],
  [
    "https://name.example",
    { ...FORWARDED, "x-forwarded-host": "name.example", "x-forwarded-proto": "https" },
    false,
    true,
  ],
  [
    "https://name.example",
    { ...FORWARDED, "x-forwarded-host": "name.example", "x-forwarded-proto": "wss" },
    false,
    true,
  ],
  [
    "http://name.example",
    { ...FORWARDED, "x-forwarded-host": "name.example", "x-forwarded-proto": "https" },
    false,
    false,
  ],
  ["http://name.example", { host: "name.example", "x-forwarded-proto": "https" }, true, false],
  ["https://evil.example", { ...FORWARDED, "x-forwarded-host": "name.example" }, false, false],
  ["https://evil.example", { host: "name.example", "x-forwarded-host": "evil.example" }, false, true],
  ["https://name.example", { ...FORWARDED, "x-forwarded-host": "evil@name.example, /" }, false, false],
];

describe.each(Object.entries(OPENED))("a page opens %s", (_, opens) => {
  it.each([
    ["without trusted proxies", [] as string[], 2],
    ["behind a trusted proxy", ["127.0.0.0/8"], 3],
  ] as const)("from its own origin %s and from no other", async (_name, trustedProxies, column) => {
    const server = { port: 0, host: "0.0.0.0", trustedProxies: [...trustedProxies] };
    world = await startWorld({ settings: { auth: "none", server } });
    for (const row of ORIGINS) {
      const [origin, headers] = row;
      expect([origin, headers, await opens({ origin, ...headers })]).toEqual([origin, headers, row[column]]);
    }
  });

  it("from an origin in server.corsOrigins in any spelling, but not from the null origin", async () => {
    const server = { port: 0, host: "0.0.0.0", corsOrigins: ["https://Desk.example:443/", "file:///"] };
    world = await startWorld({ settings: { auth: "none", server } });
    for (const origin of ["https://desk.example", "https://desk.example:443"])
      expect(await opens({ origin })).toBe(true);
    for (const origin of ["http://desk.example", "https://desk.example:444", "null"])
      expect(await opens({ origin })).toBe(false);
  });
});

const isRefusal = (status: number): boolean => status === 403 || status === 400;

describe("a host that is not this machine", () => {
  it("is served if server.corsOrigins has an origin of it, whose pages may call anyway", async () => {
    const server = { port: 0, host: "127.0.0.1", corsOrigins: ["https://desk.example"] };
    world = await startWorld({ settings: { auth: "none", server } });
    for (const [name, statusFor] of Object.entries(PATHS)) {
      expect(await statusFor({ host: "desk.example" })).toBe(name === "a WebSocket" ? 101 : 200);
      expect(await statusFor({ host: "other.example" })).toBe(403);
    }
  });

  it("is served with authentication, and if the gateway listens on every address", async () => {
    const key = { id: "ana", key: "key of ana", scopes: ["callbacks:read", "admin"], sources: "*" } as const;
    const authenticated = { auth: authOf(key), server: { port: 0, host: "127.0.0.1" } };
    for (const settings of [authenticated, { auth: "none", server: { port: 0, host: "0.0.0.0" } }]) {
      world = await startWorld({ settings });
      for (const [name, statusFor] of Object.entries(PATHS)) {
        const headers = { host: "ringback.example", "x-api-key": key.key };
        expect(await statusFor(headers)).toBe(name === "a WebSocket" ? 101 : 200);
      }
      await world.close();
    }
    world = await startWorld();
  });
});
