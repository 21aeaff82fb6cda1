import { GatewayError } from "../../domain/errors.js";

/** Converts any other error into a GatewayError of the gateway's own; only the log contains its cause. */
export function toGatewayError(thrown: unknown, source: string): GatewayError {
  if (thrown instanceof GatewayError) return thrown;
  return new GatewayError("VENDOR_MALFORMED", `the response of ${source} could not be processed`, {
    source,
    cause: thrown,
  });
}

/** True if the vendor rejected this query as invalid (4xx): the failure concerns its key only. */
export function isRefusedKey(error: GatewayError): boolean {
  return error.code === "VENDOR_REJECTED" && error.status !== null && error.status >= 400 && error.status < 500;
}
