import { ApolloServer, type ApolloServerPlugin } from "@apollo/server";
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from "@apollo/server/plugin/disabled";
import { fastifyApolloDrainPlugin } from "@as-integrations/fastify";
import type { FastifyInstance } from "fastify";
import { GraphQLError, OperationTypeNode, type GraphQLSchema, type OperationDefinitionNode } from "graphql";
import type { Logger } from "pino";
import type { GraphQLContext } from "../graphql/context.js";
import type { ErrorFormatter } from "../graphql/errors.js";
import { MAX_TOKENS } from "./operation.js";

/** The status of an answer that holds both data and errors, by the GraphQL over HTTP draft. */
export const PARTIAL_SUCCESS = 294;

export interface ApolloOptions {
  readonly schema: GraphQLSchema;
  readonly formatError: ErrorFormatter;
  readonly introspection: boolean;
  readonly logger: Logger;
}

/** The GraphQL pipeline of HTTP. What it would read of the environment, or tell to others, is off. */
export function createApollo(app: FastifyInstance, options: ApolloOptions): ApolloServer<GraphQLContext> {
  return new ApolloServer<GraphQLContext>({
    schema: options.schema,
    formatError: options.formatError,
    introspection: options.introspection,
    logger: options.logger,
    nodeEnv: "production",
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    includeStacktraceInErrorResponses: false,
    persistedQueries: false,
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: MAX_TOKENS },
    plugins: [
      // It instruments every field, and nothing here is cached by it.
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      fastifyApolloDrainPlugin(app),
      refuseSubscriptions,
      markPartialSuccess,
    ],
  });
}

/** The pipeline would run a subscription as if it were a query, with nothing to tell of. */
const refuseSubscriptions: ApolloServerPlugin<GraphQLContext> = {
  requestDidStart: () =>
    Promise.resolve({
      // Without an operation where the request names one that the document lacks: the pipeline says so next.
      didResolveOperation({ operation }: { readonly operation?: OperationDefinitionNode }) {
        if (operation?.operation !== OperationTypeNode.SUBSCRIPTION) return Promise.resolve();
        const message = "a subscription needs a WebSocket, or the header accept: text/event-stream";
        throw new GraphQLError(message, { extensions: { code: "BAD_REQUEST", http: { status: 400 } } });
      },
    }),
};

const markPartialSuccess: ApolloServerPlugin<GraphQLContext> = {
  requestDidStart: () =>
    Promise.resolve({
      willSendResponse({ response: { body, http } }) {
        const isPartial =
          body.kind === "single" && body.singleResult.data !== undefined && hasErrors(body.singleResult);
        if (isPartial) http.status ??= PARTIAL_SUCCESS;
        return Promise.resolve();
      },
    }),
};

function hasErrors({ errors }: { readonly errors?: readonly unknown[] }): boolean {
  return errors !== undefined && errors.length > 0;
}
