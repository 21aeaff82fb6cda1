import { createHmac } from "node:crypto";
import type { Instant } from "../domain/time/instant.js";

const PREFIX = "whsec_";
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/u;
const FEWEST_BYTES = 24;
const MOST_BYTES = 64;

/** The bytes of a secret as Standard Webhooks writes it: `whsec_` and base64 of 24 to 64 bytes; null for other text. */
export function keyOf(secret: string): Buffer | null {
  const text = secret.slice(PREFIX.length);
  if (!secret.startsWith(PREFIX) || !BASE64.test(text)) return null;
  const key = Buffer.from(text, "base64");
  return key.length < FEWEST_BYTES || key.length > MOST_BYTES ? null : key;
}

/** The headers by which a receiver verifies a message: one signature for each key. `at` is the time of the attempt. */
export function signatureHeaders(
  keys: readonly Buffer[],
  { id, body, at }: { readonly id: string; readonly body: string; readonly at: Instant },
): Readonly<Record<string, string>> {
  const timestamp = Math.floor(at / 1000);
  // The library `standardwebhooks` computes the same by packages in JavaScript; the tests verify by it.
  const signatures = keys.map((key) => {
    const hmac = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`);
    return `v1,${hmac.digest("base64")}`;
  });
  return { "webhook-id": id, "webhook-timestamp": String(timestamp), "webhook-signature": signatures.join(" ") };
}
