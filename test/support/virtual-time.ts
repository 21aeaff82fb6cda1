import { setImmediate } from "node:timers/promises";
import type { Clock, DurationMs, Instant } from "../../src/domain/time/instant.js";
import type { Timer } from "../../src/domain/time/timer.js";

/** Time that a test owns: whoever sleeps is woken when it is made to pass, in order, and not before. */
export interface VirtualTime {
  readonly clock: Clock;
  /** The wall clock of others: it does not step. */
  readonly vendorClock: Clock;
  readonly timer: Timer;
  /** Counts something that takes real time, such as a request over a socket: time stands still while it lasts. */
  busy(): () => void;
  /** Lets time pass, moment by moment; at each, everything that it causes ends first. */
  pass(ms: DurationMs): Promise<void>;
  /** Lets what is in progress come to an end without any time passing. */
  settle(): Promise<void>;
  /** Steps the wall clock alone: nobody who sleeps wakes sooner or later. */
  step(ms: DurationMs): void;
}

interface Sleeper {
  readonly at: DurationMs;
  wake(): void;
}

/** Ticks of the event loop without anything in progress, after which nothing more happens by itself. */
const QUIET_TURNS = 4;

export function createVirtualTime(start: Instant): VirtualTime {
  let elapsed: DurationMs = 0;
  let stepped: DurationMs = 0;
  let inProgress = 0;
  const sleepers = new Set<Sleeper>();

  const settle = async (): Promise<void> => {
    for (let quiet = 0; quiet < QUIET_TURNS;) {
      await setImmediate();
      quiet = inProgress > 0 ? 0 : quiet + 1;
    }
  };
  const next = (): Sleeper | null => {
    let first: Sleeper | null = null;
    for (const sleeper of sleepers) if (first === null || sleeper.at < first.at) first = sleeper;
    return first;
  };

  return {
    clock: () => Math.floor(start + elapsed + stepped),
    vendorClock: () => Math.floor(start + elapsed),
    timer: {
      now: () => elapsed,
      sleep: (ms, signal) =>
        new Promise((resolve) => {
          if (signal?.aborted === true) {
            resolve();
            return;
          }
          const end = (): void => {
            sleepers.delete(sleeper);
            signal?.removeEventListener("abort", end);
            resolve();
          };
          const sleeper = { at: elapsed + Math.max(0, ms), wake: end };
          if (Number.isFinite(sleeper.at)) sleepers.add(sleeper);
          signal?.addEventListener("abort", end);
        }),
    },
    busy() {
      inProgress += 1;
      return () => {
        inProgress -= 1;
      };
    },
    settle,
    async pass(ms) {
      const until = elapsed + ms;
      for (;;) {
        await settle();
        const first = next();
        if (first === null || first.at > until) break;
        elapsed = Math.max(elapsed, first.at);
        first.wake();
      }
      elapsed = until;
    },
    step(ms) {
      stepped += ms;
    },
  };
}
