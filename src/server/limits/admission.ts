import { actorOf, type Caller } from "../../domain/caller.js";
import { GatewayError } from "../../domain/errors.js";
import type { Clock } from "../../domain/time/instant.js";
import { networkOf } from "../auth/address.js";
import { bytesOfText, createBoundedMap } from "../../lib/cache.js";
import { fullBucket, waitFor, type RateBucket } from "./rate-bucket.js";
import type { SharedRates } from "./shared-rates.js";
import type { OperationSettings } from "./operation-settings.js";

/**
 * The caller and its address. Without authentication, callers are distinguished by address, of IPv6 by the first 64
 * bits.
 */
export interface Requester {
  readonly caller: Caller;
  readonly address: string;
}

/** Counts the operations of callers in progress, and limits how fast they begin more. */
export interface Admission {
  /** Throws RATE_LIMITED, with when to come back, and TOO_MANY_OPERATIONS or TOO_MANY_SUBSCRIPTIONS. */
  begin(requester: Requester, isSubscription: boolean): () => void;
  /**
   * Counts the bytes of a subscription until the returned function is called. Throws TOO_MANY_SUBSCRIPTIONS where all
   * subscriptions of its caller together would exceed the limit.
   */
  hold(requester: Requester, bytes: number): () => void;
}

export type AdmissionLimits = Pick<
  OperationSettings,
  "rate" | "perCaller" | "subscriptionsPerCaller" | "subscriptionBytesPerCaller"
>;

interface Account extends RateBucket {
  operations: number;
  subscriptions: number;
  subscriptionBytes: number;
}

/** The key of the account that an operation counts for. */
export function accountKeyOf({ caller, address }: Requester): string {
  const actor = actorOf(caller);
  return actor === null ? `at ${networkOf(address)}` : `of ${actor}`;
}

const ACCOUNTS_BYTES = 33_554_432;
const ACCOUNT_BYTES = 100;

export interface AdmissionOptions {
  readonly isLocalOnly: boolean;
  readonly clock: Clock;
  readonly sharedRates: SharedRates;
}

/** Without authentication, where only this machine is served, there is no rate. */
export function createAdmission(
  limits: AdmissionLimits,
  { isLocalOnly, clock, sharedRates }: AdmissionOptions,
): Admission {
  const accounts = createBoundedMap<string, Account>("accounts", {
    maxBytes: ACCOUNTS_BYTES,
    bytesOf: (key) => ACCOUNT_BYTES + bytesOfText(key),
  });
  const { rate } = limits;

  const accountOf = (requester: Requester): Account => {
    const key = accountKeyOf(requester);
    return accounts.getOrCreate(key, () => ({
      ...fullBucket(rate, clock()),
      operations: 0,
      subscriptions: 0,
      subscriptionBytes: 0,
    }));
  };

  const take = (requester: Requester, account: Account): void => {
    const retryAfter = waitFor(account, rate, clock());
    if (retryAfter !== null) {
      const { requests, perMs } = rate;
      const message = `over the limit rate: at most ${requests} operations in ${perMs} ms`;
      throw new GatewayError("RATE_LIMITED", message, { retryAfter, limit: { name: "rate", allowed: requests } });
    }
    account.tokens -= 1;
    sharedRates.note("operations", accountKeyOf(requester), rate, account);
  };

  return {
    begin(requester, isSubscription) {
      const account = accountOf(requester);
      if (!isLocalOnly) take(requester, account);
      const kind = isSubscription ? "subscriptions" : "operations";
      const allowed = isSubscription ? limits.subscriptionsPerCaller : limits.perCaller;
      if (account[kind] >= allowed) {
        const code = isSubscription ? "TOO_MANY_SUBSCRIPTIONS" : "TOO_MANY_OPERATIONS";
        const message = `over the limit ${kind}: at most ${allowed} per caller at a time`;
        throw new GatewayError(code, message, { limit: { name: kind, allowed } });
      }
      return countOnce(account, kind, 1);
    },
    hold(requester, bytes) {
      const account = accountOf(requester);
      const allowed = limits.subscriptionBytesPerCaller;
      if (account.subscriptionBytes + bytes > allowed) {
        const message = `over the limit subscriptionBytes: at most ${allowed} bytes of documents and variables in all subscriptions of one caller`;
        throw new GatewayError("TOO_MANY_SUBSCRIPTIONS", message, { limit: { name: "subscriptionBytes", allowed } });
      }
      return countOnce(account, "subscriptionBytes", bytes);
    },
  };
}

/** Adds to a count of an account; the returned function takes it back, once. */
function countOnce(
  account: Account,
  kind: "operations" | "subscriptions" | "subscriptionBytes",
  amount: number,
): () => void {
  account[kind] += amount;
  let isOver = false;
  return () => {
    if (!isOver) account[kind] -= amount;
    isOver = true;
  };
}
