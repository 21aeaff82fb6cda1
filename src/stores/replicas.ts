/**
 * How reads that a replica may serve were served: by a replica; by the primary, as no replica had all that this gateway has
 * written and announced (`behind`), as no replica serves (`unavailable`), or as the replica failed during the read (`failed`).
 */
export type ReplicaRead = "replica" | "behind" | "unavailable" | "failed";

export interface ReplicaState {
  /** Host and port. */
  readonly name: string;
  readonly isServing: boolean;
  /** Why the replica is left out; null while it serves. */
  readonly reason: string | null;
}

/** The read replicas of a store. */
export interface ReplicaMonitor {
  /** Reads since the start, by how they were served. */
  readCounts(): Readonly<Record<ReplicaRead, number>>;
  /** Replicas that were checked once. */
  states(): readonly ReplicaState[];
  /** Calls `listener` for each replica that was checked, and whenever one starts or stops serving reads. */
  onState(listener: (state: ReplicaState) => void): void;
}

/** The result of a check of a replica, for the operator. */
export interface ReplicaFinding {
  readonly name: string;
  /** Null where it can serve reads. */
  readonly problem: string | null;
}
