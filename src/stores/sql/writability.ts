import { GatewayError } from "../../domain/errors.js";
import type { Engine } from "./engine.js";

/** Whether anything can be recorded, as far as is known. */
export interface Writability {
  /** Notes a failure of the engine that means that nothing can be recorded. */
  noteFailure(error: unknown): void;
  /** Rejects with the first cause while nothing can be recorded. Writes something to find out whether that is over. */
  check(): Promise<void>;
}

/** Reads alone do not show that the disk is full: what failed to be written is remembered until something can be again. */
export function createWritability({
  explain,
  diagnose,
  probe,
}: Pick<Engine, "explain" | "diagnose" | "probe">): Writability {
  let cause: unknown = null;
  return {
    noteFailure(error) {
      const diagnosis = diagnose(error);
      // Damage is for good, whatever else has failed before.
      if (diagnosis === "damaged" || (diagnosis !== null && cause === null)) cause = error;
    },
    async check() {
      if (cause === null) return;
      const first = cause;
      const fail = (): never => {
        throw new GatewayError("STORE_UNAVAILABLE", explain(first), { cause: first });
      };
      if (diagnose(first) === "damaged") fail();
      await probe().catch(fail);
      if (cause === first) cause = null;
    },
  };
}
