import { Counter, Gauge, type Registry } from "prom-client";

export type Labels = Readonly<Record<string, string>>;
export type Sample = readonly [labels: Labels, value: number];
export type ReadSamples = () => readonly Sample[] | Promise<readonly Sample[]>;

interface Metric {
  reset(): void;
  inc(labels: Labels, value: number): void;
}

const LABELS = ["source", "state", "transport", "lease", "delivery", "outcome", "result", "replica"];

/** Registers metrics whose values are read when they are collected, and cost nothing before. */
export class SampledMetrics {
  constructor(private readonly registry: Registry) {}

  gauge(name: string, help: string, read: ReadSamples): void {
    const gauge: Gauge = new Gauge({ ...this.#options(name, help), collect: () => fill(gauge, read) });
  }

  counter(name: string, help: string, read: ReadSamples): void {
    const counter: Counter = new Counter({ ...this.#options(name, help), collect: () => fill(counter, read) });
  }

  #options(name: string, help: string): { name: string; help: string; labelNames: string[]; registers: Registry[] } {
    return { name, help, labelNames: LABELS, registers: [this.registry] };
  }
}

/** Sets the samples of a metric. A metric that cannot be read has no samples; the others are not affected. */
async function fill(metric: Metric, read: ReadSamples): Promise<void> {
  const samples = await Promise.resolve(read()).catch(() => []);
  metric.reset();
  for (const [labels, value] of samples) metric.inc(labels, value);
}
