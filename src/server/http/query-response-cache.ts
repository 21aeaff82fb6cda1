import type { Timer } from "../../domain/time/timer.js";
import type { Clock, DurationMs, Instant } from "../../domain/time/instant.js";
import { bytesOfText, createCache } from "../../lib/cache.js";
import { ClientDisconnect } from "./client-disconnect.js";

/** A response that clients with equal rights may share. */
export interface SharedResponse {
  /** UTF-8. */
  readonly body: Buffer;
  /** Until when it may be cached; in the past for one that only requests in flight share. */
  readonly until: Instant;
}

/** Responses by query and rights: the cached ones and the requests in flight. */
export interface QueryResponseCache<Response extends SharedResponse> {
  /** The cached response, or null. */
  find(key: string): Response | null;
  /** The same, without counting in the metrics: `find` follows for the same request. */
  peek(key: string): Response | null;
  /**
   * Joins the request of this key that is in flight, or starts one with `run`. `run` is aborted when all clients
   * that wait for it have disconnected.
   */
  join(key: string, client: ClientDisconnect, run: Execute<Response>): Promise<Response>;
  /**
   * Called for each change of the store: drops all responses, and lets no client join requests that began before it.
   */
  clear(): void;
}

type Execute<Response> = (clients: ClientDisconnect) => Promise<Response>;

export interface QueryResponseCacheOptions {
  readonly clock: Clock;
  /** Measures the age of responses. */
  readonly timer: Pick<Timer, "now">;
  /** How long a response is shared at most; 0: only while it is in flight. */
  readonly shareMs: DurationMs;
}

const RESPONSES_BYTES = 8_388_608;

interface InFlight<Response> {
  readonly response: Promise<Response>;
  readonly clients: ClientDisconnect;
  waiting: number;
}

export function createQueryResponseCache<Response extends SharedResponse>({
  clock,
  timer,
  shareMs,
}: QueryResponseCacheOptions): QueryResponseCache<Response> {
  const responses = createCache<string, Response & { readonly startedAt: DurationMs }>("responses", {
    maxBytes: RESPONSES_BYTES,
    bytesOf: (key, { body }) => bytesOfText(key) + body.length,
  });
  let inFlight = new Map<string, InFlight<Response>>();

  const start = (key: string, run: Execute<Response>): InFlight<Response> => {
    const requests = inFlight;
    const startedAt = timer.now();
    const clients = new ClientDisconnect();
    const request: InFlight<Response> = { response: run(clients), clients, waiting: 0 };
    requests.set(key, request);
    const settle = (response: Response | null): void => {
      if (requests.get(key) === request) requests.delete(key);
      // A response that began before the last change may lack it.
      if (response !== null && shareMs > 0 && requests === inFlight && clock() < response.until) {
        responses.set(key, { ...response, startedAt });
      }
    };
    request.response.then(settle, () => settle(null));
    return request;
  };

  const ifValid = (cached: ReturnType<typeof responses.get>): Response | null => {
    const isValid = cached !== undefined && clock() < cached.until && timer.now() < cached.startedAt + shareMs;
    return isValid ? cached : null;
  };

  return {
    find: (key) => ifValid(responses.get(key)),
    peek: (key) => ifValid(responses.peek(key)),
    async join(key, client, run) {
      const requests = inFlight;
      const request = requests.get(key) ?? start(key, run);
      request.waiting += 1;
      const leave = (): void => {
        request.waiting -= 1;
        if (request.waiting > 0) return;
        if (requests.get(key) === request) requests.delete(key);
        request.clients.leave();
      };
      client.onLeave(leave);
      try {
        return await request.response;
      } finally {
        client.offLeave(leave);
      }
    },
    clear() {
      responses.clear();
      inFlight = new Map();
    },
  };
}
