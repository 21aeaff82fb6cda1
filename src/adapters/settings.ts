import { X509Certificate } from "node:crypto";
import { createSecureContext } from "node:tls";
import { z } from "zod";
import { isSupportedCountry } from "libphonenumber-js";
import { isIdentifyingNumber, writtenNumber, type Region } from "../domain/phone/phone-number.js";
import { DEFAULT_PROMISE } from "../domain/promise.js";
import { LONGEST_RETENTION_MS } from "../lib/bounds.js";
import { faultOfSetting, fitsHeader, trimSetting } from "../lib/setting-text.js";

/**
 * A secret or an id in settings: text that is not empty. Line breaks and byte order marks at the ends are trimmed;
 * other invisible characters are rejected.
 */
export const nonEmpty = z
  .string({ error: "expected text" })
  .transform(trimSetting)
  .superRefine((text, context) => {
    const fault = faultOfSetting(text);
    if (fault !== null) context.addIssue({ code: "custom", message: fault });
  });

/** Like `nonEmpty`, for values of HTTP headers. */
export const headerText = nonEmpty.refine(fitsHeader, {
  error: "must contain only Latin-1 characters: it is sent as an HTTP header",
});

/** A URL of a vendor's API. */
export const httpUrl = nonEmpty.pipe(z.url({ protocol: /^https?$/u, error: "expected an http or https URL" }));

/** Requests in any window of `perMs`. */
export const quota = z.strictObject({ requests: z.int().min(1).max(1_000_000), perMs: z.int().min(1).max(86_400_000) });

/**
 * Retention of ended callbacks since their end, in milliseconds, at least a day; `off` stores them until they are erased.
 */
const sinceEnd = z.union([z.int().min(86_400_000).max(LONGEST_RETENTION_MS), z.literal("off")], {
  error: `expected milliseconds from 86400000 (a day) to ${LONGEST_RETENTION_MS}, or off`,
});

/** The settings of retention that a source may have of its own. */
export const endedRetention = {
  /** The callbacks. Default 400 days. */
  callbacksMs: sinceEnd,
  /** The records as the vendor sent them. Default 90 days. */
  vendorRecordsMs: sinceEnd,
  /** Numbers, names, ids of customers, reasons, and the records. Default 180 days. */
  personalDataMs: sinceEnd,
};

/** The settings of a source; what is missing is taken from the settings of all sources. */
const retention = z.strictObject(endedRetention).partial().prefault({});

const pem = z.string({ error: "expected text" }).refine((text) => text.includes("-----BEGIN "), {
  error: "expected a certificate or key in PEM (-----BEGIN …), such as ${file:/etc/ssl/vendor.pem}",
});

/** Certificates for connections to a vendor, each in PEM. */
const tls = z
  .strictObject({
    /** The authorities that the vendor's certificate may be from, instead of the public ones. */
    ca: pem.nullable().default(null),
    /** The certificate that the gateway proves its identity by, with intermediate ones. */
    certificate: pem.nullable().default(null),
    key: pem.nullable().default(null),
    passphrase: nonEmpty.nullable().default(null),
  })
  .superRefine(({ ca, certificate, key, passphrase }, context) => {
    const reject = (path: string, message: string): void => context.addIssue({ code: "custom", path: [path], message });
    if (certificate !== null && key === null) return reject("key", "is required with a certificate");
    if (certificate === null && key !== null) return reject("certificate", "is required with a key");
    for (const [path, text] of [
      ["ca", ca],
      ["certificate", certificate],
    ] as const) {
      if (text !== null && !isCertificate(text)) return reject(path, "is not a certificate in PEM");
    }
    if (certificate === null || key === null) return undefined;
    try {
      createSecureContext({ cert: certificate, key, ...(passphrase !== null && { passphrase }) });
    } catch {
      reject("key", "is not the key of the certificate, or needs another passphrase");
    }
    return undefined;
  });
export type TlsSettings = z.infer<typeof tls>;

function isCertificate(text: string): boolean {
  try {
    return new X509Certificate(text).subject !== "";
  } catch {
    return false;
  }
}

/** The longest that a promise may be: 31 days. */
const LONGEST_PROMISE_MS = 2_678_400_000;

const promise = z.strictObject({
  /** Time after the start of a window without an end, in milliseconds. Default 900,000. */
  graceMs: z.int().min(0).max(LONGEST_PROMISE_MS).default(DEFAULT_PROMISE.graceMs),
  /** Time after the creation of a callback as soon as possible, in milliseconds. Default: null, nothing is promised. */
  asapMs: z.int().min(0).max(LONGEST_PROMISE_MS).nullable().default(DEFAULT_PROMISE.asapMs),
});

/** The most names of queues, and of agents, in the settings of a source. */
const MOST_NAMES = 10_000;
const namesById = z
  .record(z.string(), nonEmpty)
  .refine((names) => Object.keys(names).length <= MOST_NAMES, { error: `expected at most ${MOST_NAMES} names` })
  .default({});

const names = z.strictObject({
  /** Names of queues, skills, campaigns, call targets and services, by the vendor's id. */
  queues: namesById,
  /** Names of agents, by the vendor's id. */
  agents: namesById,
  /** True if agents' names are shown without the scope `pii:read`. Default false. */
  agentsArePublic: z.boolean().default(false),
});

/** Settings that sources of all vendors have. All limits apply per source. */
export const commonSettings = {
  /** Base URL of the vendor's API; its path is used as a prefix. */
  baseUrl: httpUrl,
  /** Country for parsing numbers without a country code. Default: none; such numbers then have no E.164 form. */
  defaultRegion: z
    .custom<Region>((value) => typeof value === "string" && isSupportedCountry(value), {
      error: "expected a two-letter country code in capitals, such as US",
    })
    .nullable()
    .default(null),
  /** Timeout of one request, in milliseconds. Default 10,000. */
  timeoutMs: z.int().min(1).max(600_000).default(10_000),
  /** Maximum size of a response, in bytes. Default 16 MiB. */
  maxResponseBytes: z.int().min(1024).max(1_073_741_824).default(16_777_216),
  /** Maximum number of concurrent requests. Default 8. */
  connections: z.int().min(1).max(1000).default(8),
  /** Number of retries of an idempotent request after a failure of the vendor. Default 2. */
  retries: z.int().min(0).max(10).default(2),
  /** Consecutive failures that open the circuit breaker. Default 5. */
  breakAfter: z.int().min(1).max(1_000_000).default(5),
  /** Time until the open circuit breaker lets one request through, in milliseconds. Default 10,000. */
  breakMs: z.int().min(1).max(600_000).default(10_000),
  /** Deadline of calls, from which `dueAt` and `isOverdue` are computed. */
  promise: promise.prefault({}),
  /** Certificates for connections to the vendor. Default: the public authorities, and no certificate of the gateway. */
  tls: tls.nullable().default(null),
  /** How long ended callbacks are stored. Default: the settings in `retention` of all sources. */
  retention,
  /** Name of the source for people. Default: none. */
  displayName: nonEmpty.nullable().default(null),
  /** Names of queues and agents; they replace the vendor's names. */
  names: names.prefault({}),
  /**
   * Requests that the vendor allows in any window of `perMs`; null for no limit but `connections`. Default: the
   * vendor's documented quota, else 300 per minute, which is an assumption.
   */
  quota: quota.nullable().default({ requests: 300, perMs: 60_000 }),
  /** Upper bound of the vendor's Retry-After, in milliseconds. Default 15 minutes. */
  maxRetryAfterMs: z.int().min(1000).max(86_400_000).default(900_000),
};

/** The settings that the gateway itself uses, read from the parsed settings of any vendor. */
export const sharedSettings = z.object({
  /** Maximum number of concurrent vendor queries. */
  connections: z.number().default(8),
  /** Timeout of one request, in milliseconds. */
  timeoutMs: z.number().default(0),
  /** Deadline of calls. */
  promise: promise.prefault({}),
  /** Certificates for connections to the vendor. */
  tls: tls.nullable().default(null),
  /** How long ended callbacks are stored. */
  retention,
  /** Name of the source for people. */
  displayName: nonEmpty.nullable().default(null),
  /** Names of queues and agents. */
  names: names.prefault({}),
});

/** An id or a number in settings, as text; JSON numbers are converted. */
export const keyText = z.preprocess((key) => (typeof key === "number" ? String(key) : key), nonEmpty);

/** Like `keyText`, for values of HTTP headers. */
export const headerKeyText = z.preprocess((key) => (typeof key === "number" ? String(key) : key), headerText);

/** Keys to poll. Default: none. */
export const watchedKeys = z.array(keyText).default([]);

const lookupNumber = keyText
  .refine(isIdentifyingNumber, {
    error:
      "expected a phone number such as +15551234567, without an extension or letters, and not a placeholder for a " +
      "withheld number",
  })
  .transform((number) => (/^tel:/iu.test(number.trim()) ? writtenNumber(number) : number));

/** Phone numbers to poll, in E.164 or as stored at the vendor. Default: none. */
export const watchedNumbers = z.array(lookupNumber).default([]);
