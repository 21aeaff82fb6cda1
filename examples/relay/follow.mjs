// Relay, without React: three pages of a list over HTTP, then its changes over a WebSocket, in one store.
// npm i @ringback/client graphql graphql-ws relay-runtime; npx relay-compiler; node examples/relay/follow.mjs [changes until it ends]
import { compareCallbacks, isMember } from "@ringback/client";
import { createClient } from "graphql-ws";
import relay from "relay-runtime";
import { WebSocket } from "ws";
import changesSubscription from "./__generated__/callbacksChangesSubscription.graphql.js";
import listQuery from "./__generated__/callbacksListQuery.graphql.js";

const { ConnectionHandler, Environment, Network, Observable, RecordSource, Store } = relay;
const url = process.env.RINGBACK_URL ?? "http://localhost:4000";
const key = process.env.RINGBACK_API_KEY;
const credentials = key === undefined ? {} : { "x-api-key": key };
const maxChanges = Number(process.argv[2] ?? Number.POSITIVE_INFINITY);

const sockets = createClient({
  url: `${url.replace("http", "ws")}/graphql`,
  webSocketImpl: WebSocket, // browsers, and Node from 22 on, have a WebSocket of their own
  connectionParams: credentials,
  retryAttempts: 0, // this example reconnects by itself, from the last cursor
});
const environment = new Environment({
  store: new Store(new RecordSource()),
  network: Network.create(
    async ({ text }, variables) => {
      const response = await fetch(`${url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json", ...credentials },
        body: JSON.stringify({ query: text, variables }),
      });
      return response.json();
    },
    ({ text }, variables) =>
      Observable.create((sink) => sockets.subscribe({ query: text, variables }, /** @type {any} */ (sink))),
  ),
});

const filter = { isOpen: true };
const connectionOf = (store) => ConnectionHandler.getConnection(store.getRoot(), "callbacks_callbacks", { filter });
// The first page's: a subscription from there receives every change since any of the pages was read.
let cursor = null;
let after = null;
for (let page = 1, hasNextPage = true; page <= 3 && hasNextPage; page += 1) {
  const variables = { filter, first: 20, after };
  environment.retain(relay.createOperationDescriptor(relay.getRequest(listQuery), variables));
  await relay.fetchQuery(environment, listQuery, variables, { fetchPolicy: "network-only" }).toPromise();
  environment.commitUpdate((store) => {
    const connection = connectionOf(store);
    cursor ??= connection.getValue("changeCursor");
    const pageInfo = connection.getLinkedRecord("pageInfo");
    [after, hasNextPage] = [pageInfo.getValue("endCursor"), pageInfo.getValue("hasNextPage")];
    if (page === 1) console.log(`${connection.getValue("totalCount")} callbacks are open`);
  });
}
console.log("the pages are loaded");

/** Puts the callback of a change into its place in the list, or out of it. */
function place(store) {
  const connection = connectionOf(store);
  const own = store.getRootField("callbackChanged").getLinkedRecord("callback");
  const rowOf = (record) => ({
    vendor: record.getValue("vendor"),
    status: record.getValue("status"),
    isOpen: record.getValue("isOpen"),
    window: record.getLinkedRecord("window") && { start: record.getLinkedRecord("window").getValue("start") },
  });
  const nodeOf = (edge) => edge.getLinkedRecord("node");
  const edges = connection.getLinkedRecords("edges").filter((edge) => nodeOf(edge).getDataID() !== own.getDataID());
  const next = edges.findIndex((edge) => compareCallbacks(rowOf(own), rowOf(nodeOf(edge))) < 0);
  const hasMore = connection.getLinkedRecord("pageInfo").getValue("hasNextPage");
  // Behind the last one it belongs to a page that was not loaded.
  if (isMember(filter, rowOf(own)) && (next !== -1 || !hasMore)) {
    const edge = ConnectionHandler.createEdge(store, connection, own, "CallbackEdge");
    edges.splice(next === -1 ? edges.length : next, 0, edge);
  }
  connection.setLinkedRecords(edges, "edges");
}

let changes = 0;
/** Follows the changes after the last cursor. Resolves when the connection ends. */
function follow() {
  return new Promise((resolve) => {
    const subscription = relay.requestSubscription(environment, {
      subscription: changesSubscription,
      variables: { filter, after: cursor },
      updater: place,
      onNext({ callbackChanged }) {
        cursor = callbackChanged.cursor;
        console.log(`${callbackChanged.kind} ${callbackChanged.status}`);
        changes += 1;
        if (changes < maxChanges) return;
        subscription.dispose();
        resolve();
      },
      onError: resolve,
      onCompleted: resolve,
    });
  });
}

for (;;) {
  await follow();
  if (changes >= maxChanges) break;
  console.error("reconnecting ...");
  await new Promise((resolve) => setTimeout(resolve, 500));
}
environment.commitUpdate((store) => {
  const records = connectionOf(store)
    .getLinkedRecords("edges")
    .map((edge) => edge.getLinkedRecord("node"));
  const callbacks = records.map((record) => ({ id: record.getDataID(), status: record.getValue("status") }));
  console.log(JSON.stringify({ callbacks }));
});
await sockets.dispose();
