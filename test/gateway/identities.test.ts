import { print } from "graphql";
import { afterEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { ScheduleCallbackDocument } from "../../schema/operations.js";
import type { JsonObject } from "../../src/lib/json.js";
import { AUDIENCE, authOf, ISSUER, SHARED_KEY, signToken } from "../support/access.js";
import { aCommand } from "../support/commands.js";
import { START, startWorld, type World } from "../support/world.js";

const ALL = ["callbacks:read", "callbacks:write", "pii:read"];
const KEY = { id: "ana", key: "key of ana", scopes: ALL, sources: "*" } as const;
const LONG = "a".repeat(128);

type Headers = Record<string, string>;
let world: World;
afterEach(() => world.close());

async function start(rate = 1000, auth: JsonObject = authOf(KEY)): Promise<void> {
  world = await startWorld({
    settings: { auth, server: { port: 0, operations: { rate: { requests: rate, perMs: 60_000 } } } },
  });
}

const byKey: Headers = { "x-api-key": KEY.key };
/** A token of this subject; by default it may do everything. */
async function byToken(sub: string, claims: Record<string, unknown> = {}): Promise<Headers> {
  const token = await signToken({ sub, scope: ALL.join(" "), sources: "*", iss: ISSUER, ...claims }, START + 3_600_000);
  return { authorization: `Bearer ${token}` };
}

async function send(headers: Headers, query: string, variables: object = {}): Promise<Record<string, unknown>> {
  const response = await fetch(`${world.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as Record<string, unknown>;
}

/** Two callers that might be taken for one another. */
const PAIRS: Readonly<Record<string, () => Promise<readonly [Headers, Headers]>>> = {
  "an API key and a token whose sub is the key's id": async () => [byKey, await byToken("ana")],
  "an API key and a token whose sub is the key's identity": async () => [byKey, await byToken("key:ana")],
  "tokens whose long subs begin alike": async () => [await byToken(`${LONG}1`), await byToken(`${LONG}2`)],
  "tokens of which one's sub is the beginning of the other's": async () => [
    await byToken(LONG),
    await byToken(`${LONG}2`),
  ],
  "tokens that differ in a zero byte": async () => [await byToken("ana"), await byToken("ana\0")],
  "tokens that differ in a space": async () => [await byToken("ana"), await byToken("ana ")],
  "tokens that differ in case": async () => [await byToken("ana"), await byToken("Ana")],
};

describe.each(Object.entries(PAIRS))("%s", (_, callers) => {
  it("have a rate each, over HTTP and sockets alike", async () => {
    await start(2);
    const [one, other] = await callers();
    for (let count = 0; count < 2; count += 1) expect(await send(one, "{ __typename }")).toHaveProperty("data");
    expect(JSON.stringify(await send(one, "{ __typename }"))).toContain("RATE_LIMITED");
    expect(await overSocket(one)).toContain("RATE_LIMITED");
    expect(await overSocket(other)).toContain('"__typename":"Query"');
  });

  it("have idempotency keys and lines of the audit of their own", async () => {
    await start();
    const [one, other] = await callers();
    const query = print(ScheduleCallbackDocument);
    const input = aCommand("mindful", world.time.now, { idempotencyKey: "1" });
    const first = await send(one, query, { input });
    expect(first).toMatchObject({ data: { scheduleCallback: { userErrors: [] } } });
    expect(await send(one, query, { input })).toEqual(first);
    const second = await send(other, query, { input: { ...input, reason: "Another." } });
    expect(second).toMatchObject({ data: { scheduleCallback: { userErrors: [] } } });
    const actors = (await world.store.listCommands(10, null)).map(({ actor }) => actor);
    expect([actors.length, new Set(actors).size]).toEqual([2, 2]);
    for (const actor of actors) expect(actor).toMatch(/^(?:key:ana|jwt(?:-sha256)?:https:\/\/login\.example \P{C}+)$/u);
  });
});

it("cached responses are not shared between callers of one name with different rights", async () => {
  await start();
  const query = "{ sources { name } }";
  const [all, none] = [byKey, await byToken("ana", { sources: [] })];
  for (let count = 0; count < 3; count += 1) {
    expect(await send(all, query)).not.toMatchObject({ data: { sources: [] } });
    expect(await send(none, query)).toMatchObject({ data: { sources: [] } });
  }
});

it("tokens of another issuer after a reload are other callers", async () => {
  const by = (issuer: string): JsonObject => ({
    jwt: { key: SHARED_KEY, issuer, audience: AUDIENCE, clockToleranceMs: 0 },
  });
  await start(1000, by(ISSUER));
  const query = print(ScheduleCallbackDocument);
  const input = aCommand("mindful", world.time.now, { idempotencyKey: "1" });
  await send(await byToken("ana"), query, { input });
  await world.reload({ auth: by("https://other.example") });
  const other = await send(await byToken("ana", { iss: "https://other.example" }), query, {
    input: { ...input, reason: "Another." },
  });
  expect(other).toMatchObject({ data: { scheduleCallback: { userErrors: [] } } });
  const actors = (await world.store.listCommands(10, null)).map(({ actor }) => actor);
  expect(actors).toEqual(["jwt:https://other.example ana", "jwt:https://login.example ana"]);
});

it("a key that was used without authentication is no caller's, however it is written", async () => {
  await start(1000, "none" as unknown as JsonObject);
  const query = print(ScheduleCallbackDocument);
  for (const [count, idempotencyKey] of [
    "1",
    JSON.stringify(["key:ana", "1"]),
    JSON.stringify([null, "1"]),
  ].entries()) {
    const input = aCommand("mindful", world.time.now, { idempotencyKey, reason: `Reason ${count}.` });
    const first = await send({}, query, { input });
    expect(first).toMatchObject({ data: { scheduleCallback: { userErrors: [] } } });
    expect(await send({}, query, { input })).toEqual(first);
  }
  expect(await world.store.findCommand(JSON.stringify(["key:ana", "1"]))).toBeNull();
});

/** What a query over a socket is answered. */
async function overSocket(headers: Headers): Promise<string> {
  const socket = new WebSocket(`${world.url.replace("http", "ws")}/graphql`, "graphql-transport-ws", { headers });
  socket.once("open", () => socket.send(JSON.stringify({ type: "connection_init" })));
  const answer = await new Promise<string>((resolve, reject) => {
    socket.once("close", (code) => reject(new Error(`closed with ${code}`)));
    socket.on("message", (bytes: Buffer) => {
      const text = bytes.toString();
      if (!text.includes("connection_ack")) return resolve(text);
      socket.send(JSON.stringify({ id: "1", type: "subscribe", payload: { query: "{ __typename }" } }));
    });
  });
  socket.removeAllListeners("close").terminate();
  return answer;
}
