import { once } from "node:events";
import { expect } from "vitest";
import { WebSocket } from "ws";
import { encodeChangeCursor } from "../../src/domain/change/cursor.js";
import { reportedStatus } from "../../src/domain/status.js";
import { anObservation } from "./observations.js";
import { startWorld, type World } from "./world.js";

/** A cursor behind which the whole log is. */
export const LOG = encodeChangeCursor(0);
export const CHANGES = `subscription ($after: String) { callbackChanged(after: $after) { cursor callback { vendorId reason } } }`;
export const MAX_BODY = 65_536;
export const PER_SOCKET = 1000;
const limits = {
  perSocket: PER_SOCKET,
  initTimeoutMs: 200,
  keepAliveMs: 60_000,
  maxBufferedBytes: 1_048_576,
  routers: [] as string[],
};
export const MAX_BUFFERED = limits.maxBufferedBytes;

/** What a server says over graphql-transport-ws. */
export interface Message {
  readonly type: string;
  readonly id?: string;
  readonly payload?: { readonly data: { readonly callbackChanged: { readonly cursor: string } } };
}

/** A client that says whatever a test wants it to. */
export interface RawSocket {
  readonly socket: WebSocket;
  readonly messages: Message[];
  say(message: unknown): void;
  subscribe(id: string, query?: string, after?: string): void;
  /** Resolves once so many messages of a type have come. */
  heard(type: string, count: number): Promise<readonly Message[]>;
  readonly closed: Promise<number>;
}

/** A gateway, and clients of it that say whatever a test wants them to. */
export interface SocketWorld extends World {
  /** With `init` false, `connection_init` is left to the test. */
  open(init?: boolean): Promise<RawSocket>;
  /** Writes so many changes straight into the log. */
  record(count: number): Promise<void>;
  /** Resolves when nobody is there any more, and nothing of them is left. */
  isDeserted(): Promise<void>;
}

/** A gateway with limits that tests can reach; `close` ends the clients as well. */
export async function startSocketWorld(subscriptions: Partial<typeof limits> = {}): Promise<SocketWorld> {
  const server = { port: 0, maxBodyBytes: MAX_BODY, subscriptions: { ...limits, ...subscriptions } };
  const world = await startWorld({ settings: { server } });
  const sockets: WebSocket[] = [];
  return {
    ...world,
    open: async (init = true) => {
      const raw = await openSocket(world.url, init);
      sockets.push(raw.socket);
      return raw;
    },
    record: (count) => record(world, count),
    isDeserted: () =>
      expect
        .poll(() => world.gateway.counts(), { timeout: 90_000 })
        .toEqual({ sockets: 0, streams: 0, multipart: 0, ofRouters: 0, bufferedBytes: 0, followers: 0 }),
    close: async () => {
      for (const socket of sockets) socket.terminate();
      await world.close();
    },
  };
}

export async function openSocket(url: string, init: boolean): Promise<RawSocket> {
  const socket = new WebSocket(`${url.replace("http", "ws")}/graphql`, "graphql-transport-ws");
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
  const raw: RawSocket = {
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

/** Writes so many changes of source talkdesk straight into the log, of the vendor ids from 0. */
export async function record(world: World, count: number): Promise<void> {
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

/** The cursors that a subscription has been told, in order. */
export const cursorsOf = (messages: readonly Message[], id: string): string[] =>
  messages.flatMap((message) =>
    message.type === "next" && message.id === id ? [message.payload!.data.callbackChanged.cursor] : [],
  );
