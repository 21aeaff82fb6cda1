import type { GraphQLFormattedError } from "graphql";

/** The error that ends a subscription when the gateway shuts down, with the cursor to resume after. */
export function interruptionAfter(cursor: string): GraphQLFormattedError {
  const message = `the gateway is shutting down: subscribe again after ${cursor}`;
  return { message, extensions: { code: "SUBSCRIPTION_INTERRUPTED", retryable: true, cursor } };
}
