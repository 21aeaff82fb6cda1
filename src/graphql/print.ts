import { printSchema, type GraphQLSchema } from "graphql";

/** The schema as text, in the order of the code, with every description. Ends with a line break. */
export function printGatewaySchema(schema: GraphQLSchema): string {
  return `${printSchema(schema)}\n`;
}
