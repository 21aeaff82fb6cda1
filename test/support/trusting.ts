import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Logger } from "pino";
import { WebSocket } from "ws";
import type { JsonObject } from "../../src/lib/json.js";
import { createTestLogger } from "./logs.js";
import { startWorld, type World } from "./world.js";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));
export const MANIFEST = join(ROOT, "schema/trusted-documents.json");
/** What is in the manifest. */
export const { operations } = JSON.parse(readFileSync(MANIFEST, "utf8")) as {
  operations: { id: string; name: string; body: string }[];
};
/** What a client is told whose document is not served. */
export const REFUSED =
  /UNTRUSTED_DOCUMENT|PERSISTED_QUERY_NOT_FOUND|none of them is this one|PersistedQueryNotFound|PersistedQueryNotSupported/u;

/** A gateway that serves the documents of the manifest alone. */
export function startTrusting(
  operationSettings: JsonObject,
  settings: JsonObject = {},
  logger?: Logger,
): Promise<World> {
  const own = { trustedDocuments: MANIFEST, rate: { requests: 100_000 }, ...operationSettings };
  return startWorld({
    settings: { server: { port: 0, operations: own }, ...settings },
    logger: logger ?? createTestLogger(),
  });
}

export type Body = Readonly<Record<string, unknown>>;
/** Sends a request, and returns the beginning of what is answered. */
export type Send = (url: string, body: Body) => Promise<string>;

const overHttp: Send = async (url, body) => {
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return response.text();
};

const overGet: Send = async (url, body) => {
  const search = Object.entries(body).map(([name, value]): [string, string] => [
    name,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  const headers = { "apollo-require-preflight": "1" };
  return (await fetch(`${url}/graphql?${String(new URLSearchParams(search))}`, { headers })).text();
};

const overEvents: Send = async (url, body) => {
  const controller = new AbortController();
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "text/event-stream" },
    body: JSON.stringify(body),
    signal: controller.signal,
  });
  const reader = response.body?.getReader();
  const first = reader?.read().then(({ value }) => Buffer.from(value ?? []).toString()) ?? Promise.resolve("");
  // A subscription that is open says nothing as long as nothing happens; what is refused is told at once.
  const isOpen = isFollowing(body) ? overHttp(url, { documentId: operations[0]?.id }).then(() => "open") : first;
  const text = await Promise.race([first, isOpen]);
  await isOpen;
  controller.abort();
  await first.catch(() => undefined);
  return text;
};

/** Its first answer, or `open` where nothing was told before a ping came back. */
const overSocket: Send = (url, body) => {
  const socket = new WebSocket(`${url.replace("http", "ws")}/graphql`, "graphql-transport-ws");
  return new Promise<string>((resolve, reject) => {
    socket.once("close", (code, reason) => reject(new Error(`closed with ${code} ${reason.toString()}`)));
    socket.once("open", () => socket.send(JSON.stringify({ type: "connection_init" })));
    socket.on("message", (bytes: Buffer) => {
      const text = bytes.toString();
      if (text.includes('"pong"')) return resolve("open");
      if (!text.includes("connection_ack")) return resolve(text);
      socket.send(JSON.stringify({ id: "1", type: "subscribe", payload: body }));
      if (isFollowing(body)) socket.send(JSON.stringify({ type: "ping" }));
    });
  }).finally(() => socket.removeAllListeners("close").terminate());
};

const isFollowing = ({ operationName }: Body): boolean => /^Follow|Changes$/u.test(String(operationName));

export const SENDS = { HTTP: overHttp, GET: overGet, "an event stream": overEvents, "a WebSocket": overSocket };
