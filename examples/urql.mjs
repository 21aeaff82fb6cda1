// urql: a list over HTTP, then changes of status over a WebSocket, without a normalised cache.
// npm i @urql/core graphql graphql-ws; node examples/urql.mjs
import { Client, fetchExchange, subscriptionExchange } from "@urql/core";
import { createClient } from "graphql-ws";
import { CallbacksDocument, FollowStatusesDocument } from "ringback/operations";
import { WebSocket } from "ws";

const url = process.env.RINGBACK_URL ?? "http://localhost:4000";
const key = process.env.RINGBACK_API_KEY;

const sockets = createClient({
  url: `${url.replace("http", "ws")}/graphql`,
  webSocketImpl: WebSocket, // browsers, and Node from 22 on, have a WebSocket of their own
  connectionParams: key === undefined ? {} : { "x-api-key": key },
});
const client = new Client({
  url: `${url}/graphql`,
  preferGetMethod: false, // a GET needs the header apollo-require-preflight, and its address is limited to 8 kB
  fetchOptions: { headers: key === undefined ? {} : { "x-api-key": key } },
  // urql aborts requests that have just ended, which can end a process of Node 20. Browsers do not need this line.
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
if (data === undefined) throw error ?? new Error("the response has no list");
console.log(`${data.callbacks.totalCount} callbacks are open`);
for (const { source, freshness } of data.callbacks.sources) console.log(`- ${source.name}: ${freshness}`);

client
  .subscription(FollowStatusesDocument, { after: data.callbacks.changeCursor })
  .subscribe(({ data: event, error: failure }) => {
    if (failure) console.error(failure.message);
    if (!event) return;
    const { kind, previousStatus, status, callback } = event.callbackStatusChanged;
    console.log(`${kind} ${callback.vendor} ${previousStatus ?? "-"} → ${status} ${callback.customer.name ?? "?"}`);
  });
