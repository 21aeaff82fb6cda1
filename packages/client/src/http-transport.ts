import type { OperationRequest, OperationResult, Transport } from "./transport.js";

export interface HttpTransportOptions {
  /** Address of the gateway's API, such as `https://ringback.example.com/graphql`. */
  readonly url: string;
  /** Headers of every request, such as `authorization`. A function is called for each request, so tokens can be renewed. */
  readonly headers?: HttpHeaders | undefined;
  /** Default: the platform's `fetch`. */
  readonly fetch?: typeof fetch | undefined;
  /**
   * A subscription without a byte for this long counts as broken. Default: 45 s; the gateway sends a comment every 12 s,
   * or every `server.subscriptions.keepAliveMs` of its settings.
   */
  readonly silenceMs?: number | undefined;
}

export type HttpHeaders =
  | Readonly<Record<string, string>>
  | (() => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>);

const DEFAULT_SILENCE_MS = 45_000;
/** Events for subscriptions, JSON for everything else: the gateway chooses by the operation. */
const ACCEPT = "text/event-stream, application/graphql-response+json, application/json";

/** Sends operations with `fetch`. Subscriptions are streams of server-sent events, which also pass proxies without WebSockets. */
export function createTransport(options: HttpTransportOptions): Transport {
  return {
    iterate(request) {
      const connection = openConnection(options.silenceMs ?? DEFAULT_SILENCE_MS);
      const results = run(request, options, connection);
      return {
        next: () => results.next(),
        // A generator that waits for bytes does not return before they come.
        return() {
          connection.end();
          return results.return(undefined);
        },
        [Symbol.asyncIterator]() {
          return this;
        },
      };
    },
  };
}

async function* run(
  request: OperationRequest,
  { url, headers = {}, fetch: send = fetch }: HttpTransportOptions,
  connection: Connection,
): AsyncGenerator<OperationResult, undefined> {
  try {
    const own = typeof headers === "function" ? await headers() : headers;
    const response = await send(url, {
      method: "POST",
      headers: { "content-type": "application/json", accept: ACCEPT, ...own },
      body: JSON.stringify(request),
      signal: connection.signal,
    });
    if (response.headers.get("content-type")?.startsWith("text/event-stream") === true) {
      yield* eventsOf(response, connection);
    } else {
      const text = await response.text();
      connection.close();
      yield resultOf(response, text);
    }
  } catch (error) {
    if (!connection.isEnded()) throw connection.signal.aborted ? connection.signal.reason : error;
  } finally {
    connection.end();
  }
}

/** One request of the transport. */
interface Connection {
  readonly signal: AbortSignal;
  /** Called with every byte: without one for a time, the connection counts as broken. */
  receive(): void;
  /** Called when the response is complete. */
  close(): void;
  /** Aborts the request, unless its response is complete. */
  end(): void;
  isEnded(): boolean;
}

function openConnection(silenceMs: number): Connection {
  const controller = new AbortController();
  let isClosed = false;
  let isEnded = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const receive = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => controller.abort(new Error(`the gateway sent nothing for ${silenceMs} ms`)), silenceMs);
  };
  receive();
  return {
    signal: controller.signal,
    receive,
    close() {
      clearTimeout(timer);
      isClosed = true;
    },
    end() {
      clearTimeout(timer);
      // A process of Node 20 can end when a request is aborted that has just been completed.
      if (isClosed || isEnded) return;
      isEnded = true;
      controller.abort();
    },
    isEnded: () => isEnded,
  };
}

function resultOf({ url, status }: Response, text: string): OperationResult {
  try {
    const result = JSON.parse(text) as OperationResult | null;
    if (result?.data !== undefined || result?.errors !== undefined) return result;
  } catch {
    // The error below names the status, which says more than the place where the JSON ends.
  }
  throw new Error(`${url} responded with status ${status} and no GraphQL result: check the address`);
}

/** Reads the protocol graphql-sse with one operation for each connection. */
async function* eventsOf(response: Response, connection: Connection): AsyncGenerator<OperationResult, void> {
  if (response.body === null) throw new Error(`${response.url} responded without a body`);
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  let hasCompleted = false;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    connection.receive();
    text += decoder.decode(value, { stream: true });
    const blocks = text.split("\n\n");
    text = blocks.pop() ?? "";
    for (const block of blocks) {
      const { event, data } = fieldsOf(block);
      hasCompleted ||= event === "complete";
      if (event === "next" && !hasCompleted) yield JSON.parse(data) as OperationResult;
    }
  }
  connection.close();
  if (!hasCompleted) throw new Error("the gateway ended the stream before the operation was complete");
}

function fieldsOf(block: string): { readonly event: string; readonly data: string } {
  const values = (name: string): string[] =>
    block.split("\n").flatMap((line) => (line.startsWith(`${name}:`) ? [line.slice(name.length + 1).trimStart()] : []));
  return { event: values("event")[0] ?? "message", data: values("data").join("\n") };
}
