import type { IncomingHttpHeaders } from "node:http";
import type { GraphQLFormattedError, OperationTypeNode } from "graphql";
import { GraphQLError } from "graphql";
import { GatewayError } from "../domain/errors.js";

export type Transport = "http" | "websocket" | "sse" | "multipart" | "http-callback" | "export" | "mcp";

/** The name and version that a client states of itself: unverified, for metrics and logs only. */
export interface ClientApplication {
  readonly name: string;
  /** Null if it states none. */
  readonly version: string | null;
}

/** The origin of an operation. */
export interface Origin {
  readonly transport: Transport;
  /** The request's id, or that of the socket with a number behind it. */
  readonly requestId: string;
  /** Null where they do not belong to this operation: a socket has the headers of its upgrade request. */
  readonly headers: IncomingHttpHeaders | null;
  /** Null for a client that states no name. */
  readonly client: ClientApplication | null;
}

/** An operation that is under way. */
export interface OperationWatch {
  /** Runs work in the context of the operation's trace. */
  within<Result>(work: () => Result): Result;
  /** Called once. `codes` are those of the errors in the response. */
  ended(codes: readonly string[]): void;
}

/** Observes every operation of every transport. Has to be quick. */
export interface OperationObserver {
  began(origin: Origin, type: OperationTypeNode, name: string | null): OperationWatch;
  /** Called for an operation that was rejected. */
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
