import { HeaderMap, type ApolloServer, type HTTPGraphQLRequest } from "@apollo/server";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { FormattedExecutionResult, GraphQLError } from "graphql";
import { GatewayError } from "../../domain/errors.js";
import type { Clock } from "../../domain/time/instant.js";
import { callerOf, clientOf } from "../auth/request-authenticator.js";
import type { ContextFactory } from "../context-factory.js";
import type { Admitted, OperationGate } from "../limits/operation-gate.js";
import { endInTime } from "../limits/timeout.js";
import { codesOf } from "../operation-observer.js";
import { queryResponse, type QueryResponse, type QueryRunner } from "../query-runner.js";
import { acceptedBy, GRAPHQL_TYPE, JSON_TYPE } from "./accept.js";
import { respond, type PipelineContext, type PipelineResponse } from "./apollo.js";
import { disconnectOf, type ClientDisconnect } from "./client-disconnect.js";
import { PARTIAL_SUCCESS } from "./http-status.js";
import { operationRequestOf, wantsActualCost } from "./operation-request.js";
import { reject } from "./rejection.js";
import { sendErrors } from "./send-errors.js";

export const GRAPHQL_PATH = "/graphql";

export interface EndpointOptions {
  /** Has to be started. */
  readonly apollo: ApolloServer<PipelineContext>;
  readonly createContext: ContextFactory;
  readonly operationGate: OperationGate;
  readonly queries: QueryRunner;
  readonly timeoutMs: number;
  readonly clock: Clock;
  readonly formatErrors: (errors: readonly GraphQLError[]) => NonNullable<FormattedExecutionResult["errors"]>;
}

/** Serves GraphQL over HTTP, by GET and POST. */
export function serveGraphQL(app: FastifyInstance, options: EndpointOptions): void {
  app.route({
    method: ["GET", "POST"],
    url: GRAPHQL_PATH,
    handler: (request, reply) => serve(request, reply, options),
    onSend: (_, reply, payload, done) => {
      if (reply.statusCode === PARTIAL_SUCCESS) setPartialStatus(reply);
      done(null, payload);
    },
  });
  app.route({
    method: ["PUT", "PATCH", "DELETE", "OPTIONS"],
    url: GRAPHQL_PATH,
    handler: (request, reply) => {
      reply.header("allow", "GET, POST");
      return reject(reply, 405, request.method === "PUT" ? NO_RESERVATION : `${request.method} ${NOT_SUPPORTED}`);
    },
  });
}

const NOT_SUPPORTED = "is not supported for GraphQL: use POST";
/** Clients of graphql-sse reserve a stream by PUT. */
const NO_RESERVATION =
  `PUT ${NOT_SUPPORTED}, and for subscriptions the distinct connections mode of graphql-sse (singleConnection: false): ` +
  "streams for several operations cannot be reserved";
const NOT_ACCEPTABLE =
  "the header accept must allow application/json, application/graphql-response+json or, for subscriptions, " +
  "text/event-stream";

/** Rejects, or responds from the cache, by a request in flight or by executing: in this order. */
async function serve(request: FastifyRequest, reply: FastifyReply, options: EndpointOptions): Promise<FastifyReply> {
  // Checked first: an operation without an acceptable response is not executed.
  if (acceptedBy(request).type === null) return reject(reply, 406, NOT_ACCEPTABLE);
  const requested = operationRequestOf(request);
  const result = requested === null ? [] : options.operationGate.admit(clientOf(request, "http"), requested);
  const admitted = result instanceof Promise ? await result : result;
  if (!("document" in admitted)) return rejectAll(request, reply, admitted, options);
  const cached = isShareable(request) ? admitted.within(() => options.queries.find(admitted)) : null;
  if (cached === null) return executeOrJoin(request, reply, admitted, options);
  admitted.end(cached.codes);
  return send(request, reply, cached);
}

/** Executes the operation, or joins an equal one in flight, until its time is up or the client disconnects. */
async function executeOrJoin(
  request: FastifyRequest,
  reply: FastifyReply,
  admitted: Admitted,
  options: EndpointOptions,
): Promise<FastifyReply> {
  const caller = callerOf(request);
  const disconnect = disconnectOf(reply);
  const work = async (): Promise<() => FastifyReply> => {
    if (!isShareable(request)) {
      const [response, context] = await runPipeline(request, admitted, disconnect, options);
      ({ codes } = context);
      return () => sendPipelined(reply, response);
    }
    const response = await options.queries.run(admitted, caller, disconnect, async (clients) => {
      const [{ status, body }, context] = await runPipeline(request, admitted, clients, options);
      const { codes: ofResponse, loaders } = context;
      const { cost } = admitted;
      return queryResponse(body, { status, codes: ofResponse, cost, freshUntil: () => loaders.freshUntil() });
    });
    ({ codes } = response);
    return () => send(request, reply, response);
  };
  let codes: readonly string[] = [];
  try {
    const sendResponse = await endInTime(() => admitted.within(work), options.timeoutMs, disconnect.leave);
    return sendResponse();
  } catch (error) {
    codes = codesOf([error]);
    if (!(error instanceof GatewayError) || reply.sent) throw error;
    return await reject(reply, 504, error.message, error.code);
  } finally {
    admitted.end(codes);
  }
}

/** By Apollo Server, with the document that was admitted. */
async function runPipeline(
  request: FastifyRequest,
  admitted: Admitted | null,
  clients: ClientDisconnect,
  { apollo, createContext }: EndpointOptions,
): Promise<readonly [PipelineResponse, PipelineContext]> {
  const context = {
    ...createContext(clients, callerOf(request)),
    admitted,
    wantsActualCost: wantsActualCost(request),
    codes: [],
  };
  return [await respond(apollo, pipelineRequestOf(request, admitted), context), context];
}

function pipelineRequestOf(request: FastifyRequest, admitted: Admitted | null): HTTPGraphQLRequest {
  const { method } = request;
  const headers = headersOf(request);
  if (method === "GET") return { method, headers, search: searchOf(request, admitted), body: request.body };
  if (admitted === null) return { method, headers, search: "", body: request.body };
  const { text: query, operationName, variables } = admitted;
  return { method, headers, search: "", body: { query, operationName, variables } };
}

/** The query of the URL, in which the document takes the place of its hash. */
function searchOf({ url }: FastifyRequest, admitted: Admitted | null): string {
  const start = url.indexOf("?");
  const search = new URLSearchParams(start < 0 ? "" : url.slice(start));
  if (admitted !== null) {
    search.set("query", admitted.text);
    search.delete("extensions");
  }
  return `?${search.toString()}`;
}

function headersOf(request: FastifyRequest): HeaderMap {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  }
  headers.set("accept", acceptedBy(request).type ?? JSON_TYPE);
  return headers;
}

/** Whether others may share the response: to a POST with JSON, which passes all checks of Apollo Server. */
function isShareable(request: FastifyRequest): boolean {
  const isJson = request.headers["content-type"]?.startsWith("application/json") === true;
  return request.method === "POST" && isJson && !wantsActualCost(request);
}

function send(request: FastifyRequest, reply: FastifyReply, { status, body }: QueryResponse): FastifyReply {
  return reply
    .code(status)
    .header("content-type", acceptedBy(request).type)
    .header("cache-control", "no-store")
    .send(body);
}

function sendPipelined(reply: FastifyReply, { status, headers, body }: PipelineResponse): FastifyReply {
  for (const [name, value] of headers) void reply.header(name, value);
  return reply.code(status).send(body);
}

/** Errors of the gate are sent as they are; requests that are no GraphQL operation are rejected by Apollo Server. */
async function rejectAll(
  request: FastifyRequest,
  reply: FastifyReply,
  errors: readonly GraphQLError[],
  options: EndpointOptions,
): Promise<FastifyReply> {
  if (!errors.some(isOfGate) && !(isShareable(request) && errors.some(isOfDocument))) {
    const [response] = await runPipeline(request, null, disconnectOf(reply), options);
    return sendPipelined(reply, response);
  }
  return sendErrors(reply.type(acceptedBy(request).type ?? JSON_TYPE), errors, options);
}

/** Whether an error is the gate's own: of a limit, of a right, of variables, or of a subscription's root field. */
function isOfGate({ originalError, extensions }: GraphQLError): boolean {
  return originalError instanceof GatewayError || extensions["code"] === "BAD_USER_INPUT";
}

/** Whether a document could not be parsed, or is not valid. Apollo Server would parse and validate it again. */
function isOfDocument({ extensions }: GraphQLError): boolean {
  return extensions["code"] === "GRAPHQL_PARSE_FAILED" || extensions["code"] === "GRAPHQL_VALIDATION_FAILED";
}

/** Clients that accept application/json expect 200. */
function setPartialStatus(reply: FastifyReply): void {
  const type = String(reply.getHeader("content-type"));
  if (type === GRAPHQL_TYPE) reply.raw.statusMessage = "Partial Success";
  else reply.code(200);
}
