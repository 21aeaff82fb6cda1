import type { Erasure, ErasureSubject } from "../domain/erasure.js";
import type { Removal } from "../domain/removal.js";
import type { RetentionBySource } from "../domain/retention.js";
import type { Instant } from "../domain/time/instant.js";

export interface ErasureRequest {
  readonly subject: ErasureSubject;
  /** The sources in which callbacks are erased; null: all in the store, also sources that the settings no longer have. */
  readonly sources: readonly string[] | null;
  /** The caller, for the audit; null without authentication. */
  readonly actor: string | null;
  /** True to find what would be erased, and erase nothing. */
  readonly isTrial: boolean;
  readonly now: Instant;
}

/** Ended callbacks of a source, from before a moment: at most `limit` at a time. */
export interface EndedRequest {
  readonly source: string;
  readonly endedBefore: Instant;
  readonly limit: number;
}

/** Deletes callbacks because of their age, or because a person demands it. */
export interface ErasureStore {
  /** Sets by source how long ended callbacks are stored: records that are older are not recorded again. */
  applyRetention(retention: RetentionBySource): void;
  /** An upper bound of the number of callbacks, which takes no time. */
  estimateCallbacks(): Promise<number>;
  /** Deletes callbacks with everything about them, without changes in the log. Figures of earlier days stay. Returns how many. */
  deleteEnded(request: EndedRequest): Promise<number>;
  /** Deletes parts of callbacks, without changes in the log. Returns of how many. */
  removeFromEnded(request: EndedRequest, removal: Removal): Promise<number>;
  /**
   * Erases callbacks and everything that is stored about their customers: rows, records, unreadable records, subjects of
   * commands, and personal data in earlier changes. Each gets a change of kind ERASED, and its records are not stored
   * again. Also erases nothing twice: repeated after a failure, it completes the rest.
   */
  erase(request: ErasureRequest): Promise<Erasure>;
  /** Lets the erased records of a subject be stored again. Returns how many. */
  admitErased(request: Pick<ErasureRequest, "subject" | "sources">): Promise<number>;
}
