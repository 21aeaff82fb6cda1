import { collectDefaultMetrics, Registry } from "prom-client";

let registry: Registry | null = null;

/**
 * Memory, CPU, garbage collection and event loop of this process: one registry for all gateways in it, from the first
 * call.
 */
export function processMetrics(): Registry {
  if (registry === null) {
    registry = new Registry();
    collectDefaultMetrics({ register: registry });
  }
  return registry;
}
