import { z } from "zod";
import { commonSettings, headerText, nonEmpty, watchedNumbers } from "../settings.js";

/** A valid HTTP header name. */
const headerName = z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/u, { error: "expected a header name" });

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
  /**
   * The secret of the webhook to `/webhooks/{source}`, exactly as sent in the header. Default: none; then
   * deliveries are rejected. The header Authorization is a guess: the vendor's documentation does not name it.
   */
  webhook: z.strictObject({ secret: headerText, header: headerName.default("Authorization") }).optional(),
});

export type MindfulSettings = z.output<typeof mindfulSettings>;
