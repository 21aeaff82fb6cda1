import { z } from "zod";
import { GatewayError } from "../../domain/errors.js";
import type { DurationMs } from "../../domain/time/instant.js";
import type { JsonValue } from "../../lib/json.js";
import type { Timer } from "../../domain/time/timer.js";

export type AuthorizationHeaders = Readonly<Record<string, string>>;

/** Authenticates the gateway at a vendor. */
export interface Credentials {
  /** The headers to send. Rejects with a GatewayError where no token is to be had. */
  headers(signal: AbortSignal): Promise<AuthorizationHeaders>;
  /**
   * Drops the token that was rejected, so that the next call fetches a new one. Missing for credentials that cannot be
   * renewed.
   */
  renew?(refused: AuthorizationHeaders): void;
  /** The address of the API that the current token names, instead of the one in the settings; null if it names none. */
  baseUrl?(): string | null;
}

/** HTTP Basic. */
export function basicCredentials(user: string, password: string): Credentials {
  const headers = { authorization: basicHeader(user, password) };
  return { headers: () => Promise.resolve(headers) };
}

/** A fixed header, such as an access token that does not expire. */
export function headerCredentials(name: string, value: string): Credentials {
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

/**
 * A bearer token that is fetched once, shared by all calls, and renewed before it expires. A call that is aborted does
 * not cancel the fetch for the others.
 */
export function tokenCredentials(
  fetchToken: (signal: AbortSignal) => Promise<GrantedToken>,
  timer: Pick<Timer, "now">,
): Required<Omit<Credentials, "baseUrl">> {
  let token: { readonly headers: AuthorizationHeaders; readonly renewAt: DurationMs } | null = null;
  let fetching: Promise<AuthorizationHeaders> | null = null;

  const fetch = async (): Promise<AuthorizationHeaders> => {
    const requestedAt = timer.now();
    const granted = await fetchToken(NEVER);
    const headers = { authorization: `Bearer ${granted.accessToken}` };
    const lifeMs = granted.expiresInMs ?? Number.POSITIVE_INFINITY;
    token = { headers, renewAt: requestedAt + lifeMs - Math.min(RENEW_EARLY_MS, lifeMs / 10) };
    return headers;
  };

  return {
    async headers(signal) {
      if (token !== null && timer.now() < token.renewAt) return token.headers;
      // Before the fetch: a rejection after it would be unhandled.
      signal.throwIfAborted();
      fetching ??= fetch().finally(() => {
        fetching = null;
      });
      return orAbort(fetching, signal);
    },
    renew(refused) {
      // Many calls may be rejected with the same token: only the first one removes it.
      if (token?.headers === refused) token = null;
    },
  };
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
