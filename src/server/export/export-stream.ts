import type { OutgoingHttpHeaders } from "node:http";
import type { FastifyReply } from "fastify";
import type { GatewayError } from "../../domain/errors.js";

/** The response of an export, which the client reads as fast as it can. */
export interface ExportStream {
  /** Sends a text. Resolves once the client takes more; rejects with EXPORT_INTERRUPTED after `interrupt`. */
  write(text: string): Promise<void>;
  /** Ends the file. Resolves when it was handed to the network, or the client is gone. */
  end(text: string): Promise<void>;
  /** Breaks the connection, so that the client knows that the file is not complete. */
  break(): void;
  /** Has the current and all later writes reject with this error. */
  interrupt(error: GatewayError): void;
  /** True once the client has disconnected. */
  readonly isGone: boolean;
  readonly ended: Promise<void>;
}

/** A client that takes not even a part of the file in this time is as good as gone. */
const STALL_MS = 60_000;
/** How long the last line of an interrupted file waits for its client. */
const GOODBYE_MS = 1000;

/** Begins the response. */
export function openExportStream(reply: FastifyReply, headers: OutgoingHttpHeaders): ExportStream {
  const { raw } = reply;
  reply.hijack();
  // Those of the hooks, such as those of CORS.
  for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) raw.setHeader(name, value);
  raw.writeHead(200, { ...headers, connection: "close" });
  let interruption: GatewayError | null = null;
  /** Ends the current wait. */
  let wake = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    if (raw.destroyed) resolve();
    raw.once("close", () => {
      resolve();
      wake();
    });
  });
  raw.on("drain", () => wake());
  const check = (): void => {
    if (interruption !== null) throw interruption;
  };
  return {
    get isGone() {
      return raw.destroyed;
    },
    ended,
    async write(text) {
      check();
      if (raw.destroyed || raw.write(text)) return;
      const isStalled = await new Promise<boolean>((resolve) => {
        const timer = setTimeout(() => resolve(true), STALL_MS);
        wake = () => {
          clearTimeout(timer);
          resolve(false);
        };
      });
      if (isStalled) raw.destroy();
      check();
    },
    async end(text) {
      if (raw.destroyed) return;
      raw.end(text);
      const timer = setTimeout(() => raw.destroy(), interruption === null ? STALL_MS : GOODBYE_MS);
      await ended;
      clearTimeout(timer);
    },
    break: () => void raw.destroy(),
    interrupt(error) {
      interruption ??= error;
      wake();
    },
  };
}
