// Apollo Client 4: three pages of a list over HTTP, then its changes over a WebSocket, with one normalised cache.
// npm i @ringback/client @apollo/client graphql graphql-ws rxjs; node examples/apollo-client.mjs [changes until it ends]
import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from "@apollo/client";
import { GraphQLWsLink } from "@apollo/client/link/subscriptions";
import { getMainDefinition } from "@apollo/client/utilities";
import { CallbacksDocument, FollowCallbacksDocument } from "@ringback/client";
import { applyChange, possibleTypes, typePolicies } from "@ringback/client/apollo";
import { createClient } from "graphql-ws";
import { WebSocket } from "ws";

const url = process.env.RINGBACK_URL ?? "http://localhost:4000";
const key = process.env.RINGBACK_API_KEY;
const maxChanges = Number(process.argv[2] ?? Number.POSITIVE_INFINITY);

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
  cache: new InMemoryCache({ possibleTypes, typePolicies }),
});

const filter = { isOpen: true };
const query = { query: CallbacksDocument, variables: { filter, first: 20 } };
await client.query(query);
const list = client.watchQuery(query);
const watching = list.subscribe(() => undefined); // a page renders here
/** The list as it is in the cache: all pages that were loaded, and the changes since. */
function current() {
  const data = client.readQuery(query);
  if (data === null) throw new Error("the cache has no list");
  return data.callbacks;
}
for (let page = 2; page <= 3 && current().pageInfo.hasNextPage; page += 1) {
  await list.fetchMore({ variables: { after: current().pageInfo.endCursor } });
}
for (const { vendor, status, customer, window } of current().nodes) {
  console.log(`- ${vendor} ${status} ${window?.start ?? "-"} ${customer.name ?? "?"}`);
}
console.log(`${current().totalCount} callbacks are open`);

let changes = 0;
/** Follows the changes since the list in the cache. Resolves when the connection ends. */
function follow() {
  return new Promise((/** @type {(done: void) => void} */ resolve) => {
    const variables = { filter, after: current().changeCursor };
    const subscription = client.subscribe({ query: FollowCallbacksDocument, variables }).subscribe({
      next({ data: event, error }) {
        if (error) console.error(error.message);
        if (!event) return;
        const { kind, status, callback } = event.callbackChanged;
        console.log(`${kind} ${callback.vendor} ${status} ${callback.customer.name ?? "?"}`);
        if (applyChange(client.cache, event.callbackChanged)) void list.refetch();
        changes += 1;
        if (changes < maxChanges) return;
        subscription.unsubscribe();
        resolve();
      },
      error: () => resolve(),
      complete: () => resolve(),
    });
  });
}

for (;;) {
  await follow();
  if (changes >= maxChanges) break;
  console.error("reconnecting ...");
  await new Promise((resolve) => setTimeout(resolve, 500));
}
const { nodes, totalCount } = current();
console.log(JSON.stringify({ totalCount, callbacks: nodes.map(({ id, status }) => ({ id, status })) }));
watching.unsubscribe();
client.stop();
await sockets.dispose();
