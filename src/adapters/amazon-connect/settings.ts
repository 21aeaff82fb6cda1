import { z } from "zod";
import { commonSettings, headerText, httpUrl, nonEmpty } from "../settings.js";

/** A region such as eu-central-1. */
const REGION = /^[a-z]{2}(?:-[a-z]+)+-\d+$/u;
/** The id at the end of an instance's ARN. */
const INSTANCE_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;
const ARN_PREFIX = /^arn:[^:]+:connect:[^:]*:\d*:instance\//u;

/** A valid HTTP header name. */
const headerName = z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/u, { error: "expected a header name" });

/** By the documentation of AWS's SDKs, plain HTTP is for these hosts only: ECS, EKS and the machine itself. */
const PLAIN_HOSTS: ReadonlySet<string> = new Set([
  "169.254.170.2",
  "169.254.170.23",
  "[fd00:ec2::23]",
  "localhost",
  "127.0.0.1",
  "[::1]",
]);

/** The endpoint that gives a container the keys of its role. */
const role = z.strictObject({
  uri: httpUrl.refine((uri) => uri.startsWith("https:") || PLAIN_HOSTS.has(new URL(uri).hostname), {
    error: "expected https, or the address of this machine or its container service",
  }),
  token: headerText.optional(),
  /** A file with the token, which is read again for each key. */
  tokenFile: nonEmpty.optional(),
});

const fields = z.strictObject({
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
  /** An access key. Default: that of the environment, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY. */
  auth: z
    .strictObject({ accessKeyId: headerText, secretAccessKey: nonEmpty, sessionToken: headerText.optional() })
    .optional(),
  /** The container's role, instead of `auth`. Default: that of the environment, AWS_CONTAINER_CREDENTIALS_FULL_URI. */
  role: role.optional(),
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

const sourceSettings = fields.superRefine(({ auth, role: ownRole }, context) => {
  if ((auth === undefined) !== (ownRole === undefined)) return;
  const message =
    auth === undefined
      ? "no AWS access key: set auth, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment, or run in a " +
        "container with a role"
      : "expected either auth or role";
  context.addIssue({ code: "custom", message, path: ["auth"] });
});

/** The settings of an Amazon Connect source, with the address that follows from `region`. */
export const amazonConnectSettings = sourceSettings.transform(({ baseUrl, ...rest }) => ({
  ...rest,
  baseUrl:
    baseUrl ?? `https://connect.${rest.region}.${rest.region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com"}`,
}));

export type AmazonConnectSettings = z.output<typeof amazonConnectSettings>;
