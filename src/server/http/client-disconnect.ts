import type { FastifyReply } from "fastify";

/**
 * Reports the disconnect of a client before its response was sent. Its signal is created on access, as it is not cheap.
 */
export class ClientDisconnect {
  private readonly listeners = new Set<() => void>();
  private controller: AbortController | null = null;
  private hasLeft = false;

  /** Aborts when the client leaves. */
  get signal(): AbortSignal {
    this.controller ??= new AbortController();
    if (this.hasLeft) this.controller.abort();
    return this.controller.signal;
  }

  /** The client has left, or will not be waited for. */
  readonly leave = (): void => {
    this.hasLeft = true;
    this.controller?.abort();
    for (const listener of this.listeners) listener();
    this.listeners.clear();
  };

  /** Calls the listener once, when the client leaves. */
  onLeave(listener: () => void): void {
    this.listeners.add(listener);
  }

  offLeave(listener: () => void): void {
    this.listeners.delete(listener);
  }
}

/** Reports the disconnect of the client that waits for this reply. */
export function disconnectOf(reply: FastifyReply): ClientDisconnect {
  const disconnect = new ClientDisconnect();
  const leave = (): void => {
    if (!reply.raw.writableFinished) disconnect.leave();
  };
  // The client may have disconnected while the operation waited in the queue.
  if (reply.raw.destroyed) leave();
  else reply.raw.once("close", leave);
  return disconnect;
}
