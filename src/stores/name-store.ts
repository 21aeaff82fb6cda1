import type { StoredName } from "../domain/names.js";

/** Names of queues and agents. They survive restarts and outages of the vendor, and are never deleted. */
export interface NameStore {
  /** All names of a source; of all sources without one. */
  readNames(source?: string): Promise<readonly StoredName[]>;
  /** Inserts or replaces names of one source, each by kind, id and origin, and notifies the other gateways. */
  saveNames(source: string, names: readonly StoredName[]): Promise<void>;
  /**
   * Calls `listener` after another gateway has saved names of a source; with null where it may have been any source. Returns
   * a function that stops it.
   */
  onNames(listener: (source: string | null) => void): () => void;
}
