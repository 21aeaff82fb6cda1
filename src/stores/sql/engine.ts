import { sql, type Kysely, type RawBuilder, type SqlBool } from "kysely";
import type { Instant } from "../../domain/time/instant.js";
import type { RateLedger } from "../../domain/rate.js";
import type { QuotaLedger } from "../../domain/vendor/quota.js";
import type { SearchPlan } from "./callbacks/search.js";
import type { LeaseStore } from "../lease-store.js";
import type { ReplicaMonitor } from "../replicas.js";
import type { ColumnTypes } from "./schema/column-types.js";
import type { Tables } from "./schema/tables.js";

/**
 * Locks that separate the transactions of all gateways of a store. Each lasts to the end of the transaction, and they are
 * taken in this order, so that no two transactions wait for each other.
 */
export interface Locks {
  /** No other transaction compares and writes callbacks of this source. */
  ofSource(transaction: Kysely<Tables>, source: string): Promise<void>;
  /** No other transaction compares and writes callbacks of any source. */
  ofAllSources(transaction: Kysely<Tables>): Promise<void>;
  /** No other transaction finishes command records. */
  ofCommands(transaction: Kysely<Tables>): Promise<void>;
  /**
   * A join of the statement that numbers changes, without parameters: no other transaction numbers any, so they become
   * visible in the order of their numbers. When the transaction is committed, all gateways of the store are notified.
   */
  readonly joinNumberingLock: RawBuilder<unknown>;
}

/** The parts of an engine that reads need. */
export type Reading = Pick<Engine, "db" | "readTogether">;

/** Servers that repeat what the primary writes, and serve reads of this process. */
export interface Replicas extends ReplicaMonitor {
  /**
   * Runs `read` on a replica that has all that this process has written and announced, else on the primary. It may run twice,
   * and must not write.
   */
  read<Result>(primary: Reading, read: (from: Reading) => Promise<Result>): Promise<Result>;
  /** Notes that the primary has something new, which reads from now on have to see. */
  noteWrite(): void;
  /** Notes that the primary is another server now. */
  noteOtherPrimary(): void;
  /** Ends all connections. May be called twice. */
  close(): Promise<void>;
}

/** Parts of an engine for several gateways that share its store. */
export interface Sharing {
  /** Calls `listener` after another gateway has appended changes, and after notifications may have been lost. */
  onChanges(listener: () => void): () => void;
  /** Calls `listener` after another gateway has saved names of a source; with null after notifications may have been lost. */
  onNames(listener: (source: string | null) => void): () => void;
  /** Notifies the other gateways of names, once the transaction is committed. */
  notifyNames(transaction: Kysely<Tables>, source: string): Promise<void>;
  /** The time by the database's clock. */
  now(): Promise<Instant>;
  readonly leases: LeaseStore;
  readonly quotas: QuotaLedger;
  readonly rates: RateLedger;
  /** Null where all reads go to the primary. */
  readonly replicas: Replicas | null;
  /** Ends what listens. May be called twice. */
  close(): Promise<void>;
}

/** A recording: what it reads, what that means, and what it writes. */
export interface RecordSteps<Loaded, Plan, Result> {
  readonly load: (db: Kysely<Tables>) => Promise<Loaded>;
  /** Pure. */
  readonly classify: (loaded: Loaded) => Plan;
  /** False where a power cut may undo the write. */
  readonly isDurable: (plan: Plan) => boolean;
  readonly write: (transaction: Kysely<Tables>, plan: Plan) => Promise<Result>;
}

/** An engine, opened: what the shared queries run on. */
export interface Engine {
  readonly db: Kysely<Tables>;
  readonly types: ColumnTypes;
  readonly locks: Locks;
  /** Rows of a subquery as JSON, an array for each: one text is read far faster than many rows of many values. */
  asArrays(columns: readonly string[]): RawBuilder<string>;
  /**
   * What follows `from`: for each row of a table, the rows of another that meet a condition. Each time they are looked up by
   * index, also where the engine expects that reading all of them once is faster.
   */
  joinEach(table: RawBuilder<unknown>, joined: keyof Tables, condition: RawBuilder<SqlBool>): RawBuilder<unknown>;
  /**
   * Runs reads that are of one moment, with nothing written between them. `atOnce` may be run before, outside of any
   * transaction: it reads everything by one statement, or returns null.
   */
  readTogether<Result>(
    read: (transaction: Kysely<Tables>) => Promise<Result>,
    atOnce?: (db: Kysely<Tables>) => Promise<Result | null>,
  ): Promise<Result>;
  /**
   * Runs the steps of a recording, with nobody else writing callbacks of the source from `load` until `write` has ended, which
   * is one transaction.
   */
  recordInSteps<Loaded, Plan, Result>(source: string, steps: RecordSteps<Loaded, Plan, Result>): Promise<Result>;
  /**
   * Runs a write that a power cut may undo, though never without the writes after it. The end of the process alone undoes
   * nothing.
   */
  writeSoftly<Result>(write: (db: Kysely<Tables>) => Promise<Result>): Promise<Result>;
  /** Runs a transaction that erases personal data. Afterwards none of it is in the store's files, as far as the engine can. */
  eraseSafely<Result>(erase: (transaction: Kysely<Tables>) => Promise<Result>): Promise<Result>;
  /** How the words of a search are found. At least one of them has three characters or more. */
  planSearch(db: Kysely<Tables>, words: readonly string[]): Promise<SearchPlan>;
  /** See `Store`. */
  readonly hasSearchIndex: boolean;
  /** A number that is larger than every one that was drawn before. */
  drawRequestNumber(): Promise<number>;
  /** Converts a failure for an operator: the store is down, or slow. Contains nothing of the query. */
  explain(error: unknown): string;
  /**
   * Whether a failure means that nothing can be recorded until somebody acts, such as a full disk: "damaged" where even that
   * is in vain, and the store has to be replaced.
   */
  diagnose(error: unknown): "unwritable" | "damaged" | null;
  /**
   * Writes as much as a page of a vendor may take, 1 MB, and leaves nothing of it; rejects where that cannot be written. A
   * little often can be, where a disk is full.
   */
  probe(): Promise<void>;
  /** Null where the store is one process's own. */
  readonly sharing: Sharing | null;
}

const atOnce = (): Promise<void> => Promise.resolve();

/** For an engine that runs one transaction at a time, and serves one process. */
export const NO_LOCKS: Locks = {
  ofSource: atOnce,
  ofAllSources: atOnce,
  ofCommands: atOnce,
  joinNumberingLock: sql``,
};
