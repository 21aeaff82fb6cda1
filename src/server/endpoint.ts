import type { ApolloServer } from "@apollo/server";
import { fastifyApolloHandler } from "@as-integrations/fastify";
import type { FastifyInstance, FastifyReply } from "fastify";
import type { Caller } from "../callback/caller.js";
import type { GraphQLContext } from "../graphql/context.js";
import { callerOf } from "./entrance.js";
import { PARTIAL_SUCCESS } from "./apollo.js";
import { refuse } from "./refusal.js";
import type { Shortcut } from "./shortcut.js";

export const GRAPHQL_PATH = "/graphql";

/**
 * Makes the context of one request of a caller; the signal aborts when the client leaves. `resumeAfter` is the cursor of the last
 * event that the client has had, where its transport says so.
 */
export type ContextFactory = (signal: AbortSignal, caller: Caller, resumeAfter?: string) => GraphQLContext;

/** Serves GraphQL over HTTP, by GET and POST. The Apollo server has to be started. */
export function serveGraphQL(
  app: FastifyInstance,
  apollo: ApolloServer<GraphQLContext>,
  createContext: ContextFactory,
  shortcut: Shortcut,
): void {
  const pipeline = fastifyApolloHandler(apollo, {
    context: (request, reply) => Promise.resolve(createContext(signalOf(reply), callerOf(request))),
  });
  app.route({
    method: ["GET", "POST"],
    url: GRAPHQL_PATH,
    handler: async function answer(request, reply) {
      if (await shortcut.answer(request, reply, signalOf(reply))) return reply;
      return pipeline.call(this, request, reply);
    },
    preHandler: async (request, reply) => {
      // The integration builds an address of this header, which may hold anything.
      if (!URL.canParse(`http://${request.hostname}/`)) return refuse(reply, 400, "the header host is malformed");
      return undefined;
    },
    onSend: async (_, reply) => {
      if (reply.statusCode === PARTIAL_SUCCESS) setPartialStatus(reply);
    },
  });
  app.route({
    method: ["PUT", "PATCH", "DELETE", "OPTIONS"],
    url: GRAPHQL_PATH,
    handler: (request, reply) => {
      reply.header("allow", "GET, POST");
      return refuse(reply, 405, `${request.method} is not for GraphQL: use POST`);
    },
  });
}

/** Clients that ask for plain JSON know no other success than 200. */
function setPartialStatus(reply: FastifyReply): void {
  const type = String(reply.getHeader("content-type"));
  if (type.startsWith("application/graphql-response+json")) reply.raw.statusMessage = "Partial Success";
  else reply.code(200);
}

function signalOf(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.once("close", () => {
    if (!reply.raw.writableFinished) controller.abort();
  });
  return controller.signal;
}
