import type { Kysely } from "kysely";
import type { DurationMs } from "../../domain/time/instant.js";
import type { ReplicaRead, ReplicaState } from "../replicas.js";
import type { Reading, Replicas } from "../sql/engine.js";
import type { Tables } from "../sql/schema/tables.js";
import type { PoolSettings } from "./pool.js";
import { isUnusable } from "./failure.js";
import { createReadFloor } from "./read-floor.js";
import { createReplica, ReplicaBehind, type Replica } from "./replica.js";

export interface ReplicasOptions {
  readonly urls: readonly string[];
  readonly settings: Omit<PoolSettings, "url">;
  readonly maxLagMs: DurationMs;
  /** The end of the primary's write-ahead log. */
  readonly readPosition: () => Promise<number>;
  /** The history of the primary; null before it was connected. */
  readonly origin: () => string | null;
  readonly readingOn: (db: Kysely<Tables>) => Reading;
}

/** Opens the replicas. One that is down or behind is left out: then its reads go to another one, or to the primary. */
export function openReplicas(options: ReplicasOptions): Replicas {
  const { urls, settings, maxLagMs, origin, readPosition, readingOn } = options;
  const floor = createReadFloor({ readPosition, maxLagMs });
  const listeners = new Set<(state: ReplicaState) => void>();
  const counts: Record<ReplicaRead, number> = { replica: 0, behind: 0, unavailable: 0, failed: 0 };
  const replicas = urls.map((url) =>
    createReplica({
      ...settings,
      url,
      floor,
      maxLagMs,
      origin,
      onState: (state) => {
        for (const listener of listeners) listener(state);
      },
    }),
  );
  let turn = 0;

  /** The next one that may serve a read; else why there is none. */
  const choose = (): Replica | ReplicaRead => {
    if (!replicas.some((replica) => replica.state()?.isServing === true)) return "unavailable";
    if (floor.position() === null) return "behind";
    const promising = replicas.filter((replica) => replica.isPromising());
    turn += 1;
    return promising[turn % promising.length] ?? "behind";
  };

  return {
    async read(primary, read) {
      const chosen = choose();
      if (typeof chosen === "string") {
        counts[chosen] += 1;
        return read(primary);
      }
      try {
        const result = await chosen.read((db) => read(readingOn(db)));
        counts.replica += 1;
        return result;
      } catch (error) {
        const isBehind = error instanceof ReplicaBehind;
        counts[isBehind ? "behind" : "failed"] += 1;
        // Others are of the read alone: a replica cancels reads that hold up what it has to replay.
        if (isUnusable(error)) chosen.leaveOut(error);
        return read(primary);
      }
    },
    noteWrite: () => floor.noteWrite(),
    noteOtherPrimary: () => floor.restart(),
    readCounts: () => counts,
    states: () => replicas.flatMap((replica) => replica.state() ?? []),
    onState(listener) {
      listeners.add(listener);
      for (const replica of replicas) {
        const state = replica.state();
        if (state !== null) listener(state);
      }
    },
    async close() {
      floor.close();
      await Promise.all(replicas.map((replica) => replica.close()));
    },
  };
}
