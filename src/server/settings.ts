import { z } from "zod";
import { LARGEST_BYTES, LARGEST_COUNT, LONGEST_TIMER_MS } from "../callback/bounds.js";
import { settingText } from "./auth-settings.js";
import { isNetwork } from "./address.js";
import { operationsSchema, rateSchema } from "./operation-settings.js";

const subscriptionsSchema = z.strictObject({
  /** How long a socket may take to begin, in milliseconds. */
  initTimeoutMs: z.int().min(1).max(LONGEST_TIMER_MS).default(10_000),
  /** How often a sign of life is given and asked for, in milliseconds; who gives none until the next is ended. */
  keepAliveMs: z.int().min(10).max(LONGEST_TIMER_MS).default(12_000),
  /** Operations at a time in one socket. */
  perSocket: z.int().min(1).max(LARGEST_COUNT).default(1000),
  /** What may wait in one socket to be sent, in bytes, before it is ended. */
  maxBufferedBytes: z.int().min(1024).max(LARGEST_BYTES).default(4_194_304),
});

const wholePort = z.int({
  error: ({ code }) => (code === "invalid_type" ? "expected a whole number from 0 to 65535" : undefined),
});

/** Where and how to serve. */
export const serverSchema = z.strictObject({
  /** Where to listen. Default: this machine only. */
  host: settingText.default("localhost"),
  port: wholePort.min(0).max(65_535).default(4000),
  /** Whether clients may ask for the schema. Where NODE_ENV is production, not by default. */
  introspection: z.boolean().default(true),
  /** Whether `/` serves GraphiQL. Where NODE_ENV is production, not by default. */
  graphiql: z.boolean().default(true),
  /** Whether `/wallboard` serves the wallboard: a page that holds nothing, and asks the API as its viewer. */
  wallboard: z.boolean().default(true),
  /** Proxies in front, as addresses or networks: whom they forward for is believed. Default: nobody. */
  trustedProxies: z
    .array(z.string().refine(isNetwork, { error: "expected an IP address, or a network such as 10.0.0.0/8" }))
    .default([]),
  /** Origins whose pages may call the API from a browser, such as https://studio.apollographql.com. */
  corsOrigins: z.array(z.url({ error: "expected an origin such as https://example.com" })).default([]),
  /** Whether the API is a subgraph of Federation 2 as well: `_service`, `_entities`, and keys. */
  federation: z.boolean().default(false),
  /**
   * How long a gateway that was sent SIGTERM goes on serving while `/health/ready` says 503, in milliseconds, so that load
   * balancers send nothing more before it stops accepting. Default 5 s.
   */
  drainMs: z.int().min(0).max(600_000).default(5000),
  maxBodyBytes: z.int().min(1024).max(LARGEST_BYTES).default(1_048_576),
  /** The bearer token of those who may say that something has changed. Default: nobody may. */
  hintToken: settingText.nullable().default(null),
  /** How many logins may fail from one address: these many at once, and so many again over the time. */
  failedLogins: rateSchema({ requests: 100, perMs: 60_000 }),
  subscriptions: subscriptionsSchema.prefault({}),
  operations: operationsSchema.prefault({}),
});
