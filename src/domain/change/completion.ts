import type { Callback } from "../callback.js";
import { isOpenStatus } from "../status.js";
import type { DurationMs } from "../time/instant.js";
import type { Observation, RememberedCallback } from "./observation.js";

/** For how long a vendor may still show a callback as open after it has confirmed the withdrawal. */
const WITHDRAWAL_SETTLES_MS: DurationMs = 600_000;

/**
 * Returns the observation with the previous values of fields that its kind of record does not show, and of the outcome
 * where a confirmed withdrawal stays.
 */
export function completed(previous: RememberedCallback, observed: Observation): Observation {
  const isKept = keepsWithdrawal(previous, observed);
  const lacks: readonly (keyof Callback)[] = observed.lacks ?? [];
  if (lacks.length === 0 && !isKept) return observed;
  const before = Object.fromEntries(lacks.map((name) => [name, previous.callback[name]]));
  const { outcome } = previous.callback;
  return {
    ...observed,
    callback: { ...observed.callback, ...before, ...(isKept && { outcome, nextAttemptAt: null }) },
  };
}

/**
 * True if the vendor has confirmed the withdrawal of a callback, and the record does not show who ended it: it stays
 * CANCELED. A record that is still open counts once the vendor had the time to apply the withdrawal.
 */
export function keepsWithdrawal({ callback, statusReportedAt }: RememberedCallback, observed: Observation): boolean {
  const { status, statusBasis, vendorStatus } = callback;
  const isWithdrawn = status === "CANCELED" && statusBasis === "REPORTED" && vendorStatus === null;
  if (!isWithdrawn || observed.keepsWithdrawal !== true) return false;
  return (
    !isOpenStatus(observed.callback.status) || observed.observedAt < (statusReportedAt ?? 0) + WITHDRAWAL_SETTLES_MS
  );
}
