import { createHash, createHmac } from "node:crypto";
import type { Clock } from "../../domain/time/instant.js";
import type { FakeRequest } from "../fake/fake.js";
import { awsTime } from "./signer.js";

/** Why a signature was refused: the vendor's error type, and its message. */
export interface SignatureFault {
  readonly type: string;
  readonly message: string;
}

export interface FakeKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
  readonly service: string;
}

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/u;
const VALID_MS = 300_000;

/** Verifies Signature Version 4 by its document, step by step: canonical request, string to sign, key, signature. */
export function faultOfSignature(
  request: FakeRequest,
  { accessKeyId, secretAccessKey, region, service }: FakeKey,
  clock: Clock,
): SignatureFault | null {
  const { method, path, headers, body } = request;
  const [, keyId, date, sentRegion, sentService, names, signature] =
    AUTHORIZATION.exec(headers["authorization"] ?? "") ?? [];
  if (keyId === undefined || date === undefined || names === undefined) {
    return { type: "MissingAuthenticationTokenException", message: "Missing Authentication Token" };
  }
  if (keyId !== accessKeyId) {
    return { type: "UnrecognizedClientException", message: "The security token included in the request is invalid." };
  }
  if (sentRegion !== region || sentService !== service) {
    return { type: "InvalidSignatureException", message: "Credential should be scoped to a valid region." };
  }
  const sentAt = headers["x-amz-date"] ?? "";
  const fault = faultOfTime(sentAt, clock());
  if (fault !== null) return fault;
  const scope = `${date}/${region}/${service}/aws4_request`;
  const canonical = canonicalRequest({ method, path, headers, body }, names);
  const toSign = ["AWS4-HMAC-SHA256", sentAt, scope, sha256(canonical)].join("\n");
  const key = [date, region, service, "aws4_request"].reduce<string | Buffer>(hmac, `AWS4${secretAccessKey}`);
  if (hmac(key, toSign).toString("hex") === signature) return null;
  return {
    type: "InvalidSignatureException",
    message: "The request signature we calculated does not match the signature you provided.",
  };
}

function faultOfTime(sentAt: string, now: number): SignatureFault | null {
  const [, ...parts] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/u.exec(sentAt) ?? [];
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts.map(Number);
  const at = Date.UTC(year, month - 1, day, hour, minute, second);
  const type = "InvalidSignatureException";
  if (at < now - VALID_MS) return { type, message: `Signature expired: ${sentAt} is now earlier than ${awsTime(now)}` };
  if (at > now + VALID_MS)
    return { type, message: `Signature not yet current: ${sentAt} is still later than ${awsTime(now)}` };
  return null;
}

function canonicalRequest({ method, path, headers, body }: FakeRequest, names: string): string {
  const [pathname = "", query = ""] = path.split("?");
  // The path is encoded once more, each segment by itself.
  const uri = pathname.split("/").map(encode).join("/");
  const parameters = query
    .split("&")
    .filter((pair) => pair !== "")
    .map((pair) => pair.split("=").map((part) => encode(decodeURIComponent(part.replaceAll("+", " ")))))
    .map(([name = "", value = ""]) => `${name}=${value}`)
    .toSorted();
  const lines = names.split(";").map((name) => `${name}:${(headers[name] ?? "").trim().replaceAll(/\s+/gu, " ")}\n`);
  return [method, uri, parameters.join("&"), lines.join(""), names, sha256(body)].join("\n");
}

/** Encodes all but the unreserved characters of RFC 3986. */
function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(/[!'()*]/gu, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
