import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { JsonObject } from "../../src/lib/json.js";

/** An event as a receiver of a delivery gets it. */
export interface CloudEvent {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject?: string;
  readonly time: string;
  readonly sequence: string;
  readonly data: JsonObject;
}

/** One request, and the status that it was responded to with; 0 without a response. */
export interface Received {
  readonly event: CloudEvent;
  readonly body: string;
  readonly headers: IncomingHttpHeaders;
  readonly path: string;
  readonly status: number;
}

/** How a receiver responds: a status with headers, nothing at all, or a cut connection. */
export type ReceiverResponse = { readonly status: number; readonly headers?: Record<string, string> } | "hang" | "cut";

/** A receiver of deliveries behind real HTTP on this machine. */
export interface Receiver {
  readonly url: string;
  /** Every request so far. */
  readonly received: readonly Received[];
  /** Events that were accepted by 2xx. */
  accepted(): readonly CloudEvent[];
  /** Decides the responses from now on. Default: 204. */
  respondWith(by: (event: CloudEvent) => ReceiverResponse): void;
  close(): Promise<void>;
}

const WELL: ReceiverResponse = { status: 204 };

export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  const hanging = new Set<ServerResponse>();
  let responseTo: (event: CloudEvent) => ReceiverResponse = () => WELL;
  const server = createServer((request, response) => {
    if (request.method !== "POST") return void response.writeHead(405).end();
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const body = Buffer.concat(parts).toString();
      const event = JSON.parse(body) as CloudEvent;
      const chosen = responseTo(event);
      const status = typeof chosen === "string" ? 0 : chosen.status;
      received.push({ event, body, headers: request.headers, path: request.url ?? "", status });
      if (chosen === "hang") hanging.add(response);
      else if (chosen === "cut") request.socket.destroy();
      else response.writeHead(chosen.status, chosen.headers).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/events?tenant=1`,
    received,
    accepted: () => received.filter(({ status }) => status >= 200 && status < 300).map(({ event }) => event),
    respondWith: (by) => void (responseTo = by),
    async close() {
      for (const response of hanging) response.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
