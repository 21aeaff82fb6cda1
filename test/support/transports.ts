import { WebSocket } from "ws";

/** What a client sends, as it sends it. */
export interface Sent {
  readonly query?: string;
  readonly operationName?: string;
  readonly variables?: unknown;
  readonly extensions?: unknown;
}

export interface SentError {
  readonly message: string;
  readonly extensions: { readonly code: string; readonly limit?: { readonly name: string; readonly allowed: number } };
}

export interface SentResponse {
  readonly data?: unknown;
  readonly errors?: readonly SentError[];
}

/** Sends an operation to a gateway and resolves with its first response. */
export type Send = (url: string, sent: Sent, headers?: Readonly<Record<string, string>>) => Promise<SentResponse>;

const JSON_HEADERS = { "content-type": "application/json" };

async function overPost(url: string, sent: Sent, headers = {}): Promise<SentResponse> {
  const init = { method: "POST", headers: { ...JSON_HEADERS, ...headers }, body: JSON.stringify(sent) };
  return (await (await fetch(`${url}/graphql`, init)).json()) as SentResponse;
}

async function overGet(url: string, sent: Sent, headers = {}): Promise<SentResponse> {
  const init = { headers: { "apollo-require-preflight": "1", ...headers } };
  return (await (await fetch(`${url}/graphql?${searchOf(sent)}`, init)).json()) as SentResponse;
}

async function overSse(url: string, sent: Sent, headers = {}): Promise<SentResponse> {
  const accept = { accept: "text/event-stream" };
  const init = { method: "POST", headers: { ...JSON_HEADERS, ...accept, ...headers }, body: JSON.stringify(sent) };
  return eventOf(await fetch(`${url}/graphql`, init));
}

async function overSseByGet(url: string, sent: Sent, headers = {}): Promise<SentResponse> {
  const accept = { accept: "text/event-stream" };
  return eventOf(await fetch(`${url}/graphql?${searchOf(sent)}`, { headers: { ...accept, ...headers } }));
}

async function overWebSocket(
  url: string,
  sent: Sent,
  headers: Readonly<Record<string, string>> = {},
): Promise<SentResponse> {
  const socket = new WebSocket(`${url.replace("http", "ws")}/graphql`, "graphql-transport-ws", { headers });
  try {
    return await new Promise<SentResponse>((resolve, reject) => {
      socket.once("close", (code) => reject(new Error(`closed with ${code}`)));
      socket.once("open", () => socket.send(JSON.stringify({ type: "connection_init" })));
      socket.on("message", (bytes: Buffer) => {
        const { type, payload } = JSON.parse(bytes.toString()) as { type: string; payload: unknown };
        if (type === "connection_ack") socket.send(JSON.stringify({ id: "1", type: "subscribe", payload: sent }));
        if (type === "error") resolve({ errors: payload as SentError[] });
        if (type === "next") resolve(payload as SentResponse);
      });
    });
  } finally {
    socket.removeAllListeners("close").terminate();
  }
}

/** Every way in which an operation reaches a gateway. */
export const TRANSPORTS: Readonly<Record<string, Send>> = {
  POST: overPost,
  GET: overGet,
  "an event stream": overSse,
  "an event stream by GET": overSseByGet,
  "a WebSocket": overWebSocket,
};

function searchOf(sent: Sent): string {
  const texts = Object.entries(sent).map(([name, value]): [string, string] => [
    name,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  return new URLSearchParams(texts).toString();
}

async function eventOf(response: Response): Promise<SentResponse> {
  const [, event = "{}"] = /^data: (.+)$/mu.exec(await response.text()) ?? [];
  return JSON.parse(event) as SentResponse;
}
