import { z } from "zod";
import { commonSettings, headerText, httpUrl, nonEmpty, quota, watchedNumbers } from "../settings.js";

/** A valid HTTP header name. */
const headerName = z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/u, { error: "expected a header name" });

const clientCredentials = z.strictObject({
  clientId: nonEmpty,
  clientSecret: nonEmpty,
  tokenUrl: httpUrl.default("https://auth.getmindful.com/oauth2/token"),
});

/** The Mindful API v2, which shows how callbacks ended. */
const api = z.strictObject({
  baseUrl: httpUrl.default("https://api.getmindful.com"),
  /** Credentials of an OAuth client of the organization. */
  auth: clientCredentials,
  /** How far back ended callbacks are listed, in hours; a full list takes one request for each. Default 48. */
  lookBackHours: z.int().min(1).max(8760).default(48),
  /** Requests to the API v2 that the vendor allows; null for no limit. Default 100 per second, as documented. */
  quota: quota.nullable().default({ requests: 100, perMs: 1000 }),
});
export type MindfulApiSettings = z.output<typeof api>;

/** The settings of a Mindful source. `baseUrl` is `https://{organization_id}.scheduler-rt.getmindful.com`. */
export const mindfulSettings = z.strictObject({
  ...commonSettings,
  /** The organization id in the vendor's URLs: hexadecimal digits. */
  organizationId: nonEmpty,
  /** The API Access Token, exactly as sent in the header. Default: not sent. */
  token: headerText.optional(),
  /** The header of the token. Default Authorization, which is a guess: the vendor's documentation does not name it. */
  tokenHeader: headerName.default("Authorization"),
  /** The widget through which callbacks are scheduled. Default: none; then callbacks cannot be scheduled. */
  widgetId: nonEmpty.optional(),
  /** Numbers to poll, in E.164 or as stored at the vendor, because the vendor cannot list callbacks. */
  watch: z.strictObject({ phoneNumbers: watchedNumbers }).prefault({}),
  /** How callbacks ended, by the Mindful API v2. Default: not read. */
  api: api.optional(),
  /**
   * The secret of the webhook to `/webhooks/{source}`, exactly as sent in the header. Default: none; then
   * deliveries are rejected. The header Authorization is a guess: the vendor's documentation does not name it.
   */
  webhook: z.strictObject({ secret: headerText, header: headerName.default("Authorization") }).optional(),
});

export type MindfulSettings = z.output<typeof mindfulSettings>;
