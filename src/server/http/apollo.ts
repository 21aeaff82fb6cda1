import { ApolloServer, type ApolloServerOptions, type ApolloServerPlugin, type BaseContext } from "@apollo/server";
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from "@apollo/server/plugin/disabled";
import { fastifyApolloDrainPlugin } from "@as-integrations/fastify";
import type { FastifyInstance } from "fastify";
import { GraphQLError, OperationTypeNode, type DocumentNode, type GraphQLSchema } from "graphql";
import type { Logger } from "pino";
import type { GraphQLContext } from "../../graphql/context.js";
import type { ErrorFormatter } from "../../graphql/errors.js";
import { createCache } from "../../lib/cache.js";
import { actualCost } from "../limits/actual-cost.js";
import type { Cost } from "../limits/cost.js";
import { codesOfFormatted } from "../operation-observer.js";

/** The status of an answer that holds both data and errors, by the GraphQL over HTTP draft. */
export const PARTIAL_SUCCESS = 294;

/** A request that was let in, and what it was reckoned to cost. */
export interface AdmittedContext extends GraphQLContext {
  /** Null for what cannot be read: it ends before it runs. */
  readonly cost: Cost | null;
  /** Whether the client wants to know what it has cost indeed. */
  readonly isCostWanted: boolean;
  /** Where the codes of what is answered are put. */
  readonly codes: string[];
}

export interface ApolloOptions {
  readonly maxTokens: number;
  readonly schema: GraphQLSchema;
  readonly formatError: ErrorFormatter;
  readonly introspection: boolean;
  readonly logger: Logger;
}

/** The GraphQL pipeline of HTTP. What it would read of the environment, or tell to others, is off. */
export function createApollo(app: FastifyInstance, options: ApolloOptions): ApolloServer<AdmittedContext> {
  return new ApolloServer<AdmittedContext>({
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
    parseOptions: { maxTokens: options.maxTokens },
    validationOptions: { hideSuggestions: true, maxErrors: 20 },
    documentStore: createDocumentStore(),
    plugins: [
      // It instruments every field, and nothing here is cached by it.
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      fastifyApolloDrainPlugin(app),
      refuseOthers,
      tellCostAndCodes,
      markPartialSuccess,
    ],
  });
}

/** In bytes of text and of words; the library's own bound is by what a document is as JSON. */
const DOCUMENTS_BYTES = 4_194_304;
/** A document, as it was parsed, for each character of its text. */
const BYTES_A_CHARACTER = 100;

/** The documents that the pipeline has parsed by itself. */
function createDocumentStore(): NonNullable<ApolloServerOptions<BaseContext>["documentStore"]> {
  const documents = createCache<string, DocumentNode>("pipeline_documents", {
    maxBytes: DOCUMENTS_BYTES,
    bytesOf: (_, document) => BYTES_A_CHARACTER * (document.loc?.source.body.length ?? 0),
  });
  return {
    get: (key) => Promise.resolve(documents.get(key)),
    set: (key, document) => Promise.resolve(documents.set(key, document)),
    delete: (key) => Promise.resolve(documents.delete(key)),
  };
}

/** The pipeline would run a subscription as if it were a query, with nothing to tell of. */
const refuseOthers: ApolloServerPlugin<AdmittedContext> = {
  requestDidStart: () =>
    Promise.resolve({
      // Without an operation where the request names one that the document lacks: the pipeline says so next.
      didResolveOperation({ operation, contextValue }) {
        if (operation !== undefined && contextValue.cost === null) throw new Error("the operation was not admitted");
        if (operation?.operation !== OperationTypeNode.SUBSCRIPTION) return Promise.resolve();
        const message = "a subscription requires a WebSocket, or the header accept: text/event-stream";
        throw new GraphQLError(message, { extensions: { code: "BAD_REQUEST", http: { status: 400 } } });
      },
    }),
};

const tellCostAndCodes: ApolloServerPlugin<AdmittedContext> = {
  requestDidStart: () =>
    Promise.resolve({
      willSendResponse({ response: { body }, contextValue, document, operationName, schema }) {
        if (body.kind !== "single") return Promise.resolve();
        const { singleResult } = body;
        const { cost, isCostWanted, codes } = contextValue;
        codes.push(...codesOfFormatted(singleResult.errors));
        if (cost === null) return Promise.resolve();
        const isTold = isCostWanted && document !== undefined;
        const actual = isTold ? { actual: actualCost(schema, document, operationName ?? null, singleResult.data) } : {};
        singleResult.extensions = { cost: { ...cost, ...actual } };
        return Promise.resolve();
      },
    }),
};

const markPartialSuccess: ApolloServerPlugin<AdmittedContext> = {
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
