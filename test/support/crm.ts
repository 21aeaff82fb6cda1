import { buildSubgraphSchema } from "@apollo/subgraph";
import { parse, type GraphQLSchema } from "graphql";

/** What somebody else knows of customers, as a subgraph: accounts, and which callbacks they wait for. */
export const CRM_SDL = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable"])

  type Query { accounts(first: Int!): AccountConnection! }
  type AccountConnection { nodes: [Account!]! pageInfo: PageInfo! }
  type PageInfo @shareable { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }
  type Account @key(fields: "id") { id: ID! owner: String! waitsFor: [Callback!]! }
  type Callback @key(fields: "id") { id: ID! account: Account }
  type Agent @key(fields: "id") { id: ID! extension: String }
  type CallbackSource @key(fields: "id") { id: ID! region: String! }
`;

/** The subgraph over one account that waits for these callbacks. */
export function createCrm(callbackIds: readonly string[]): GraphQLSchema {
  const account = { id: "acme", owner: "Olga", waitsFor: callbackIds.map((id) => ({ id })) };
  const pageInfo = { hasNextPage: false, hasPreviousPage: false };
  return buildSubgraphSchema([
    {
      typeDefs: parse(CRM_SDL),
      resolvers: {
        Query: { accounts: () => ({ nodes: [account], pageInfo }) },
        Callback: { account: ({ id }: { id: string }) => (callbackIds.includes(id) ? account : null) },
        Agent: { extension: () => "4711" },
        CallbackSource: { region: () => "EMEA" },
      },
    },
  ]);
}
