import type { VendorCallObserver } from "../domain/vendor/vendor-call.js";
import type { Metrics } from "./metrics.js";
import type { Tracing } from "./tracing.js";

const NOTHING_TO_TELL = {};

/** Counts, times and traces requests to vendors. */
export function createVendorCallObserver(metrics: Metrics, tracing: Tracing | null): VendorCallObserver {
  return {
    began(call) {
      const span = tracing?.vendorCall(call);
      const from = performance.now();
      return {
        headers: span?.headers ?? NOTHING_TO_TELL,
        ended(outcome) {
          metrics.vendorCall(call.source, outcome, (performance.now() - from) / 1000);
          span?.ended(outcome);
        },
      };
    },
  };
}
