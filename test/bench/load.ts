// Asks a server, in a process of its own: one run a message, its result the answer.
import { Pool } from "undici";
import { WebSocket } from "ws";
import { operationOf, type Operation, type WorkloadName } from "./workload.js";

export type Transport = "http" | "websocket" | "sse";

export interface Run {
  readonly url: string;
  readonly workload: WorkloadName;
  /** Default: http. */
  readonly transport?: Transport;
  /** The first of the operations to ask. */
  readonly from: number;
  readonly requests: number;
  /** Asks no more after that, even if fewer have been asked. */
  readonly forMs?: number;
  readonly concurrency: number;
  readonly ids: readonly string[];
}

export interface RunResult {
  readonly asked: number;
  readonly failed: number;
  readonly seconds: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Size of an answer in bytes. */
  readonly bytes: number;
}

/** Sends one operation and returns its result as text. */
type Send = (operation: Operation) => Promise<string>;

interface Connections {
  /** One for each connection: each sends one operation at a time. */
  readonly sends: readonly Send[];
  close(): Promise<void>;
}

const HEADERS = { "content-type": "application/json" };

function openPool(url: string, count: number, accept: string): Connections {
  const pool = new Pool(url, { connections: count, pipelining: 1 });
  const send: Send = async (operation) => {
    const headers = { ...HEADERS, accept };
    const body = JSON.stringify(operation);
    const response = await pool.request({ path: "/graphql", method: "POST", headers, body });
    const text = await response.body.text();
    return response.statusCode === 200 ? text : "";
  };
  return { sends: Array.from({ length: count }, () => send), close: () => pool.close() };
}

async function openSockets(url: string, count: number): Promise<Connections> {
  const sockets = await Promise.all(Array.from({ length: count }, () => openSocket(url)));
  const sends = sockets.map((socket): Send => {
    let id = 0;
    return (payload) =>
      new Promise((resolve) => {
        id += 1;
        const own = `"id":"${id}"`;
        let result = "";
        const listener = (message: Buffer): void => {
          const text = message.toString();
          if (!text.includes(own)) return;
          if (text.includes('"type":"next"')) result = text;
          if (!text.includes('"type":"complete"') && !text.includes('"type":"error"')) return;
          socket.off("message", listener);
          resolve(result);
        };
        socket.on("message", listener);
        socket.send(JSON.stringify({ id: String(id), type: "subscribe", payload }));
      });
  });
  const close = async (): Promise<void> => {
    for (const socket of sockets) socket.close();
    await Promise.resolve();
  };
  return { sends, close };
}

function openSocket(url: string): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace("http", "ws")}/graphql`, "graphql-transport-ws");
  return new Promise((resolve, reject) => {
    socket.once("error", reject);
    socket.once("open", () => socket.send('{"type":"connection_init"}'));
    socket.once("message", () => resolve(socket));
  });
}

function connect(url: string, count: number, transport: Transport): Promise<Connections> | Connections {
  if (transport === "websocket") return openSockets(url, count);
  return openPool(url, count, transport === "sse" ? "text/event-stream" : "application/json");
}

/** What a result begins with that has no data, by transport. */
const FAILURES: Readonly<Record<Transport, RegExp>> = {
  http: /^(?:\{"errors"|$)/u,
  sse: /^(?:event: next\ndata: \{"errors"|$)/u,
  websocket: /"payload":\{"errors"|^$/u,
};

async function run(options: Run): Promise<RunResult> {
  const { url, workload, from, requests, concurrency, ids, forMs = Infinity, transport = "http" } = options;
  const connections = await connect(url, concurrency, transport);
  const took: number[] = [];
  let next = 0;
  let failed = 0;
  let bytes = 0;
  const startedAt = performance.now();
  const ask = async (send: Send): Promise<void> => {
    while (next < requests && performance.now() - startedAt < forMs) {
      const operation = operationOf(workload, from + next++, ids);
      const sentAt = performance.now();
      const text = await send(operation);
      took.push(performance.now() - sentAt);
      bytes = text.length;
      if (FAILURES[transport].test(text)) failed += 1;
    }
  };
  await Promise.all(connections.sends.map(ask));
  const seconds = (performance.now() - startedAt) / 1000;
  await connections.close();
  took.sort((left, right) => left - right);
  const at = (share: number): number => took[Math.floor((took.length - 1) * share)] ?? 0;
  return { asked: next, failed, seconds, p50: at(0.5), p99: at(0.99), bytes };
}

process.on("message", (message: Run) => {
  void run(message).then((result) => process.send?.(result));
});
