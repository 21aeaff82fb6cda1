// urql: the same, with the operations of the library and without a normalised cache.
// npm i @urql/core graphql graphql-ws; node examples/urql.mjs
import { Client, fetchExchange, subscriptionExchange } from "@urql/core";
import { createClient } from "graphql-ws";
import { CallbacksDocument, FollowStatusesDocument } from "ringback/operations";
import { WebSocket } from "ws";

const url = process.env.RINGBACK_URL ?? "http://localhost:4000";
const key = process.env.RINGBACK_API_KEY;

const sockets = createClient({
  url: `${url.replace("http", "ws")}/graphql`,
  webSocketImpl: WebSocket, // browsers and Node from 22 on have one of their own
  connectionParams: key === undefined ? {} : { "x-api-key": key },
});
const client = new Client({
  url: `${url}/graphql`,
  preferGetMethod: false, // a GET needs the header apollo-require-preflight, and never reaches 8 kB
  fetchOptions: { headers: key === undefined ? {} : { "x-api-key": key } },
  // It aborts requests that have just ended, and Node 20 may end a process for that: a browser needs no such thing.
  fetch: (input, init) => fetch(input, { ...init, signal: null }),
  exchanges: [
    fetchExchange,
    subscriptionExchange({
      forwardSubscription: ({ query = "", variables }) => ({
        subscribe: (sink) => ({ unsubscribe: sockets.subscribe({ query, variables }, sink) }),
      }),
    }),
  ],
});

const { data, error } = await client.query(CallbacksDocument, { first: 5, filter: { isOpen: true } });
if (data === undefined) throw error ?? new Error("there is no list");
console.log(`${data.callbacks.totalCount} callbacks are open`);
for (const { source, freshness } of data.callbacks.sources) console.log(`- ${source.name}: ${freshness}`);

client
  .subscription(FollowStatusesDocument, { after: data.callbacks.changeCursor })
  .subscribe(({ data: told, error: trouble }) => {
    if (trouble) console.error(trouble.message);
    if (!told) return;
    const { kind, previousStatus, status, callback } = told.callbackStatusChanged;
    console.log(`${kind} ${callback.vendor} ${previousStatus ?? "-"} → ${status} ${callback.customer.name ?? "?"}`);
  });
