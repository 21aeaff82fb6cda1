import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { serveFake, type ServedFake } from "../../src/adapters/fake/serve.js";
import { talkdesk } from "../../src/adapters/talkdesk/index.js";
import { ROOT } from "../support/docs.js";
import { FAST_SYNC } from "../support/fast-sync.js";
import { freePort } from "../support/free-port.js";
import { startProcess, type RunningProcess } from "../support/process.js";

const { PROMETHEUS: PROGRAM = "prometheus" } = process.env;
const isInstalled = spawnSync(PROGRAM, ["--version"]).status === 0;
const TRACE = "0af7651916cd43dd8448eb211c80319c";
const PATIENCE = { timeout: 120_000, interval: 250 };

/** How the vendor responds. */
type Vendor = "well" | "down" | "unauthorized";

let directory: string;
let vendor: Vendor = "well";
let served: ServedFake;
let port: number;
let gateway: RunningProcess;
let prometheus: ChildProcess;
let prometheusUrl: string;

/** The rules of the docs, with minutes as seconds, and hours as minutes. */
function sooner(rules: string): string {
  return rules
    .replaceAll(/\[(\d+)([mh])\]/gu, (_, count: string, unit: string) => `[${count}${unit === "m" ? "s" : "m"}]`)
    .replaceAll(/for: (\d+)m/gu, "for: $1s");
}

async function startGateway(): Promise<void> {
  gateway = startProcess(["serve"], {
    PORT: String(port),
    RINGBACK_CONFIG: join(directory, "ringback.yaml"),
    // Spans are sampled, and sent nowhere.
    OTEL_TRACES_EXPORTER: "console",
  });
  await gateway.waitFor(/at (http:\S+)\/graphql/u);
}

beforeAll(async () => {
  if (!isInstalled) return;
  directory = mkdtempSync(join(tmpdir(), "ringback-"));
  const fake = talkdesk.createFake(Date.now, { count: 20, quota: null });
  served = await serveFake({
    async handle(request) {
      if (vendor === "well") return fake.handle(request);
      return new Response("{}", { status: vendor === "down" ? 503 : 401 });
    },
  });
  port = await freePort();
  const north = { vendor: "talkdesk", ...fake.settings(served.baseUrl), quota: { requests: 1_000_000, perMs: 60_000 } };
  const settings = {
    dataDirectory: join(directory, "data"),
    sync: FAST_SYNC,
    server: { drainMs: 0 },
    sources: { north },
  };
  writeFileSync(join(directory, "ringback.yaml"), JSON.stringify(settings));
  await startGateway();
  const target = [{ targets: [`127.0.0.1:${port}`] }];
  const config = {
    // Two scrapes in the shortest range.
    global: { scrape_interval: "1s", scrape_timeout: "1s", evaluation_interval: "1s" },
    rule_files: ["alerts.yaml"],
    scrape_configs: [{ job_name: "ringback", static_configs: target }],
  };
  // JSON is YAML.
  writeFileSync(join(directory, "prometheus.yml"), JSON.stringify(config));
  writeFileSync(join(directory, "alerts.yaml"), sooner(readFileSync(join(ROOT, "docs/alerts.yaml"), "utf8")));
  const listen = `127.0.0.1:${await freePort()}`;
  prometheusUrl = `http://${listen}`;
  prometheus = spawn(
    PROGRAM,
    [
      `--config.file=${join(directory, "prometheus.yml")}`,
      `--storage.tsdb.path=${join(directory, "metrics")}`,
      `--web.listen-address=${listen}`,
      "--enable-feature=exemplar-storage",
    ],
    { stdio: "ignore" },
  );
  await vi.waitFor(async () => expect(await valueOf('up{job="ringback"}')).toBe(1), PATIENCE);
});
afterAll(async () => {
  if (!isInstalled) return;
  for (const child of [prometheus, gateway.child]) {
    if (child.exitCode !== null || !child.kill("SIGKILL")) continue;
    await once(child, "exit");
  }
  await served.close();
  rmSync(directory, { recursive: true, force: true });
});

interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [time: number, value: string];
}

/** Asks the API of Prometheus; undefined while it does not respond. */
async function get<Data>(path: string, parameters: Readonly<Record<string, string>> = {}): Promise<Data | undefined> {
  const url = `${prometheusUrl}/api/v1/${path}?${new URLSearchParams(parameters).toString()}`;
  const response = await fetch(url).catch(() => null);
  if (response === null) return undefined;
  const body = (await response.json()) as { readonly status: string; readonly error?: string; readonly data: Data };
  if (body.status !== "success") throw new Error(`${JSON.stringify(parameters)}: ${body.error ?? ""}`);
  return body.data;
}

async function query(expression: string): Promise<readonly Sample[]> {
  return (await get<{ result: readonly Sample[] }>("query", { query: expression }))?.result ?? [];
}

async function valueOf(expression: string): Promise<number | undefined> {
  const [sample] = await query(expression);
  return sample === undefined ? undefined : Number(sample.value[1]);
}

async function firing(): Promise<readonly string[]> {
  const found = await query('ALERTS{alertstate="firing"}');
  return [...new Set(found.map(({ metric }) => metric["alertname"] ?? ""))].toSorted();
}

async function ask(): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", traceparent: `00-${TRACE}-b7ad6b7169203331-01` },
    body: JSON.stringify({ query: "{ callbacks(first: 5) { nodes { id } } }" }),
  });
  await response.arrayBuffer();
}

const TITLE = "a running Prometheus that scrapes the gateway";
const SKIPPED = `${TITLE} (skipped: Debian's package prometheus is not installed)`;
describe.skipIf(!isInstalled)(isInstalled ? TITLE : SKIPPED, { timeout: 300_000 }, () => {
  it("has the metrics by the names of the docs, and exemplars that lead to traces", async () => {
    await ask();
    await expect
      .poll(async () => valueOf('ringback_operations_total{transport="http",type="query",outcome="ok"}'), PATIENCE)
      .toBe(1);
    type Exemplars = readonly {
      readonly exemplars: readonly { readonly labels: Readonly<Record<string, string>> }[];
    }[];
    const selector = "ringback_operation_duration_seconds_bucket";
    const end = String(Date.now() / 1000 + 60);
    const found = await get<Exemplars>("query_exemplars", { query: selector, start: "0", end });
    expect(found?.flatMap(({ exemplars }) => exemplars.map(({ labels }) => labels["trace_id"]))).toContain(TRACE);
  });

  it("evaluates every panel of the dashboard, and finds what each is about", async () => {
    const { panels } = JSON.parse(readFileSync(join(ROOT, "docs/grafana-dashboard.json"), "utf8")) as {
      panels: readonly { title: string; targets?: readonly { expr: string }[] }[];
    };
    const expressions = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
    expect(expressions.length).toBeGreaterThan(20);
    // An expression over nothing is no error.
    const known = new Set(await get<readonly string[]>("label/__name__/values"));
    for (const expression of expressions) {
      await query(expression);
      const [name = ""] = /\b(?:ringback|nodejs|process)_\w+/u.exec(expression) ?? [];
      // Without a delivery in the settings there are no samples of one.
      if (!name.startsWith("ringback_delivery_")) expect(known, expression).toContain(name);
    }
  });

  it("fires no alert while all is well", async () => {
    // Each rule was evaluated with samples of its whole range.
    await expect.poll(async () => valueOf("count_over_time(up[30s])"), PATIENCE).toBeGreaterThan(12);
    expect(await firing()).toEqual([]);
  });

  it.each([
    ["down", "RingbackSourceDown"],
    ["unauthorized", "RingbackCredentialsRefused"],
  ] as const)("fires when the vendor is %s, and clears when it is well again: %s", async (state, alert) => {
    vendor = state;
    await expect.poll(firing, PATIENCE).toContain(alert);
    vendor = "well";
    await expect.poll(firing, PATIENCE).not.toContain(alert);
  });

  it("fires when the gateway is gone, and clears when it is back", async () => {
    gateway.child.kill("SIGKILL");
    await gateway.ended();
    await expect.poll(firing, PATIENCE).toContain("RingbackDown");
    await startGateway();
    await expect.poll(firing, PATIENCE).not.toContain("RingbackDown");
  });
});
