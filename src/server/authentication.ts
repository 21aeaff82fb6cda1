import { createHash } from "node:crypto";
import { ANYBODY, type Caller } from "../callback/caller.js";
import { GatewayError } from "../callback/errors.js";
import type { Clock } from "../callback/instant.js";
import type { ApiKeySettings, AuthSettings } from "./auth-settings.js";
import { createTokenReader } from "./token.js";

/** Header names in lower case, or what stands for headers elsewhere. */
export type Credentials = Readonly<Record<string, unknown>>;

/** Tells who asks. */
export interface Authenticator {
  /** False where nobody is asked who they are. */
  readonly isOn: boolean;
  /**
   * By `authorization: Bearer <token or key>` or `x-api-key: <key>`. Rejects with UNAUTHENTICATED, and with
   * AUTHENTICATION_UNAVAILABLE where nobody can be known at the moment.
   */
  authenticate(credentials: Credentials): Promise<Caller>;
}

/** By the settings; without any, everybody is let in. */
export function createAuthenticator(settings: AuthSettings | null, clock: Clock): Authenticator {
  if (settings === null || settings === "none") return { isOn: false, authenticate: () => Promise.resolve(ANYBODY) };
  const keys = new Map(settings.apiKeys.map((key) => [key.sha256, callerOf(key, settings.searchWithoutPii)]));
  const tokens = settings.jwt === null ? null : createTokenReader(settings.jwt, settings.searchWithoutPii, clock);
  return {
    isOn: true,
    async authenticate(credentials) {
      const apiKey = credentials["x-api-key"];
      const bearer = bearerOf(credentials["authorization"]);
      const given = typeof apiKey === "string" && apiKey !== "" ? apiKey : bearer;
      if (given === null) {
        throw unauthenticated("send authorization: Bearer <token>, or x-api-key: <key>");
      }
      // The key's place in the table is found by its digest: how long that takes says nothing about any key.
      const known = keys.get(createHash("sha256").update(given).digest("hex"));
      if (known !== undefined) return known;
      if (tokens === null || given !== bearer) throw unauthenticated("the key is not known");
      return tokens.read(given);
    },
  };
}

/** What follows `Bearer`; null where it is not there. */
export function bearerOf(header: unknown): string | null {
  if (typeof header !== "string") return null;
  const [, token = null] = /^Bearer +(.+)$/iu.exec(header) ?? [];
  return token;
}

function callerOf({ id, scopes, sources }: ApiKeySettings, searchWithoutPii: boolean): Caller {
  return {
    id,
    scopes: new Set(scopes),
    maySearchPeople: searchWithoutPii || scopes.includes("pii:read"),
    sources: sources === "*" ? null : new Set(sources),
    expiresAt: null,
  };
}

function unauthenticated(message: string): GatewayError {
  return new GatewayError("UNAUTHENTICATED", message);
}
