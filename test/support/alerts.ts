import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { evaluate, keyOf, type Labels, type Series } from "./promql.js";
import { parsePromql } from "./promql-parser.js";

export const RULES_FILE = fileURLToPath(new URL("../../docs/alerts.yaml", import.meta.url));

export interface Rule {
  readonly alert: string;
  readonly expr: string;
  /** For how many minutes its expression must hold. */
  readonly forMinutes: number;
}

export function readRules(): readonly Rule[] {
  const { groups } = parse(readFileSync(RULES_FILE, "utf8")) as {
    groups: readonly { rules: readonly { alert: string; expr: string; for?: string }[] }[];
  };
  return groups.flatMap(({ rules }) =>
    rules.map(({ alert, expr, for: duration = "0m" }) => {
      if (!/^\d+m$/u.test(duration)) throw new Error(`${alert}: for ${duration}`);
      return { alert, expr, forMinutes: Number(duration.slice(0, -1)) };
    }),
  );
}

/** What Prometheus has of one scrape: samples by their labels, and which of their names only grow. */
export interface Scrape {
  readonly samples: ReadonlyMap<
    string,
    { readonly labels: Labels; readonly value: number; readonly isCounter: boolean }
  >;
}

/** Scrapes a gateway as Prometheus does: `up` is 0, and nothing else is there, where it does not answer. */
export async function scrape(url: string): Promise<Scrape> {
  const target = { job: "ringback", instance: new URL(url).host };
  const response = await fetch(`${url}/metrics`).catch(() => null);
  const text = response?.ok === true ? await response.text() : "";
  const samples = new Map<string, { labels: Labels; value: number; isCounter: boolean }>();
  const put = (labels: Labels, value: number, isCounter: boolean): void => {
    samples.set(keyOf(labels), { labels, value, isCounter });
  };
  const types = new Map([...text.matchAll(/^# TYPE (\S+) (\S+)$/gmu)].map(([, name = "", type = ""]) => [name, type]));
  for (const [, name = "", inner = "", value = ""] of text.matchAll(/^(\w+)(?:\{(.*)\})? (\S+)$/gmu)) {
    const own = Object.fromEntries(
      [...inner.matchAll(/(\w+)="([^"]*)"/gu)].map(([, label = "", is = ""]) => [label, is]),
    );
    const isPart = types.get(name.replace(/_(?:bucket|count|sum)$/u, "")) === "histogram";
    put({ __name__: name, ...own, ...target }, Number(value), isPart || types.get(name) === "counter");
  }
  put({ __name__: "up", ...target }, text === "" ? 0 : 1, false);
  return { samples };
}

export const MINUTES = 30;

/**
 * Half an hour in which the state of the second scrape goes on: gauges stay as they are, and counters grow each minute by as
 * much as they have grown from the first scrape to the second.
 */
export function goOn(before: Scrape, after: Scrape): readonly Series[] {
  const keys = new Set([...before.samples.keys(), ...after.samples.keys()]);
  return [...keys].map((key) => {
    const [first, then] = [before.samples.get(key), after.samples.get(key)];
    const growth = then?.isCounter === true && first !== undefined ? then.value - first.value : 0;
    const values = Array.from({ length: MINUTES }, (_, index) =>
      then === undefined ? null : then.value + index * growth,
    );
    return { labels: (then ?? first)!.labels, values: [first?.value ?? null, ...values] };
  });
}

/** More than any range of a rule. */
const RECOVERY_MINUTES = 90;

/** The series go on after the fault: gauges are as in the first scrape, and counters stay as they are. */
export function recover(series: readonly Series[], before: Scrape): readonly Series[] {
  return series.map(({ labels, values }) => {
    const first = before.samples.get(keyOf(labels));
    const value = first?.isCounter === true ? (values.at(-1) ?? null) : (first?.value ?? null);
    return { labels, values: [...values, ...Array.from({ length: RECOVERY_MINUTES }, () => value)] };
  });
}

/** The labels under which a rule fires at the end of the series. */
export function firing({ expr, forMinutes }: Rule, series: readonly Series[]): readonly Labels[] {
  const end = (series[0]?.values.length ?? 1) - 1;
  const parsed = parsePromql(expr);
  let active = new Map<string, { readonly labels: Labels; readonly since: number }>();
  for (let minute = 0; minute <= end; minute += 1) {
    const previous = active;
    active = new Map(
      evaluate(parsed, series, minute).map(({ labels }) => {
        const key = keyOf(labels);
        return [key, { labels, since: previous.get(key)?.since ?? minute }];
      }),
    );
  }
  return [...active.values()].filter(({ since }) => end - since >= forMinutes).map(({ labels }) => labels);
}

/** Prometheus' own test tool; null where it is not installed. PROMTOOL may name it. */
export const promtool = ((): string | null => {
  const { PROMTOOL: path = "promtool" } = process.env;
  try {
    execFileSync(path, ["--version"], { stdio: "ignore" });
    return path;
  } catch {
    return null;
  }
})();

/** Has promtool say whether these alerts, and none beside them, fire at the end of the series. Throws with its output where not. */
export function checkWithPromtool(
  path: string,
  cases: readonly { readonly series: readonly Series[]; readonly alerts: readonly string[] }[],
): void {
  const folder = mkdtempSync(join(tmpdir(), "ringback-alerts-"));
  const labelText = ({ __name__: name, ...labels }: Labels): string => {
    const inner = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
    return `${name}{${inner.join(",")}}`;
  };
  // A number as it is written by JavaScript is one of promtool's, but for the special ones.
  const valueText = (value: number | null, index: number): string => {
    if (value === null) return index === 0 ? "_" : "stale";
    if (Number.isNaN(value)) return "_";
    return Number.isFinite(value) ? value.toFixed(9) : value > 0 ? "Inf" : "-Inf";
  };
  const tests = cases.map(({ series, alerts }) => ({
    interval: "1m",
    input_series: series.map(({ labels, values }) => ({
      series: labelText(labels),
      values: values.map(valueText).join(" "),
    })),
    promql_expr_test: [
      {
        expr: 'count by (alertname) (ALERTS{alertstate="firing"})  > bool 0',
        eval_time: `${MINUTES}m`,
        exp_samples: alerts.map((alertname) => ({ labels: `{alertname="${alertname}"}`, value: 1 })),
      },
    ],
  }));
  const file = join(folder, "tests.json");
  writeFileSync(file, JSON.stringify({ rule_files: [RULES_FILE], evaluation_interval: "1m", tests }));
  try {
    execFileSync(path, ["test", "rules", file], { encoding: "utf8", stdio: "pipe" });
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
    throw new Error(`promtool: ${stdout}${stderr}`, { cause: error });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
