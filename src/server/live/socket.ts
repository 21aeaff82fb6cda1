import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { Server, WebSocket as ProtocolSocket } from "graphql-ws";
import type { Logger } from "pino";
import { CloseCode } from "graphql-ws";
import type { WebSocket } from "ws";
import { LONGEST_TIMER_MS } from "../../lib/bounds.js";
import type { Caller } from "../../domain/caller.js";
import type { Clock } from "../../domain/time/instant.js";
import type { RequestAuthenticator } from "../auth/request-authenticator.js";
import { withQuery } from "../documents/document-id.js";
import { clientApplicationOf } from "../http/client-application.js";
import type { ClientApplication } from "../operation-observer.js";
import { requestIdOf } from "../http/request-id.js";

export interface SocketLimits {
  /** Bytes that may wait in one socket to be sent; beyond them, the socket of a client that does not read is closed. */
  readonly maxBufferedBytes: number;
  /** Interval of pings; a client without a pong until the next one is disconnected. */
  readonly keepAliveMs: number;
}

/** 4xxx codes are the protocol's; this one is the standard's for a server that goes away. */
const GOING_AWAY = 1001;
const CLOSE_REASON_BYTES = 123;
const CLOSE_WAIT_MS = 2000;
const INTERNAL_ERROR = 4500;
/** How long the last words of a socket's subscriptions may take. */
const GOODBYE_MS = 500;

/**
 * Ends the socket when its caller's token ends, or is withdrawn. Subscriptions end by themselves at that moment, each
 * with its last cursor; then there is nothing left to say.
 */
export function endWith({ expiresAt, withdrawn }: Caller, socket: WebSocket, clock: Clock): void {
  if (expiresAt === null && withdrawn === undefined) return;
  const timers: NodeJS.Timeout[] = [];
  const endIn = (wait: number): void => {
    timers.push(setTimeout(() => socket.close(CloseCode.Forbidden, "the token has expired"), wait + GOODBYE_MS));
  };
  const wait = expiresAt === null ? Number.POSITIVE_INFINITY : Math.max(0, expiresAt - clock());
  if (wait < LONGEST_TIMER_MS - GOODBYE_MS) endIn(wait);
  const leave = (): void => endIn(0);
  withdrawn?.addEventListener("abort", leave, { once: true });
  socket.once("close", () => {
    for (const timer of timers) clearTimeout(timer);
    withdrawn?.removeEventListener("abort", leave);
  });
}

/** State of an open socket. It does not hold the request, which would stay in memory for days. */
export interface SocketExtras {
  readonly socket: WebSocket;
  /** The stream below the WebSocket. */
  readonly stream: Duplex;
  readonly client: ClientApplication | null;
  readonly address: string;
  /** By which it is known in the log. */
  readonly id: string;
  /** Headers of the upgrade request; null once the caller is identified. */
  headers: IncomingHttpHeaders | null;
  /** Null until it has. */
  caller: Caller | null;
  /** The number of operations that the client has requested. */
  asked: number;
  /** The number of operations that wait in the queue. */
  waiting: number;
}

export interface SpeakOptions {
  readonly limits: SocketLimits;
  readonly requestAuthenticator: Pick<RequestAuthenticator, "addressOf">;
  readonly logger: Logger;
}

/** Serves the protocol over one socket until it closes. Its errors do not affect other sockets. */
export function speak(
  protocol: Server<SocketExtras>,
  socket: WebSocket,
  request: IncomingMessage,
  { limits, requestAuthenticator, logger }: SpeakOptions,
): void {
  // The close code reports a frame that violates the protocol; without a listener, the error would end the process.
  socket.on("error", (error) => logger.debug({ err: error }, "WebSocket protocol error"));
  const closed = protocol.opened(new SpokenSocket(socket, request.socket, limits.maxBufferedBytes, logger), {
    socket,
    stream: request.socket,
    address: requestAuthenticator.addressOf(request),
    // As one piece: the engine would keep it as the twenty that it was put together from.
    id: Buffer.from(requestIdOf(request.headers)).toString(),
    headers: request.headers,
    client: clientApplicationOf(request.headers),
    caller: null,
    asked: 0,
    waiting: 0,
  });
  const timer = setInterval(demandLife, limits.keepAliveMs, socket);
  socket.on("pong", giveLife);
  socket.on("close", (code, reason) => {
    clearInterval(timer);
    closed(code, reason.toString("utf8")).catch((error: unknown) =>
      logger.error({ err: error }, "failed to close WebSocket"),
    );
  });
}

/**
 * Resolves when the socket has closed: a client that does not respond to the close frame delays it by a bounded time.
 */
export async function requestReconnect(socket: WebSocket, cursor: string): Promise<void> {
  const timer = setTimeout(() => socket.terminate(), CLOSE_WAIT_MS);
  const closed = new Promise((resolve) => socket.once("close", resolve));
  socket.close(GOING_AWAY, `reconnect after ${cursor}`.slice(0, CLOSE_REASON_BYTES));
  if (socket.readyState !== socket.CLOSED) await closed;
  clearTimeout(timer);
}

/** Knows no request, and so keeps none. */
export function giveUp(this: Duplex): void {
  this.destroy();
}

/** A client that stays connected after the response loses its socket. */
export function turnAway(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\n\r\n`, () => socket.destroy());
}

/** A socket as the protocol's library uses it. */
class SpokenSocket implements ProtocolSocket {
  constructor(
    private readonly socket: WebSocket,
    private readonly stream: Duplex,
    private readonly maxBufferedBytes: number,
    private readonly logger: Logger,
  ) {}

  get protocol(): string {
    return this.socket.protocol;
  }

  send(text: string): Promise<void> | undefined {
    return send(this.socket, this.stream, text, this.maxBufferedBytes);
  }

  close(code: number, reason: string): void {
    this.socket.close(code, reason);
  }

  onMessage(take: (text: string) => Promise<void>): void {
    this.socket.on("message", (message: Buffer) => {
      // A pong may stand behind thousands of messages.
      silent.delete(this.socket);
      take(withQuery(message.toString("utf8"))).catch((error: unknown) => {
        this.logger.error({ err: error }, "WebSocket message failed unexpectedly");
        this.socket.close(INTERNAL_ERROR, "Internal server error");
      });
    });
  }
}

/** With this number of waiting operations, a socket is not read. */
const MOST_WAITING = 50;

/** Resolves with the result of the queue. While many operations of one socket wait, the socket is not read. */
export async function readNoMoreUntil<Result>(turn: Promise<Result>, extras: SocketExtras): Promise<Result> {
  extras.waiting += 1;
  if (extras.waiting === MOST_WAITING) {
    extras.socket.pause();
    silent.delete(extras.socket);
  }
  try {
    return await turn;
  } finally {
    if (extras.waiting === MOST_WAITING) extras.socket.resume();
    extras.waiting -= 1;
  }
}

/** Sockets without a pong since the last ping. */
const silent = new WeakSet<WebSocket>();

function demandLife(socket: WebSocket): void {
  if (silent.has(socket)) {
    socket.terminate();
    return;
  }
  // A pong could not be received while the socket is not read.
  if (socket.isPaused) return;
  silent.add(socket);
  socket.ping();
}

function giveLife(this: WebSocket): void {
  silent.delete(this);
}

/** Bytes in a socket from which on a sender waits until its message is written. */
export const PATIENT_BYTES = 16_384;

/** Sends a message, with backpressure. */
export function send(
  socket: WebSocket,
  stream: Duplex,
  text: string,
  maxBufferedBytes: number,
): Promise<void> | undefined {
  const turn = turnOf(socket, stream, maxBufferedBytes);
  if (turn === "wait") return new Promise((resolve) => socket.send(text, () => resolve()));
  if (turn === "now") socket.send(text);
  return undefined;
}

/** Sends a prepared frame, with backpressure: the library would create one for each socket. */
export function sendFrame(
  socket: WebSocket,
  stream: Duplex,
  frame: Buffer,
  maxBufferedBytes: number,
): Promise<void> | undefined {
  const turn = turnOf(socket, stream, maxBufferedBytes);
  if (turn === "wait") return new Promise((resolve) => stream.write(frame, () => resolve()));
  if (turn === "now") stream.write(frame);
  return undefined;
}

/**
 * With many bytes in the socket, the sender waits until its message is written; a failure closes the socket, which ends
 * all of its operations. The socket of a client that does not read is closed as well: it resumes from its last cursor.
 */
function turnOf(socket: WebSocket, stream: Duplex, maxBufferedBytes: number): "now" | "wait" | "never" {
  if (socket.readyState !== socket.OPEN) return "never";
  // Nothing is compressed, so nothing waits elsewhere.
  const waiting = stream.writableLength;
  if (waiting > maxBufferedBytes) {
    socket.terminate();
    return "never";
  }
  return waiting < PATIENT_BYTES ? "now" : "wait";
}
