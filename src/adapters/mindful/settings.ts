import { z } from "zod";
import { commonSettings, headerText, nonEmpty, watchedNumbers } from "../settings.js";

/** A name that HTTP allows for a header. */
const headerName = z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/u, { error: "expected a header name" });

/** The settings of a source. `baseUrl` is `https://{organization_id}.scheduler-rt.getmindful.com`. */
export const mindfulSettings = z.strictObject({
  ...commonSettings,
  /** The organization's id as it stands in the path: hexadecimal digits. */
  organizationId: nonEmpty,
  /** The API Access Token, exactly as the header is to hold it. Default: none is sent. */
  token: headerText.optional(),
  /** The header that holds the token. Default Authorization, which is a guess: the vendor's pages do not name it. */
  tokenHeader: headerName.default("Authorization"),
  /** The widget through which callbacks are asked for. Default: none, so that none can be scheduled. */
  widgetId: nonEmpty.optional(),
  /** Whose callbacks to look for, for there is no list: numbers in E.164, or as the vendor holds them. */
  watch: z.strictObject({ phoneNumbers: watchedNumbers }).prefault({}),
  /**
   * The secret of the webhook that sends its events to `/webhooks/{source}`, exactly as the header holds it. Default:
   * none are taken. That the header is Authorization is a guess: the vendor's pages do not name it.
   */
  webhook: z.strictObject({ secret: headerText, header: headerName.default("Authorization") }).optional(),
});

export type MindfulSettings = z.output<typeof mindfulSettings>;
