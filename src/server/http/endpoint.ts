import { HeaderMap, type ApolloServer } from "@apollo/server";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { FormattedExecutionResult, GraphQLError } from "graphql";
import type { ContextFactory } from "../context-factory.js";
import { GatewayError } from "../../domain/errors.js";
import type { Clock } from "../../domain/time/instant.js";
import { acceptedBy, GRAPHQL_TYPE, JSON_TYPE } from "./accept.js";
import { PARTIAL_SUCCESS, type AdmittedContext } from "./apollo.js";
import { askedOf, isCostWanted } from "./asked.js";
import { ClientDisconnect } from "./client-disconnect.js";
import type { Admitted, OperationGate, Judged } from "../limits/operation-gate.js";
import { httpStatusOf, setRetryAfter } from "./http-status.js";
import { readBodies } from "./bodies.js";
import { clientOf, callerOf } from "../auth/request-authenticator.js";
import { codesOf } from "../operation-observer.js";
import { refuse } from "./refusal.js";
import { isPlain, type Shortcut, type ShortWay } from "./shortcut.js";
import { endInTime } from "../limits/timeout.js";

export const GRAPHQL_PATH = "/graphql";

export interface EndpointOptions {
  /** Has to be started. */
  readonly apollo: ApolloServer<AdmittedContext>;
  readonly createContext: ContextFactory;
  readonly operationGate: OperationGate;
  readonly shortcut: Shortcut;
  readonly timeoutMs: number;
  readonly isCaching: boolean;
  readonly clock: Clock;
  readonly formatErrors: (errors: readonly GraphQLError[]) => NonNullable<FormattedExecutionResult["errors"]>;
}

/** Serves GraphQL over HTTP, by GET and POST. */
export function serveGraphQL(app: FastifyInstance, options: EndpointOptions): void {
  readBodies(app, options.isCaching);
  app.route({
    method: ["GET", "POST"],
    url: GRAPHQL_PATH,
    handler: (request, reply) => answer(request, reply, options),
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
      return refuse(reply, 405, `${request.method} is not supported for GraphQL: use POST`);
    },
  });
}

const NOT_ACCEPTABLE =
  "the header accept must allow application/json, application/graphql-response+json or, for subscriptions, " +
  "text/event-stream";

/** What is known is answered at once, without a promise. */
function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  options: EndpointOptions,
): FastifyReply | Promise<FastifyReply> {
  // Before anything is done: what cannot be answered is not executed.
  if (acceptedBy(request).type === null) return refuse(reply, 406, NOT_ACCEPTABLE);
  const asked = askedOf(request);
  const judged = asked === null ? [] : options.operationGate.admit(clientOf(request, "http"), asked);
  return judged instanceof Promise
    ? judged.then((admitted) => proceed(request, reply, admitted, options))
    : proceed(request, reply, judged, options);
}

function proceed(
  request: FastifyRequest,
  reply: FastifyReply,
  admitted: Judged,
  options: EndpointOptions,
): FastifyReply | Promise<FastifyReply> {
  const isAdmitted = "document" in admitted;
  // What the gate refuses is told here; what cannot be read by other requests the pipeline tells in its own words.
  if (!isAdmitted && (admitted.some(isOfGate) || (isPlain(request) && admitted.some(isOfDocument)))) {
    return refuseAll(reply, request, admitted, options);
  }
  if (!isAdmitted) {
    const context = {
      ...options.createContext(departureOf(reply), callerOf(request)),
      cost: null,
      isCostWanted: false,
      codes: [],
    };
    return execute(options.apollo, request, reply, context, null);
  }
  const short = options.shortcut.open(request, reply, admitted);
  const given = admitted.within(() => short?.give() ?? null);
  if (given === null) return run(request, reply, admitted, short, options);
  admitted.end(given);
  return reply;
}

/** Within its time; to its end, or until the client leaves. */
async function run(
  request: FastifyRequest,
  reply: FastifyReply,
  admitted: Admitted,
  short: ShortWay | null,
  options: EndpointOptions,
): Promise<FastifyReply> {
  let codes: readonly string[] = [];
  const disconnect = departureOf(reply);
  const work = async (): Promise<FastifyReply> => {
    const made = (await short?.make(disconnect)) ?? null;
    if (made !== null) {
      codes = made;
      return reply;
    }
    const told = { cost: admitted.cost, isCostWanted: isCostWanted(request), codes: [] };
    const context = { ...options.createContext(disconnect, callerOf(request)), ...told };
    codes = context.codes;
    return execute(options.apollo, request, reply, context, admitted);
  };
  try {
    return await endInTime(() => admitted.within(work), options.timeoutMs, disconnect.leave);
  } catch (error) {
    codes = codesOf([error]);
    if (!(error instanceof GatewayError) || reply.sent) throw error;
    return await refuse(reply, 504, error.message, error.code);
  } finally {
    admitted.end(codes);
  }
}

/** By Apollo's pipeline; the document is the one that was let in. */
async function execute(
  apollo: ApolloServer<AdmittedContext>,
  request: FastifyRequest,
  reply: FastifyReply,
  context: AdmittedContext,
  admitted: Admitted | null,
): Promise<FastifyReply> {
  const isGet = request.method === "GET";
  const named = admitted === null ? null : { query: admitted.text, operationName: admitted.operationName };
  const { headers, body, status } = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: {
      method: request.method,
      headers: headersOf(request),
      search: isGet ? searchOf(request, named) : "",
      body: isGet || named === null || admitted === null ? request.body : { ...named, variables: admitted.variables },
    },
    context: () => Promise.resolve(context),
  });
  if (body.kind !== "complete") throw new Error("incremental delivery is not supported");
  // Time was up: the answer to that was sent already.
  if (reply.sent) return reply;
  for (const [name, value] of headers) void reply.header(name, value);
  return reply.code(status ?? 200).send(body.string);
}

/** What a query says in the address; the hash of a document gives way to the document. */
function searchOf(request: FastifyRequest, named: { query: string; operationName: string | null } | null): string {
  const start = request.url.indexOf("?");
  const search = new URLSearchParams(start < 0 ? "" : request.url.slice(start));
  if (named !== null) {
    search.set("query", named.query);
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

/** Whether an error is the gate's own: of a limit, of a right, of variables, or of a subscription's root field. */
function isOfGate({ originalError, extensions }: GraphQLError): boolean {
  return originalError instanceof GatewayError || extensions["code"] === "BAD_USER_INPUT";
}

/** Whether a document could not be parsed, or is not valid. To have it read again would take as long again. */
function isOfDocument({ extensions }: GraphQLError): boolean {
  return extensions["code"] === "GRAPHQL_PARSE_FAILED" || extensions["code"] === "GRAPHQL_VALIDATION_FAILED";
}

function refuseAll(
  reply: FastifyReply,
  request: FastifyRequest,
  errors: readonly GraphQLError[],
  { formatErrors, clock }: EndpointOptions,
): FastifyReply {
  const { originalError } = errors[0] ?? {};
  const code = originalError instanceof GatewayError ? originalError.code : "";
  const retryAfter = originalError instanceof GatewayError ? originalError.retryAfter : null;
  setRetryAfter(reply, retryAfter, clock);
  return reply
    .code(httpStatusOf(code))
    .type(acceptedBy(request).type ?? JSON_TYPE)
    .send(JSON.stringify({ errors: formatErrors(errors) }));
}

/** Clients that ask for plain JSON know no other success than 200. */
function setPartialStatus(reply: FastifyReply): void {
  const type = String(reply.getHeader("content-type"));
  if (type === GRAPHQL_TYPE) reply.raw.statusMessage = "Partial Success";
  else reply.code(200);
}

function departureOf(reply: FastifyReply): ClientDisconnect {
  const disconnect = new ClientDisconnect();
  const leave = (): void => {
    if (!reply.raw.writableFinished) disconnect.leave();
  };
  // While it waited for its turn, the client may have left.
  if (reply.raw.destroyed) leave();
  else reply.raw.once("close", leave);
  return disconnect;
}
