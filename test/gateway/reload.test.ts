import { afterEach, describe, expect, it } from "vitest";
import type { JsonObject } from "../../src/lib/json.js";
import { authOf, tokenUntil, type TestKey } from "../support/access.js";
import { startWorld, START, type World } from "../support/world.js";
import { createClient as createWsClient } from "graphql-ws";
import { WebSocket } from "ws";

const STAYS: TestKey = { id: "stays", key: "key-that-stays", scopes: ["callbacks:read"], sources: "*" };
const GOES: TestKey = { id: "goes", key: "key-that-goes", scopes: ["callbacks:read"], sources: "*" };
const COMES: TestKey = { id: "comes", key: "key-that-comes", scopes: ["callbacks:read"], sources: "*" };

const worlds: World[] = [];
const clients: { dispose(): void | Promise<void> }[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) await client.dispose();
  await Promise.all(worlds.splice(0).map((world) => world.close()));
});

async function start(settings: JsonObject): Promise<World> {
  const world = await startWorld({ settings, count: 2 });
  worlds.push(world);
  // Something to begin a subscription with.
  await statusOf(world, STAYS.key, "{ callbacks(first: 1) { totalCount } }");
  return world;
}

async function statusOf(world: World, credentials: string, query = "{ __typename }"): Promise<number> {
  const headers = { "content-type": "application/json", authorization: `Bearer ${credentials}` };
  const body = JSON.stringify({ query });
  return (await fetch(`${world.url}/graphql`, { method: "POST", headers, body })).status;
}

interface Subscriber {
  /** Resolves after the first event. */
  readonly begun: Promise<void>;
  /** Resolves with the close code of the socket and the errors that ended the subscription. */
  readonly closed: Promise<{ readonly code: number; readonly errors: readonly unknown[] }>;
  isOpen(): boolean;
}

function subscribe(world: World, credentials: string): Subscriber {
  let begin = (): void => undefined;
  let isOpen = true;
  const errors: unknown[] = [];
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const closed = new Promise<{ code: number; errors: readonly unknown[] }>((resolve) => {
    const client = createWsClient({
      url: `${world.url.replace("http", "ws")}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      lazy: false,
      onNonLazyError: () => undefined,
      connectionParams: { authorization: `Bearer ${credentials}` },
      on: {
        closed: (event) => {
          isOpen = false;
          resolve({ code: (event as { code: number }).code, errors });
        },
      },
    });
    clients.push(client);
    client.subscribe(
      { query: "subscription { callbackChanged(snapshot: true) { cursor } }" },
      {
        next: ({ errors: told = [] }) => {
          errors.push(...told);
          begin();
        },
        error: (error) => errors.push(...(Array.isArray(error) ? error : [error])),
        complete: () => undefined,
      },
    );
  });
  return { begun, closed, isOpen: () => isOpen };
}

describe("settings that are read again", () => {
  it("accept new keys, reject revoked ones, and close their sockets only", async () => {
    const world = await start({ auth: authOf(STAYS, GOES) });
    const [staying, going] = [subscribe(world, STAYS.key), subscribe(world, GOES.key)];
    await Promise.all([staying.begun, going.begun]);
    expect(await statusOf(world, COMES.key)).toBe(401);

    expect(await world.reload({ auth: authOf(STAYS, COMES) })).toEqual([]);
    const { code, errors } = await going.closed;
    expect(code).toBe(4403);
    expect(JSON.stringify(errors)).toContain("UNAUTHENTICATED");
    expect(await statusOf(world, GOES.key)).toBe(401);
    expect(await statusOf(world, COMES.key)).toBe(200);
    expect(await statusOf(world, STAYS.key)).toBe(200);
    expect(staying.isOpen()).toBe(true);
  });

  it("end the sockets of a key that keeps its name and gets other rights", async () => {
    const world = await start({ auth: authOf(STAYS, GOES) });
    const going = subscribe(world, GOES.key);
    await going.begun;
    await world.reload({ auth: authOf(STAYS, { ...GOES, sources: ["webex"] }) });
    expect((await going.closed).code).toBe(4403);
  });

  it("reject tokens of another issuer's key, also verified ones", async () => {
    const world = await start({ auth: authOf(STAYS) });
    const token = await tokenUntil(START + 600_000);
    expect(await statusOf(world, token)).toBe(200);
    const { jwt, ...auth } = authOf(STAYS) as { jwt: JsonObject; apiKeys: JsonObject[] };
    await world.reload({ auth: { ...auth, jwt: { ...jwt, key: "another shared key of the tests, long enough" } } });
    expect(await statusOf(world, token)).toBe(401);
    expect(await statusOf(world, STAYS.key)).toBe(200);
  });

  it("change limits and the hint token at once", async () => {
    const world = await start({ auth: authOf(STAYS) });
    const server = { port: 0, operations: { maxAliases: 0 }, hintToken: "a new token" };
    expect(await world.reload({ auth: authOf(STAYS), server })).toEqual([]);
    expect(await statusOf(world, STAYS.key, "{ a: __typename }")).toBe(400);
    const hint = (token: string): Promise<Response> =>
      fetch(`${world.url}/webhooks/talkdesk/hint`, {
        method: "POST",
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        body: JSON.stringify({ id: "1" }),
      });
    expect((await hint("a new token")).status).toBe(202);
    expect((await hint("an old token")).status).toBe(401);
  });

  it("accept pages of new origins, and reject those of removed ones", async () => {
    const world = await start({ auth: authOf(STAYS) });
    const origin = "https://wall.example";
    const preflight = async (path = "/graphql"): Promise<unknown[]> => {
      const headers = {
        origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": "x-api-key",
      };
      const { status, headers: told } = await fetch(`${world.url}${path}`, { method: "OPTIONS", headers });
      return [status, told.get("access-control-allow-origin")];
    };
    const opened = (): Promise<boolean> =>
      new Promise((resolve) => {
        const socket = new WebSocket(`${world.url.replace("http", "ws")}/graphql`, "graphql-transport-ws", { origin });
        socket.once("error", () => resolve(false));
        socket.once("open", () => {
          socket.terminate();
          resolve(true);
        });
      });
    expect([await preflight(), await preflight("/nowhere"), await opened()]).toEqual([[405, null], [404, null], false]);
    const server = { port: 0, corsOrigins: [`${origin}/`] };
    expect(await world.reload({ auth: authOf(STAYS), server })).toEqual([]);
    expect([await preflight(), await opened()]).toEqual([[204, origin], true]);
    await world.reload({ auth: authOf(STAYS) });
    expect([await preflight(), await opened()]).toEqual([[405, null], false]);
  });

  it("list the paths of settings that need a restart, never their values", async () => {
    const world = await start({ auth: authOf(STAYS) });
    const later = await world.reload({
      auth: authOf(STAYS),
      freshness: { waitMs: 7 },
      server: { port: 0, operations: { timeoutMs: 5 } },
    });
    expect(later.toSorted((a, b) => (a < b ? -1 : 1))).toEqual(["freshness.waitMs", "server.operations.timeoutMs"]);
  });

  it("keep authentication: removing it needs a restart", async () => {
    const world = await start({ auth: authOf(STAYS) });
    expect(await world.reload({})).toEqual(["auth"]);
    expect(await statusOf(world, "nobody")).toBe(401);
    expect(await statusOf(world, STAYS.key)).toBe(200);
  });
});
