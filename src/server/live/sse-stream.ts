import type { ServerResponse } from "node:http";
import type { Writable } from "node:stream";
import type { FastifyReply } from "fastify";
import type { EventResult } from "../../graphql/subscription/event-result.js";
import { httpChunk } from "./frame.js";
import { PATIENT_BYTES } from "./socket.js";

/**
 * An open event stream. Where more waits in it than a little, what is sent resolves when it is on its way, so that a slow
 * client slows its own feed only.
 */
export interface SseStream {
  /** Aborted when the client is gone, or sent away. */
  readonly signal: AbortSignal;
  event(name: string, data: string): Promise<void> | undefined;
  result(result: EventResult): Promise<void> | undefined;
  comment(text: string): void;
  end(): void;
  abort(): Promise<void>;
}

/** Begins the answer of a request as one. */
export function openSseStream(reply: FastifyReply, keepAliveMs: number): SseStream {
  const { raw } = reply;
  const controller = new AbortController();
  raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store",
    connection: "keep-alive",
    // Proxies must not collect what is meant to be told at once.
    "x-accel-buffering": "no",
  });
  raw.flushHeaders();
  let isStalled = false;
  const timer = setInterval(() => {
    // A client that has read nothing since the last keep-alive is gone, or as good as gone.
    if (isStalled && raw.writableLength > 0) raw.destroy();
    else raw.write(":\n\n", () => (isStalled = false));
    isStalled = true;
  }, keepAliveMs);
  const closed = new Promise<void>((resolve) => raw.once("close", () => resolve()));
  raw.once("close", () => {
    clearInterval(timer);
    controller.abort();
  });
  return {
    signal: controller.signal,
    event: (name, data) => write(raw, textOf(name, data)),
    result: (result) => {
      const { socket } = raw;
      return socket !== null && raw.chunkedEncoding
        ? write(raw, result.encodedBy(toChunk), socket)
        : write(raw, textOfResult(result));
    },
    comment: (text) => void raw.write(`: ${text}\n\n`),
    end() {
      clearInterval(timer);
      raw.end();
    },
    async abort() {
      controller.abort();
      raw.end();
      await closed;
    },
  };
}

function textOf(name: string, data: string): string {
  return `event: ${name}\ndata: ${data}\n\n`;
}

function textOfResult({ json, cursor }: EventResult): string {
  return `id: ${cursor}\n${textOf("next", json)}`;
}

/** The HTTP chunk of a result: the server would make one for each stream. */
function toChunk(result: EventResult): Buffer {
  return httpChunk(textOfResult(result));
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
