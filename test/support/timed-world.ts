import fc from "fast-check";
import { NO_ROUTING, type Callback } from "../../src/domain/callback.js";
import { queueOf } from "../../src/domain/queue.js";
import type { Observation } from "../../src/domain/change/observation.js";
import { derivedStatus, reportedStatus } from "../../src/domain/status.js";
import { instantWindow } from "../../src/domain/time/window.js";
import { anObservation } from "./observations.js";

export const MINUTE = 60_000;
export const NOON = Date.UTC(2026, 5, 1, 12);

/** Minutes about noon. */
const time = fc.integer({ min: -60, max: 60 }).map((minutes) => NOON + minutes * MINUTE);
const window = fc.option(
  fc
    .tuple(time, fc.option(fc.integer({ min: 1, max: 60 })))
    .map(([start, minutes]) => instantWindow(start, minutes === null ? null : start + minutes * MINUTE, null)),
);
const busy: Partial<Callback> = { outcome: { category: "BUSY", code: null, label: "busy" } };
const reading = fc.constantFrom<Partial<Callback>>(
  derivedStatus("SCHEDULED", { dueAt: NOON, lapsesAt: NOON + 40 * MINUTE }),
  derivedStatus("UNKNOWN"),
  reportedStatus("SCHEDULED", "S"),
  reportedStatus("QUEUED", "Q"),
  reportedStatus("IN_PROGRESS", "I"),
  { ...reportedStatus("IN_PROGRESS", "I"), attemptCount: 0 },
  { ...reportedStatus("RETRYING", "R"), attemptCount: 1 },
  { ...reportedStatus("FAILED", "F"), ...busy, attemptCount: 2 },
  reportedStatus("CANCELED", "C"),
  { ...reportedStatus("COMPLETED", "D"), attemptCount: 1 },
  reportedStatus("COMPLETED", "D"),
  reportedStatus("EXPIRED", "E"),
);
const fields = fc.record({
  timing: fc.constantFrom("ASAP" as const, "SCHEDULED" as const, "UNKNOWN" as const),
  createdAt: fc.option(time),
  window,
  agent: fc.option(fc.constantFrom("a1", "a2")),
  queue: fc.option(fc.constantFrom("q1", "q2", "q3")),
});

/** One callback, with what was observed of it in 1 to 3 responses. */
export const timedCallback = fc.tuple(
  fields,
  fc.array(fc.record({ reading, updatedAt: fc.option(time) }), { minLength: 1, maxLength: 3 }),
);
export type TimedCallback = typeof timedCallback extends fc.Arbitrary<infer Value> ? Value : never;

/** So many callbacks: the same ones for each seed. */
export function sampleCallbacks(count: number, seed: number): TimedCallback[] {
  const [callbacks] = fc.sample(fc.array(timedCallback, { minLength: count, maxLength: count }), { numRuns: 1, seed });
  if (callbacks === undefined) throw new Error("no sample");
  return callbacks;
}

/** The responses in which callbacks of a source were observed, about noon. */
export function toObservations(callbacks: readonly TimedCallback[], source: string): Observation[] {
  return callbacks.flatMap(([{ agent, queue, ...common }, readings], index) =>
    readings.map(({ reading: status, updatedAt }, place) => {
      const assignment =
        agent === null ? null : { agentId: agent, type: "UNKNOWN" as const, exclusive: null, assignedAt: null };
      const at = NOON - (30 - place * 20) * MINUTE + index;
      const routing = { ...NO_ROUTING, queueId: queue };
      const queueKey = queueOf("QUEUE", queue);
      return anObservation(at, {
        source,
        vendorId: `${index}`,
        ...common,
        routing,
        queue: queueKey,
        assignment,
        updatedAt,
        ...status,
      });
    }),
  );
}
