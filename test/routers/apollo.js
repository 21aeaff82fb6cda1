// Apollo Gateway over a supergraph file: node apollo.js <supergraph>. Writes the URL that it serves.
import { readFileSync } from "node:fs";
import { ApolloGateway, RemoteGraphQLDataSource } from "@apollo/gateway";
import { ApolloServer } from "@apollo/server";
import { startStandaloneServer } from "@apollo/server/standalone";

const [supergraph] = process.argv.slice(2);

/** Forwards the client's key to the subgraphs. */
class Forwarding extends RemoteGraphQLDataSource {
  willSendRequest({ request, context }) {
    if (context.key !== undefined) request.http.headers.set("x-api-key", context.key);
  }
}

const gateway = new ApolloGateway({
  supergraphSdl: readFileSync(supergraph, "utf8"),
  buildService: ({ url }) => new Forwarding({ url }),
});
const { url } = await startStandaloneServer(new ApolloServer({ gateway }), {
  listen: { port: 0, host: "127.0.0.1" },
  context: async ({ req }) => ({ key: req.headers["x-api-key"] }),
});
process.stdout.write(`ready at ${new URL("/graphql", url).href}\n`);
