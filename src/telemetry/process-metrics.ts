import { collectDefaultMetrics, Registry } from "prom-client";

let known: Registry | null = null;

/**
 * Memory, CPU, garbage collection and event loop of this process: one registry for all gateways in it, from the first
 * call.
 */
export function processMetrics(): Registry {
  if (known === null) {
    known = new Registry();
    collectDefaultMetrics({ register: known });
  }
  return known;
}
