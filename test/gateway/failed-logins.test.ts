import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { authOf, tokenUntil, type TestKey } from "../support/access.js";
import { startWorld, type World } from "../support/world.js";

const KEY: TestKey = { id: "late", key: "key that was not used yet", scopes: ["callbacks:read"], sources: "*" };
const EARLY: TestKey = { id: "early", key: "key that was used before", scopes: ["callbacks:write"], sources: "*" };
const HINT_TOKEN = "token of those who give hints";

let world: World;
async function start(trustedProxies: readonly string[] = []): Promise<World> {
  const server = { port: 0, hintToken: HINT_TOKEN, failedLogins: { requests: 5, perMs: 150_000 }, trustedProxies };
  return startWorld({ settings: { auth: authOf(KEY, EARLY), server } });
}
beforeEach(async () => {
  world = await start();
});
afterEach(() => world.close());

const PATHS = ["/graphql", "/metrics", "/webhooks/talkdesk/hint"] as const;

/** Status, code, and when to come back. */
async function send(path: string, headers: Record<string, string>): Promise<unknown[]> {
  const body = JSON.stringify(path === "/graphql" ? { query: "{ __typename }" } : { id: "1" });
  const response = await fetch(`${world.url}${path}`, {
    ...(path === "/metrics" ? {} : { method: "POST", body }),
    headers: { "content-type": "application/json", ...headers },
  });
  const [, code = null] = /"code":"(\w+)"/u.exec(await response.text()) ?? [];
  return [response.status, code, response.headers.get("retry-after")];
}

/** How a socket that says this at its beginning is closed; 0 where it is let in. */
async function init(payload: object, headers: Record<string, string> = {}): Promise<number> {
  const url = `${world.url.replace("http", "ws")}/graphql`;
  const socket = new WebSocket(url, "graphql-transport-ws", { headers });
  socket.once("open", () => socket.send(JSON.stringify({ type: "connection_init", payload })));
  const code = await new Promise<number>((resolve) => {
    socket.once("message", () => resolve(0));
    socket.once("close", resolve);
  });
  socket.terminate();
  return code;
}

async function guess(headers: Record<string, string> = {}): Promise<void> {
  for (let count = 0; count < 4; count += 1) {
    const key = { "x-api-key": `guess ${count}` };
    expect(await send("/graphql", { ...headers, ...key })).toEqual([401, "UNAUTHENTICATED", null]);
  }
  expect(await init({ "x-api-key": "guess 4" }, headers)).toBe(4403);
}

const from = (forwardedFor: string): Record<string, string> => ({ "x-forwarded-for": forwardedFor });
/** What somebody behind these proxies is told who sends the right key, over every path. */
async function toldTo(forwardedFor: string): Promise<readonly unknown[]> {
  const headers = { ...from(forwardedFor), authorization: `Bearer ${KEY.key}` };
  const [, , hint] = PATHS;
  const hinting = send(hint, { ...headers, authorization: `Bearer ${HINT_TOKEN}` });
  const [graphql, hinted] = [await send("/graphql", headers), await hinting];
  return [graphql[0], hinted[0], await init({ authorization: `Bearer ${KEY.key}` }, from(forwardedFor))];
}

describe("a client that guesses keys", () => {
  it("gets 429 and Retry-After after a few attempts, on every path, also for the right key", async () => {
    await guess();
    for (const path of PATHS) {
      for (const key of ["another guess", KEY.key, HINT_TOKEN]) {
        expect(await send(path, { authorization: `Bearer ${key}` }), path).toEqual([429, "RATE_LIMITED", "30"]);
      }
    }
    expect(await init({ authorization: `Bearer ${KEY.key}` })).toBe(1013);
    world.time.now += 30_000;
    expect(await init({ authorization: `Bearer ${KEY.key}` })).toBe(0);
    expect(await send("/webhooks/talkdesk/hint", { authorization: `Bearer ${HINT_TOKEN}` })).toEqual([202, null, null]);
  });

  it("locks out neither clients that were authenticated before nor signed tokens", async () => {
    expect(await send("/graphql", { "x-api-key": EARLY.key })).toEqual([403, "FORBIDDEN", null]);
    await guess();
    expect(await send("/graphql", { "x-api-key": EARLY.key })).toEqual([403, "FORBIDDEN", null]);
    const token = await tokenUntil(world.time.now + 60_000);
    expect(await send("/graphql", { authorization: `Bearer ${token}` })).toEqual([200, null, null]);
    expect(await init({ authorization: `Bearer ${token}` })).toBe(0);
    const forged = `${token.slice(0, -4)}AAAA`;
    expect(await send("/graphql", { authorization: `Bearer ${forged}` })).toEqual([429, "RATE_LIMITED", "30"]);
  });
});

describe("a client that guesses keys behind a proxy", () => {
  it("is identified by the address from a trusted proxy, and locks out no other client behind it", async () => {
    await world.close();
    world = await start(["127.0.0.0/8", "::1", "10.0.0.7"]);
    await guess(from("203.0.113.9, 10.0.0.7"));
    expect(await toldTo("203.0.113.9")).toEqual([429, 429, 1013]);
    // What it said itself of where it comes from is no word of a trusted one.
    expect(await toldTo("198.51.100.1, 203.0.113.9")).toEqual([429, 429, 1013]);
    expect(await toldTo("198.51.100.1")).toEqual([200, 202, 0]);
  });

  it.each([
    ["with its port", (port: number) => `203.0.113.9:${port}`],
    ["in brackets", (port: number) => `[2001:db8::9]:${port}`],
    ["as any address of its network", (port: number) => `2001:db8::${port}`],
    ["as what is no address", (port: number) => `unknown-${port}`],
    ["behind what it wrote itself", (port: number) => `192.0.2.${port % 250}, "203.0.113.9:${port}"`],
  ])("is identified by its address if a trusted proxy names it %s", async (_, write) => {
    await world.close();
    world = await start(["127.0.0.0/8", "::1"]);
    for (let port = 4711; port < 4715; port += 1)
      await send("/graphql", { ...from(write(port)), "x-api-key": "guess" });
    expect(await init({ "x-api-key": "guess" }, from(write(4716)))).toBe(4403);
    expect(await toldTo(write(4717))).toEqual([429, 429, 1013]);
    expect(await toldTo("198.51.100.1:4717")).toEqual([200, 202, 0]);
  });

  it("is identified by the proxy if that is not trusted, whatever its header", async () => {
    await guess(from("203.0.113.9"));
    expect(await toldTo("198.51.100.1")).toEqual([429, 429, 1013]);
  });
});

describe("the rate of a gateway without authentication", () => {
  it.each([
    ["with its port", (port: number) => `203.0.113.9:${port}`],
    ["in brackets", (port: number) => `[2001:db8::9]:${port}`],
    ["as what is no address", (port: number) => `unknown-${port}`],
  ])("counts a client by its address if a trusted proxy names it %s, over every transport", async (_, write) => {
    await world.close();
    const operations = { rate: { requests: 3, perMs: 60_000 } };
    const server = { port: 0, operations, trustedProxies: ["127.0.0.0/8", "::1"] };
    world = await startWorld({ settings: { auth: "none", server } });
    const statuses: unknown[] = [];
    for (let port = 4711; port < 4714; port += 1) statuses.push((await send("/graphql", from(write(port))))[0]);
    expect(statuses).toEqual([200, 200, 200]);
    expect((await send("/graphql", from(write(4715))))[1]).toBe("RATE_LIMITED");
    const streamed = await fetch(`${world.url}/graphql`, {
      method: "POST",
      headers: { ...from(write(4716)), "content-type": "application/json", accept: "text/event-stream" },
      body: JSON.stringify({ query: "{ __typename }" }),
    });
    expect(await streamed.text()).toContain("RATE_LIMITED");
    expect(await overSocket(from(write(4717)))).toContain("RATE_LIMITED");
    expect((await send("/graphql", from("198.51.100.1")))[0]).toBe(200);
  });
});

/** What a query over a socket is answered. */
async function overSocket(headers: Record<string, string>): Promise<string> {
  const socket = new WebSocket(`${world.url.replace("http", "ws")}/graphql`, "graphql-transport-ws", { headers });
  socket.once("open", () => socket.send(JSON.stringify({ type: "connection_init" })));
  const answer = await new Promise<string>((resolve) => {
    socket.on("message", (bytes: Buffer) => {
      const text = bytes.toString();
      if (!text.includes("connection_ack")) return resolve(text);
      socket.send(JSON.stringify({ id: "1", type: "subscribe", payload: { query: "{ __typename }" } }));
    });
  });
  socket.terminate();
  return answer;
}
