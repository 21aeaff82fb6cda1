import { z } from "zod";
import { commonSettings, headerText, httpUrl, nonEmpty } from "../settings.js";

/** A name such as mypurecloud.de: labels of letters, digits and hyphens, at least two. */
const HOST_NAME = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/iu;

/** A valid HTTP header name. */
const headerName = z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/u, { error: "expected a header name" });

const sourceSettings = z
  .strictObject({
    ...commonSettings,
    /** The region's domain, such as mypurecloud.de: the API is at api.{domain}. Instead of `baseUrl` and `loginUrl`. */
    domain: nonEmpty
      .refine((name) => HOST_NAME.test(name), {
        error: "expected a host name such as mypurecloud.de, without https://",
      })
      .optional(),
    /** Base URL of the API, for a proxy; with `loginUrl`, instead of `domain`. */
    baseUrl: httpUrl.optional(),
    /** Base URL of the login service; with `baseUrl`, instead of `domain`. */
    loginUrl: httpUrl.optional(),
    /** An OAuth client with the grant "Client Credentials". */
    auth: z.strictObject({ clientId: nonEmpty, clientSecret: nonEmpty }),
    /** How far back conversations are listed, in days. Default 30: a callback is scheduled at most 30 days ahead. */
    lookBackDays: z.int().min(1).max(365).default(30),
    /** The longest interval of one query, in days. Default 31. */
    intervalDays: z.int().min(1).max(31).default(31),
    /** Conversations per page: 1 to 100. Default 100. */
    pageSize: z.int().min(1).max(100).default(100),
    /** How long the analytics API may be behind the conversations API, in milliseconds. Default 30,000. */
    analyticsLagMs: z.int().min(0).max(600_000).default(30_000),
    /** The participant attribute that holds the reason of a callback. Default: none. */
    reasonAttribute: nonEmpty.optional(),
    /** The secret of the webhook to `/webhooks/{source}`, exactly as sent in `header`. Default: none. */
    webhook: z.strictObject({ secret: headerText, header: headerName.default("x-ringback-secret") }).optional(),
  })
  .superRefine(({ domain, baseUrl, loginUrl }, context) => {
    const isOwn = baseUrl !== undefined && loginUrl !== undefined;
    const isDerived = domain !== undefined && baseUrl === undefined && loginUrl === undefined;
    if (isDerived || (isOwn && domain === undefined)) return;
    context.addIssue({ code: "custom", message: "expected either domain, or baseUrl and loginUrl", path: ["domain"] });
  });

/** The settings of a Genesys Cloud source, with the addresses that follow from `domain`. */
export const genesysCloudSettings = sourceSettings.transform(({ domain, baseUrl, loginUrl, ...rest }) => ({
  ...rest,
  baseUrl: baseUrl ?? `https://api.${domain ?? ""}`,
  loginUrl: loginUrl ?? `https://login.${domain ?? ""}`,
}));

export type GenesysCloudSettings = z.output<typeof genesysCloudSettings>;
