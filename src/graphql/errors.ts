import {
  GraphQLError,
  isValueNode,
  Kind,
  type ExecutionResult,
  type FormattedExecutionResult,
  type GraphQLFormattedError,
} from "graphql";
import { encodeChangeCursor } from "../domain/change/cursor.js";
import { GatewayError } from "../domain/errors.js";
import { isPresentable } from "../domain/time/instant.js";
import { withoutSchema } from "./secret-schema.js";

/** Converts whatever was thrown into the error that a client may see. `formatted` is the GraphQL library's own view of it. */
export type ErrorFormatter = (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;

const INTERNAL = "INTERNAL_SERVER_ERROR";

/**
 * The only translation of errors. A GatewayError keeps its message and code; an error that the GraphQL library finds in
 * a request is BAD_USER_INPUT or has the library's own code; every other error becomes INTERNAL_SERVER_ERROR without
 * details, which only the listener gets. Where the schema is secret, no message names its types.
 */
export function createErrorFormatter(
  onUnexpectedError: (error: unknown) => void,
  isSchemaSecret = false,
): ErrorFormatter {
  return (formatted, error) => {
    const original = originalOf(error);
    if (original instanceof GatewayError) return { ...placeOf(formatted), ...formatGatewayError(original) };
    const code = codeOf(formatted, error);
    // The parser descends as deep as a document does, and the engine has no stack for some.
    const text = isSchemaSecret ? withoutSchema(formatted.message) : formatted.message;
    const message = original instanceof RangeError ? "the document is nested too deeply" : text;
    if (code !== INTERNAL) return { ...placeOf(formatted), message, extensions: { code } };
    onUnexpectedError(original);
    return { ...placeOf(formatted), message: "internal error", extensions: { code } };
  };
}

/** A result as a client may see it. */
export function formatResult(result: ExecutionResult, format: ErrorFormatter): FormattedExecutionResult {
  const { errors, ...rest } = result;
  if (errors === undefined) return rest;
  return { ...rest, errors: errors.map((error) => format(error.toJSON(), error)) };
}

/** The error that a resolver threw, unwrapped from the errors of the GraphQL library. */
function originalOf(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError !== undefined ? originalOf(error.originalError) : error;
}

function codeOf(formatted: GraphQLFormattedError, error: unknown): string {
  const given = formatted.extensions?.["code"];
  if (typeof given === "string" && given !== INTERNAL) return given;
  return isRequestsFault(error) ? "BAD_USER_INPUT" : INTERNAL;
}

/**
 * The library puts a variable's definition first where the variable is wrong, throws of its own accord only for the
 * input of clients, and puts the value of an argument first where a variable's null meets a non-null type. Where a
 * resolver fails, or a value does not fit its field's type, it puts the field first.
 */
function isRequestsFault(error: unknown): boolean {
  if (!(error instanceof GraphQLError)) return false;
  if (error.originalError === undefined || error.nodes?.[0]?.kind === Kind.VARIABLE_DEFINITION) return true;
  const original = originalOf(error);
  const blamed = original instanceof GraphQLError ? original.nodes?.[0] : undefined;
  return blamed !== undefined && isValueNode(blamed);
}

function placeOf({ locations, path }: GraphQLFormattedError): Pick<GraphQLFormattedError, "locations" | "path"> {
  return { ...(locations !== undefined && { locations }), ...(path !== undefined && { path }) };
}

function formatGatewayError(error: GatewayError): Pick<GraphQLFormattedError, "message" | "extensions"> {
  const { code, message, source, vendorCode, trackingId, retryAfter, limit, position } = error;
  return {
    message,
    extensions: {
      code,
      ...(source !== null && { source }),
      ...(vendorCode !== null && { vendorCode }),
      ...(trackingId !== null && { trackingId }),
      ...(retryAfter !== null && isPresentable(retryAfter) && { retryAfter: new Date(retryAfter).toISOString() }),
      ...(limit !== null && { limit }),
      ...(position !== null && { cursor: encodeChangeCursor(position) }),
    },
  };
}
