import type { Kysely } from "kysely";
import type { Observation } from "../../../domain/change/observation.js";
import { isPastRetention, type RetentionBySource } from "../../../domain/retention.js";
import type { Instant } from "../../../domain/time/instant.js";
import { findErased, type KeyedHash } from "../erasure/erased-records.js";
import type { Tables } from "../schema/tables.js";

/** The rules by which records are not stored. */
export interface Admitting {
  readonly retention: RetentionBySource;
  readonly keyedHash: KeyedHash;
}

/**
 * The observations that are recorded: of stored callbacks all of them; of others neither those of erased records nor those of
 * callbacks that ended before the retention of their source began.
 */
export async function admit(
  db: Kysely<Tables>,
  { source, now, isStored }: { source: string; now: Instant; isStored: (vendorId: string) => boolean },
  observations: readonly Observation[],
  { retention, keyedHash }: Admitting,
): Promise<readonly Observation[]> {
  const strangers = new Set<string>();
  for (const { callback } of observations) if (!isStored(callback.vendorId)) strangers.add(callback.vendorId);
  if (strangers.size === 0) return observations;
  const erased = await findErased(db, source, strangers, keyedHash);
  const policy = retention.get(source);
  return observations.filter(({ callback }) => {
    if (!strangers.has(callback.vendorId)) return true;
    return !erased.has(callback.vendorId) && (policy === undefined || !isPastRetention(callback, policy, now));
  });
}
