import { z } from "zod";
import { LONGEST_TIMER_MS } from "../callback/bounds.js";
import { SCOPES, type Scope } from "../callback/caller.js";
import { faultOfSetting, trimSetting } from "../callback/setting-text.js";

/** 256 bits, as HS256 demands. */
const KEY_BYTES = 32;
const SYMMETRIC = ["HS256", "HS384", "HS512"] as const;
const ASYMMETRIC = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"] as const;

const sources = z.union([z.literal("*"), z.array(z.string().min(1))]);
/** A secret or a name, without line breaks and byte order marks at its ends, and without anything else that cannot be seen. */
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
    /** Where the issuer publishes its keys. Exactly one of this and `key`. */
    jwksUrl: settingText
      .pipe(z.url({ protocol: /^https?$/u, error: "expected an http or https URL" }))
      .refine((url) => new URL(url).protocol === "https:" || isLoopback(new URL(url).hostname), {
        error: "expected https: an attacker who can alter unencrypted keys can impersonate any caller",
      })
      .nullable()
      .default(null),
    /** A key that is shared with the issuer: at least 32 bytes. */
    key: settingText
      .refine((key) => Buffer.byteLength(key) >= KEY_BYTES, { error: `expected at least ${KEY_BYTES} bytes` })
      .nullable()
      .default(null),
    /** Which signatures count. Default: all of the kind of key. */
    algorithms: z
      .array(z.enum([...SYMMETRIC, ...ASYMMETRIC]))
      .min(1)
      .nullable()
      .default(null),
    issuer: name,
    audience: name,
    /** By how much the issuer's clock and ours may differ, in milliseconds. */
    clockToleranceMs: z.int().min(0).max(300_000).default(5000),
    /** The claim that says who it is; the issuer is part of the identity. */
    idClaim: name.default("sub"),
    /** The claim that holds the scopes: an array, or text with spaces between. */
    scopesClaim: name.default("scope"),
    /** The claim that holds the sources: an array of names, or "*" for all. Without it there are none; null: all. */
    sourcesClaim: name.nullable().default("sources"),
    /** How long the keys may take to come, in milliseconds. */
    jwksTimeoutMs: z.int().min(1).max(600_000).default(5000),
    /** How long keys are used without asking for them again, in milliseconds. */
    jwksMaxAgeMs: z.int().min(1000).max(LONGEST_TIMER_MS).default(600_000),
    /** How long an unknown key is not asked for again, in milliseconds. */
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
  /** Who uses the key, for the audit: no secret. */
  id: name.refine((id) => id.length <= 128, { error: "expected at most 128 characters" }),
  /** SHA-256 of the key, in hexadecimal: `printf %s "$KEY" | sha256sum`. The key has to be long and random. */
  sha256: settingText
    .refine((text) => /^[0-9a-f]{64}$/iu.test(text), "expected the SHA-256 of the key: 64 hexadecimal digits")
    .transform((text) => text.toLowerCase()),
  scopes: z.array(z.enum(Object.keys(SCOPES) as [Scope, ...Scope[]])).min(1),
  /** The names of the sources, or "*" for all. */
  sources,
});

/** Who may come in. "none" serves everybody everything, on any address. */
export const authSchema = z.union([
  z.literal("none"),
  z
    .strictObject({
      jwt: jwtSchema.nullable().default(null),
      apiKeys: z.array(apiKeySchema).default([]),
      /** Whether callers without pii:read may look for a number or a customer's id that they know from elsewhere. */
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

/** Whether a host, without a port, is this machine and nothing else, however its address is written. */
export function isLoopback(host: string): boolean {
  const url = `http://${host.includes(":") && !host.startsWith("[") ? `[${host}]` : host}/`;
  return /^[\w.:[\]-]+$/u.test(host) && URL.canParse(url) && LOOPBACK.test(new URL(url).hostname);
}

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\]|\[::ffff:7f[\da-f]{2}:[\da-f]{1,4}\])$/u;

function isSymmetric(algorithm: string): boolean {
  return (SYMMETRIC as readonly string[]).includes(algorithm);
}
