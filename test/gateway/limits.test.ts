import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { readFileSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import type { JsonObject } from "../../src/lib/json.js";
import { authOf, type TestKey } from "../support/access.js";
import { startWorld, type World } from "../support/world.js";

const KEY: TestKey = { id: "tester", key: "key of the tests", scopes: ["callbacks:read"], sources: "*" };
const MANIFEST = fileURLToPath(new URL("../../schema/trusted-documents.json", import.meta.url));

let world: World;
const leavers: WebSocket[] = [];
afterEach(async () => {
  for (const socket of leavers.splice(0)) socket.terminate();
  await world.close();
});

async function start(operations: JsonObject, server: JsonObject = {}): Promise<void> {
  world = await startWorld({ settings: { auth: authOf(KEY), server: { port: 0, operations, ...server } } });
}

async function post(
  body: object,
  own: Record<string, string> = {},
): Promise<{ status: number; headers: Headers; body: Record<string, unknown> }> {
  const answer = await fetch(`${world.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-api-key": KEY.key, ...own },
    body: JSON.stringify(body),
  });
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Record<string, unknown> };
}

describe("a caller above the rate limit", () => {
  it("gets 429 and Retry-After", async () => {
    await start({ rate: { requests: 2, perMs: 120_000 } });
    const query = "{ sources { name } }";
    expect([(await post({ query })).status, (await post({ query })).status]).toEqual([200, 200]);
    const { status, headers, body } = await post({ query });
    expect([status, headers.get("retry-after")]).toEqual([429, "60"]);
    expect(body).toMatchObject({ errors: [{ extensions: { code: "RATE_LIMITED", limit: { name: "rate" } } }] });
    world.time.now += 60_000;
    expect((await post({ query })).status).toBe(200);
  });
});

describe("an operation that takes too long", () => {
  it("gets an error, and nobody waits for it", async () => {
    await start({ timeoutMs: 20 }, {});
    for (const fake of Object.values(world.fakes)) fake.fault = { kind: "hang" };
    const { status, body } = await post({ query: "{ callbacks { totalCount } }" });
    expect([status, body]).toMatchObject([504, { errors: [{ extensions: { code: "OPERATION_TIMEOUT" } }] }]);
  });

  const query = "{ callbacks { totalCount } }";
  const overWebSocket = async (): Promise<void> => {
    const socket = new WebSocket(`${world.url.replace("http", "ws")}/graphql`, "graphql-transport-ws");
    socket.once("open", () =>
      socket.send(JSON.stringify({ type: "connection_init", payload: { "x-api-key": KEY.key } })),
    );
    await once(socket, "message");
    socket.send(JSON.stringify({ id: "1", type: "subscribe", payload: { query } }));
    expect(String((await once(socket, "message"))[0])).toContain("OPERATION_TIMEOUT");
    expect(socket.readyState).toBe(WebSocket.OPEN);
    // It stays on: what was asked of the vendor must end without it.
    leavers.push(socket);
  };
  const overHttp = async (headers: Record<string, string>): Promise<void> => {
    const init = { headers: { "x-api-key": KEY.key, "content-type": "application/json", ...headers } };
    const answer = await fetch(`${world.url}/graphql`, { method: "POST", body: JSON.stringify({ query }), ...init });
    expect(await answer.text()).toContain("OPERATION_TIMEOUT");
  };
  it.each<[string, () => Promise<void>]>([
    ["HTTP", () => overHttp({})],
    ["HTTP, without the response cache", () => overHttp({ "ringback-cost": "actual" })],
    ["an event stream", () => overHttp({ accept: "text/event-stream" })],
    ["a WebSocket", overWebSocket],
  ])("over %s gives up what it has asked of vendors", async (_, ask) => {
    world = await startWorld({
      settings: {
        auth: authOf(KEY),
        server: { port: 0, operations: { timeoutMs: 1000 } },
        freshness: { waitMs: 60_000 },
      },
      ofSources: { timeoutMs: 30_000 },
    });
    const fake = world.fakes["talkdesk"];
    if (fake === undefined) throw new Error("There is no talkdesk.");
    fake.fault = { kind: "hang" };
    let [asked, givenUp] = [0, 0];
    const handle = fake.handle.bind(fake);
    fake.handle = (request) => {
      if (request.url.includes("token")) return handle(request);
      asked += 1;
      // What hangs ends in no other way.
      request.signal.addEventListener("abort", () => (givenUp += 1), { once: true });
      return handle(request);
    };
    await ask();
    expect(asked).toBeGreaterThan(0);
    await expect.poll(() => givenUp).toBe(asked);
  });
});

describe("with trusted documents", () => {
  const { operations } = JSON.parse(readFileSync(MANIFEST, "utf8")) as {
    operations: { id: string; name: string; body: string }[];
  };

  it("these are served, by hash and as they are, and nothing else is", async () => {
    await start({ trustedDocuments: MANIFEST });
    const sources = operations.find(({ name }) => name === "Sources");
    const persisted = { extensions: { persistedQuery: { version: 1, sha256Hash: sources?.id } } };
    for (const body of [persisted, { query: sources?.body }])
      expect((await post(body)).body).toHaveProperty("data.sources");
    for (const query of ["{ sources { name } }", "{ __typename }"]) {
      expect((await post({ query })).body).toMatchObject({ errors: [{ extensions: { code: "UNTRUSTED_DOCUMENT" } }] });
      expect((await post({ query, ...persisted })).body).not.toHaveProperty("data.__typename");
    }
  });
});

describe("a response", () => {
  it("says what it cost, by the arguments and the variables", async () => {
    await start({});
    const query = "query ($n: Int) { callbacks(first: $n) { nodes { id } } }";
    const costOf = async (n: number): Promise<unknown> => (await post({ query, variables: { n } })).body["extensions"];
    expect(await costOf(1)).toEqual({ cost: { requested: 12, limit: 50_000 } });
    expect(await costOf(100)).toEqual({ cost: { requested: 210, limit: 50_000 } });
  });

  it("reports the actual cost if requested: by list lengths, never above the estimate", async () => {
    await start({});
    world.fakes["talkdesk"]?.add({ phoneNumber: "+14155550100", start: world.time.now + 3_600_000 });
    world.fakes["talkdesk"]?.add({ phoneNumber: "+14155550101", start: world.time.now + 3_600_000 });
    const told = async (query: string, variables = {}): Promise<unknown> =>
      (await post({ query, variables }, { "ringback-cost": "actual" })).body["extensions"];
    const list = `query ($n: Int, $without: Boolean = false) {
      list: callbacks(first: $n) { ...Page sources { source { name } } }
    } fragment Page on CallbackConnection { nodes { id ... on Callback @skip(if: $without) { history { nodes { kind } } } } }`;
    // The list 10, its nodes 1; each of the two an id and a history of 5, with nodes and a kind; sources, as if one, 3.
    expect(await told(list, { n: 100 })).toEqual({ cost: { requested: 11_010, actual: 30, limit: 50_000 } });
    expect(await told(list, { n: 100, without: true })).toEqual({
      cost: { requested: 510, actual: 16, limit: 50_000 },
    });
    expect(await told("{ nodes(ids: []) { id } }")).toEqual({ cost: { requested: 11, actual: 10, limit: 50_000 } });
    expect(await told("{ __schema { types { name } } }")).toEqual({ cost: { requested: 0, actual: 0, limit: 50_000 } });
    expect(await told("{ sources { name } }")).toEqual({ cost: { requested: 2, actual: 2, limit: 50_000 } });
    expect((await post({ query: "{ sources { name } }" })).body["extensions"]).toEqual({
      cost: { requested: 2, limit: 50_000 },
    });
  });

  it("has headers that keep browsers from interpreting it", async () => {
    await start({});
    const { headers } = await post({ query: "{ __typename }" });
    expect(Object.fromEntries(headers)).toMatchObject({
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cross-origin-resource-policy": "same-origin",
      "x-frame-options": "DENY",
    });
  });
});
