import { createHash } from "node:crypto";
import { SignJWT } from "jose";
import type { JsonObject } from "../../src/lib/json.js";

export const ISSUER = "https://login.example";
export const AUDIENCE = "ringback";
export const SHARED_KEY = "a shared key of the tests, of more than 32 bytes";

/** What a caller of the tests sends, and may do. */
export interface TestKey {
  readonly id: string;
  readonly key: string;
  readonly scopes: readonly string[];
  readonly sources: "*" | readonly string[];
}

/** Settings that know these keys, and tokens of the shared key. */
export function authOf(...keys: readonly TestKey[]): JsonObject {
  return {
    jwt: { key: SHARED_KEY, issuer: ISSUER, audience: AUDIENCE, clockToleranceMs: 0 },
    apiKeys: keys.map(({ id, key, scopes, sources }) => ({ id, scopes, sources, sha256: digestOf(key) })),
  } as JsonObject;
}

export function digestOf(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}

/** A token of the shared key that ends at this moment. */
export function tokenUntil(expiresAt: number, claims: Record<string, unknown> = {}): Promise<string> {
  const all = { scope: "callbacks:read pii:read", sources: ["*"], sub: "somebody", iss: ISSUER, ...claims };
  return signToken(all, expiresAt);
}

/** Signs these claims with the shared key. */
export function signToken(claims: Record<string, unknown>, expiresAt: number): Promise<string> {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: "HS256" })
    .setAudience(AUDIENCE)
    .setExpirationTime(new Date(expiresAt))
    .sign(new TextEncoder().encode(SHARED_KEY));
}
