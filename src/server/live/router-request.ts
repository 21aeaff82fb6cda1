import { GraphQLError } from "graphql";
import { GatewayError } from "../../domain/errors.js";
import { LONGEST_TIMER_MS } from "../../lib/bounds.js";
import type { OperationRequest } from "../limits/operation-gate.js";

/** Where, and under which names, a router wants the results of one subscription. */
export interface RouterTarget {
  readonly url: URL;
  readonly id: string;
  /** Known to the router and the gateway alone; sent back in each message. */
  readonly verifier: string;
  /** Milliseconds within which the router expects a message; 0: it expects none. */
  readonly heartbeatMs: number;
}

/** The longest URL, id and verifier, in characters. The gateway stores them until the subscription ends. */
const LONGEST = 2048;
/** The interval for routers that name none. */
const DEFAULT_HEARTBEAT_MS = 5000;
/** More frequent messages would be a flood, at the cost of the router. */
const SHORTEST_HEARTBEAT_MS = 1000;

/** The member `extensions.subscription` of a request; undefined where it has none. */
export function routerExtensionOf(requested: OperationRequest | null): object | undefined {
  const { extensions } = requested ?? {};
  if (typeof extensions !== "object" || extensions === null || !("subscription" in extensions)) return undefined;
  const { subscription } = extensions;
  return typeof subscription === "object" && subscription !== null ? subscription : undefined;
}

/** Reads `extensions.subscription`. Throws a GraphQLError that says which member is invalid, or that the URL is not listed. */
export function readRouterTarget(extension: object, mayReceive: (url: URL) => boolean): RouterTarget {
  const { callbackUrl, subscriptionId, verifier, heartbeatIntervalMs } = extension as Readonly<Record<string, unknown>>;
  const url = urlOf(textOf("callbackUrl", callbackUrl));
  if (!mayReceive(url)) {
    const message = `results are not sent to ${url.origin}${url.pathname}: list the router in server.subscriptions.routers`;
    throw new GraphQLError(message, { originalError: new GatewayError("FORBIDDEN", message) });
  }
  return {
    url,
    id: textOf("subscriptionId", subscriptionId),
    verifier: textOf("verifier", verifier),
    heartbeatMs: heartbeatOf(heartbeatIntervalMs ?? DEFAULT_HEARTBEAT_MS),
  };
}

function urlOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/u.test(url.protocol) || url.username !== "" || url.password !== "") {
    throw badRequest("callbackUrl must be an http or https URL without credentials");
  }
  return url;
}

function textOf(name: string, value: unknown): string {
  if (typeof value === "string" && value !== "" && value.length <= LONGEST) return value;
  throw badRequest(`${name} must be a text of 1 to ${LONGEST} characters`);
}

function heartbeatOf(value: unknown): number {
  const isValid = typeof value === "number" && Number.isInteger(value) && value <= LONGEST_TIMER_MS;
  if (isValid && (value === 0 || value >= SHORTEST_HEARTBEAT_MS)) return value;
  throw badRequest(
    `heartbeatIntervalMs must be 0, or a whole number from ${SHORTEST_HEARTBEAT_MS} to ${LONGEST_TIMER_MS}`,
  );
}

function badRequest(message: string): GraphQLError {
  return new GraphQLError(`extensions.subscription.${message}`, { extensions: { code: "BAD_REQUEST" } });
}
