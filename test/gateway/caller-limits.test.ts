import { afterEach, describe, expect, it } from "vitest";
import type { WebSocket } from "ws";
import { authOf, type TestKey } from "../support/access.js";
import { openSocket, type Message, type RawSocket } from "../support/raw-socket.js";
import { startWorld, type World } from "../support/world.js";

const ANA: TestKey = { id: "ana", key: "key-of-ana", scopes: ["callbacks:read", "pii:read"], sources: "*" };
const BEN: TestKey = { id: "ben", key: "key-of-ben", scopes: ["callbacks:read", "pii:read"], sources: "*" };

let world: World;
const sockets: WebSocket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate();
  await world.close();
});

const open = async (key?: string): Promise<RawSocket> => {
  const raw = await openSocket(world.url, false);
  sockets.push(raw.socket);
  raw.say({ type: "connection_init", ...(key !== undefined && { payload: { "x-api-key": key } }) });
  return raw;
};
const acknowledged = async (raw: RawSocket): Promise<void> => void (await raw.heard("connection_ack", 1));

describe("the sockets of one caller", () => {
  const server = { subscriptions: { socketsPerCaller: 3 } };

  it("are limited by address without authentication, and can be opened again as others close", async () => {
    world = await startWorld({ settings: { server } });
    const raws = await Promise.all([open(), open(), open()]);
    await Promise.all(raws.map(acknowledged));
    await expect(openSocket(world.url, true)).rejects.toThrow("429");
    expect((await fetch(`${world.url}/health/live`)).status).toBe(200);
    raws[0]!.socket.close();
    await raws[0]!.closed;
    await expect.poll(() => world.gateway.counts().sockets).toBe(2);
    await acknowledged(await open());
  });

  it("are bounded by its address until they have said whose they are", async () => {
    world = await startWorld({ settings: { server, auth: authOf(ANA, BEN) } });
    for (let index = 0; index < 3; index += 1) sockets.push((await openSocket(world.url, false)).socket);
    await expect(openSocket(world.url, false)).rejects.toThrow("429");
  });

  it("are bounded by the caller from then on: another caller of the same address has its own", async () => {
    world = await startWorld({ settings: { server, auth: authOf(ANA, BEN) } });
    for (let index = 0; index < 3; index += 1) await acknowledged(await open(ANA.key));
    expect(await (await open(ANA.key)).closed).toBe(1013);
    for (let index = 0; index < 3; index += 1) await acknowledged(await open(BEN.key));
    expect(await (await open(BEN.key)).closed).toBe(1013);
    await expect.poll(() => world.gateway.counts().sockets).toBe(6);
  });
});

/** As the limits say it: two bytes a character. */
const bytesOf = (text: string, variables: object): number => 2 * (text.length + JSON.stringify(variables).length);

describe("the memory of one caller's subscriptions", () => {
  const query = "subscription ($f: CallbackFilter) { callbackChanged(filter: $f) { cursor } }";
  const CASES: [what: string, query: string, variables: object][] = [
    ["long variables", query, { f: { contactId: "x".repeat(20_000) } }],
    ["long documents", `${query} #${"x".repeat(20_000)}`, { f: { contactId: "x" } }],
    ["many short ones", query, { f: { contactId: "x".repeat(100) } }],
  ];
  it.each(CASES)("is bounded in bytes, over any sockets and event streams: %s", async (_, document, variables) => {
    const each = bytesOf(document, variables);
    const allowed = 5 * each;
    const operations = { subscriptionBytesPerCaller: allowed };
    world = await startWorld({ settings: { server: { operations }, auth: authOf(ANA, BEN) } });
    const [one, other, ofBen] = await Promise.all([open(ANA.key), open(ANA.key), open(BEN.key)]);
    await Promise.all([one, other, ofBen].map(acknowledged));
    const subscribe = (raw: RawSocket, id: string) =>
      raw.say({ id, type: "subscribe", payload: { query: document, variables } });
    for (const id of ["1", "2", "3"]) subscribe(one, id);
    for (const id of ["1", "2"]) subscribe(other, id);
    subscribe(ofBen, "1");
    await expect.poll(() => world.gateway.counts().followers).toBe(6);

    subscribe(one, "4");
    const [refused] = await one.heard("error", 1);
    const limit = { name: "subscriptionBytes", allowed };
    const [{ message, extensions }] = (refused as Message & { payload: [{ message: string; extensions: object }] })
      .payload;
    expect(message).toContain("subscriptionBytes");
    expect(extensions).toMatchObject({ code: "TOO_MANY_SUBSCRIPTIONS", limit });
    const stream = await fetch(`${world.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "text/event-stream", "x-api-key": ANA.key },
      body: JSON.stringify({ query: document, variables }),
    });
    expect(await stream.text()).toContain("TOO_MANY_SUBSCRIPTIONS");
    // What ended is held no more.
    other.say({ id: "1", type: "complete" });
    await expect.poll(() => world.gateway.counts().followers).toBe(5);
    subscribe(one, "5");
    await expect.poll(() => world.gateway.counts().followers).toBe(6);
    expect(other.messages.filter(({ type }) => type === "error")).toEqual([]);
  });
});
