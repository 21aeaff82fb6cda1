// urql with Graphcache: three pages of a list over HTTP, then its changes over a WebSocket, with one normalised cache.
// npm i @ringback/client @urql/core @urql/exchange-graphcache graphql graphql-ws; node examples/urql.mjs [changes until it ends]
import { Client, fetchExchange, subscriptionExchange } from "@urql/core";
import { cacheExchange } from "@urql/exchange-graphcache";
import { CallbacksDocument, FollowCallbacksDocument } from "@ringback/client";
import { createCacheOptions } from "@ringback/client/urql";
import { createClient } from "graphql-ws";
import { WebSocket } from "ws";

const url = process.env.RINGBACK_URL ?? "http://localhost:4000";
const key = process.env.RINGBACK_API_KEY;
const maxChanges = Number(process.argv[2] ?? Number.POSITIVE_INFINITY);

const sockets = createClient({
  url: `${url.replace("http", "ws")}/graphql`,
  webSocketImpl: WebSocket, // browsers, and Node from 22 on, have a WebSocket of their own
  connectionParams: key === undefined ? {} : { "x-api-key": key },
  retryAttempts: 0, // this example reconnects by itself, from the last cursor
});
const client = new Client({
  url: `${url}/graphql`,
  preferGetMethod: false, // a GET needs the header apollo-require-preflight, and its address is limited to 8 kB
  fetchOptions: { headers: key === undefined ? {} : { "x-api-key": key } },
  // urql aborts requests that have just ended, which can end a process of Node 20. Browsers do not need this line.
  fetch: (input, init) => fetch(input, { ...init, signal: null }),
  exchanges: [
    cacheExchange(createCacheOptions()),
    fetchExchange,
    subscriptionExchange({
      forwardSubscription: ({ query = "", variables }) => ({
        subscribe: (sink) => ({ unsubscribe: sockets.subscribe({ query, variables }, sink) }),
      }),
    }),
  ],
});

const filter = { isOpen: true };
/** Reads a page, from the cache if it has it. The pages up to it are part of the result. */
async function read(/** @type {string | null | undefined} */ after) {
  const { data, error } = await client.query(CallbacksDocument, { filter, first: 20, after });
  if (data === undefined) throw error ?? new Error("the response has no list");
  return data.callbacks;
}

/** @type {(string | null | undefined)[]} */
const cursors = [null];
let list = await read(null);
while (cursors.length < 3 && list.pageInfo.hasNextPage) {
  cursors.push(list.pageInfo.endCursor);
  list = await read(list.pageInfo.endCursor);
}
for (const { source, freshness } of list.sources) console.log(`- ${source.name}: ${freshness}`);
console.log(`${list.totalCount} callbacks are open`);

let changes = 0;
/** Follows the changes after a cursor. Resolves when the connection ends. */
function follow(/** @type {string} */ after) {
  return new Promise((/** @type {(done: void) => void} */ resolve) => {
    const subscription = client
      .subscription(FollowCallbacksDocument, { filter, after })
      .subscribe(({ data: event, error }) => {
        if (event) {
          const { kind, previousStatus, status, callback } = event.callbackChanged;
          console.log(
            `${kind} ${callback.vendor} ${previousStatus ?? "-"} → ${status} ${callback.customer.name ?? "?"}`,
          );
          changes += 1;
        }
        if (!error && changes < maxChanges) return;
        // Not at once: the first result can come before the subscription is assigned.
        queueMicrotask(() => subscription.unsubscribe());
        resolve();
      });
  });
}

for (;;) {
  const { changeCursor } = await read(cursors.at(-1));
  await follow(changeCursor);
  if (changes >= maxChanges) break;
  console.error("reconnecting ...");
  await new Promise((resolve) => setTimeout(resolve, 500));
}
const { nodes, totalCount } = await read(cursors.at(-1));
console.log(JSON.stringify({ totalCount, callbacks: nodes.map(({ id, status }) => ({ id, status })) }));
await sockets.dispose();
