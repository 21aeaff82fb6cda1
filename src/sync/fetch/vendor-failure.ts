import { GatewayError } from "../../domain/errors.js";

/** Anything but a GatewayError is a fault of the gateway's own: the log has its cause, and nobody else. */
export function toGatewayError(thrown: unknown, source: string): GatewayError {
  if (thrown instanceof GatewayError) return thrown;
  return new GatewayError("VENDOR_MALFORMED", `the response of ${source} could not be processed`, {
    source,
    cause: thrown,
  });
}

/** True where the vendor refused this very query as wrong (4xx): an answer about its key, and about nothing else. */
export function isRefusedKey(error: GatewayError): boolean {
  return error.code === "VENDOR_REJECTED" && error.status !== null && error.status >= 400 && error.status < 500;
}
