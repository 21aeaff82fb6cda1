import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { encodeChangeCursor } from "../../src/domain/change/cursor.js";
import { ask } from "../support/ask.js";
import { follow } from "../support/follow.js";
import { CHANGES, cursorsOf, LOG, startSocketWorld, type SocketWorld } from "../support/raw-socket.js";

let world: SocketWorld;
beforeEach(async () => {
  world = await startSocketWorld();
});
afterEach(() => world.close());

describe("a subscriber that is stalled", () => {
  it("costs bounded memory, delays no other, and loses nothing once it reads again", { timeout: 120_000 }, async () => {
    const stalled = await world.open();
    const others = await Promise.all([world.open(), world.open(), world.open()]);
    for (const raw of [stalled, ...others]) raw.subscribe("s");
    const busy = 49;
    for (let count = 0; count < busy; count += 1) stalled.subscribe(`s${count}`);
    await world.record(1);
    for (const raw of others) await raw.heard("next", 1);
    await stalled.heard("next", busy + 1);
    stalled.socket.pause();
    const [rounds, size] = [20, 50];
    let most = 0;
    for (let round = 1; round <= rounds; round += 1) {
      await world.record(size);
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

  it("is closed without a pong, while others stay open", async () => {
    await world.close();
    world = await startSocketWorld({ keepAliveMs: 100 });
    const [stalled, other] = [await world.open(), await world.open()];
    stalled.socket.pause();
    await expect.poll(() => world.gateway.counts().sockets).toBe(1);
    expect(other.socket.readyState).toBe(WebSocket.OPEN);
  });
});

describe("clients that vanish", () => {
  it("leave nothing behind: neither sockets nor streams nor unstarted ones", async () => {
    const raws = await Promise.all(Array.from({ length: 20 }, () => world.open()));
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
      const late = await world.open();
      late.subscribe("s");
      late.socket.terminate();
    }
    await world.isDeserted();
  });

  it("receive everything once after a reconnect of all at the same time", async () => {
    await world.record(3);
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
    await world.isDeserted();
    expect(await ask(world.url, "{ __typename }")).toEqual({ __typename: "Query" });
  });
});
