import { ExponentialBackoff, handleAll, retry } from "cockatiel";
import type { GraphQLFormattedError } from "graphql";
import type { Dispatcher } from "undici";
import type { EventResult } from "../../graphql/subscription/event-result.js";
import type { Connect } from "../../lib/connect.js";
import type { RouterTarget } from "./router-request.js";

/** Sent with each message: the version of the protocol. */
export const PROTOCOL_HEADERS = { "subscription-protocol": "callback/1.0" };

/** Thrown if a router has ended a subscription, or cannot be reached any more. */
export class RouterLost extends Error {}

/** Sends the messages of one subscription to its router. */
export interface RouterClient {
  /** Checks that the router still wants the results. Throws RouterLost if it does not. */
  check(): Promise<void>;
  /** Sends a result. Throws RouterLost if the router did not take it. */
  next(result: EventResult): Promise<void>;
  /** Reports the end, with the errors that caused it. Tried once; throws RouterLost. */
  complete(errors: readonly GraphQLFormattedError[]): Promise<void>;
  /** From now on each message is tried once: the gateway shuts down. */
  stopRetrying(): void;
  /** Called once at the end. */
  close(): void;
}

export interface RouterClients {
  open(target: RouterTarget): RouterClient;
}

const REQUEST_MS = 5000;
/** Connections to one router. Subscriptions send one result at a time each. */
const CONNECTIONS = 32;
const ATTEMPTS = retry(handleAll, {
  maxAttempts: 4,
  backoff: new ExponentialBackoff({ initialDelay: 100, maxDelay: 1000 }),
});

interface SharedDispatcher {
  readonly dispatcher: Dispatcher;
  users: number;
}

/** Subscriptions of one router share its connections, which end with the last of them. */
export function createRouterClients(connect: Connect): RouterClients {
  const dispatchers = new Map<string, SharedDispatcher>();
  return {
    open(target) {
      const { origin } = target.url;
      const shared = dispatchers.get(origin) ?? { dispatcher: connect(origin, { connections: CONNECTIONS }), users: 0 };
      dispatchers.set(origin, shared);
      shared.users += 1;
      return clientOf(target, shared.dispatcher, () => {
        shared.users -= 1;
        if (shared.users > 0) return;
        dispatchers.delete(origin);
        void shared.dispatcher.close();
      });
    },
  };
}

function clientOf({ url, id, verifier }: RouterTarget, dispatcher: Dispatcher, close: () => void): RouterClient {
  const beginningOf = (action: string): string =>
    JSON.stringify({ kind: "subscription", action, id, verifier }).slice(0, -1);
  const beginningOfNext = `${beginningOf("next")},"payload":`;
  const checkBody = `${beginningOf("check")}}`;
  const retrying = new AbortController();

  /** Returns the status. Rejects if the router does not respond, or is to be tried again. */
  const post = async (body: string): Promise<number> => {
    const response = await dispatcher.request({
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method: "POST",
      headers: { "content-type": "application/json", ...PROTOCOL_HEADERS },
      body,
      headersTimeout: REQUEST_MS,
      bodyTimeout: REQUEST_MS,
      signal: AbortSignal.timeout(REQUEST_MS),
    });
    await response.body.dump();
    const { statusCode } = response;
    if (statusCode >= 500 || statusCode === 429) throw new Error(`the router responded with ${statusCode}`);
    return statusCode;
  };

  const send = async (body: string, isRepeated: boolean): Promise<void> => {
    let status: number;
    try {
      status = await (isRepeated ? ATTEMPTS.execute(() => post(body), retrying.signal) : post(body));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new RouterLost(`the router at ${url.host} cannot be reached: ${reason}`, { cause: error });
    }
    if (status < 200 || status >= 300) throw new RouterLost(`the router at ${url.host} responded with ${status}`);
  };

  return {
    check: () => send(checkBody, true),
    next: ({ json }) => send(`${beginningOfNext}${json}}`, true),
    complete: (errors) => {
      const ofErrors = errors.length > 0 ? `,"errors":${JSON.stringify(errors)}` : "";
      return send(`${beginningOf("complete")}${ofErrors}}`, false);
    },
    stopRetrying: () => retrying.abort(),
    close,
  };
}
