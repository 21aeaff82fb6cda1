import { createHash } from "node:crypto";
import {
  createRemoteJWKSet,
  customFetch,
  errors,
  jwtVerify,
  type FetchImplementation,
  type JWTPayload,
  type JWTVerifyGetKey,
} from "jose";
import { createCache } from "../../lib/cache.js";
import { SCOPES, type Caller, type Scope } from "../../domain/caller.js";
import { GatewayError } from "../../domain/errors.js";
import type { Connect } from "../../lib/connect.js";
import type { Clock, DurationMs } from "../../domain/time/instant.js";
import type { JwtSettings } from "./auth-settings.js";
import { identityOf } from "./identity.js";

/** Reads tokens. Rejects with UNAUTHENTICATED, and with AUTHENTICATION_UNAVAILABLE where the keys cannot be had. */
export interface TokenReader {
  read(token: string): Promise<Caller>;
}

/** Bound of the callers by token; a caller with many sources takes more. */
const TOKENS_BYTES = 16_777_216;
const bytesOfCaller = ({ sources }: Caller): number => 1000 + 100 * (sources?.size ?? 0);
/** A token is checked again after this: a key that the issuer withdrew is not believed for longer. */
const CACHED_MS: DurationMs = 60_000;
const LONGEST_TOKEN = 16_384;

export interface TokenReaderOptions {
  readonly settings: JwtSettings;
  readonly searchWithoutPii: boolean;
  readonly clock: Clock;
  /** Aborted when the settings withdraw the callers of these tokens. */
  readonly withdrawn: AbortSignal;
  /** Opens the connections to the issuer. Default: directly. */
  readonly connect?: Connect | undefined;
}

/** Reads tokens by the settings. A valid token is cached by its digest for a minute. */
export function createTokenReader(options: TokenReaderOptions): TokenReader {
  const { settings, searchWithoutPii, clock, withdrawn, connect } = options;
  const callers = createCache<string, Caller>("tokens", {
    maxBytes: TOKENS_BYTES,
    bytesOf: (_, caller) => bytesOfCaller(caller),
    ttlMs: CACHED_MS,
  });
  const findKey = keysOf(settings, connect);
  const checks = {
    algorithms: [...settings.algorithms],
    issuer: settings.issuer,
    audience: settings.audience,
    clockTolerance: settings.clockToleranceMs / 1000,
    requiredClaims: ["exp", settings.idClaim],
  };

  return {
    async read(token) {
      if (token.length > LONGEST_TOKEN) throw invalidToken("too long");
      const digest = createHash("sha256").update(token).digest("base64");
      const cached = callers.get(digest);
      if (cached !== undefined && (cached.expiresAt ?? Infinity) > clock()) return cached;
      let payload: JWTPayload;
      try {
        ({ payload } = await jwtVerify(token, findKey, { ...checks, currentDate: new Date(clock()) }));
      } catch (error) {
        throw explain(error);
      }
      const caller = { ...toCaller(payload, settings, searchWithoutPii), withdrawn };
      callers.set(digest, caller);
      return caller;
    },
  };
}

function keysOf({ jwksUrl, key, ...settings }: JwtSettings, connect: Connect | undefined): JWTVerifyGetKey {
  if (jwksUrl === null) {
    const shared = new TextEncoder().encode(key ?? "");
    return () => Promise.resolve(shared);
  }
  const remote = createRemoteJWKSet(new URL(jwksUrl), {
    timeoutDuration: settings.jwksTimeoutMs,
    cacheMaxAge: settings.jwksMaxAgeMs,
    cooldownDuration: settings.jwksCooldownMs,
    ...(connect !== undefined && { [customFetch]: fetchBy(connect, new URL(jwksUrl).origin) }),
  });
  return async (header, token) => {
    try {
      return await remote(header, token);
    } catch (error) {
      const isTokensFault =
        error instanceof errors.JWKSNoMatchingKey ||
        error instanceof errors.JWKSMultipleMatchingKeys ||
        error instanceof errors.JOSENotSupported;
      if (isTokensFault) throw error;
      const message = "the issuer's keys cannot be fetched: try again";
      throw new GatewayError("AUTHENTICATION_UNAVAILABLE", message, { cause: error });
    }
  };
}

/** Keys are requested every few minutes: no connection stays open for so long. */
const KEEP_ALIVE_MS = 1;

function fetchBy(connect: Connect, origin: string): FetchImplementation {
  const dispatcher = connect(origin, { connections: 1, keepAliveTimeout: KEEP_ALIVE_MS });
  return async (url, { method, headers, signal }) => {
    const sent = Object.fromEntries(headers);
    const { statusCode, body } = await dispatcher.request({
      origin,
      path: url.slice(origin.length),
      method,
      headers: sent,
      signal,
    });
    return new Response(await body.text(), { status: statusCode });
  };
}

function toCaller(payload: JWTPayload, settings: JwtSettings, searchWithoutPii: boolean): Caller {
  const id = payload[settings.idClaim];
  if (typeof id !== "string" || id === "") throw invalidToken(`the claim ${settings.idClaim} is missing`);
  const scopes = listOf(payload[settings.scopesClaim]).filter((scope) => Object.hasOwn(SCOPES, scope)) as Scope[];
  const sources = settings.sourcesClaim === null ? ["*"] : listOf(payload[settings.sourcesClaim]);
  return {
    id: identityOf({ by: "jwt", issuer: settings.issuer }, id),
    scopes: new Set(scopes),
    maySearchPeople: searchWithoutPii || scopes.includes("pii:read"),
    sources: sources.includes("*") ? null : new Set(sources),
    expiresAt: (payload.exp ?? 0) * 1000 + settings.clockToleranceMs,
  };
}

/** A claim as the standards write lists: an array, or text with spaces between. */
function listOf(claim: unknown): string[] {
  if (typeof claim === "string") return claim.split(" ").filter((part) => part !== "");
  return Array.isArray(claim) ? claim.filter((part) => typeof part === "string") : [];
}

/** Explains the fault of a token without quoting it. */
function explain(error: unknown): GatewayError {
  if (error instanceof GatewayError) return error;
  if (error instanceof errors.JWTExpired) return invalidToken("expired");
  if (error instanceof errors.JWTClaimValidationFailed) return invalidToken(`the claim ${error.claim} is not accepted`);
  if (error instanceof errors.JWKSNoMatchingKey) return invalidToken("its key is not one of the issuer's keys");
  return invalidToken("cannot be verified");
}

function invalidToken(why: string): GatewayError {
  return new GatewayError("UNAUTHENTICATED", `invalid token: ${why}`);
}
