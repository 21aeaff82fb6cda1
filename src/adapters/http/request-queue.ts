import type { RequestPriority } from "../../domain/vendor/quota.js";

const BY_URGENCY: readonly RequestPriority[] = ["interactive", "prompt", "background"];

/** A request that waits for the quota. */
export interface WaitingRequest {
  readonly priority: RequestPriority;
  grant(): void;
  reject(error: unknown): void;
}

/** The requests that wait for one source's quota, by priority and then in order of arrival. */
export class RequestQueue {
  readonly #waiting: Readonly<Record<RequestPriority, WaitingRequest[]>> = {
    interactive: [],
    prompt: [],
    background: [],
  };

  add(request: WaitingRequest): void {
    this.#waiting[request.priority].push(request);
  }

  remove(request: WaitingRequest): void {
    const waiting = this.#waiting[request.priority];
    const index = waiting.indexOf(request);
    if (index >= 0) waiting.splice(index, 1);
  }

  has(request: WaitingRequest): boolean {
    return this.#waiting[request.priority].includes(request);
  }

  /** Returns the first request of a priority, or of the most urgent one that waits. */
  first(priority = BY_URGENCY.find((one) => this.#waiting[one].length > 0)): WaitingRequest | null {
    return priority === undefined ? null : (this.#waiting[priority][0] ?? null);
  }

  /** Returns how many requests of clients and hints wait. */
  countForClients(): number {
    return this.#waiting.interactive.length + this.#waiting.prompt.length;
  }
}
