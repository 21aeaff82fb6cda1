// graphql-ws alone, in Node: a snapshot, then every change. After a lost connection it resumes from the last cursor.
// npm i @ringback/client graphql graphql-ws ws; node examples/graphql-ws.mjs
import { print } from "graphql";
import { createClient } from "graphql-ws";
import { FollowCallbacksDocument } from "@ringback/client";
import { WebSocket } from "ws";

const url = process.env.RINGBACK_URL ?? "http://localhost:4000";
const key = process.env.RINGBACK_API_KEY;

const client = createClient({
  url: `${url.replace("http", "ws")}/graphql`,
  webSocketImpl: WebSocket,
  connectionParams: key === undefined ? {} : { "x-api-key": key },
  retryAttempts: Number.POSITIVE_INFINITY,
  shouldRetry: () => true,
  retryWait: () => new Promise((resolve) => setTimeout(resolve, 500 + Math.random() * 500)),
});

/** @type {import("@ringback/client").FollowCallbacksSubscriptionVariables} */
const variables = { filter: { isOpen: true }, snapshot: true };
// The client sends this object again when it reconnects. With the cursor in it, the subscription resumes.
const payload = { query: print(FollowCallbacksDocument), variables };

for await (const { data, errors } of client.iterate(payload)) {
  if (errors !== undefined) throw new AggregateError(errors, errors[0]?.message);
  const event = /** @type {import("@ringback/client").FollowCallbacksSubscription} */ (data);
  const { cursor, kind, status, callback } = event.callbackChanged;
  variables.after = cursor;
  variables.snapshot = false;
  console.log(`${kind} ${callback.vendor} ${status} ${callback.customer.name ?? "?"}`);
}
