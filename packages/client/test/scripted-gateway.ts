import type { CallbackChange, CallbackRow } from "../src/matching.js";
import type { CallbackFilter } from "../src/operations.js";
import type { OperationRequest, OperationResult, Transport } from "../src/transport.js";

const BASE = Date.UTC(2026, 5, 1, 12);
const timeOf = (hour: number): string => new Date(BASE + hour * 3_600_000).toISOString();

/** A callback with the given name, which is due at the given hour. */
export function row(id: string, hour: number, status: CallbackRow["status"] = "SCHEDULED"): CallbackRow {
  const isOpen = status === "SCHEDULED";
  const window = { start: timeOf(hour), end: null };
  return { id, status, isOpen, vendor: "TALKDESK", window, source: { name: "north" } } as CallbackRow;
}

/** A subscription that the gateway serves. */
export interface Subscriber {
  readonly variables: { readonly after: string; readonly filter: CallbackFilter };
  send(...results: readonly OperationResult[]): void;
  fail(error: unknown): void;
  complete(): void;
  readonly isLeft: () => boolean;
}

/** A gateway that does as the test says: its list, its log, and what each subscription receives. */
export class ScriptedGateway implements Transport {
  rows: CallbackRow[] = [];
  position = 0;
  reads = 0;
  failure: OperationResult | null = null;
  /** Awaited before a read responds. */
  hold: Promise<void> = Promise.resolve();
  readonly subscribers: Subscriber[] = [];
  private waiting: (() => void)[] = [];

  iterate({ query, variables }: OperationRequest): AsyncIterableIterator<OperationResult> {
    return query.startsWith("query") ? this.list(variables) : this.subscription(variables);
  }

  /** The nth subscription, once it has started. */
  async subscriber(number: number): Promise<Subscriber> {
    while (this.subscribers.length < number) await new Promise<void>((resolve) => this.waiting.push(resolve));
    return this.subscribers[number - 1]!;
  }

  change(callback: CallbackRow, kind: CallbackChange["kind"] = "STATUS_CHANGED"): OperationResult {
    this.position += 1;
    return { data: { callbackChanged: { cursor: `c${this.position}`, kind, callback } } };
  }

  private async *list(variables: Readonly<Record<string, unknown>>): AsyncGenerator<OperationResult, void> {
    this.reads += 1;
    const { rows, position, failure } = this;
    await this.hold;
    if (failure !== null) return yield failure;
    const { first, after } = variables as { first: number; after: string | null };
    const start = after === null ? 0 : Number(after);
    const pageInfo = { hasNextPage: rows.length > start + first, endCursor: String(start + first) };
    const nodes = rows.slice(start, start + first);
    yield {
      data: { callbacks: { nodes, totalCount: rows.length, pageInfo, sources: [], changeCursor: `c${position}` } },
    };
  }

  private subscription(variables: Record<string, unknown>): AsyncIterableIterator<OperationResult> {
    type Step = IteratorResult<OperationResult> | { readonly error: unknown };
    const steps: Step[] = [];
    let wake = (): void => undefined;
    let isLeft = false;
    const add = (step: Step): void => {
      steps.push(step);
      wake();
    };
    this.subscribers.push({
      variables: { ...variables } as Subscriber["variables"],
      send: (...results) => results.forEach((value) => add({ value })),
      fail: (error) => add({ error }),
      complete: () => add({ done: true, value: undefined }),
      isLeft: () => isLeft,
    });
    for (const waiter of this.waiting.splice(0)) waiter();
    return {
      async next() {
        while (steps.length === 0) await new Promise<void>((resolve) => (wake = resolve));
        const step = steps.shift()!;
        if ("error" in step) throw step.error;
        return step;
      },
      return() {
        isLeft = true;
        add({ done: true, value: undefined });
        return Promise.resolve({ done: true, value: undefined });
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }
}

/** A result that consists of an error with this code. */
export const rejection = (code: string, more: object = {}): OperationResult => ({
  errors: [{ message: `rejected: ${code}`, extensions: { code, ...more } }],
});
