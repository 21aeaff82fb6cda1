/** One operation, as it is sent to the gateway. */
export interface OperationRequest {
  readonly query: string;
  readonly operationName: string;
  /** A transport that reconnects by itself sends these again: their `after` is the cursor of the last event. */
  readonly variables: Record<string, unknown>;
}

/** An error of a result, as GraphQL over HTTP defines it. */
export interface ResultError {
  readonly message: string;
  readonly extensions?: unknown;
}

/** One result of an operation. */
export interface OperationResult {
  readonly data?: unknown;
  readonly errors?: readonly ResultError[] | undefined;
}

/** Sends operations to the gateway. The clients of graphql-ws and graphql-sse are transports as they are. */
export interface Transport {
  /**
   * Returns the results of a query, mutation or subscription. `return` of the iterator ends the operation, also while
   * `next` waits. Rejects with what broke the connection.
   */
  iterate(request: OperationRequest): AsyncIterableIterator<OperationResult>;
}

/** The gateway rejected an operation. */
export class OperationError extends Error {
  override readonly name = "OperationError";

  constructor(
    message: string,
    /** `extensions.code` of the first error, such as CURSOR_EXPIRED; UNKNOWN if it has none. */
    readonly code: string,
    /** `extensions` of the first error. */
    readonly extensions: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }
}

/** The close code of a WebSocket whose credentials the gateway rejects. */
const FORBIDDEN_SOCKET = 4403;

/** Turns what a transport threw, or the errors of a result, into an error with a code. Other failures stay as they are. */
export function toOperationError(failure: unknown): unknown {
  if (Array.isArray(failure)) {
    const [first] = failure as readonly Partial<ResultError>[];
    const extensions = (first?.extensions ?? {}) as Readonly<Record<string, unknown>>;
    const { code } = extensions;
    const message = first?.message ?? "the gateway rejected the operation without a reason";
    return new OperationError(message, typeof code === "string" ? code : "UNKNOWN", extensions);
  }
  if (failure instanceof Object && "code" in failure && failure.code === FORBIDDEN_SOCKET) {
    return new OperationError("the gateway rejected the credentials of the WebSocket", "UNAUTHENTICATED");
  }
  return failure;
}

/** Returns the data of the only result of a query. Throws OperationError. */
export async function queryOnce(
  transport: Transport,
  request: OperationRequest,
  signal: AbortSignal,
): Promise<unknown> {
  for await (const data of resultsOf(transport, request, signal)) return data;
  signal.throwIfAborted();
  throw new Error("the gateway ended the query without a result");
}

/** Yields the data of each result, until the signal. Throws OperationError, or what broke the connection. */
export async function* resultsOf(
  transport: Transport,
  request: OperationRequest,
  signal: AbortSignal,
): AsyncGenerator<unknown, void> {
  if (signal.aborted) return;
  const results = transport.iterate(request);
  const leave = (): void => void results.return?.();
  signal.addEventListener("abort", leave, { once: true });
  try {
    for await (const { data, errors } of results) {
      if (signal.aborted) return;
      if (errors !== undefined && errors.length > 0) throw errors;
      yield data;
    }
  } catch (error) {
    if (!signal.aborted) throw toOperationError(error);
  } finally {
    signal.removeEventListener("abort", leave);
  }
}
