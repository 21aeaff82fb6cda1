import type { Clock, DurationMs, Instant } from "../../domain/time/instant.js";

/** The bearer tokens that a fake has granted. */
export interface FakeTokens {
  grant(): string;
  /** True if an `authorization` header contains a token that was granted, has not expired and was not revoked. */
  isValid(authorization: string | undefined): boolean;
  revoke(): void;
}

/** Tokens that live for `lifeMs` by the fake's clock. */
export function createTokens(clock: Clock, lifeMs: DurationMs, name: string): FakeTokens {
  const expiries = new Map<string, Instant>();
  let granted = 0;
  return {
    grant() {
      granted += 1;
      const token = `${name}-token-${granted}`;
      expiries.set(token, clock() + lifeMs);
      return token;
    },
    isValid(authorization) {
      const expiresAt = expiries.get(authorization?.replace(/^Bearer /u, "") ?? "");
      return expiresAt !== undefined && clock() < expiresAt;
    },
    revoke: () => expiries.clear(),
  };
}
