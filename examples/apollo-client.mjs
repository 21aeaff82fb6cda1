// Apollo Client 4: a list over HTTP, then changes over a WebSocket, with one normalised cache.
// npm i @apollo/client graphql graphql-ws rxjs; node examples/apollo-client.mjs
import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from "@apollo/client";
import { GraphQLWsLink } from "@apollo/client/link/subscriptions";
import { relayStylePagination, getMainDefinition } from "@apollo/client/utilities";
import { createClient } from "graphql-ws";
import { CallbacksDocument, FollowCallbacksDocument } from "ringback/operations";
import { WebSocket } from "ws";

const url = process.env.RINGBACK_URL ?? "http://localhost:4000";
const key = process.env.RINGBACK_API_KEY;

const http = new HttpLink({ uri: `${url}/graphql`, headers: key === undefined ? {} : { "x-api-key": key } });
const sockets = createClient({
  url: `${url.replace("http", "ws")}/graphql`,
  webSocketImpl: WebSocket, // browsers, and Node from 22 on, have a WebSocket of their own
  connectionParams: key === undefined ? {} : { "x-api-key": key },
  retryAttempts: 0, // this example reconnects by itself, from the last cursor
});
const client = new ApolloClient({
  link: ApolloLink.split(
    ({ query }) => {
      const definition = getMainDefinition(query);
      return definition.kind === "OperationDefinition" && definition.operation === "subscription";
    },
    new GraphQLWsLink(sockets),
    http,
  ),
  cache: new InMemoryCache({
    // Global ids are unique over the whole API, so an event updates every view of a callback.
    possibleTypes: {
      Node: ["Callback", "Agent", "CallbackSource", "AgentAction", "Customer"],
      Resumable: ["CallbackChange"],
    },
    typePolicies: {
      Query: { fields: { callbacks: relayStylePagination(["filter", "orderBy"]) } },
      // A customer's name and number are those of the callback that they were read through.
      Customer: { keyFields: false },
    },
  }),
});

const filter = { isOpen: true };
const { data } = await client.query({ query: CallbacksDocument, variables: { filter, first: 20 } });
if (data === undefined) throw new Error("the response has no list");
console.log(`${data.callbacks.totalCount} callbacks are open`);
for (const { vendor, status, customer, window } of data.callbacks.nodes) {
  console.log(`- ${vendor} ${status} ${window?.start ?? "-"} ${customer.name ?? "?"}`);
}

/** Follows the changes after a cursor. Resolves with the last cursor when the connection ends. */
function follow(/** @type {string} */ after) {
  let cursor = after;
  return new Promise((/** @type {(cursor: string) => void} */ resolve) => {
    client.subscribe({ query: FollowCallbacksDocument, variables: { after } }).subscribe({
      next({ data: event, error }) {
        if (error) console.error(error.message);
        if (!event) return;
        const { kind, status, callback, cursor: last } = event.callbackChanged;
        cursor = last;
        console.log(`${kind} ${callback.vendor} ${status} ${callback.customer.name ?? "?"}`);
      },
      error: () => resolve(cursor),
      complete: () => resolve(cursor),
    });
  });
}

for (let cursor = data.callbacks.changeCursor; ;) {
  cursor = await follow(cursor);
  console.error("reconnecting ...");
  await new Promise((resolve) => setTimeout(resolve, 1000));
}
