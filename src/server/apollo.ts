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
import type { GraphQLSchema } from "graphql";
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
      markPartialSuccess,
    ],
  });
}

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
