import type { Instant } from "../../domain/time/instant.js";
import type { JsonObject } from "../../lib/json.js";

/** A record after its next step, and when it moves on; null once it has ended. */
export interface MovedRecord {
  readonly record: JsonObject;
  readonly nextAt: Instant | null;
}

/** Advances the records of a fake over time. */
export interface Course {
  start(id: string, at: Instant): void;
  stop(id: string): void;
  /** The records that have not ended, and when they move on. */
  entries(): readonly (readonly [id: string, at: Instant])[];
  /** Applies every step that is due until `now`, each at its own moment. */
  moveTo(now: Instant): void;
}

/** The course of `records`, which `step` moves on. */
export function createCourse(
  records: Map<string, JsonObject>,
  step: (record: JsonObject, at: Instant) => MovedRecord,
): Course {
  const plan = new Map<string, Instant>();
  const move = (id: string, firstAt: Instant, now: Instant): void => {
    let at: Instant | null = firstAt;
    while (at !== null && at <= now) {
      const record = records.get(id);
      const moved: MovedRecord | null = record === undefined ? null : step(record, at);
      if (moved !== null) records.set(id, moved.record);
      at = moved?.nextAt ?? null;
    }
    if (at === null) plan.delete(id);
    else plan.set(id, at);
  };
  return {
    start: (id, at) => void plan.set(id, at),
    stop: (id) => void plan.delete(id),
    entries: () => [...plan],
    moveTo(now) {
      for (const [id, at] of plan) move(id, at, now);
    },
  };
}
