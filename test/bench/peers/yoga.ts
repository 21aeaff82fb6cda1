// GraphQL Yoga, as people write it.
import { createServer } from "node:http";
import { createSchema, createYoga } from "graphql-yoga";
import { byFetch, resolversBy, SDL } from "./rows.js";

const yoga = createYoga({ schema: createSchema({ typeDefs: SDL, resolvers: resolversBy(byFetch) }), logging: false });
createServer((request, response) => void yoga(request, response)).listen(Number(process.env["PORT"]), "127.0.0.1");
