import { createClient as createSseClient } from "graphql-sse";
import { createClient as createWsClient } from "graphql-ws";
import { WebSocket } from "ws";
import { overApollo } from "./apollo.js";

/** One event as a client is given it. */
export interface Told {
  readonly data?: Readonly<Record<string, Change>> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: Readonly<Record<string, unknown>> }[];
}

export interface Change {
  readonly cursor: string;
  readonly kind: string;
  readonly status: string;
  readonly previousStatus: string | null;
  readonly changedFields: readonly string[];
  readonly callback: { readonly id: string; readonly vendorId: string; readonly vendorStatus?: string | null };
}

/** A client of a subscription that keeps all it is told, so that none is missed. */
export interface Following {
  readonly told: Change[];
  /** Rejects with the errors that end the subscription. */
  next(count: number): Promise<readonly Change[]>;
  /** Resolves with what ended it. */
  readonly ended: Promise<unknown>;
  stop(): Promise<void>;
}

export type Transport = "ws" | "sse" | "apollo";

export const CHANGE_FIELDS = "cursor kind status previousStatus changedFields callback { id vendorId }";

/** Follows a subscription with the protocol's own client library; nothing reconnects by itself. */
export function follow(
  url: string,
  transport: Transport,
  query: string,
  variables: Record<string, unknown> = {},
): Following {
  const events = OVER[transport](url, query, variables);
  const told: Change[] = [];
  const wakers = new Set<() => void>();
  let failure: unknown = null;
  const ended = (async () => {
    try {
      for await (const { data, errors } of events.iterator) {
        if (errors !== undefined) throw errors;
        told.push(...Object.values(data ?? {}));
        for (const wake of wakers) wake();
      }
      return null;
    } catch (error) {
      failure = error;
      return error;
    } finally {
      for (const wake of wakers) wake();
    }
  })();
  return {
    told,
    ended,
    next: async (count) => {
      while (told.length < count) {
        if (failure !== null) throw failure;
        await new Promise<void>((resolve) => {
          wakers.add(resolve);
        });
      }
      return told.slice(0, count);
    },
    async stop() {
      await events.iterator.return?.();
      await events.dispose();
      await ended;
    },
  };
}

const OVER: Readonly<Record<Transport, typeof overWebSocket>> = { ws: overWebSocket, sse: overSse, apollo: overApollo };

interface Events {
  readonly iterator: AsyncIterableIterator<Told>;
  dispose(): void | Promise<void>;
}

function overWebSocket(url: string, query: string, variables: Record<string, unknown>): Events {
  const client = createWsClient({
    url: `${url.replace("http", "ws")}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
  });
  return {
    iterator: client.iterate({ query, variables }) as unknown as AsyncIterableIterator<Told>,
    dispose: () => client.dispose(),
  };
}

function overSse(url: string, query: string, variables: Record<string, unknown>): Events {
  const client = createSseClient({ url: `${url}/graphql`, retryAttempts: 0 });
  return {
    iterator: client.iterate({ query, variables }) as unknown as AsyncIterableIterator<Told>,
    dispose: () => client.dispose(),
  };
}
