import { createHash, randomBytes } from "node:crypto";
import type { Scope } from "./caller.js";
import type { Instant } from "./time/instant.js";

/** A read-only key of a display, as the store keeps it: without the key itself. */
export interface KioskKey {
  /** Says where the display is. Unique; part of the caller's identity. */
  readonly name: string;
  /** SHA-256 of the key, in hexadecimal: a stolen store lets nobody in. */
  readonly digest: string;
  readonly scopes: readonly Scope[];
  /** The sources that exist for the display; null: all. */
  readonly sources: readonly string[] | null;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
  /** When it was revoked; null: it was not. */
  readonly revokedAt: Instant | null;
}

const PREFIX = "rbk_";
/** 256 bits: too many to guess. */
const KEY_BYTES = 32;
const KEY = /^rbk_[\w-]{43}$/u;

/** Returns a new key at random. It is shown once, and stored as its digest only. */
export function drawKioskKey(): string {
  return PREFIX + randomBytes(KEY_BYTES).toString("base64url");
}

/** Whether a text has the form of a kiosk key. */
export function isKioskKey(text: string): boolean {
  return KEY.test(text);
}

export function digestOfKioskKey(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}

/** Whether a key lets its display in at a moment. */
export function isKioskKeyValid({ expiresAt, revokedAt }: KioskKey, now: Instant): boolean {
  return revokedAt === null && expiresAt > now;
}
