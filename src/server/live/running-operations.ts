/**
 * Counts the queries and mutations that run for each client of a transport, so that a gateway that ends can wait for them.
 * Subscriptions do not count: they have no end of their own.
 */
export class RunningOperations<Client extends object> {
  private readonly counts = new Map<Client, number>();
  private onIdle: ((client: Client) => void) | null = null;

  /** Counts while `work` runs, and until its result is on its way to the client. */
  async during<Result>(client: Client, work: () => Promise<Result>): Promise<Result> {
    this.counts.set(client, (this.counts.get(client) ?? 0) + 1);
    try {
      return await work();
    } finally {
      // The transport sends the result in the microtasks that follow.
      setImmediate(() => this.ended(client));
    }
  }

  isRunningFor(client: Client): boolean {
    return this.counts.has(client);
  }

  /** Calls `listener` with each client whose last operation has ended, from now on. */
  whenIdle(listener: (client: Client) => void): void {
    this.onIdle = listener;
  }

  /** Resolves when no operation runs any more, after `withinMs` at the latest. */
  async settled(withinMs: number): Promise<void> {
    if (this.counts.size === 0) return;
    const outer = this.onIdle;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      timer = setTimeout(resolve, withinMs);
      this.onIdle = (client) => {
        outer?.(client);
        if (this.counts.size === 0) resolve();
      };
    });
    clearTimeout(timer);
  }

  private ended(client: Client): void {
    const left = (this.counts.get(client) ?? 0) - 1;
    if (left > 0) {
      this.counts.set(client, left);
      return;
    }
    this.counts.delete(client);
    this.onIdle?.(client);
  }
}
