import type { ServerResponse } from "node:http";
import type { Writable } from "node:stream";
import type { FastifyReply } from "fastify";
import type { EventResult } from "../../graphql/subscription/event-result.js";
import type { Framing } from "./framing.js";
import { PATIENT_BYTES } from "./socket.js";

/**
 * An HTTP response that stays open for the results of one operation. If more than a little waits in it, sending resolves
 * when the data is on its way, so that a slow client slows its own subscription only.
 */
export interface ResultStream {
  /** Aborted when the client disconnects, or is disconnected. */
  readonly signal: AbortSignal;
  /** Sends a response that no client resumes after. */
  response(json: string): Promise<void> | undefined;
  result(result: EventResult): Promise<void> | undefined;
  /** Reports the end of the operation. */
  complete(): Promise<void> | undefined;
  /** Ends the response after a message with the cursor to resume after. */
  requestReconnect(cursor: string): Promise<void>;
  end(): void;
}

/** Begins the response to a request as a stream of results. */
export function openResultStream(reply: FastifyReply, framing: Framing, keepAliveMs: number): ResultStream {
  const { raw } = reply;
  const controller = new AbortController();
  raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    "content-type": framing.contentType,
    "cache-control": "no-store",
    connection: "keep-alive",
    // Proxies must not buffer events.
    "x-accel-buffering": "no",
  });
  if (framing.opening === "") raw.flushHeaders();
  else raw.write(framing.opening);
  let isStalled = false;
  const timer = setInterval(() => {
    // A client that has read nothing since the last keep-alive is gone, or as good as gone.
    if (isStalled && raw.writableLength > 0) raw.destroy();
    else raw.write(framing.keepAlive, () => (isStalled = false));
    isStalled = true;
  }, keepAliveMs);
  const closed = new Promise<void>((resolve) => raw.once("close", () => resolve()));
  raw.once("close", () => {
    clearInterval(timer);
    controller.abort();
  });
  return {
    signal: controller.signal,
    response: (json) => write(raw, framing.ofResponse(json)),
    result: (result) => {
      const { socket } = raw;
      return socket !== null && raw.chunkedEncoding
        ? write(raw, result.encodedBy(framing.chunkOf), socket)
        : write(raw, framing.ofResult(result));
    },
    complete: () => write(raw, framing.completion),
    async requestReconnect(cursor) {
      raw.write(framing.ofGoodbye(cursor));
      controller.abort();
      raw.end();
      await closed;
    },
    end() {
      clearInterval(timer);
      raw.end();
    },
  };
}

function write(response: ServerResponse, data: string | Buffer, to: Writable = response): Promise<void> | undefined {
  if (response.destroyed || response.writableEnded) return undefined;
  if (response.writableLength < PATIENT_BYTES) {
    to.write(data);
    return undefined;
  }
  return new Promise((resolve) => {
    to.write(data, () => resolve());
  });
}
