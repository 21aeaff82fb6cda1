import type { FastifyReply } from "fastify";
import type { FormattedExecutionResult, GraphQLError } from "graphql";
import { GatewayError } from "../../domain/errors.js";
import type { Clock } from "../../domain/time/instant.js";
import { httpStatusOf, setRetryAfter } from "./http-status.js";

export interface SendErrorsOptions {
  readonly formatErrors: (errors: readonly GraphQLError[]) => NonNullable<FormattedExecutionResult["errors"]>;
  readonly clock: Clock;
  /** The HTTP status of the first error's code; "" for an error of the GraphQL library. */
  readonly statusOf?: (code: string) => number;
}

/** Rejects a request as a whole, with the errors of its operation. */
export function sendErrors(
  reply: FastifyReply,
  errors: readonly GraphQLError[],
  { formatErrors, clock, statusOf = httpStatusOf }: SendErrorsOptions,
): FastifyReply {
  const { originalError } = errors[0] ?? {};
  const code = originalError instanceof GatewayError ? originalError.code : "";
  setRetryAfter(reply, originalError instanceof GatewayError ? originalError.retryAfter : null, clock);
  return reply.code(statusOf(code)).send(JSON.stringify({ errors: formatErrors(errors) }));
}
