import { createHash } from "node:crypto";
import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from "jose";
import { LRUCache } from "lru-cache";
import { SCOPES, type Caller, type Scope } from "../callback/caller.js";
import { GatewayError } from "../callback/errors.js";
import type { Clock, DurationMs } from "../callback/instant.js";
import type { JwtSettings } from "./auth-settings.js";
import { identityOf } from "./identity.js";

/** Reads tokens. Rejects with UNAUTHENTICATED, and with AUTHENTICATION_UNAVAILABLE where the keys cannot be had. */
export interface TokenReader {
  read(token: string): Promise<Caller>;
}

const TOKENS_KEPT = 10_000;
/** A token is checked again after this: a key that the issuer withdrew is not believed for longer. */
const KEPT_MS: DurationMs = 60_000;
const LONGEST_TOKEN = 16_384;

/** Tokens by the settings. What was checked is remembered by a digest for a minute. */
export function createTokenReader(
  settings: JwtSettings,
  searchWithoutPii: boolean,
  clock: Clock,
  withdrawn: AbortSignal,
): TokenReader {
  const known = new LRUCache<string, Caller>({ max: TOKENS_KEPT, ttl: KEPT_MS });
  const findKey = keysOf(settings);
  const options = {
    algorithms: [...settings.algorithms],
    issuer: settings.issuer,
    audience: settings.audience,
    clockTolerance: settings.clockToleranceMs / 1000,
    requiredClaims: ["exp", settings.idClaim],
  };

  return {
    async read(token) {
      if (token.length > LONGEST_TOKEN) throw refused("it is too long");
      const digest = createHash("sha256").update(token).digest("base64");
      const before = known.get(digest);
      if (before !== undefined && (before.expiresAt ?? Infinity) > clock()) return before;
      let payload: JWTPayload;
      try {
        ({ payload } = await jwtVerify(token, findKey, { ...options, currentDate: new Date(clock()) }));
      } catch (error) {
        throw explain(error);
      }
      const caller = { ...toCaller(payload, settings, searchWithoutPii), withdrawn };
      known.set(digest, caller);
      return caller;
    },
  };
}

function keysOf({ jwksUrl, key, ...settings }: JwtSettings): JWTVerifyGetKey {
  if (jwksUrl === null) {
    const shared = new TextEncoder().encode(key ?? "");
    return () => Promise.resolve(shared);
  }
  const remote = createRemoteJWKSet(new URL(jwksUrl), {
    timeoutDuration: settings.jwksTimeoutMs,
    cacheMaxAge: settings.jwksMaxAgeMs,
    cooldownDuration: settings.jwksCooldownMs,
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
      const message = "the issuer's keys cannot be read: try again";
      throw new GatewayError("AUTHENTICATION_UNAVAILABLE", message, { cause: error });
    }
  };
}

function toCaller(payload: JWTPayload, settings: JwtSettings, searchWithoutPii: boolean): Caller {
  const id = payload[settings.idClaim];
  if (typeof id !== "string" || id === "") throw refused(`the claim ${settings.idClaim} is missing`);
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

/** Says what is wrong with a token without a word of what is in it. */
function explain(error: unknown): GatewayError {
  if (error instanceof GatewayError) return error;
  if (error instanceof errors.JWTExpired) return refused("it has expired");
  if (error instanceof errors.JWTClaimValidationFailed) return refused(`its claim ${error.claim} is not accepted`);
  if (error instanceof errors.JWKSNoMatchingKey) return refused("its key is not one of the issuer's");
  return refused("it cannot be verified");
}

function refused(why: string): GatewayError {
  return new GatewayError("UNAUTHENTICATED", `the token is refused: ${why}`);
}
