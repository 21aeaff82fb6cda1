import { z } from "zod";
import { isSupportedCountry } from "libphonenumber-js";
import { isIdentifyingNumber, writtenNumber, type Region } from "../callback/phone-number.js";
import { DEFAULT_PROMISE } from "../callback/promise.js";
import { faultOfSetting, fitsHeader, trimSetting } from "../callback/setting-text.js";

/**
 * A secret or an id in settings: text that is not empty. Line breaks and byte order marks at its ends are taken off;
 * anything else that cannot be seen is refused.
 */
export const nonEmpty = z
  .string({ error: "expected text" })
  .transform(trimSetting)
  .superRefine((text, context) => {
    const fault = faultOfSetting(text);
    if (fault !== null) context.addIssue({ code: "custom", message: fault });
  });

/** The same, for what is sent as an HTTP header. */
export const headerText = nonEmpty.refine(fitsHeader, {
  error: "must contain only Latin-1 characters: it is sent as an HTTP header",
});

/** An address of a vendor. */
export const httpUrl = nonEmpty.pipe(z.url({ protocol: /^https?$/u, error: "expected an http or https URL" }));

const quota = z.strictObject({ requests: z.int().min(1).max(1_000_000), perMs: z.int().min(1).max(86_400_000) });

/** The longest that a promise may be: 31 days. */
const LONGEST_PROMISE_MS = 2_678_400_000;

const promise = z.strictObject({
  /** How long after the start of a window without an end. Default 900,000. */
  graceMs: z.int().min(0).max(LONGEST_PROMISE_MS).default(DEFAULT_PROMISE.graceMs),
  /** How long after its creation a callback as soon as possible is due. Default: nothing is promised. */
  asapMs: z.int().min(0).max(LONGEST_PROMISE_MS).nullable().default(DEFAULT_PROMISE.asapMs),
});

/** Settings that every source has, whatever its vendor. All limits are the source's own. */
export const commonSettings = {
  /** Where the vendor's API is; a path is kept as a prefix. */
  baseUrl: httpUrl,
  /** The country by which numbers without a country code are read. Default: none, such numbers have no E.164. */
  defaultRegion: z
    .custom<Region>((value) => typeof value === "string" && isSupportedCountry(value), {
      error: "expected a two-letter country code in capitals, such as US",
    })
    .nullable()
    .default(null),
  /** The longest one call may take, in milliseconds. Default 10,000. */
  timeoutMs: z.int().min(1).max(600_000).default(10_000),
  /** The largest answer that is read, in bytes. Default 16 MiB. */
  maxResponseBytes: z.int().min(1024).max(1_073_741_824).default(16_777_216),
  /** The most calls at a time. Default 8. */
  connections: z.int().min(1).max(1000).default(8),
  /** How often a call that may be repeated is tried again after a failure of the vendor's. Default 2. */
  retries: z.int().min(0).max(10).default(2),
  /** Failures in a row after which the source is left alone. Default 5. */
  breakAfter: z.int().min(1).max(1_000_000).default(5),
  /** How long it is left alone before one call tries again, in milliseconds. Default 10,000. */
  breakMs: z.int().min(1).max(600_000).default(10_000),
  /** Until when customers are promised their calls, in milliseconds: what `dueAt` and `isOverdue` go by. */
  promise: promise.prefault({}),
  /**
   * How many requests the vendor allows in any window of so many milliseconds; null: as many as the connections carry.
   * Default: what the vendor documents, else 300 a minute, which is an assumption.
   */
  quota: quota.nullable().default({ requests: 300, perMs: 60_000 }),
  /** The longest that the vendor's word to come back later is believed, in milliseconds. Default 15 minutes. */
  maxRetryAfterMs: z.int().min(1000).max(86_400_000).default(900_000),
};

/** Those of them that the gateway itself goes by, read from parsed settings of any vendor. */
export const sharedSettings = z.object({
  /** The most queries that are asked at a time. */
  connections: z.number().default(8),
  /** How long one call may take. */
  timeoutMs: z.number().default(0),
  /** Until when customers are promised their calls. */
  promise: promise.prefault({}),
});

/** An id or a number in settings: text, also where the settings come as JSON and hold a number. */
export const keyText = z.preprocess((key) => (typeof key === "number" ? String(key) : key), nonEmpty);

/** The same, for what is sent as an HTTP header. */
export const headerKeyText = z.preprocess((key) => (typeof key === "number" ? String(key) : key), headerText);

/** A list of keys to keep an eye on; none by default. */
export const watchedKeys = z.array(keyText).default([]);

const lookupNumber = keyText
  .refine(isIdentifyingNumber, {
    error:
      "expected a phone number such as +15551234567, without an extension or letters, and not a placeholder for a " +
      "withheld number",
  })
  .transform((number) => (/^tel:/iu.test(number.trim()) ? writtenNumber(number) : number));

/** A list of phone numbers to keep an eye on, in E.164 or as the vendor holds them; none by default. */
export const watchedNumbers = z.array(lookupNumber).default([]);
