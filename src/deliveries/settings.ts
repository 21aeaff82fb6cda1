import { z } from "zod";
import { headerText, httpUrl, nonEmpty } from "../adapters/settings.js";
import { CALLBACK_CHANGE_KINDS } from "../domain/change/change.js";
import type { PublishedChangeKind } from "../domain/query.js";
import { mayBePublic } from "../lib/public-addresses.js";
import { keyOf } from "./signature.js";

const KINDS = Object.keys(CALLBACK_CHANGE_KINDS).filter((kind) => kind !== "SNAPSHOT") as [
  PublishedChangeKind,
  ...PublishedChangeKind[],
];

const secret = nonEmpty.refine((text) => keyOf(text) !== null, {
  error: "expected whsec_ and the base64 of 24 to 64 random bytes: echo whsec_$(openssl rand -base64 32)",
});

/** Headers that the gateway sets itself, or that belong to the connection. */
const OWN_HEADER = /^(?:webhook-.*|content-.*|host|connection|transfer-encoding|expect|upgrade|user-agent)$/iu;
const HEADER_NAME = /^[\w!#$%&'*+.^`|~-]+$/u;
const headers = z
  .record(z.string(), headerText)
  .refine((all) => Object.keys(all).every((name) => HEADER_NAME.test(name) && !OWN_HEADER.test(name)), {
    error: "expected names of HTTP headers; content-*, webhook-* and headers of the connection are set by the gateway",
  })
  .default({});

const NAME = /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/u;
const MOST_DELIVERIES = 50;

const deliverySchema = z
  .strictObject({
    /** The URL that events are sent to, by POST. */
    url: httpUrl,
    /** Which callbacks: a CallbackFilter of the API. Default: all. */
    filter: z.record(z.string(), z.unknown()).default({}),
    /** Which kinds of change. Default: all, also those of later versions. */
    kinds: z.array(z.enum(KINDS)).min(1).nullable().default(null),
    /** The key that events are signed with. */
    secret,
    /** The key of before, with which events are signed as well while receivers change it. */
    previousSecret: secret.nullable().default(null),
    /** False sends names, numbers and reasons as they are. Default true. */
    maskPersonalData: z.boolean().default(true),
    /** True allows addresses that are not public, and http. Default false. */
    allowPrivateAddresses: z.boolean().default(false),
    /** Further headers of each request, such as authorization. */
    headers,
    /** The beginning of a new delivery: with the next change, or at the beginning of the change log. Default now. */
    from: z.enum(["now", "beginning"]).default("now"),
    /** How long an event is retried after its first attempt, in milliseconds. Default 3 days. */
    retryForMs: z.int().min(1000).max(2_592_000_000).default(259_200_000),
    /** Timeout of one request, in milliseconds. Default 15,000. */
    timeoutMs: z.int().min(100).max(60_000).default(15_000),
  })
  .superRefine(({ url: text, allowPrivateAddresses }, context) => {
    // Its own rule reports that.
    if (!URL.canParse(text)) return;
    const url = new URL(text);
    const blame = (message: string): void => context.addIssue({ code: "custom", path: ["url"], message });
    if (url.username !== "" || url.password !== "") blame("must not contain a user or password: set headers instead");
    if (allowPrivateAddresses) return;
    if (url.protocol !== "https:") blame("expected an https URL; http requires allowPrivateAddresses: true");
    if (!mayBePublic(url)) blame("is not a public address; it requires allowPrivateAddresses: true");
  });

export type DeliverySettings = z.infer<typeof deliverySchema>;

/** The outgoing webhooks, by their names. */
export const deliveriesSchema = z.record(z.string(), deliverySchema).superRefine((deliveries, context) => {
  const names = Object.keys(deliveries);
  if (names.length > MOST_DELIVERIES) {
    context.addIssue({ code: "custom", message: `expected at most ${MOST_DELIVERIES} deliveries` });
  }
  for (const name of names.filter((one) => !NAME.test(one))) {
    const message = "expected a name of lower-case letters, digits and hyphens, at most 64 characters";
    context.addIssue({ code: "custom", path: [name], message });
  }
});
