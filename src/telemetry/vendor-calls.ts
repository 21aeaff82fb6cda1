import type { VendorCallObserver } from "../callback/vendor-call.js";
import type { Metrics } from "./metrics.js";

const NOTHING_TO_TELL = {};

/** Counts and times requests to vendors. */
export function createVendorCallObserver(metrics: Metrics): VendorCallObserver {
  return {
    began({ source }) {
      const from = performance.now();
      return {
        headers: NOTHING_TO_TELL,
        ended: (outcome) => metrics.vendorCall(source, outcome, (performance.now() - from) / 1000),
      };
    },
  };
}
