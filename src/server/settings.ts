import { z } from "zod";
import { LARGEST_BYTES, LARGEST_COUNT, LONGEST_TIMER_MS } from "../lib/bounds.js";
import { settingText } from "./auth/auth-settings.js";
import { isNetwork } from "./auth/address.js";
import { isRouterEntry } from "./live/router-list.js";
import { mcpSchema } from "./mcp/mcp-settings.js";
import { operationsSchema, rateSchema } from "./limits/operation-settings.js";

const ROUTER_ENTRY =
  "expected an http or https URL such as https://router.example.com/callback, an IP address, or a network such as 10.0.0.0/8";

const subscriptionsSchema = z.strictObject({
  /** Time within which a WebSocket must send `connection_init`, in milliseconds. Default 10,000. */
  initTimeoutMs: z.int().min(1).max(LONGEST_TIMER_MS).default(10_000),
  /** Interval of pings and of SSE keep-alives, in milliseconds; a WebSocket without a pong is closed. Default 12 s. */
  keepAliveMs: z.int().min(10).max(LONGEST_TIMER_MS).default(12_000),
  /** WebSockets per caller; per address without authentication, and until a WebSocket has authenticated. Default 5000. */
  socketsPerCaller: z.int().min(1).max(LARGEST_COUNT).default(5000),
  /** Operations in flight in one WebSocket. Default 1000. */
  perSocket: z.int().min(1).max(LARGEST_COUNT).default(1000),
  /** Bytes that may wait in one WebSocket to be sent; above it, the WebSocket is closed. Default 4 MiB. */
  maxBufferedBytes: z.int().min(1024).max(LARGEST_BYTES).default(4_194_304),
  /**
   * Routers that may receive results by the HTTP callback protocol: the URL that a router names has to be below one of these
   * URLs, or its host an address in one of these networks. Default: none, so that no request is sent.
   */
  routers: z.array(z.string().refine(isRouterEntry, { error: ROUTER_ENTRY })).default([]),
});

const wholePort = z.int({
  error: ({ code }) => (code === "invalid_type" ? "expected a whole number from 0 to 65535" : undefined),
});

/** Settings of the HTTP server, its transports and its limits. */
export const serverSchema = z.strictObject({
  /** Address to listen on. Default: localhost, so that only this machine is served. */
  host: settingText.default("localhost"),
  port: wholePort.min(0).max(65_535).default(4000),
  /** Whether introspection is allowed. Default: true, or false if NODE_ENV is production. */
  introspection: z.boolean().default(true),
  /** Whether `/` serves GraphiQL. Default: true, or false if NODE_ENV is production. */
  graphiql: z.boolean().default(true),
  /** Whether `/sandbox` serves a page that loads Apollo Sandbox from Apollo's CDN. Default false. */
  sandbox: z.boolean().default(false),
  /** Whether `/wallboard` serves the wallboard: a static page that calls the API with its viewer's credentials. */
  wallboard: z.boolean().default(true),
  /** Addresses or networks of reverse proxies whose forwarding headers are trusted. Default: none. */
  trustedProxies: z
    .array(z.string().refine(isNetwork, { error: "expected an IP address, or a network such as 10.0.0.0/8" }))
    .default([]),
  /** Origins whose pages may call the API from a browser (CORS). Default: none but the gateway's own. */
  corsOrigins: z.array(z.url({ error: "expected an origin such as https://example.com" })).default([]),
  /** Whether the schema is also a subgraph of Apollo Federation 2: `_service`, `_entities` and keys. Default false. */
  federation: z.boolean().default(false),
  /** Whether the fields of the subgraph have the scopes that they require, for routers that verify tokens. Default false. */
  federationScopes: z.boolean().default(false),
  /**
   * Time between SIGTERM and the end of accepting connections, in milliseconds. Meanwhile `/health/ready` responds with
   * 503, so that load balancers stop sending requests. Default 5000.
   */
  drainMs: z.int().min(0).max(600_000).default(5000),
  maxBodyBytes: z.int().min(1024).max(LARGEST_BYTES).default(1_048_576),
  /** Bytes of a webhook delivery or a hint; the whole body is read before its signature can be verified. Default 128 KiB. */
  maxWebhookBytes: z.int().min(1024).max(LARGEST_BYTES).default(131_072),
  /** Bearer token for `POST /webhooks/<source>/hint`. Default: none, so that only callers with a scope for it may. */
  hintToken: settingText.nullable().default(null),
  /** Failed logins allowed per address: a token bucket of `requests`, refilled over `perMs`. */
  failedLogins: rateSchema({ requests: 100, perMs: 60_000 }),
  /** Tools for agents at `/mcp`. */
  mcp: mcpSchema.prefault({}),
  subscriptions: subscriptionsSchema.prefault({}),
  operations: operationsSchema.prefault({}),
});
