import { describe, expect, it } from "vitest";
import type { FakeRequest } from "../fake/fake.js";
import type { SignableRequest } from "../http/credentials.js";
import { faultOfSignature } from "./fake-signature.js";
import { signedRequests } from "./signer.js";

const KEY = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };
const HOST = "connect.eu-central-1.amazonaws.com";
const NOW = Date.UTC(2026, 10, 26, 10, 0, 5);
const signal = new AbortController().signal;

/** A request as it is signed, and as the vendor receives it. */
async function send(path: string, body: string | null, sessionToken: string | null = null): Promise<FakeRequest> {
  const method = body === null ? "GET" : "POST";
  const request: SignableRequest = { method, url: `https://${HOST}${path}`, body };
  const accessKey = () => Promise.resolve({ ...KEY, sessionToken });
  const credentials = signedRequests({ region: "eu-central-1", clock: () => NOW, accessKey });
  const headers = await credentials.headers(signal, request);
  return { method, path, headers: { ...headers, host: HOST }, body: body ?? "" };
}

const faultOf = (request: FakeRequest, now = NOW, key = KEY): string | null =>
  faultOfSignature(request, { ...key, region: "eu-central-1", service: "connect" }, () => now)?.message ?? null;

describe("the fake's verification", () => {
  it("accepts the published example of Signature Version 4", () => {
    const authorization =
      "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, " +
      "SignedHeaders=host;x-amz-date, Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31";
    const headers = { host: "example.amazonaws.com", "x-amz-date": "20150830T123600Z", authorization };
    const request = { method: "GET", path: "/", headers, body: "" };
    const clock = (): number => Date.UTC(2015, 7, 30, 12, 36);
    expect(faultOfSignature(request, { ...KEY, region: "us-east-1", service: "service" }, clock)).toBeNull();
  });
});

describe("a signed request", () => {
  it.each([
    ["a path", "/contacts/i-1/c-1", null],
    ["an encoded path", "/contacts/i-1/a%2Fb%20c%25", null],
    ["a query", "/contact/associated/i-1?contactId=c-1&maxResults=100", null],
    ["a query with characters to encode", "/contact/associated/i-1?contactId=a%20b%2B%3D%26&maxResults=100", null],
    ["a body", "/search-contacts", JSON.stringify({ InstanceId: "i-1", Name: "Zoë" })],
  ])("with %s is accepted", async (_, path, body) => {
    expect(faultOf(await send(path, body))).toBeNull();
  });

  it("with a session token signs the token", async () => {
    const request = await send("/contacts/i-1/c-1", null, "a session token");
    expect(request.headers["x-amz-security-token"]).toBe("a session token");
    expect(faultOf(request)).toBeNull();
    const headers = { ...request.headers, "x-amz-security-token": "another" };
    expect(faultOf({ ...request, headers })).toMatch(/does not match/u);
  });

  it("is rejected if anything in it was changed", async () => {
    const request = await send("/search-contacts", "{}");
    expect(faultOf({ ...request, body: "{ }" })).toMatch(/does not match/u);
    expect(faultOf({ ...request, path: "/contact/stop" })).toMatch(/does not match/u);
    expect(faultOf({ ...request, method: "PUT" })).toMatch(/does not match/u);
    expect(faultOf({ ...request, headers: { ...request.headers, host: "other.test" } })).toMatch(/does not match/u);
    expect(faultOf(request, NOW, { ...KEY, secretAccessKey: "other" })).toMatch(/does not match/u);
    expect(faultOf({ ...request, headers: {} })).toMatch(/Missing Authentication Token/u);
  });

  it("is valid for five minutes around its time", async () => {
    const request = await send("/contacts/i-1/c-1", null);
    expect([-300_000, 300_000].map((ms) => faultOf(request, NOW + ms))).toEqual([null, null]);
    expect(faultOf(request, NOW + 301_000)).toMatch(/^Signature expired/u);
    expect(faultOf(request, NOW - 301_000)).toMatch(/^Signature not yet current/u);
  });
});
