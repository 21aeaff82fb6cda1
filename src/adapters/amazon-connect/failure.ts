import { isJsonObject, type JsonValue } from "../../lib/json.js";
import type { ResponseHeaders, VendorErrorBody } from "../http/failure.js";

const MAX_CODE_LENGTH = 100;
const SKEW = "the signature's time is too far from the vendor's: set this machine's clock";

/** The advice for an operator, by the error's type. */
const CAUSES: Readonly<Record<string, string>> = {
  InvalidSignatureException: "the secret access key does not belong to the access key id",
  IncompleteSignatureException: "the access key id is malformed",
  UnrecognizedClientException: "AWS does not know the access key id, or its session token is missing or wrong",
  ExpiredTokenException: "the session token has expired",
  MissingAuthenticationTokenException: "the address is not one of the API: check region and baseUrl",
  AccessDeniedException:
    "the key's policy does not allow it: connect:SearchContacts, DescribeContact, ListAssociatedContacts and " +
    "StopContact, on this instance",
  ResourceNotFoundException: "this region has no such instance or contact: check region and instanceId",
  InvalidActiveRegionException: "the instance is active in another region: check region",
};

/** Reads the type of an error: a header names it, or the body. Its message is only compared, because it quotes requests. */
export function readConnectError(body: JsonValue, headers: ResponseHeaders): VendorErrorBody {
  const sent = headers["x-amzn-errortype"] ?? (isJsonObject(body) ? body["__type"] : null);
  // `InvalidSignatureException:http://internal.amazon.com/…`, `com.amazon…#ThrottlingException`
  const code =
    typeof sent === "string" ? (/^[^:]*?([A-Za-z]+)(?::|$)/u.exec(sent.replace(/^.*#/u, ""))?.[1] ?? null) : null;
  const trackingId = headers["x-amzn-requestid"];
  const cause = causeOf(code, messageOf(body));
  return {
    code: code?.slice(0, MAX_CODE_LENGTH) ?? null,
    trackingId: typeof trackingId === "string" ? trackingId : null,
    ...(cause === null ? {} : { cause }),
  };
}

function causeOf(code: string | null, message: string): string | null {
  if (code === null) return null;
  if (/^signature (?:expired|not yet current)/iu.test(message)) return SKEW;
  if (/credential should be scoped to a valid region/iu.test(message)) {
    return "the address belongs to another region: check region and baseUrl";
  }
  return Object.hasOwn(CAUSES, code) ? (CAUSES[code] ?? null) : null;
}

function messageOf(body: JsonValue): string {
  const message = isJsonObject(body) ? (body["message"] ?? body["Message"]) : null;
  return typeof message === "string" ? message : "";
}
