import { z } from "zod";
import { findZone } from "../../domain/time/zone.js";
import { commonSettings, httpUrl, keyText, nonEmpty } from "../settings.js";

/** The token endpoint for access keys with a client id; its host is the same for all clusters. */
const TOKEN_URL = "https://cxone.niceincontact.com/auth/token";

/** The id of a skill: a whole number, as a number or as text. */
const skillId = keyText.refine((id) => /^[1-9]\d{0,14}$/u.test(id), { error: "expected a number such as 4711" });

const auth = z
  .strictObject({
    /** Id and secret of an access key. */
    accessKeyId: nonEmpty,
    accessKeySecret: nonEmpty,
    /** Id and secret of the registered application; set both, or neither if `tokenUrl` takes the access key alone. */
    clientId: nonEmpty.optional(),
    clientSecret: nonEmpty.optional(),
    /** URL of the token endpoint. Default, with `clientId`: https://cxone.niceincontact.com/auth/token. */
    tokenUrl: httpUrl.optional(),
  })
  .refine(({ clientId, clientSecret }) => (clientId === undefined) === (clientSecret === undefined), {
    error: "clientId and clientSecret must be set together",
    path: ["clientSecret"],
  })
  .refine(({ clientId, tokenUrl }) => clientId !== undefined || tokenUrl !== undefined, {
    error: "is required without clientId: https://{region}.nice-incontact.com/authentication/v1/token/access-key",
    path: ["tokenUrl"],
  })
  .transform(({ tokenUrl, ...rest }) => ({ ...rest, tokenUrl: tokenUrl ?? TOKEN_URL }));

/**
 * Settings of a source at NICE CXone. `baseUrl` ends with /inContactAPI: `https://api-c30.nice-incontact.com/inContactAPI`;
 * an address in the token's response has precedence.
 */
export const niceCxoneSettings = z.strictObject({
  ...commonSettings,
  auth,
  /** Version of the API, as in its paths. Default v33.0. */
  apiVersion: z
    .string({ error: "expected text" })
    .regex(/^v\d{1,3}\.\d{1,2}$/u, { error: "expected a version such as v33.0" })
    .default("v33.0"),
  /** Ids of the skills whose callbacks belong to this source, and to which callbacks are written. */
  skills: z
    .array(skillId)
    .min(1, { error: "expected at least one skill" })
    .refine((ids) => new Set(ids).size === ids.length, { error: "expected each skill once" }),
  /** IANA time zone of the business unit: the zone of the vendor's times that have neither `Z` nor an offset. */
  timeZone: nonEmpty.refine((name) => findZone(name) !== null, {
    error: "expected an IANA time zone such as America/New_York, or UTC",
  }),
  /** Requests that the vendor allows. Default: 60 per minute, which is an assumption. */
  quota: commonSettings.quota.unwrap().default({ requests: 60, perMs: 60_000 }),
});

export type NiceCxoneSettings = z.output<typeof niceCxoneSettings>;
