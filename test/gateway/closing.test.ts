import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { aCommand } from "../support/commands.js";
import { openSocket, CHANGES, type RawSocket } from "../support/raw-socket.js";
import { startWorld, type World } from "../support/world.js";

const SOURCE = "mindful";
const QUERY = `{ callbacks(filter: { sources: ["${SOURCE}"], phoneNumbers: ["+14155550177"] }, maxStaleness: "PT0S") { totalCount } }`;
const MUTATION =
  "mutation ($input: ScheduleCallbackInput!) { scheduleCallback(input: $input) { callback { vendorId } } }";

let world: World;
/** Has the vendor answer what it was asked until now, and what it is asked from now on. */
let release: () => void;
let isAsked: Promise<void>;
const sockets: RawSocket[] = [];

beforeEach(async () => {
  world = await startWorld({ settings: { freshness: { waitMs: 60_000 } }, ofSources: { timeoutMs: 30_000 } });
  const fake = world.fakes[SOURCE]!;
  const handle = fake.handle.bind(fake);
  let asked: () => void = () => undefined;
  isAsked = new Promise((resolve) => (asked = resolve));
  const released = new Promise<void>((resolve) => (release = resolve));
  fake.handle = async (request) => {
    asked();
    await released;
    return handle(request);
  };
});
afterEach(async () => {
  release();
  for (const { socket } of sockets.splice(0)) socket.terminate();
  await world.close();
}, 120_000);

const open = async (): Promise<RawSocket> => {
  const raw = await openSocket(world.url, true);
  sockets.push(raw);
  return raw;
};
const variablesOf = (query: string) => (query === MUTATION ? { input: aCommand(SOURCE, world.time.now) } : {});

/** Sends an operation; resolves with all that its client is sent until it is sent away. */
const WAYS: Record<string, (query: string) => Promise<{ readonly ended: Promise<string> }>> = {
  async websocket(query) {
    const raw = await open();
    raw.say({ id: "1", type: "subscribe", payload: { query, variables: variablesOf(query) } });
    return { ended: raw.closed.then((code) => `${code} ${JSON.stringify(raw.messages)}`) };
  },
  async "event stream"(query) {
    const sent = fetch(`${world.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "text/event-stream" },
      body: JSON.stringify({ query, variables: variablesOf(query) }),
    });
    return { ended: sent.then((response) => response.text()) };
  },
};

const CASES = Object.keys(WAYS).flatMap((way) => [
  [way, "query", QUERY, "totalCount"],
  [way, "mutation", MUTATION, "vendorId"],
]) as [way: string, type: string, query: string, field: string][];

describe("a gateway that ends", () => {
  it.each(CASES)(
    "over %s, responds to a running %s, and then ends",
    { timeout: 90_000 },
    async (way, _, query, field) => {
      const { ended } = await WAYS[way]!(query);
      await isAsked;
      let isClosed = false;
      const closing = world.gateway.close().then(() => (isClosed = true));
      // Longer than a goodbye takes.
      await new Promise((resolve) => setTimeout(resolve, 2500));
      expect(isClosed).toBe(false);
      release();
      const text = await ended;
      expect(text).toContain(field);
      expect(text).not.toContain('"errors"');
      await closing;
    },
  );

  it("does not have its subscribers, or new clients, wait for that", { timeout: 90_000 }, async () => {
    const busy = await open();
    const subscriber = await open();
    busy.say({ id: "1", type: "subscribe", payload: { query: QUERY } });
    busy.subscribe("2", CHANGES);
    subscriber.subscribe("1", CHANGES);
    await isAsked;
    const closing = world.gateway.close();
    expect(await subscriber.closed).toBe(1001);
    expect(busy.socket.readyState).toBe(busy.socket.OPEN);
    await expect(openSocket(world.url, true)).rejects.toThrow();
    release();
    expect(await busy.closed).toBe(1001);
    expect(busy.messages.filter(({ type }) => type === "next")).toHaveLength(1);
    await closing;
  });

  it.each(Object.keys(WAYS))("waits ten seconds at most, over %s", { timeout: 120_000 }, async (way) => {
    const { ended } = await WAYS[way]!(QUERY);
    await isAsked;
    const begunAt = performance.now();
    const closing = world.gateway.close();
    await ended.catch(() => undefined);
    const tookMs = performance.now() - begunAt;
    expect(tookMs).toBeGreaterThan(9000);
    expect(tookMs).toBeLessThan(14_000);
    release();
    await closing;
  });
});
