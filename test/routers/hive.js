// Hive Gateway over a supergraph file: node hive.js <supergraph> <ws | sse | http-callback> <port>. Writes the URL that it
// serves. Its subscriptions reach the subgraphs by the given protocol.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createGatewayRuntime } from "@graphql-hive/gateway-runtime";
import { MemPubSub } from "@graphql-hive/pubsub";

const [supergraph, protocol, port] = process.argv.slice(2);
const origin = `http://127.0.0.1:${port}`;
const protocols = {
  sse: undefined,
  ws: {
    kind: "ws",
    location: "/graphql",
    options: { connectionParams: { "x-api-key": "{context.headers.x-api-key}" } },
  },
  "http-callback": {
    kind: "http-callback",
    options: { public_url: `${origin}/callback`, path: "/callback", heartbeat_interval: 2000 },
    headers: [["x-api-key", "{context.headers.x-api-key}"]],
  },
};
const subscriptions = protocols[protocol];

const gateway = createGatewayRuntime({
  supergraph: readFileSync(supergraph, "utf8"),
  pubsub: new MemPubSub(),
  webhooks: true,
  propagateHeaders: {
    fromClientToSubgraphs: ({ request }) => ({ "x-api-key": request.headers.get("x-api-key") ?? "" }),
  },
  transportEntries: subscriptions === undefined ? {} : { ringback: { options: { subscriptions } } },
});
const server = createServer((request, response) => void gateway(request, response));
server.listen(Number(port), "127.0.0.1", () => process.stdout.write(`ready at ${origin}/graphql\n`));
// The runtime handles the signal as well, and would keep the process until its last client has left.
process.once("SIGTERM", () => process.exit(0));
