import { ApolloClient, CombinedGraphQLErrors, gql, InMemoryCache } from "@apollo/client";
import { GraphQLWsLink } from "@apollo/client/link/subscriptions";
import { createClient } from "graphql-ws";
import { WebSocket } from "ws";
import type { Change, Told } from "./follow.js";

// It looks for the browser's own, which Node has from version 22 on.
(globalThis as { WebSocket?: unknown }).WebSocket ??= WebSocket;

/** A subscription of Apollo Client, over a WebSocket, as a dashboard has it. What is told while nobody reads waits. */
export function overApollo(
  url: string,
  query: string,
  variables: Record<string, unknown>,
): { readonly iterator: AsyncIterableIterator<Told>; dispose(): Promise<void> } {
  const socket = createClient({
    url: `${url.replace("http", "ws")}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
  });
  const client = new ApolloClient({ link: new GraphQLWsLink(socket), cache: new InMemoryCache() });
  const waiting: Told[] = [];
  let failure: unknown = null;
  let isOver = false;
  let wake = (): void => undefined;
  const end = (): void => {
    isOver = true;
    wake();
  };
  const subscription = client
    .subscribe<Told["data"]>({ query: gql(query), variables, fetchPolicy: "no-cache", errorPolicy: "all" })
    .subscribe({
      next({ data, error }) {
        waiting.push(
          CombinedGraphQLErrors.is(error)
            ? { errors: error.errors }
            : { data: withoutTypeNames(data ?? null) as Readonly<Record<string, Change>> | null },
        );
        if (error !== undefined && !CombinedGraphQLErrors.is(error)) failure = error;
        wake();
      },
      error(error: unknown) {
        failure = CombinedGraphQLErrors.is(error) ? error.errors : error;
        end();
      },
      complete: end,
    });
  async function* read(): AsyncGenerator<Told, undefined> {
    for (;;) {
      const told = waiting.shift();
      if (told !== undefined) yield told;
      else if (failure !== null) throw failure;
      else if (isOver) return;
      else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  }
  const events = read();
  return {
    iterator: {
      next: () => events.next(),
      async return() {
        end();
        return events.return(undefined);
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    },
    async dispose() {
      subscription.unsubscribe();
      client.stop();
      await socket.dispose();
    },
  };
}

/** Apollo Client asks for the type of everything. */
function withoutTypeNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutTypeNames);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, part]) => (name === "__typename" ? [] : [[name, withoutTypeNames(part)]])),
  );
}
