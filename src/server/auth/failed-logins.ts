import { createHash } from "node:crypto";
import { createBoundedMap } from "../../lib/cache.js";
import type { Logger } from "pino";
import { GatewayError } from "../../domain/errors.js";
import type { Clock } from "../../domain/time/instant.js";
import { networkOf } from "./address.js";
import type { CredentialHeaders } from "./authentication.js";
import type { Rate } from "../../domain/rate.js";
import type { SharedRates } from "../limits/shared-rates.js";
import { fullBucket, waitFor, type RateBucket } from "../limits/rate-bucket.js";

/** Bounds how fast keys can be guessed from one address. */
export interface FailedLogins {
  /**
   * Runs the check of a client's credentials, which fails with UNAUTHENTICATED. Where too many checks have failed from
   * the address, `isGuessing` is true: nothing that can be guessed may be compared then, and a failure is RATE_LIMITED
   * with `retryAfter`. CredentialHeaders that were accepted from the address before are checked as ever, and requests without
   * credentials guess nothing.
   */
  attempt<Result>(
    credentials: CredentialHeaders,
    address: string,
    check: (isGuessing: boolean) => Promise<Result>,
  ): Promise<Result>;
  /** Applies another rate, and resets the counts. */
  reload(rate: Rate): void;
}

const ADDRESSES_KEPT = 100_000;
const PROOFS_KEPT = 100_000;

export interface FailedLoginOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly sharedRates: SharedRates;
}

export function createFailedLogins(rate: Rate, { clock, logger, sharedRates }: FailedLoginOptions): FailedLogins {
  let current = rate;
  const buckets = createBoundedMap<string, RateBucket>("failed_logins", { maxEntries: ADDRESSES_KEPT });
  const accepted = createBoundedMap<string, true>("successful_logins", { maxEntries: PROOFS_KEPT });

  const bucketOf = (network: string): RateBucket => buckets.getOrCreate(network, () => fullBucket(current, clock()));

  const fail = (network: string): void => {
    const bucket = bucketOf(network);
    if (waitFor(bucket, current, clock()) === null) {
      bucket.tokens -= 1;
      sharedRates.note("failedLogins", network, current, bucket);
    }
    if (waitFor(bucket, current, clock()) !== null) {
      logger.warn({ address: network }, "too many failed logins from address; keys are not checked for now");
    }
  };

  return {
    async attempt(credentials, address, check) {
      const proof = proofOf(credentials);
      if (proof === null) return check(false);
      const network = networkOf(address);
      const key = `${network} ${proof}`;
      const retryAfter = accepted.has(key) ? null : waitFor(bucketOf(network), current, clock());
      try {
        const result = await check(retryAfter !== null);
        accepted.set(key, true);
        return result;
      } catch (error) {
        if (!(error instanceof GatewayError) || error.code !== "UNAUTHENTICATED") throw error;
        if (retryAfter !== null) throw tooMany(current, retryAfter);
        fail(network);
        throw error;
      }
    },
    reload(next) {
      current = next;
      buckets.clear();
    },
  };
}

function tooMany({ requests, perMs }: Rate, retryAfter: number): GatewayError {
  const message = `over the limit failedLogins: at most ${requests} per address in ${perMs} ms`;
  return new GatewayError("RATE_LIMITED", message, { retryAfter, limit: { name: "failedLogins", allowed: requests } });
}

/** The digest of a client's credentials; null without any. */
function proofOf(credentials: CredentialHeaders): string | null {
  const sent = [credentials["authorization"], credentials["x-api-key"]];
  if (sent.every((one) => typeof one !== "string" || one === "")) return null;
  return createHash("sha256").update(JSON.stringify(sent)).digest("base64");
}
