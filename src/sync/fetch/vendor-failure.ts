import { GatewayError } from "../../domain/errors.js";

/** Anything but a GatewayError is a fault of the gateway's own: the log has its cause, and nobody else. */
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
