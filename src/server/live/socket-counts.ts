import type { WebSocket } from "ws";

/**
 * Counts the open sockets of each account, of which none may have more than `limit`: the address that a socket comes from,
 * until it has said whose it is.
 */
export class SocketCounts {
  private readonly counts = new Map<string, number>();
  private readonly accounts = new WeakMap<WebSocket, string>();

  constructor(private readonly limit: number) {}

  hasRoom(account: string): boolean {
    return (this.counts.get(account) ?? 0) < this.limit;
  }

  /** Counts a socket until it closes. */
  opened(socket: WebSocket, account: string): void {
    this.add(socket, account);
    socket.once("close", () => this.remove(socket));
  }

  /**
   * Counts an open socket for another account. Returns false, and changes nothing, where that account is at its limit.
   */
  move(socket: WebSocket, account: string): boolean {
    if (this.accounts.get(socket) === account) return true;
    if (!this.hasRoom(account)) return false;
    this.remove(socket);
    this.add(socket, account);
    return true;
  }

  private add(socket: WebSocket, account: string): void {
    this.accounts.set(socket, account);
    this.counts.set(account, (this.counts.get(account) ?? 0) + 1);
  }

  private remove(socket: WebSocket): void {
    const account = this.accounts.get(socket);
    if (account === undefined) return;
    this.accounts.delete(socket);
    const left = (this.counts.get(account) ?? 0) - 1;
    if (left > 0) this.counts.set(account, left);
    else this.counts.delete(account);
  }
}
