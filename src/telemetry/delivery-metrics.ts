import type { DeliverySummary } from "../domain/delivery.js";
import type { Clock } from "../domain/time/instant.js";
import type { Deliveries } from "../deliveries/deliveries.js";
import type { Store } from "../stores/store.js";
import type { ReadSamples, Sample, SampledMetrics } from "./samples.js";

interface DeliveryMetricsOptions {
  readonly deliveries: Pick<Deliveries, "names" | "countsOf">;
  readonly store: Pick<Store, "listDeliveries">;
  readonly clock: Clock;
}

/** Adds the metrics of outgoing deliveries. Counters are of this process; gauges are of the store, equal in all gateways. */
export function addDeliveryMetrics(
  metrics: SampledMetrics,
  { deliveries, store, clock }: DeliveryMetricsOptions,
): void {
  const { names, countsOf } = deliveries;
  const ofDeliveries =
    (read: (summary: DeliverySummary) => number): ReadSamples =>
    async () => {
      if (names.length === 0) return [];
      const summaries = (await store.listDeliveries()).filter(({ name }) => names.includes(name));
      return summaries.map((summary): Sample => [{ delivery: summary.name }, read(summary)]);
    };
  metrics.counter("ringback_delivery_attempts_total", "Attempts to deliver an event, by outcome.", () =>
    names.flatMap((delivery) => {
      const { gap: _, ...outcomes } = countsOf(delivery);
      return Object.entries(outcomes).map(([outcome, count]): Sample => [{ delivery, outcome }, count]);
    }),
  );
  metrics.counter(
    "ringback_delivery_gaps_total",
    "Times that changes were deleted from the change log before they were delivered.",
    () => names.map((delivery): Sample => [{ delivery }, countsOf(delivery).gap]),
  );
  metrics.gauge(
    "ringback_delivery_lag_seconds",
    "Age of the oldest change that is not delivered yet; 0 if all are.",
    ofDeliveries(({ undeliveredSince: since }) => (since === null ? 0 : Math.max(0, clock() - since) / 1000)),
  );
  metrics.gauge(
    "ringback_delivery_pending_events",
    "Events that wait for a retry, or behind an earlier event of their callback.",
    ofDeliveries(({ pendingCount }) => pendingCount),
  );
  metrics.gauge(
    "ringback_delivery_dead_letters",
    "Events that are not retried any more.",
    ofDeliveries(({ deadLetterCount }) => deadLetterCount),
  );
  metrics.gauge(
    "ringback_delivery_stopped",
    "1 if the receiver ended the delivery by 410, else 0.",
    ofDeliveries(({ stoppedAt }) => Number(stoppedAt !== null)),
  );
}
