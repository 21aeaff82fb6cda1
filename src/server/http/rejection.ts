import type { FastifyError, FastifyInstance, FastifyReply } from "fastify";
import type { Socket } from "node:net";

/** Error codes by HTTP status, for requests that fail before GraphQL. */
const CODES: Readonly<Record<number, string>> = {
  400: "BAD_REQUEST",
  401: "UNAUTHENTICATED",
  403: "FORBIDDEN",
  404: "NOT_FOUND",
  405: "METHOD_NOT_ALLOWED",
  406: "NOT_ACCEPTABLE",
  408: "REQUEST_TIMEOUT",
  409: "CONFLICT",
  413: "PAYLOAD_TOO_LARGE",
  414: "URI_TOO_LONG",
  415: "UNSUPPORTED_MEDIA_TYPE",
  431: "REQUEST_HEADER_FIELDS_TOO_LARGE",
  503: "SERVICE_UNAVAILABLE",
};

/** Messages for the errors of the HTTP server. */
const MESSAGES: Readonly<Record<string, string>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: "the body is not JSON",
  FST_ERR_CTP_EMPTY_JSON_BODY: "the body is empty",
  FST_ERR_CTP_INVALID_MEDIA_TYPE: "the content type must be application/json",
  FST_ERR_CTP_BODY_TOO_LARGE: "the body is larger than this server accepts",
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: "the body's length differs from the header content-length",
  FST_ERR_BAD_URL: "the URL is malformed",
};

/** Sends an error without GraphQL, in the shape of a GraphQL response. Default code: that of the status. */
export function reject(reply: FastifyReply, status: number, message: string, code?: string): FastifyReply {
  return reply
    .code(status)
    .type("application/json; charset=utf-8")
    .send(bodyOf(status, message, code));
}

/**
 * Gives every error of the HTTP layer the shape of a GraphQL response, and logs errors that the client did not cause.
 */
export function formatHttpErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 400 && status < 500) return reject(reply, status, MESSAGES[error.code] ?? error.message);
    request.log.error({ requestId: request.id, err: error }, "request failed unexpectedly");
    return reject(reply, 500, "internal error");
  });
  app.setNotFoundHandler((request, reply) => reject(reply, 404, `no route for ${request.method} at this URL`));
}

/** Rejects compressed bodies: nothing here decompresses them, and the decompressed size would have no bound. */
export function rejectEncodedBodies(app: FastifyInstance): void {
  app.addHook("onRequest", (request, reply, done) => {
    const encoding = request.headers["content-encoding"];
    if (encoding === undefined || encoding.split(",").every(isIdentity)) return done();
    reply.header("accept-encoding", "identity");
    return reject(reply, 415, "the body is compressed: send it uncompressed, without the header content-encoding");
  });
}

function isIdentity(coding: string): boolean {
  return ["", "identity"].includes(coding.trim().toLowerCase());
}

/** The last word to a client whose request cannot even be read. */
export function rejectConnection(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === "ECONNRESET" || socket.destroyed) return;
  const status = error.code === "HPE_HEADER_OVERFLOW" ? 431 : error.code === "ERR_HTTP_REQUEST_TIMEOUT" ? 408 : 400;
  const body = bodyOf(status, "the request cannot be parsed");
  const length = Buffer.byteLength(body);
  const head = `HTTP/1.1 ${status} ${CODES[status]}\r\ncontent-type: application/json; charset=utf-8\r\n`;
  socket.end(`${head}content-length: ${length}\r\nconnection: close\r\n\r\n${body}`);
}

function bodyOf(status: number, message: string, code = codeOf(status)): string {
  return JSON.stringify({ errors: [{ message, extensions: { code } }] });
}

function codeOf(status: number): string {
  return CODES[status] ?? (status >= 500 ? "INTERNAL_SERVER_ERROR" : "BAD_REQUEST");
}
