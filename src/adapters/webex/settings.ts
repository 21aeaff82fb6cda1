import { z } from "zod";
import { commonSettings, headerText, httpUrl, nonEmpty, watchedKeys, watchedNumbers } from "../settings.js";

const refreshGrant = z.strictObject({
  clientId: nonEmpty,
  clientSecret: nonEmpty,
  /** A refresh token that the endpoint replaces is kept in memory only. */
  refreshToken: nonEmpty,
  tokenUrl: httpUrl.default("https://webexapis.com/v1/access_token"),
});

/** The settings of a Webex Contact Center source. `baseUrl` is `https://api.wxcc-{region}.cisco.com`. */
export const webexSettings = z
  .strictObject({
    ...commonSettings,
    organizationId: nonEmpty,
    /** A token that does not need to be renewed; instead of `refresh`. */
    accessToken: headerText.optional(),
    /** The credentials of an integration or a service app; instead of `accessToken`. */
    refresh: refreshGrant.optional(),
    /** Callbacks a page: 1 to 100. Default 100. */
    pageSize: z.int().min(1).max(100).default(100),
    /** Whose callbacks to look for, for there is no list of all: agents by user id, and numbers. */
    watch: z.strictObject({ agents: watchedKeys, phoneNumbers: watchedNumbers }).prefault({}),
    /** The secret of the subscription that sends its events to `/webhooks/{source}`. Default: none are taken. */
    webhook: z.strictObject({ secret: nonEmpty }).optional(),
  })
  .refine(({ accessToken, refresh }) => (accessToken === undefined) !== (refresh === undefined), {
    error: "expected exactly one of accessToken and refresh",
    path: ["accessToken"],
  });

export type WebexSettings = z.output<typeof webexSettings>;
