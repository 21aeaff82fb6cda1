import { createClient as createSseClient } from "graphql-sse";
import { createClient as createWsClient } from "graphql-ws";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { createTransport, type Transport } from "../../packages/client/src/index.js";
import { followCallbacks, type CallbackFeed } from "../../packages/client/src/follow.js";
import { CallbacksDocument, type CallbackFilter, type CallbackOrder } from "../../schema/operations.js";
import type { FakeVendor } from "../../src/adapters/fake/fake.js";
import { ask } from "../support/ask.js";
import { openWay, type Way } from "../support/way.js";
import { startWorld, type World } from "../support/world.js";

const LIST = `{ callbacks(first: 1, maxStaleness: "PT0S", filter: { sources: ["talkdesk"] }) { totalCount } }`;

let world: World;
let way: Way;
let fake: FakeVendor;
const closing: (() => unknown)[] = [];

beforeEach(async () => {
  world = await startWorld();
  way = await openWay(() => Number(new URL(world.url).port));
  fake = world.fakes["talkdesk"]!;
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  await way.close();
  await world.close();
});

/** Has the gateway poll the vendor. */
async function poll(): Promise<void> {
  world.time.now += 2000;
  await ask(world.url, LIST);
}

function add(hours: number): string {
  return fake.add({ phoneNumber: "+14155550100", start: world.time.now + hours * 3_600_000 });
}

const TRANSPORTS: Readonly<Record<string, () => Transport>> = {
  fetch: () => createTransport({ url: `${way.url}/graphql` }),
  "graphql-sse": () => {
    const client = createSseClient({ url: `${way.url}/graphql`, retryAttempts: 0 });
    closing.push(() => client.dispose());
    return client;
  },
  "graphql-ws": () => {
    const url = `${way.url.replace("http", "ws")}/graphql`;
    const client = createWsClient({ url, webSocketImpl: WebSocket, retryAttempts: 0 });
    closing.push(() => client.dispose());
    return client;
  },
  // It subscribes again by itself, with the cursor that the feed has put into its variables.
  "graphql-ws that reconnects": () => {
    const url = `${way.url.replace("http", "ws")}/graphql`;
    const retryWait = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 10));
    const client = createWsClient({
      url,
      webSocketImpl: WebSocket,
      retryAttempts: Number.POSITIVE_INFINITY,
      shouldRetry: () => true,
      retryWait,
    });
    closing.push(() => client.dispose());
    return client;
  },
};

function follow(gateway: Transport, filter: CallbackFilter, orderBy?: CallbackOrder, first = 100): CallbackFeed {
  const feed = followCallbacks({
    gateway,
    filter,
    orderBy,
    first,
    intervalMs: null,
    refreshMs: 10,
    retryDelayMs: () => 10,
  });
  closing.push(() => feed.stop());
  return feed;
}

/** Waits until the feed equals what the gateway lists now. */
async function expectEqual(feed: CallbackFeed, filter: CallbackFilter, orderBy?: CallbackOrder, first = 100) {
  const { callbacks } = await ask(world.url, CallbacksDocument, { filter, orderBy, first });
  const listed = callbacks.nodes.map(({ id, status, window }) => ({ id, status, start: window?.start }));
  await expect
    .poll(() => feed.state.callbacks.map(({ id, status, window }) => ({ id, status, start: window?.start })))
    .toEqual(listed);
  await expect.poll(() => feed.state.totalCount).toBe(callbacks.totalCount);
}

describe("followCallbacks against a gateway", () => {
  it.each(Object.keys(TRANSPORTS))("over %s equals the list after a cut connection", async (name) => {
    const filter = { isOpen: true };
    const ids = Array.from({ length: 12 }, (_, index) => add(index + 1));
    await poll();
    const feed = follow(TRANSPORTS[name]!(), filter);
    await expect.poll(() => feed.state.totalCount).toBe(12);

    fake.setVendorStatus(ids[3]!, "CANCELED");
    add(2.5);
    await poll();
    await expectEqual(feed, filter);

    way.cut();
    fake.setVendorStatus(ids[5]!, "CANCELED");
    add(7.5);
    await poll();
    way.mend();
    await expectEqual(feed, filter);
    // The subscription is open again, too: this change comes by it alone.
    add(0.5);
    await poll();
    await expectEqual(feed, filter);
    expect(feed.state).toMatchObject({ connection: "live", error: null });
  });

  it("holds the first callbacks of a longer list, by any order and filter", async () => {
    for (let index = 0; index < 12; index += 1) add(index + 1);
    await poll();
    const transport = TRANSPORTS["fetch"]!();
    const descending = { field: "WINDOW_START", direction: "DESC" } as const;
    const urgent = { field: "URGENCY", direction: "ASC" } as const;
    const present = { isPresentAtVendor: true };
    const first = follow(transport, {}, descending, 5);
    const second = follow(transport, present, urgent);
    await expect.poll(() => [first.state.totalCount, second.state.totalCount]).toEqual([12, 12]);
    const gone = add(5);
    await poll();
    fake.records.delete(gone);
    add(20);
    await poll();
    await poll();
    await expectEqual(first, {}, descending, 5);
    await expectEqual(second, present, urgent);
  });

  it("ends with the gateway's reason for an invalid filter", async () => {
    const feed = follow(TRANSPORTS["fetch"]!(), { queueIds: ["nonsense"] });
    await expect.poll(() => feed.state.connection).toBe("ended");
    expect(feed.state.error).toMatchObject({ name: "OperationError", code: "BAD_USER_INPUT" });
  });
});
