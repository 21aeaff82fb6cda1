import { ADAPTERS } from "../adapters/registry.js";
import { printSubgraph } from "../graphql/federation/subgraph-print.js";
import { printGatewaySchema } from "../graphql/print.js";
import { createSchema } from "../graphql/schema.js";
import type { Command } from "./command.js";

export const schemaCommand: Command = {
  options: { federation: {} },
  does: ["print the GraphQL schema; --federation: as a subgraph, for composing a supergraph"],
  run({ options }) {
    const schema = createSchema({ vendors: ADAPTERS });
    const isSubgraph = options["federation"] === true;
    process.stdout.write(isSubgraph ? printSubgraph(schema) : printGatewaySchema(schema));
  },
};
