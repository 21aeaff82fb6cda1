import { z } from "zod";
import { commonSettings, headerText, httpUrl, nonEmpty, watchedKeys, watchedNumbers } from "../settings.js";

const refreshGrant = z.strictObject({
  clientId: nonEmpty,
  clientSecret: nonEmpty,
  /** The refresh token. A new one returned by the endpoint is stored in memory only. */
  refreshToken: nonEmpty,
  tokenUrl: httpUrl.default("https://webexapis.com/v1/access_token"),
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
    /** The secret of the event subscription to `/webhooks/{source}`. Default: none; then deliveries are rejected. */
    webhook: z.strictObject({ secret: nonEmpty }).optional(),
  })
  .refine(({ accessToken, refresh }) => (accessToken === undefined) !== (refresh === undefined), {
    error: "expected exactly one of accessToken and refresh",
    path: ["accessToken"],
  });

export type WebexSettings = z.output<typeof webexSettings>;
