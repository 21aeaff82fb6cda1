import { z } from "zod";
import { commonSettings, headerText, httpUrl, nonEmpty, quota, watchedKeys, watchedNumbers } from "../settings.js";

const refreshGrant = z.strictObject({
  clientId: nonEmpty,
  clientSecret: nonEmpty,
  /** The refresh token. A new one returned by the endpoint is stored in memory only. */
  refreshToken: nonEmpty,
  tokenUrl: httpUrl.default("https://webexapis.com/v1/access_token"),
});

/** The Search API, which shows courtesy callbacks, and how callbacks ended. */
const search = z.strictObject({
  /** False only where the token cannot get the scope cjp:config_read; callbacks then end as ENDED. Default true. */
  enabled: z.boolean().default(true),
  /** How far back ended callbacks are searched for, in hours. Default 48; the vendor allows 365 days. */
  lookBackHours: z.int().min(1).max(8760).default(48),
  /** How long an open callback may have been waiting to be found, in hours. Default 168. */
  openLookBackHours: z.int().min(1).max(8760).default(168),
  /** Requests to the Search API that the vendor allows; null for no limit. Default 60 per minute, an assumption. */
  quota: quota.nullable().default({ requests: 60, perMs: 60_000 }),
});

/** The estimated wait of queues. */
const estimates = z.strictObject({
  /** The period whose connected tasks the vendor estimates by, in minutes. Default 15. */
  lookbackMinutes: z.int().min(5).max(240).default(15),
});

/** Callbacks as soon as possible, which are tasks. */
const immediate = z.strictObject({
  /** The outdial entry point whose flow places the call. */
  entryPointId: nonEmpty,
  /** The outdial number to call from. Default: that of the organization. */
  origin: nonEmpty.optional(),
  /** How long the Search API may lack a new task, in milliseconds. Default 60,000, an assumption. */
  lagMs: z.int().min(0).max(3_600_000).default(60_000),
});

/** The settings of a Webex Contact Center source. `baseUrl` is `https://api.wxcc-{region}.cisco.com`. */
export const webexSettings = z
  .strictObject({
    ...commonSettings,
    organizationId: nonEmpty,
    /** A token that does not expire; instead of `refresh`. */
    accessToken: headerText.optional(),
    /** Credentials of an integration or a service app; instead of `accessToken`. */
    refresh: refreshGrant.optional(),
    /** Callbacks per page: 1 to 100. Default 100. */
    pageSize: z.int().min(1).max(100).default(100),
    /** Agents (by user id) and numbers to poll, because the vendor cannot list all callbacks. */
    watch: z.strictObject({ agents: watchedKeys, phoneNumbers: watchedNumbers }).prefault({}),
    /** How callbacks ended, and courtesy callbacks. */
    search: search.prefault({}),
    /** Adds the estimated wait to waiting callbacks: a request a minute for each of their queues. Default: none. */
    estimates: estimates.optional(),
    /** Allows callbacks to be scheduled as soon as possible. Default: none can. */
    immediate: immediate.optional(),
    /** The secret of the event subscription to `/webhooks/{source}`. Default: none; then deliveries are rejected. */
    webhook: z.strictObject({ secret: nonEmpty }).optional(),
  })
  .refine(({ accessToken, refresh }) => (accessToken === undefined) !== (refresh === undefined), {
    error: "expected exactly one of accessToken and refresh",
    path: ["accessToken"],
  })
  .refine(({ immediate: asap, search: { enabled } }) => asap === undefined || enabled, {
    error: "needs search.enabled: only the Search API shows these callbacks",
    path: ["immediate"],
  });

export type WebexSettings = z.output<typeof webexSettings>;
