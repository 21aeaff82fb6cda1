import type { IncomingHttpHeaders } from "node:http";
import type { GraphQLFormattedError, OperationTypeNode } from "graphql";
import { GraphQLError } from "graphql";
import { GatewayError } from "../domain/errors.js";

export type Transport = "http" | "websocket" | "sse";

/** Where an operation came from. */
export interface Origin {
  readonly transport: Transport;
  /** The request's id, or that of the socket with a number behind it. */
  readonly requestId: string;
  /** Null where they are not of this operation: a socket's headers are those of its beginning. */
  readonly headers: IncomingHttpHeaders | null;
}

/** An operation that is under way. */
export interface OperationWatch {
  /** Runs what is done for the operation. */
  within<Result>(work: () => Result): Result;
  /** To be called once. `codes` are those of the errors that were answered. */
  ended(codes: readonly string[]): void;
}

/** Told of every operation of every transport. Has to be quick: it is on everybody's way. */
export interface OperationObserver {
  began(origin: Origin, type: OperationTypeNode, name: string | null): OperationWatch;
  /** Told of what was not let in. */
  refused(origin: Origin, codes: readonly string[]): void;
}

const UNKNOWN = "INTERNAL_SERVER_ERROR";

/** The codes of errors as clients see them. */
export function codesOfFormatted(errors: readonly GraphQLFormattedError[] | undefined): readonly string[] {
  return (errors ?? []).map(({ extensions }) => {
    const code = extensions?.["code"];
    return typeof code === "string" ? code : UNKNOWN;
  });
}

/** The codes of errors as they were thrown. */
export function codesOf(errors: readonly unknown[] | undefined): readonly string[] {
  return (errors ?? []).map((error) => {
    if (error instanceof GatewayError) return error.code;
    if (!(error instanceof GraphQLError)) return UNKNOWN;
    if (error.originalError !== undefined) return codesOf([error.originalError])[0] ?? UNKNOWN;
    const { code } = error.extensions;
    return typeof code === "string" ? code : "BAD_USER_INPUT";
  });
}
