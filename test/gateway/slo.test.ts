import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { promtool } from "../support/alerts.js";

const RULES = fileURLToPath(new URL("../../docs/slo.yaml", import.meta.url));
const SLOW_ALERT = "RingbackBudgetBurnsSlowly";
const FAST_ALERT = "RingbackBudgetBurnsFast";

/** Samples of each minute: an hour that is well, half an hour of the fault, and two hours that are well. */
const gauge = (well: number, fault: number): string => `${well}x59 ${fault}x29 ${well}x119`;
const READS = 'ringback_operations_total{type="query",outcome=';
/** A fault of each objective, as series of Prometheus, and the labels of its alerts. */
const FAULTS = [
  {
    slo: "reads",
    labels: {},
    series: [
      [`${READS}"ok"}`, "0+60x210"],
      [`${READS}"failed"}`, "0x60 0+30x29 870x119"],
    ],
  },
  {
    slo: "sources",
    labels: { source: "talkdesk" },
    series: [
      ['ringback_source_sync_lag_seconds{source="talkdesk"}', gauge(20, 3600)],
      ['ringback_sync_later_delay_seconds{source="talkdesk"}', "300x210"],
    ],
  },
  {
    slo: "subscriptions",
    labels: {},
    series: [
      ["ringback_feed_lag", "0x59 _x29 0x119"],
      ["ringback_feed_up", gauge(1, 0)],
    ],
  },
  {
    slo: "subscriptions",
    labels: {},
    series: [
      ["ringback_feed_lag", gauge(0, 5000)],
      ["ringback_feed_up", "1x210"],
    ],
  },
  {
    slo: "deliveries",
    labels: { delivery: "crm" },
    series: [['ringback_delivery_lag_seconds{delivery="crm"}', gauge(0, 900)]],
  },
] as const;

describe.skipIf(promtool === null)("the service level objectives of docs/slo.yaml (skipped without promtool)", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "ringback-slo-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const run = (...command: readonly string[]): string => {
    try {
      return execFileSync(promtool ?? "", command, { encoding: "utf8", stdio: "pipe" });
    } catch (error) {
      const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
      throw new Error(`promtool: ${stdout}${stderr}`, { cause: error });
    }
  };

  it("are valid rules", () => {
    expect(run("check", "rules", "--lint-fatal", RULES)).toContain("SUCCESS");
  });

  it.each(FAULTS)("fire alerts while $slo fail, and clear them afterwards: $series", ({ slo, labels, series }) => {
    const firing = (alertname: string, severity: string) => ({
      labels: `ALERTS${JSON.stringify({ alertname, alertstate: "firing", severity, slo, ...labels }).replaceAll(/"(\w+)":/gu, "$1=")}`,
      value: 1,
    });
    const at = (minute: number, alerts: readonly object[]) => ({
      expr: 'ALERTS{alertstate="firing"}',
      eval_time: `${minute}m`,
      exp_samples: alerts,
    });
    const [fast, slow] = [firing(FAST_ALERT, "page"), firing(SLOW_ALERT, "ticket")];
    const file = join(folder, "tests.json");
    const promql = [at(55, []), at(88, [fast, slow]), at(100, [slow]), at(130, [])];
    const input = series.map(([name, values]) => ({ series: name, values }));
    const test = { interval: "1m", input_series: input, promql_expr_test: promql };
    writeFileSync(file, JSON.stringify({ rule_files: [RULES], evaluation_interval: "1m", tests: [test] }));
    expect(run("test", "rules", file)).toContain("SUCCESS");
  });
});
