import type { ServerResponse } from "node:http";
import type { Writable } from "node:stream";
import type { FastifyReply } from "fastify";
import { LatestWeakMap } from "../../lib/latest-weak-map.js";
import type { LiveAnswer } from "../../graphql/subscription/live.js";
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
  answer(answer: LiveAnswer): Promise<void> | undefined;
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
    // Who has read nothing since the last sign of life is gone, or might as well be.
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
    answer: (answer) => {
      const { socket } = raw;
      return socket !== null && raw.chunkedEncoding
        ? write(raw, chunkOf(answer), socket)
        : write(raw, textOfAnswer(answer));
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

function textOfAnswer({ json, cursor }: LiveAnswer): string {
  return `id: ${cursor}\n${textOf("next", json)}`;
}

/** The server would make them anew for each stream. */
const chunks = new LatestWeakMap<LiveAnswer, Buffer>();

function chunkOf(answer: LiveAnswer): Buffer {
  return chunks.getOrCreate(answer, makeChunk);
}

function makeChunk(answer: LiveAnswer): Buffer {
  return httpChunk(textOfAnswer(answer));
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
