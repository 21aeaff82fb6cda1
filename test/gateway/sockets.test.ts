import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { encodeChangeCursor } from "../../src/callback/cursor.js";
import { reportedStatus } from "../../src/callback/status.js";
import { ask } from "../support/ask.js";
import { follow } from "../support/follow.js";
import { anObservation } from "../support/observations.js";
import { startWorld, type World } from "../support/world.js";

const LOG = encodeChangeCursor(0);
const CHANGES = `subscription ($after: String) { callbackChanged(after: $after) { cursor callback { vendorId reason } } }`;
const MAX_BODY = 65_536;
const PER_SOCKET = 1000;

interface Message {
  readonly type: string;
  readonly id?: string;
  readonly payload?: { readonly data: { readonly callbackChanged: { readonly cursor: string } } };
}

/** A client that says whatever a test wants it to. */
interface Raw {
  readonly socket: WebSocket;
  readonly messages: Message[];
  say(message: unknown): void;
  subscribe(id: string, query?: string, after?: string): void;
  /** Resolves once so many messages of a type have come. */
  heard(type: string, count: number): Promise<readonly Message[]>;
  readonly closed: Promise<number>;
}

let world: World;
let sockets: WebSocket[] = [];

const limits = { perSocket: PER_SOCKET, initTimeoutMs: 200, keepAliveMs: 60_000, maxBufferedBytes: 1_048_576 };
async function start(subscriptions: Partial<typeof limits> = {}): Promise<void> {
  const server = { port: 0, maxBodyBytes: MAX_BODY, subscriptions: { ...limits, ...subscriptions } };
  world = await startWorld({ settings: { server } });
}
beforeEach(() => start());
afterEach(async () => {
  for (const socket of sockets) socket.terminate();
  sockets = [];
  await world.close();
});

async function open(init = true): Promise<Raw> {
  const socket = new WebSocket(`${world.url.replace("http", "ws")}/graphql`, "graphql-transport-ws");
  sockets.push(socket);
  const messages: Message[] = [];
  const counts = new Map<string, number>();
  const listeners = new Set<() => void>();
  socket.on("message", (data: Buffer) => {
    const message = JSON.parse(data.toString("utf8")) as Message;
    messages.push(message);
    counts.set(message.type, (counts.get(message.type) ?? 0) + 1);
    for (const listener of listeners) listener();
  });
  socket.on("error", () => undefined);
  const closed = new Promise<number>((resolve) => socket.once("close", resolve));
  const raw: Raw = {
    socket,
    messages,
    closed,
    say: (message) => socket.send(typeof message === "string" ? message : JSON.stringify(message)),
    subscribe: (id, query = CHANGES, after = LOG) =>
      raw.say({ id, type: "subscribe", payload: { query, variables: { after } } }),
    heard: (type, count) =>
      new Promise((resolve) => {
        const look = (): void => {
          if ((counts.get(type) ?? 0) < count) return;
          listeners.delete(look);
          resolve(messages.filter((message) => message.type === type));
        };
        listeners.add(look);
        look();
      }),
  };
  await once(socket, "open");
  if (!init) return raw;
  raw.say({ type: "connection_init" });
  await raw.heard("connection_ack", 1);
  return raw;
}

/** So many changes, straight into the log. */
async function record(count: number): Promise<void> {
  const observations = Array.from({ length: count }, (_, index) =>
    anObservation(world.time.now, {
      source: "talkdesk",
      vendor: "TALKDESK",
      vendorId: String(index),
      reason: "x".repeat(200),
      ...reportedStatus("SCHEDULED", String(world.time.now)),
    }),
  );
  const batch = { source: "talkdesk", observations, quarantined: [], answered: null };
  await world.store.record({ ...batch, now: world.time.now });
  world.time.now += 1000;
}

const cursorsOf = (messages: readonly Message[], id: string): string[] =>
  messages.flatMap((message) =>
    message.type === "next" && message.id === id ? [message.payload!.data.callbackChanged.cursor] : [],
  );

/** Nobody is there any more, and nothing of them is left. */
const isDeserted = (): Promise<void> =>
  expect
    .poll(() => world.gateway.counts(), { timeout: 10_000 })
    .toEqual({ sockets: 0, streams: 0, bufferedBytes: 0, followers: 0 });

describe("a socket that breaks the rules is closed by the protocol's code, and nobody else is", () => {
  const wrong: [string, number, (raw: Raw) => void, boolean?][] = [
    ["what is no JSON", 4400, (raw) => raw.say("{ no json")],
    ["JSON that is no message", 4400, (raw) => raw.say("[]")],
    ["a message of an unknown type", 4400, (raw) => raw.say({ type: "hello" })],
    ["a subscribe without a payload", 4400, (raw) => raw.say({ id: "1", type: "subscribe" })],
    ["bytes that are no text", 4400, (raw) => raw.socket.send(Buffer.from([0, 255, 254, 1]))],
    ["a frame that is too large", 1009, (raw) => raw.say("x".repeat(MAX_BODY + 1))],
    ["a second connection_init", 4429, (raw) => raw.say({ type: "connection_init" })],
    ["a subscribe before connection_init", 4401, (raw) => raw.subscribe("1"), false],
    ["nothing at all", 4408, () => undefined, false],
    [
      "an id that is taken",
      4409,
      (raw) => {
        raw.subscribe("1");
        raw.subscribe("1");
      },
    ],
  ];
  it.each(wrong)("%s: %i", async (_, code, act, init) => {
    const witness = await open();
    witness.subscribe("w");
    const raw = await open(init);
    act(raw);
    expect(await raw.closed).toBe(code);
    await record(1);
    expect(await witness.heard("next", 1)).toHaveLength(1);
  });

  it("frames that break the WebSocket protocol itself", async () => {
    const witness = await open();
    witness.subscribe("w");
    const { port, hostname } = new URL(world.url);
    for (const bytes of [Buffer.alloc(64, 0xff), Buffer.from([0x81, 0x02, 0x7b, 0x7d]), Buffer.from([0x83, 0x80])]) {
      const socket: Socket = connect(Number(port), hostname);
      const head = "GET /graphql HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade\r\nupgrade: websocket\r\n";
      const key = "sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
      socket.write(`${head}${key}sec-websocket-protocol: graphql-transport-ws\r\n\r\n`);
      await once(socket, "data");
      socket.write(bytes);
      socket.resume();
      await once(socket, "close");
    }
    await record(1);
    expect(await witness.heard("next", 1)).toHaveLength(1);
  });

  it("an upgrade elsewhere, also by a client that leaves at once", async () => {
    const { port, hostname } = new URL(world.url);
    for (const leave of ["end", "resetAndDestroy"] as const) {
      const socket = connect(Number(port), hostname);
      socket.on("error", () => undefined).resume();
      socket.write("GET /elsewhere HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n");
      await once(socket, "connect");
      const closed = once(socket, "close");
      socket[leave]();
      await closed;
    }
    expect((await fetch(`${world.url}/health/live`)).status).toBe(200);
  });
});

describe("one socket", () => {
  it("has 1,000 subscriptions; one more is told so, and the others go on", async () => {
    const raw = await open();
    for (let count = 0; count < PER_SOCKET; count += 1) raw.subscribe(`s${count}`);
    raw.subscribe("one too many");
    expect(await raw.heard("error", 1)).toMatchObject([
      { id: "one too many", payload: [{ extensions: { code: "TOO_MANY_SUBSCRIPTIONS" } }] },
    ]);
    await record(2);
    const told = await raw.heard("next", PER_SOCKET * 2);
    for (let count = 0; count < PER_SOCKET; count += 1) {
      expect(cursorsOf(told, `s${count}`)).toEqual([encodeChangeCursor(1), encodeChangeCursor(2)]);
    }
    raw.say({ id: "s0", type: "complete" });
    raw.subscribe("instead");
    await record(1);
    await raw.heard("next", PER_SOCKET * 3 + 2);
    expect(cursorsOf(raw.messages, "instead")).toHaveLength(3);
  });

  it("keeps its subscriptions when one of them cannot be read", async () => {
    const raw = await open();
    raw.subscribe("good");
    raw.subscribe("syntax", "subscription {");
    raw.subscribe("unknown", "subscription { nothing }");
    raw.subscribe("cursor", CHANGES, "nonsense");
    const errors = await raw.heard("error", 2);
    expect(new Set(errors.map(({ id }) => id))).toEqual(new Set(["syntax", "unknown"]));
    // What is wrong with an argument is found by the resolver: an answer, and the only one.
    expect(await raw.heard("complete", 1)).toMatchObject([{ id: "cursor" }]);
    await record(1);
    const told = await raw.heard("next", 2);
    expect(told).toMatchObject([{ id: "cursor", payload: { errors: [{}] } }, { id: "good" }]);
  });

  it("may subscribe and unsubscribe 5,000 times in a row, and leaves nothing behind", async () => {
    const raw = await open();
    for (let count = 0; count < 5000; count += 1) {
      raw.subscribe(`s${count}`);
      raw.say({ id: `s${count}`, type: "complete" });
    }
    raw.subscribe("last");
    await record(1);
    await expect.poll(() => cursorsOf(raw.messages, "last")).toHaveLength(1);
    expect(world.gateway.counts()).toMatchObject({ sockets: 1, followers: 1 });
    raw.socket.terminate();
    await isDeserted();
  });

  it("is ended when it asks and asks and does not read what it is answered", async () => {
    const raw = await open();
    raw.socket.pause();
    const ping = JSON.stringify({ type: "ping", payload: { padding: "x".repeat(60_000) } });
    // Until the socket is gone, but no more than could be a gigabyte.
    for (let count = 0; count < 16_000 && world.gateway.counts().sockets > 0; count += 1) {
      await new Promise<void>((resolve) => raw.socket.send(ping, () => resolve()));
      expect(world.gateway.counts().bufferedBytes).toBeLessThan(limits.maxBufferedBytes + 2 * MAX_BODY);
    }
    await isDeserted();
  });
});

describe("a subscriber that is stalled", () => {
  it("costs bounded memory, delays nobody, and loses nothing once it reads again", { timeout: 30_000 }, async () => {
    const stalled = await open();
    const others = await Promise.all([open(), open(), open()]);
    for (const raw of [stalled, ...others]) raw.subscribe("s");
    const busy = 49;
    for (let count = 0; count < busy; count += 1) stalled.subscribe(`s${count}`);
    await record(1);
    for (const raw of others) await raw.heard("next", 1);
    await stalled.heard("next", busy + 1);
    stalled.socket.pause();
    const [rounds, size] = [20, 50];
    let most = 0;
    for (let round = 1; round <= rounds; round += 1) {
      await record(size);
      // Everybody else has everything of this round before the next begins, whatever the stalled one does.
      for (const raw of others) await raw.heard("next", 1 + round * size);
      most = Math.max(most, world.gateway.counts().bufferedBytes);
    }
    const all = Array.from({ length: 1 + rounds * size }, (_, index) => encodeChangeCursor(index + 1));
    for (const raw of others) expect(cursorsOf(raw.messages, "s")).toEqual(all);
    // One message a subscription, however many changes it is behind.
    expect(most).toBeLessThan((busy + 1) * 1000);
    stalled.socket.resume();
    await stalled.heard("next", (busy + 1) * all.length);
    for (const id of ["s", "s0", `s${busy - 1}`]) expect(cursorsOf(stalled.messages, id)).toEqual(all);
  });

  it("is ended when it gives no sign of life, and those who do are not", async () => {
    await world.close();
    await start({ keepAliveMs: 100 });
    const [stalled, other] = [await open(), await open()];
    stalled.socket.pause();
    await expect.poll(() => world.gateway.counts().sockets).toBe(1);
    expect(other.socket.readyState).toBe(WebSocket.OPEN);
  });
});

describe("clients that vanish", () => {
  it("leave nothing behind: sockets, streams, and those that had not begun", async () => {
    const raws = await Promise.all(Array.from({ length: 20 }, () => open()));
    for (const raw of raws) raw.subscribe("s");
    const leave = new AbortController();
    const parameters = new URLSearchParams({ query: CHANGES, variables: JSON.stringify({ after: null }) });
    const streams = await Promise.all(
      Array.from({ length: 20 }, () =>
        fetch(`${world.url}/graphql?${parameters.toString()}`, {
          headers: { accept: "text/event-stream" },
          signal: leave.signal,
        }),
      ),
    );
    expect(streams.every(({ ok }) => ok)).toBe(true);
    await expect.poll(() => world.gateway.counts()).toMatchObject({ sockets: 20, streams: 20, followers: 40 });
    leave.abort();
    for (const raw of raws) raw.socket.terminate();
    for (let count = 0; count < 20; count += 1) {
      const late = await open();
      late.subscribe("s");
      late.socket.terminate();
    }
    await isDeserted();
  });

  it("and come back in a storm are all told everything, once", async () => {
    await record(3);
    for (let wave = 0; wave < 3; wave += 1) {
      const clients = Array.from({ length: 60 }, (_, index) =>
        follow(
          world.url,
          index % 2 === 0 ? "ws" : "sse",
          `subscription ($after: String) { callbackChanged(after: $after) { cursor } }`,
          { after: LOG },
        ),
      );
      for (const told of await Promise.all(clients.map((client) => client.next(3)))) {
        expect(told.map(({ cursor }) => cursor)).toEqual([1, 2, 3].map((position) => encodeChangeCursor(position)));
      }
      await Promise.all(clients.map((client) => client.stop()));
    }
    await isDeserted();
    expect(await ask(world.url, "{ __typename }")).toEqual({ __typename: "Query" });
  });
});
