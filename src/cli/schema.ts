import { ADAPTERS } from "../adapters/registry.js";
import { printSubgraph } from "../graphql/federation/subgraph-print.js";
import { printGatewaySchema } from "../graphql/print.js";
import { createSchema } from "../graphql/schema.js";
import { ArgumentError, type Command } from "./command.js";

export const schemaCommand: Command = {
  options: { federation: {}, scopes: {} },
  does: [
    "print the GraphQL schema; --federation: as a subgraph, for composing a supergraph, and with --scopes for a router",
    "that verifies the callers' tokens",
  ],
  run({ options }) {
    const schema = createSchema({ vendors: ADAPTERS });
    const hasScopes = options["scopes"] === true;
    const isSubgraph = options["federation"] === true;
    if (hasScopes && !isSubgraph) throw new ArgumentError("--scopes needs --federation: only routers read them");
    process.stdout.write(isSubgraph ? printSubgraph(schema, { hasScopes }) : printGatewaySchema(schema));
  },
};
