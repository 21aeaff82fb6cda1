import type { FormattedExecutionResult } from "graphql";
import { createClient, type Client } from "graphql-ws";
import { request } from "undici";
import { WebSocket } from "ws";

/** One operation, as it is sent. */
export interface Sent {
  readonly query: string;
  readonly operationName?: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

export const TRANSPORTS = ["post", "get", "websocket", "sse"] as const;
export type Transport = (typeof TRANSPORTS)[number];

/** Clients of one gateway. */
export interface Clients {
  /** The results until the operation is over, or until `most` came, after which a subscription is left. */
  send(transport: Transport, sent: Sent, most?: number): Promise<readonly FormattedExecutionResult[]>;
  close(): Promise<void>;
}

const DEADLINE_MS = 30_000;
const DEADLINES = { headersTimeout: DEADLINE_MS, bodyTimeout: DEADLINE_MS };

export function connect(url: string): Clients {
  const address = `${url}/graphql`;
  const socket = createClient({ url: address.replace("http", "ws"), webSocketImpl: WebSocket, retryAttempts: 0 });
  return {
    async send(transport, sent, most = Number.POSITIVE_INFINITY) {
      switch (transport) {
        case "post":
          return [await overPost(address, sent)];
        case "get":
          return [await overGet(address, sent)];
        case "websocket":
          return overWebSocket(socket, sent, most);
        case "sse":
          return overSse(address, sent, most);
      }
    },
    async close() {
      await socket.dispose();
    },
  };
}

async function overPost(address: string, sent: Sent): Promise<FormattedExecutionResult> {
  const headers = { "content-type": "application/json", accept: "application/graphql-response+json, application/json" };
  // The client with the least work of its own: there are thousands of requests.
  const { body } = await request(address, { method: "POST", headers, body: JSON.stringify(sent), ...DEADLINES });
  return (await body.json()) as FormattedExecutionResult;
}

async function overGet(address: string, { query, operationName, variables }: Sent): Promise<FormattedExecutionResult> {
  const search = new URLSearchParams({ query, variables: JSON.stringify(variables) });
  if (operationName !== undefined) search.set("operationName", operationName);
  const headers = { "apollo-require-preflight": "yes", accept: "application/json" };
  const { body } = await request(`${address}?${search.toString()}`, { headers, ...DEADLINES });
  return (await body.json()) as FormattedExecutionResult;
}

/** Ends with the operation, or once `most` results came. */
function overWebSocket(
  socket: Client,
  { query, operationName, variables }: Sent,
  most: number,
): Promise<FormattedExecutionResult[]> {
  return new Promise((resolve, reject) => {
    const results: FormattedExecutionResult[] = [];
    const payload = { query, variables: { ...variables }, ...(operationName !== undefined && { operationName }) };
    const timer = setTimeout(() => reject(new Error(`only ${results.length} of ${most} results came`)), DEADLINE_MS);
    const end = (): void => {
      clearTimeout(timer);
      resolve(results);
    };
    const leave = socket.subscribe(payload, {
      next(result) {
        results.push(result as FormattedExecutionResult);
        if (results.length < most) return;
        end();
        leave();
      },
      error(error) {
        // Errors of the operation come as a list; others are of the socket.
        if (Array.isArray(error)) results.push({ errors: error } as FormattedExecutionResult);
        else reject(error instanceof Error ? error : new Error(JSON.stringify(error)));
        end();
      },
      complete: end,
    });
  });
}

async function overSse(address: string, sent: Sent, most: number): Promise<FormattedExecutionResult[]> {
  const headers = { "content-type": "application/json", accept: "text/event-stream" };
  const { body } = await request(address, { method: "POST", headers, body: JSON.stringify(sent), ...DEADLINES });
  body.setEncoding("utf8");
  const results: FormattedExecutionResult[] = [];
  let text = "";
  // What leaves the loop ends the stream.
  for await (const part of body) {
    text += String(part);
    const events = text.split("\n\n");
    text = events.pop() ?? "";
    for (const event of events) {
      const lines = event.split("\n");
      if (lines.includes("event: complete")) return results;
      const data = lines.find((line) => line.startsWith("data: "));
      if (data !== undefined) results.push(JSON.parse(data.slice("data: ".length)) as FormattedExecutionResult);
    }
    if (results.length >= most) break;
  }
  return results;
}
