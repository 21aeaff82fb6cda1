import { z } from "zod";
import { LONGEST_TIMER_MS } from "../../lib/bounds.js";
import { SCOPES, type Scope } from "../../domain/caller.js";
import { faultOfSetting, trimSetting } from "../../lib/setting-text.js";

/** 256 bits, the minimum for HS256. */
const KEY_BYTES = 32;
const SYMMETRIC = ["HS256", "HS384", "HS512"] as const;
const ASYMMETRIC = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"] as const;

const sources = z.union([z.literal("*"), z.array(z.string().min(1))]);
/** A secret or a name. Trims line breaks and byte order marks at the ends; rejects other invisible characters. */
export const settingText = z
  .string()
  .transform(trimSetting)
  .superRefine((text, context) => {
    const fault = faultOfSetting(text);
    if (fault !== null) context.addIssue({ code: "custom", message: fault });
  });
const name = settingText;

const jwtSchema = z
  .strictObject({
    /** URL of the issuer's key set (JWKS). Set either this or `key`. */
    jwksUrl: settingText
      .pipe(z.url({ protocol: /^https?$/u, error: "expected an http or https URL" }))
      .refine((url) => new URL(url).protocol === "https:" || isLoopback(new URL(url).hostname), {
        error: "expected https: an attacker who can alter unencrypted keys can impersonate any caller",
      })
      .nullable()
      .default(null),
    /** Key shared with the issuer, of at least 32 bytes. Set either this or `jwksUrl`. */
    key: settingText
      .refine((key) => Buffer.byteLength(key) >= KEY_BYTES, { error: `expected at least ${KEY_BYTES} bytes` })
      .nullable()
      .default(null),
    /** Accepted signature algorithms. Default: all symmetric ones with `key`, all asymmetric ones with `jwksUrl`. */
    algorithms: z
      .array(z.enum([...SYMMETRIC, ...ASYMMETRIC]))
      .min(1)
      .nullable()
      .default(null),
    issuer: name,
    audience: name,
    /** Allowed difference between the issuer's clock and the gateway's, in milliseconds. Default 5000. */
    clockToleranceMs: z.int().min(0).max(300_000).default(5000),
    /** Claim with the caller's id; the identity also includes the issuer. Default `sub`. */
    idClaim: name.default("sub"),
    /** Claim with the scopes: an array, or a string separated by spaces. Default `scope`. */
    scopesClaim: name.default("scope"),
    /** Claim with the sources: an array of names, or "*" for all. A token without it has none. Null: all sources. */
    sourcesClaim: name.nullable().default("sources"),
    /** Timeout of the request for the key set, in milliseconds. Default 5000. */
    jwksTimeoutMs: z.int().min(1).max(600_000).default(5000),
    /** TTL of the cached key set, in milliseconds. Default 600,000. */
    jwksMaxAgeMs: z.int().min(1000).max(LONGEST_TIMER_MS).default(600_000),
    /** Time between two fetches of the key set for an unknown key, in milliseconds. Default 30,000. */
    jwksCooldownMs: z.int().min(0).max(LONGEST_TIMER_MS).default(30_000),
  })
  .refine(({ jwksUrl, key }) => (jwksUrl === null) !== (key === null), { error: "expected one of jwksUrl and key" })
  .refine(({ key, algorithms }) => (algorithms ?? []).every((one) => isSymmetric(one) === (key !== null)), {
    path: ["algorithms"],
    error: "key requires the algorithms HS256, HS384 or HS512; jwksUrl requires others",
  })
  .transform((jwt) => ({
    ...jwt,
    algorithms: jwt.algorithms ?? (jwt.key === null ? [...ASYMMETRIC] : [...SYMMETRIC]),
  }));

const apiKeySchema = z.strictObject({
  /** Name of the caller in the audit; not secret. */
  id: name.refine((id) => id.length <= 128, { error: "expected at most 128 characters" }),
  /** SHA-256 of the key, in hexadecimal: `printf %s "$KEY" | sha256sum`. The key must be long and random. */
  sha256: settingText
    .refine((text) => /^[0-9a-f]{64}$/iu.test(text), "expected the SHA-256 of the key: 64 hexadecimal digits")
    .transform((text) => text.toLowerCase()),
  scopes: z.array(z.enum(Object.keys(SCOPES) as [Scope, ...Scope[]])).min(1),
  /** The names of the sources, or "*" for all. */
  sources,
});

/** Authentication. "none" gives every client full access, on any address. */
export const authSchema = z.union([
  z.literal("none"),
  z
    .strictObject({
      jwt: jwtSchema.nullable().default(null),
      apiKeys: z.array(apiKeySchema).default([]),
      /** Whether callers without pii:read may filter by phone number or customer id. Default false. */
      searchWithoutPii: z.boolean().default(false),
    })
    .refine(({ jwt, apiKeys }) => jwt !== null || apiKeys.length > 0, { error: "expected jwt, apiKeys, or both" })
    .refine(({ apiKeys }) => new Set(apiKeys.map(({ sha256 }) => sha256)).size === apiKeys.length, {
      path: ["apiKeys"],
      error: "duplicate key",
    }),
]);

export type AuthSettings = z.infer<typeof authSchema>;
export type JwtSettings = z.infer<typeof jwtSchema>;
export type ApiKeySettings = z.infer<typeof apiKeySchema>;

/** Returns true if the host, without a port, is a loopback name or address in any notation. */
export function isLoopback(host: string): boolean {
  const url = `http://${host.includes(":") && !host.startsWith("[") ? `[${host}]` : host}/`;
  return /^[\w.:[\]-]+$/u.test(host) && URL.canParse(url) && LOOPBACK.test(new URL(url).hostname);
}

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\]|\[::ffff:7f[\da-f]{2}:[\da-f]{1,4}\])$/u;

function isSymmetric(algorithm: string): boolean {
  return (SYMMETRIC as readonly string[]).includes(algorithm);
}
