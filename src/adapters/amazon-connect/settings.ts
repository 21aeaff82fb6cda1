import { z } from "zod";
import { commonSettings, headerText, httpUrl, nonEmpty } from "../settings.js";

/** A region such as eu-central-1. */
const REGION = /^[a-z]{2}(?:-[a-z]+)+-\d+$/u;
/** The id at the end of an instance's ARN. */
const INSTANCE_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;
const ARN_PREFIX = /^arn:[^:]+:connect:[^:]*:\d*:instance\//u;

/** A valid HTTP header name. */
const headerName = z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/u, { error: "expected a header name" });

const sourceSettings = z.strictObject({
  ...commonSettings,
  /** The region of the instance, such as eu-central-1: the API is at connect.{region}.amazonaws.com. */
  region: nonEmpty.refine((name) => REGION.test(name), { error: "expected an AWS region such as eu-central-1" }),
  /** Base URL of the API, for a proxy or a VPC endpoint. Default: by the region. */
  baseUrl: httpUrl.optional(),
  /** The instance's id, or its ARN. */
  instanceId: nonEmpty
    .transform((sent) => sent.replace(ARN_PREFIX, ""))
    .refine((sent) => INSTANCE_ID.test(sent), {
      error: "expected the instance's id, such as 12345678-1234-1234-1234-123456789012, or its ARN",
    }),
  /** An access key. Default: the environment's (AWS_ACCESS_KEY_ID, …), else the role of the container. */
  auth: z
    .strictObject({ accessKeyId: headerText, secretAccessKey: nonEmpty, sessionToken: headerText.optional() })
    .optional(),
  /** The contact attribute that holds the number to call, where a contact has no endpoint. Default: none. */
  numberAttribute: nonEmpty.optional(),
  /** The contact attribute that holds the reason. Default: none; the contact's description is the reason. */
  reasonAttribute: nonEmpty.optional(),
  /** How far back the first search for ended callbacks reaches, in hours. Default 48. */
  lookBackHours: z.int().min(1).max(336).default(48),
  /** Requests that the vendor allows; shared with all other programs of the account. Default 2 per second. */
  quota: commonSettings.quota.removeDefault().default({ requests: 2, perMs: 1000 }),
  /** The secret of the webhook to `/webhooks/{source}`, exactly as sent in `header`. Default: none. */
  webhook: z.strictObject({ secret: headerText, header: headerName.default("x-ringback-secret") }).optional(),
});

/** The settings of an Amazon Connect source, with the address that follows from `region`. */
export const amazonConnectSettings = sourceSettings.transform(({ baseUrl, ...rest }) => ({
  ...rest,
  baseUrl:
    baseUrl ?? `https://connect.${rest.region}.${rest.region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com"}`,
}));

export type AmazonConnectSettings = z.output<typeof amazonConnectSettings>;
