import { collectDefaultMetrics, Registry } from "prom-client";

let known: Registry | null = null;

/** Memory, CPU, garbage and the event loop of this process: once for all gateways in it, from the first look on. */
export function processMetrics(): Registry {
  if (known === null) {
    known = new Registry();
    collectDefaultMetrics({ register: known });
  }
  return known;
}
