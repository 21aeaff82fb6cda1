import {
  ApolloServer,
  type HeaderMap,
  type ApolloServerOptions,
  type ApolloServerPlugin,
  type BaseContext,
} from "@apollo/server";
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from "@apollo/server/plugin/disabled";
import { fastifyApolloDrainPlugin } from "@as-integrations/fastify";
import type { FastifyInstance } from "fastify";
import { GraphQLError, OperationTypeNode, type FormattedExecutionResult, type GraphQLSchema } from "graphql";
import type { Logger } from "pino";
import type { GraphQLContext } from "../../graphql/context.js";
import type { ErrorFormatter } from "../../graphql/errors.js";
import type { Executor } from "../../graphql/execution/executor.js";
import type { DocumentCache } from "../documents/document-reader.js";
import { actualCost } from "../limits/actual-cost.js";
import type { Admitted } from "../limits/operation-gate.js";
import { codesOfFormatted } from "../operation-observer.js";
import { PARTIAL_SUCCESS } from "./http-status.js";

/** The context of one request in Apollo Server's pipeline. */
export interface PipelineContext extends GraphQLContext {
  /** Null for a request that the gate could not read: it ends before it is executed. */
  readonly admitted: Admitted | null;
  readonly wantsActualCost: boolean;
  /** The pipeline adds the codes of the errors in the response. */
  readonly codes: string[];
}

export interface ApolloOptions {
  readonly maxTokens: number;
  readonly schema: GraphQLSchema;
  readonly executor: Executor;
  readonly documents: DocumentCache;
  readonly formatError: ErrorFormatter;
  readonly introspection: boolean;
  readonly logger: Logger;
}

/** The GraphQL pipeline of HTTP, with `executor` behind it. It reads no environment and sends no reports. */
export function createApollo(app: FastifyInstance, options: ApolloOptions): ApolloServer<PipelineContext> {
  const { schema, executor } = options;
  return new ApolloServer<PipelineContext>({
    gateway: createExecutorHook(schema, executor),
    stringifyResult: (result) => executor.write(result as FormattedExecutionResult),
    formatError: options.formatError,
    introspection: options.introspection,
    logger: options.logger,
    nodeEnv: "production",
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    includeStacktraceInErrorResponses: false,
    persistedQueries: false,
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: options.maxTokens },
    validationOptions: { hideSuggestions: true, maxErrors: 20 },
    documentStore: createDocumentStore(options.documents),
    plugins: [
      // It instruments every field, and nothing here is cached by it.
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      fastifyApolloDrainPlugin(app),
      createPlugin(executor),
    ],
  });
}

type ApolloGateway = NonNullable<ApolloServerOptions<BaseContext>["gateway"]>;

/** Apollo Server's hook for another executor: the operation is the one that the gate admitted. */
function createExecutorHook(schema: GraphQLSchema, executor: Executor): ApolloGateway {
  let setSchema: Parameters<ApolloGateway["onSchemaLoadOrUpdate"]>[0] | null = null;
  return {
    onSchemaLoadOrUpdate(listener) {
      setSchema = listener;
      return () => undefined;
    },
    load() {
      setSchema?.({ apiSchema: schema, coreSupergraphSdl: "" });
      return Promise.resolve({
        executor: async ({ context, request: { operationName } }) => {
          const { admitted, ...graphQLContext } = context as PipelineContext;
          // Requests without an operation come here as well.
          if (admitted === null) return { errors: [noOperation(operationName)] };
          return executor.run(admitted, graphQLContext);
        },
      });
    },
    stop: () => Promise.resolve(),
  };
}

/** The error of graphql-js. */
function noOperation(name: string | undefined): GraphQLError {
  const text = "Must provide operation name if query contains multiple operations.";
  return new GraphQLError(name === undefined ? text : `Unknown operation named "${name}".`);
}

/** The gate has parsed and validated the documents of admitted operations. Apollo Server's keys end with their hash. */
function createDocumentStore(documents: DocumentCache): NonNullable<ApolloServerOptions<BaseContext>["documentStore"]> {
  return {
    get: (key) => Promise.resolve(documents.peek(key.slice(key.lastIndexOf(":") + 1))?.document),
    set: () => Promise.resolve(),
    delete: () => Promise.resolve(),
  };
}

function createPlugin(executor: Executor): ApolloServerPlugin<PipelineContext> {
  const listener: Awaited<ReturnType<NonNullable<ApolloServerPlugin<PipelineContext>["requestDidStart"]>>> = {
    // There is no operation where the request names one that the document lacks: the pipeline reports it next.
    async didResolveOperation({ operation, contextValue }) {
      if (operation !== undefined && contextValue.admitted === null) throw new Error("the operation was not admitted");
      if (operation?.operation !== OperationTypeNode.SUBSCRIPTION) return;
      const message =
        "a subscription requires a WebSocket, or the header accept: text/event-stream, or multipart/mixed with " +
        "subscriptionSpec=1.0";
      throw new GraphQLError(message, { extensions: { code: "BAD_REQUEST", http: { status: 400 } } });
    },
    async willSendResponse({ response: { body, http }, contextValue, document, operationName, schema }) {
      if (body.kind !== "single") return;
      const { singleResult } = body;
      const { admitted, wantsActualCost, codes } = contextValue;
      codes.push(...codesOfFormatted(singleResult.errors));
      if (singleResult.data !== undefined && codes.length > 0) http.status ??= PARTIAL_SUCCESS;
      if (admitted === null) return;
      if (!wantsActualCost || document === undefined) {
        singleResult.extensions = { cost: admitted.cost };
        return;
      }
      const { data } = JSON.parse(executor.write({ data: singleResult.data ?? null })) as FormattedExecutionResult;
      const actual = actualCost(schema, document, operationName ?? null, data);
      singleResult.extensions = { cost: { ...admitted.cost, actual } };
    },
  };
  return { requestDidStart: () => Promise.resolve(listener) };
}

/** The body and head of a response of the pipeline. */
export interface PipelineResponse {
  readonly status: number;
  readonly headers: HeaderMap;
  readonly body: string;
}

/** Sends one request through the pipeline. */
export async function respond(
  apollo: ApolloServer<PipelineContext>,
  httpGraphQLRequest: Parameters<ApolloServer["executeHTTPGraphQLRequest"]>[0]["httpGraphQLRequest"],
  context: PipelineContext,
): Promise<PipelineResponse> {
  const { headers, body, status } = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest,
    context: () => Promise.resolve(context),
  });
  if (body.kind !== "complete") throw new Error("incremental delivery is not supported");
  return { status: status ?? 200, headers, body: body.string };
}
