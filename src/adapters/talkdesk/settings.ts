import { z } from "zod";
import { commonSettings, headerText, httpUrl, nonEmpty } from "../settings.js";

const clientCredentials = z
  .strictObject({
    /** The account name, as in the host of the token endpoint: `https://{accountName}.talkdeskid.com`. */
    accountName: z
      .string()
      .regex(/^[a-z0-9-]+$/iu, { error: "expected an account name: letters, digits and hyphens" })
      .optional(),
    /** URL of the token endpoint, for accounts outside the United States; instead of `accountName`. */
    tokenUrl: httpUrl.optional(),
    clientId: nonEmpty,
    clientSecret: nonEmpty,
  })
  .refine(({ accountName, tokenUrl }) => (accountName === undefined) !== (tokenUrl === undefined), {
    error: "expected exactly one of accountName and tokenUrl",
    path: ["accountName"],
  });

/** Scheduling is a preview at the vendor, without a published path or body. */
const create = z.strictObject({
  /** The number that customers see, in E.164. */
  callerId: nonEmpty,
  /** The ring group of callbacks whose command names neither a queue nor an agent. Default: none; one has to be named. */
  ringGroup: nonEmpty.optional(),
  /** The Talkdesk number of callbacks as soon as possible. Default: none; then each callback needs a time. */
  talkdeskNumber: nonEmpty.optional(),
});
export type TalkdeskCreateSettings = z.output<typeof create>;

/** The settings of a Talkdesk source. `baseUrl` is `https://api.talkdeskapp.com`, `.eu` or `talkdeskappca.com`. */
export const talkdeskSettings = z
  .strictObject({
    ...commonSettings,
    /** A token that does not expire; instead of `auth`. */
    accessToken: headerText.optional(),
    /** Credentials of an OAuth client with read and write scopes; instead of `accessToken`. */
    auth: clientCredentials.optional(),
    /** Callbacks per page: 1 to 500. Default 500. */
    pageSize: z.int().min(1).max(500).default(500),
    /** Callbacks can be scheduled, by requests that are partly guesses. Default: they cannot. */
    create: create.optional(),
  })
  .refine(({ accessToken, auth }) => (accessToken === undefined) !== (auth === undefined), {
    error: "expected exactly one of accessToken and auth",
    path: ["accessToken"],
  });

export type TalkdeskSettings = z.output<typeof talkdeskSettings>;

/** Returns the URL of the token endpoint. */
export function talkdeskTokenUrl({ accountName, tokenUrl }: z.output<typeof clientCredentials>): string {
  return tokenUrl ?? `https://${accountName ?? ""}.talkdeskid.com/oauth/token`;
}
