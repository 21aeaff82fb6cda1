import type { DurationMs } from "../domain/time/instant.js";

/**
 * Leases, quotas and delivery ids that gateways of one store share. All times are of the store's own clock. In a store that is
 * one process's own, that process has everything.
 */
export interface LeaseStore {
  /** Notes that a gateway lives for so long from now on, and says who lives, in an order that is the same for all. */
  beat(gateway: string, forMs: DurationMs): Promise<readonly string[]>;
  /** Takes these leases if no other gateway has them, or renews them; returns which the gateway has now. */
  acquireLeases(gateway: string, names: readonly string[], forMs: DurationMs): Promise<readonly string[]>;
  /** Gives these leases back before their time. */
  releaseLeases(gateway: string, names: readonly string[]): Promise<void>;
  /** Removes a gateway, and releases all leases that it has. */
  removeGateway(gateway: string): Promise<void>;
}
