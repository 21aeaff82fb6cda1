import { z } from "zod";
import { GatewayError } from "../../domain/errors.js";
import type { DurationMs } from "../../domain/time/instant.js";
import type { JsonValue } from "../../lib/json.js";
import type { Timer } from "../../domain/time/timer.js";

export type AuthorizationHeaders = Readonly<Record<string, string>>;

/** A request as it is sent, for credentials that sign it. */
export interface SignableRequest {
  readonly method: string;
  /** The whole address, with the query. */
  readonly url: string;
  /** Null for a request without a body. */
  readonly body: string | null;
}

/** Authenticates the gateway at a vendor. */
export interface Credentials {
  /** The headers to send with this request. Rejects with a GatewayError where no token is to be had. */
  headers(signal: AbortSignal, request: SignableRequest): Promise<AuthorizationHeaders>;
  /**
   * Drops the token that was rejected, so that the next call fetches a new one. Missing for credentials that cannot be
   * renewed.
   */
  renew?(refused: AuthorizationHeaders): void;
  /** The address of the API that the current token names, instead of the one in the settings; null if it names none. */
  baseUrl?(): string | null;
}

/** Credentials that are the same for every request. */
export interface HeaderCredentials extends Credentials {
  headers(signal: AbortSignal): Promise<AuthorizationHeaders>;
}

/** HTTP Basic. */
export function basicCredentials(user: string, password: string): HeaderCredentials {
  const headers = { authorization: basicHeader(user, password) };
  return { headers: () => Promise.resolve(headers) };
}

/** A fixed header, such as an access token that does not expire. */
export function headerCredentials(name: string, value: string): HeaderCredentials {
  const headers = { [name.toLowerCase()]: value };
  return { headers: () => Promise.resolve(headers) };
}

/** The value of a Basic authorization header. */
export function basicHeader(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`, "utf8").toString("base64")}`;
}

/** A token as an OAuth 2 token endpoint grants it. */
export interface GrantedToken {
  readonly accessToken: string;
  /** Null if the endpoint does not say: the token is then used until the vendor rejects it. */
  readonly expiresInMs: number | null;
  readonly refreshToken: string | null;
}

const grant = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().nonnegative().nullish(),
  refresh_token: z.string().min(1).nullish(),
});

/** Parses a token response. Throws VENDOR_MALFORMED, without the response, for another shape. */
export function parseGrant(body: JsonValue): GrantedToken {
  const parsed = grant.safeParse(body);
  if (!parsed.success)
    throw new GatewayError("VENDOR_MALFORMED", "the token endpoint's response contains no access token");
  const { access_token, expires_in, refresh_token } = parsed.data;
  return {
    accessToken: access_token,
    expiresInMs: expires_in === null || expires_in === undefined ? null : expires_in * 1000,
    refreshToken: refresh_token ?? null,
  };
}

/** A value that expires, as it was fetched. */
export interface Expiring<Value> {
  readonly value: Value;
  /** Null: it is used until it is dropped. */
  readonly expiresInMs: number | null;
}

/** A value that is fetched once for all calls, and again before it expires. */
export interface RenewedValue<Value> {
  /** Rejects as the fetch does. An aborted call does not cancel the fetch for the others. */
  get(signal: AbortSignal): Promise<Value>;
  /** Drops this value, so that the next call fetches another. */
  drop(value: Value): void;
}

/** Creates a value that is fetched at its first use. `earlyMs` before it expires, or a tenth of its life, it is renewed. */
export function renewedValue<Value>(
  fetchValue: (signal: AbortSignal) => Promise<Expiring<Value>>,
  timer: Pick<Timer, "now">,
  earlyMs: DurationMs = RENEW_EARLY_MS,
): RenewedValue<Value> {
  let current: { readonly value: Value; readonly renewAt: DurationMs } | null = null;
  let fetching: Promise<Value> | null = null;

  const fetch = async (): Promise<Value> => {
    const requestedAt = timer.now();
    const { value, expiresInMs } = await fetchValue(NEVER);
    const lifeMs = expiresInMs ?? Number.POSITIVE_INFINITY;
    current = { value, renewAt: requestedAt + lifeMs - Math.min(earlyMs, lifeMs / 10) };
    return value;
  };

  return {
    async get(signal) {
      if (current !== null && timer.now() < current.renewAt) return current.value;
      // Before the fetch: a rejection after it would be unhandled.
      signal.throwIfAborted();
      fetching ??= fetch().finally(() => {
        fetching = null;
      });
      return orAbort(fetching, signal);
    },
    drop(value) {
      // Many calls may be rejected with the same value: only the first one removes it.
      if (current?.value === value) current = null;
    },
  };
}

/** A bearer token that is fetched once, shared by all calls, and renewed before it expires. */
export function tokenCredentials(
  fetchToken: (signal: AbortSignal) => Promise<GrantedToken>,
  timer: Pick<Timer, "now">,
): Required<Omit<HeaderCredentials, "baseUrl">> {
  const token = renewedValue<AuthorizationHeaders>(async (signal) => {
    const { accessToken, expiresInMs } = await fetchToken(signal);
    return { value: { authorization: `Bearer ${accessToken}` }, expiresInMs };
  }, timer);
  return { headers: (signal) => token.get(signal), renew: (refused) => token.drop(refused) };
}

const RENEW_EARLY_MS = 60_000;
/** The fetch is everybody's: its own deadline ends it, not one caller's. */
const NEVER = new AbortController().signal;

/** The promise's own end, or the signal's reason if that comes first. */
async function orAbort<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  let leave: (() => void) | undefined;
  try {
    return await Promise.race([
      promise,
      new Promise<never>((_, reject) => {
        leave = () => reject(new DOMException("The call was aborted.", "AbortError"));
        signal.addEventListener("abort", leave, { once: true });
      }),
    ]);
  } finally {
    if (leave !== undefined) signal.removeEventListener("abort", leave);
  }
}
