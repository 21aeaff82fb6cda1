import type { Dispatcher, Pool } from "undici";
import type { Clock, DurationMs } from "../domain/time/instant.js";
import type { Connect } from "../lib/connect.js";
import { startDeadline } from "../lib/deadline.js";
import { publicConnector } from "../lib/public-addresses.js";
import { keyOf, signatureHeaders } from "./signature.js";
import type { DeliverySettings } from "./settings.js";

/** How an attempt ended: `failed` is retried, `refused` is not, and `stopped` ends the delivery. */
export type AttemptOutcome = "delivered" | "failed" | "refused" | "stopped";

export interface AttemptResult {
  readonly outcome: AttemptOutcome;
  /** Why it was not delivered; null where it was. */
  readonly reason: string | null;
  /** The time that `Retry-After` names; 0 without the header. */
  readonly retryAfterMs: DurationMs;
}

/** Sends messages to the receiver of one delivery. */
export interface Sender {
  /** Makes one attempt. Never rejects, except when the signal aborts. */
  send(id: string, body: string, signal: AbortSignal): Promise<AttemptResult>;
  /** Tries whether the receiver responds at all; returns what was found. Rejects if it does not respond. */
  probe(): Promise<string>;
  close(): Promise<void>;
}

/** Requests to a receiver at a time. */
export const CONNECTIONS = 4;
/** Responses mean nothing beyond their status. */
const READ_BYTES = 16_384;
const LONGEST_RETRY_AFTER_MS: DurationMs = 86_400_000;
/** The receiver has read the event, and will never accept it. */
const REFUSALS: ReadonlySet<number> = new Set([400, 413, 422]);
/** The receiver wants no more events. */
const GONE = 410;

export function createSender(
  settings: Pick<
    DeliverySettings,
    "url" | "secret" | "previousSecret" | "allowPrivateAddresses" | "headers" | "timeoutMs"
  >,
  { connect, clock }: { readonly connect: Connect; readonly clock: Clock },
): Sender {
  const { secret, previousSecret, allowPrivateAddresses, timeoutMs } = settings;
  const { origin, pathname, search } = new URL(settings.url);
  const keys = [secret, previousSecret].flatMap((text) => (text === null ? [] : (keyOf(text) ?? [])));
  const options = { timeout: timeoutMs };
  const poolOptions: Pool.Options = {
    connections: CONNECTIONS,
    connect: allowPrivateAddresses ? options : publicConnector(options),
  };
  const dispatcher = connect(origin, poolOptions);
  const target = { origin, path: pathname + search };

  return {
    async send(id, body, signal) {
      const headers = {
        ...settings.headers,
        "content-type": "application/cloudevents+json; charset=utf-8",
        "user-agent": "ringback",
        ...signatureHeaders(keys, { id, body, at: clock() }),
      };
      const deadline = startDeadline(signal, timeoutMs);
      try {
        const request = { ...target, method: "POST" as const, headers, body };
        const response = await dispatcher.request({ ...request, signal: deadline.signal });
        await discard(response);
        return resultOf(response, clock);
      } catch (error) {
        if (signal.aborted) throw error;
        const reason = deadline.expired() ? `no response within ${timeoutMs} ms` : reasonOf(error);
        return { outcome: "failed", reason, retryAfterMs: 0 };
      } finally {
        deadline.end();
      }
    },
    async probe() {
      const deadline = startDeadline(new AbortController().signal, timeoutMs);
      try {
        const response = await dispatcher.request({ ...target, method: "HEAD", signal: deadline.signal });
        await discard(response);
        return `responds to HEAD with ${response.statusCode}`;
      } finally {
        deadline.end();
      }
    },
    close: () => dispatcher.destroy(),
  };
}

/** Reads a small part of the body, so that the connection can be used again. The status alone decides. */
async function discard({ body }: Dispatcher.ResponseData): Promise<void> {
  await body.dump({ limit: READ_BYTES }).catch(() => undefined);
}

function resultOf({ statusCode, headers }: Dispatcher.ResponseData, clock: Clock): AttemptResult {
  if (statusCode >= 200 && statusCode < 300) return { outcome: "delivered", reason: null, retryAfterMs: 0 };
  const isRedirect = statusCode >= 300 && statusCode < 400;
  const reason = `HTTP ${statusCode}${isRedirect ? ": redirects are not followed" : ""}`;
  const outcome = statusCode === GONE ? "stopped" : REFUSALS.has(statusCode) ? "refused" : "failed";
  return { outcome, reason, retryAfterMs: readRetryAfter(String(headers["retry-after"] ?? ""), clock) };
}

/** Seconds or a date; 0 for anything else. At most a day. */
function readRetryAfter(text: string, clock: Clock): DurationMs {
  const ms = /^\d{1,9}$/u.test(text) ? Number(text) * 1000 : Date.parse(text) - clock();
  return Number.isNaN(ms) ? 0 : Math.min(LONGEST_RETRY_AFTER_MS, Math.max(0, ms));
}

/** The code of a failure, such as ECONNREFUSED; its message may quote the URL, which may be a secret. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "failed";
  return "code" in error && typeof error.code === "string" ? error.code : error.name;
}
