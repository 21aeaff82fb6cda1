import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { encodeChangeCursor } from "../../src/domain/change/cursor.js";
import {
  CHANGES,
  cursorsOf,
  MAX_BODY,
  MAX_BUFFERED,
  PER_SOCKET,
  startSocketWorld,
  type RawSocket,
  type SocketWorld,
} from "../support/raw-socket.js";

let world: SocketWorld;
beforeEach(async () => {
  world = await startSocketWorld();
});
afterEach(() => world.close());

describe("a socket that violates the protocol is closed with its code, and no other is", () => {
  const wrong: [string, number, (raw: RawSocket) => void, boolean?][] = [
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
    const witness = await world.open();
    witness.subscribe("w");
    const raw = await world.open(init);
    act(raw);
    expect(await raw.closed).toBe(code);
    await world.record(1);
    expect(await witness.heard("next", 1)).toHaveLength(1);
  });

  it("frames that break the WebSocket protocol itself", async () => {
    const witness = await world.open();
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
    await world.record(1);
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
  it("has 1,000 subscriptions; one more is rejected, and the others continue", async () => {
    const raw = await world.open();
    for (let count = 0; count < PER_SOCKET; count += 1) raw.subscribe(`s${count}`);
    raw.subscribe("one too many");
    expect(await raw.heard("error", 1)).toMatchObject([
      { id: "one too many", payload: [{ extensions: { code: "TOO_MANY_SUBSCRIPTIONS" } }] },
    ]);
    await world.record(2);
    const told = await raw.heard("next", PER_SOCKET * 2);
    for (let count = 0; count < PER_SOCKET; count += 1) {
      expect(cursorsOf(told, `s${count}`)).toEqual([encodeChangeCursor(1), encodeChangeCursor(2)]);
    }
    raw.say({ id: "s0", type: "complete" });
    raw.subscribe("instead");
    raw.say({ type: "ping" });
    await raw.heard("pong", 1);
    await world.record(1);
    await raw.heard("next", PER_SOCKET * 3 + 2);
    expect(cursorsOf(raw.messages, "instead")).toHaveLength(3);
  });

  it("keeps its subscriptions when one of them cannot be read", async () => {
    const raw = await world.open();
    raw.subscribe("good");
    raw.subscribe("syntax", "subscription {");
    raw.subscribe("unknown", "subscription { nothing }");
    raw.subscribe("cursor", CHANGES, "nonsense");
    const errors = await raw.heard("error", 2);
    expect(new Set(errors.map(({ id }) => id))).toEqual(new Set(["syntax", "unknown"]));
    // What is wrong with an argument is found by the resolver: an answer, and the only one.
    expect(await raw.heard("complete", 1)).toMatchObject([{ id: "cursor" }]);
    await world.record(1);
    const told = await raw.heard("next", 2);
    expect(told).toMatchObject([{ id: "cursor", payload: { errors: [{}] } }, { id: "good" }]);
  });

  it("may subscribe and unsubscribe 5,000 times in a row, and leaves nothing behind", async () => {
    const raw = await world.open();
    for (let count = 0; count < 5000; count += 1) {
      raw.subscribe(`s${count}`);
      raw.say({ id: `s${count}`, type: "complete" });
    }
    raw.subscribe("last");
    // Messages are handled in order: once this one is answered, the last subscription has begun.
    raw.say({ type: "ping" });
    await raw.heard("pong", 1);
    await expect.poll(() => world.gateway.counts().followers, { timeout: 90_000 }).toBe(1);
    await world.record(1);
    await expect.poll(() => cursorsOf(raw.messages, "last")).toHaveLength(1);
    expect(world.gateway.counts()).toMatchObject({ sockets: 1, followers: 1 });
    raw.socket.terminate();
    await world.isDeserted();
  });

  it("is closed when it sends requests and does not read the responses", async () => {
    const raw = await world.open();
    raw.socket.pause();
    const ping = JSON.stringify({ type: "ping", payload: { padding: "x".repeat(60_000) } });
    // Until the socket is gone, but no more than could be a gigabyte.
    for (let count = 0; count < 16_000 && world.gateway.counts().sockets > 0; count += 1) {
      await new Promise<void>((resolve) => raw.socket.send(ping, () => resolve()));
      expect(world.gateway.counts().bufferedBytes).toBeLessThan(MAX_BUFFERED + 2 * MAX_BODY);
    }
    await world.isDeserted();
  });
});
