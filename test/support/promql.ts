import { parsePromql, type Aggregation, type Expression, type FunctionName, type Operator } from "./promql-parser.js";

export type Labels = Readonly<Record<string, string>>;

/** A time series with one value a minute; null where there was no sample. Its name is among its labels. */
export interface Series {
  readonly labels: Labels;
  readonly values: readonly (number | null)[];
}

export interface Sample {
  readonly labels: Labels;
  readonly value: number;
}

const NAME = "__name__";
const MINUTE_S = 60;

/** The value of an expression at a minute of the series: a vector. A number stands as a sample without labels. */
export function evaluate(
  expression: string | Expression,
  series: readonly Series[],
  minute: number,
): readonly Sample[] {
  const parsed = typeof expression === "string" ? parsePromql(expression) : expression;
  const of = (inner: Expression): readonly Sample[] => evaluate(inner, series, minute);
  switch (parsed.kind) {
    case "number":
      return [{ labels: {}, value: parsed.value }];
    case "selector":
      if (parsed.minutes !== null) throw new Error("a range stands only within rate and increase");
      return select(parsed, series).flatMap(({ labels, values }) => {
        const value = values[minute] ?? null;
        return value === null ? [] : [{ labels, value }];
      });
    case "aggregate":
      return aggregate(parsed.operator, parsed.by, of(parsed.of));
    case "binary":
      return combine(parsed, of(parsed.left), of(parsed.right));
    case "call":
      return call(parsed.name, parsed.args, series, minute);
  }
}

type Selector = Expression & { kind: "selector" };

function select({ name, matchers }: Selector, series: readonly Series[]): readonly Series[] {
  return series.filter(
    ({ labels }) => labels[NAME] === name && matchers.every(({ label, matches }) => matches(labels[label] ?? "")),
  );
}

const withoutName = (labels: Labels): Labels =>
  Object.fromEntries(Object.entries(labels).filter(([name]) => name !== NAME));

export function keyOf(labels: Labels): string {
  return JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function aggregate(operator: Aggregation, by: readonly string[], samples: readonly Sample[]): readonly Sample[] {
  const groups = new Map<string, { readonly labels: Labels; readonly values: number[] }>();
  for (const { labels, value } of samples) {
    const own = Object.fromEntries(
      by.flatMap((label) => (labels[label] === undefined ? [] : [[label, labels[label]]])),
    );
    const group = groups.get(keyOf(own)) ?? { labels: own, values: [] };
    group.values.push(value);
    groups.set(keyOf(own), group);
  }
  return [...groups.values()].map(({ labels, values }) => ({
    labels,
    value: operator === "sum" ? values.reduce((sum, one) => sum + one, 0) : Math[operator](...values),
  }));
}

const isScalar = ({ kind }: Expression): boolean => kind === "number";
const COMPARISONS: Partial<Record<Operator, (left: number, right: number) => boolean>> = {
  "==": (left, right) => left === right,
  "!=": (left, right) => left !== right,
  ">": (left, right) => left > right,
  "<": (left, right) => left < right,
};

function combine(
  { operator, left, right }: Expression & { kind: "binary" },
  lefts: readonly Sample[],
  rights: readonly Sample[],
): readonly Sample[] {
  const keyed = new Map(rights.map((sample) => [keyOf(withoutName(sample.labels)), sample.value]));
  if (operator === "or") {
    const own = new Set(lefts.map(({ labels }) => keyOf(withoutName(labels))));
    return [...lefts, ...rights.filter(({ labels }) => !own.has(keyOf(withoutName(labels))))];
  }
  const compare = COMPARISONS[operator];
  const apply = (labels: Labels, a: number, b: number): Sample[] => {
    if (compare !== undefined) return compare(a, b) ? [{ labels, value: a }] : [];
    return [{ labels: withoutName(labels), value: operator === "*" ? a * b : a / b }];
  };
  if (isScalar(left)) {
    const [{ value } = { value: Number.NaN }] = lefts;
    if (compare !== undefined) throw new Error("a number stands on the right of a comparison");
    return rights.flatMap((sample) => apply(sample.labels, value, sample.value));
  }
  return lefts.flatMap(({ labels, value }) => {
    const other = isScalar(right) ? rights[0]?.value : keyed.get(keyOf(withoutName(labels)));
    return other === undefined ? [] : apply(labels, value, other);
  });
}

function call(
  name: FunctionName,
  args: readonly Expression[],
  series: readonly Series[],
  minute: number,
): readonly Sample[] {
  const [first, second] = args;
  if (first === undefined || args.length !== (name === "histogram_quantile" ? 2 : 1))
    throw new Error(`${name}: arguments`);
  if (name === "absent") return evaluate(first, series, minute).length === 0 ? [{ labels: {}, value: 1 }] : [];
  if (name === "histogram_quantile") {
    if (first.kind !== "number" || second === undefined) throw new Error("a quantile is a number");
    return quantiles(first.value, evaluate(second, series, minute));
  }
  if (first.kind !== "selector" || first.minutes === null) throw new Error(`${name} is of a selector with a range`);
  const { minutes } = first;
  return select(first, series).flatMap(({ labels, values }) => {
    const increase = increaseOf(values, minute, minutes);
    if (increase === null) return [];
    return [{ labels: withoutName(labels), value: name === "rate" ? increase / (minutes * MINUTE_S) : increase }];
  });
}

/** As Prometheus computes it: extrapolated to the whole range, but not before a counter can have been 0. */
function increaseOf(values: readonly (number | null)[], minute: number, minutes: number): number | null {
  const from = minute - minutes;
  const samples = values.flatMap((value, at) => (value === null || at < from || at > minute ? [] : [{ at, value }]));
  const [first] = samples;
  const last = samples.at(-1);
  if (first === undefined || last === undefined || samples.length < 2) return null;
  const resets = samples.reduce((sum, { value }, index) => {
    const previous = samples[index - 1]?.value ?? 0;
    return value < previous ? sum + previous : sum;
  }, 0);
  const increase = last.value - first.value + resets;
  const sampled = last.at - first.at;
  const mean = sampled / (samples.length - 1);
  const toZero = increase > 0 ? sampled * (first.value / increase) : Number.POSITIVE_INFINITY;
  const edges = [Math.min(first.at - from, toZero), minute - last.at];
  const covered = edges.reduce((sum, edge) => sum + (edge < mean * 1.1 ? edge : mean / 2), sampled);
  return (increase * covered) / sampled;
}

function quantiles(quantile: number, samples: readonly Sample[]): readonly Sample[] {
  const groups = new Map<string, { readonly labels: Labels; readonly buckets: [upTo: number, count: number][] }>();
  for (const { labels, value } of samples) {
    const { le = "", ...own } = withoutName(labels);
    const group = groups.get(keyOf(own)) ?? { labels: own, buckets: [] };
    group.buckets.push([le === "+Inf" ? Number.POSITIVE_INFINITY : Number(le), value]);
    groups.set(keyOf(own), group);
  }
  return [...groups.values()].flatMap(({ labels, buckets }) => {
    const sorted = buckets.toSorted(([a], [b]) => a - b);
    const total = sorted.at(-1)?.[1] ?? 0;
    if (sorted.length < 2 || total === 0) return [];
    const rank = quantile * total;
    const index = sorted.findIndex(([, count]) => count >= rank);
    const [upTo = 0, count = 0] = sorted[index] ?? [];
    const [below, before] = sorted[index - 1] ?? [0, 0];
    const value =
      upTo === Number.POSITIVE_INFINITY ? below : below + ((upTo - below) * (rank - before)) / (count - before);
    return [{ labels, value }];
  });
}
