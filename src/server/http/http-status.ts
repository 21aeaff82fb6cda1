import type { FastifyReply } from "fastify";
import type { Clock, Instant } from "../../domain/time/instant.js";

/** The status of a response with both data and errors, by the GraphQL over HTTP draft. */
export const PARTIAL_SUCCESS = 294;

/** HTTP statuses by error code, of requests that are rejected as a whole. */
const STATUSES: Readonly<Record<string, number>> = {
  // Clients know it by its code, and send the document next.
  PERSISTED_QUERY_NOT_FOUND: 200,
  MALFORMED: 400,
  UNAUTHENTICATED: 401,
  OUTDATED: 401,
  FORBIDDEN: 403,
  UNSUPPORTED: 404,
  REPLAYED: 409,
  RATE_LIMITED: 429,
  TOO_MANY_OPERATIONS: 429,
  TOO_MANY_SUBSCRIPTIONS: 429,
  AUTHENTICATION_UNAVAILABLE: 503,
  BUSY: 503,
};

/** The HTTP status of an error code: 400 for codes that blame the request itself. */
export function httpStatusOf(code: string): number {
  return STATUSES[code] ?? 400;
}

/** Sets the header `retry-after`, in whole seconds from 1; leaves it out for null. */
export function setRetryAfter(reply: FastifyReply, retryAfter: Instant | null, clock: Clock): void {
  if (retryAfter !== null) reply.header("retry-after", Math.max(1, Math.ceil((retryAfter - clock()) / 1000)));
}
