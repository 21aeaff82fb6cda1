import { afterEach, describe, expect, it } from "vitest";
import { ALERTING as OTHERS, closeAll, LIST, startWell } from "../support/alert-states.js";
import { checkWithPromtool, firing, goOn, promtool, readRules, recover, scrape } from "../support/alerts.js";
import { askAll } from "../support/ask.js";
import { DELIVERY_ALERTING } from "../support/delivery-alert-states.js";
import { evaluate, type Series } from "../support/promql.js";
import { REPLICA_ALERTING } from "../support/replica-alert-states.js";

afterEach(closeAll, 30_000);

const ALERTING = [...OTHERS, ...DELIVERY_ALERTING, ...REPLICA_ALERTING];
const rules = readRules();
const provoked: { readonly series: readonly Series[]; readonly alerts: readonly string[] }[] = [];
/** In this state nothing shows how the gateway is without the fault. */
const FROM_BEGINNING = "gateways none of which polls";
const firingAlerts = (series: readonly Series[]): string[] =>
  rules.filter((rule) => firing(rule, series).length > 0).map(({ alert }) => alert);

describe("each alert of docs/alerts.yaml", () => {
  it("is provoked by a test", () => {
    expect(new Set(ALERTING.map(([alert]) => alert))).toEqual(new Set(rules.map(({ alert }) => alert)));
  });

  it.each(ALERTING)(
    "fires, and clears once the fault is over: %s, for %s",
    { timeout: 120_000 },
    async (alert, how, provoke, labels = {}) => {
      const [before, after] = await provoke();
      const series = goOn(before, after);
      const rule = rules.find((one) => one.alert === alert);
      expect(firing(rule!, series)).toContainEqual(expect.objectContaining(labels));
      if (how !== FROM_BEGINNING) expect(firing(rule!, recover(series, before))).toEqual([]);
      provoked.push({ series, alerts: firingAlerts(series) });
    },
  );

  it("is silent for a gateway that is well", { timeout: 120_000 }, async () => {
    const world = await startWell({ count: 20 });
    const before = await scrape(world.url);
    await askAll(world.url, LIST);
    const series = goOn(before, await scrape(world.url));
    expect(firingAlerts(series)).toEqual([]);
    provoked.push({ series, alerts: [] });
  });

  const title = "fires and is silent in Prometheus as it does in these tests";
  it.skipIf(promtool === null)(
    promtool === null ? `${title} (skipped: promtool of Debian's package prometheus is not installed)` : title,
    { timeout: 120_000 },
    () => {
      expect(provoked).toHaveLength(ALERTING.length + 1);
      if (promtool !== null) checkWithPromtool(promtool, provoked);
    },
  );
});

describe("the evaluator of these tests", () => {
  it.each([
    ["up offset 5m"],
    ["sum without (job) (up)"],
    ["avg(up)"],
    ["up and on (job) up"],
    ["up > bool 1"],
    ['up{job!~"x"}'],
    ["up - 1"],
    ["rate(up)"],
    ["up[5m]"],
    ["up ="],
    ["sum(up"],
    ["deriv(up[5m])"],
    ["1 > up"],
  ])("fails on an unsupported expression: %s", (expression) => {
    const up = { labels: { __name__: "up", job: "ringback" }, values: [1, 1] };
    expect(() => evaluate(expression, [up], 1)).toThrow();
  });
});
