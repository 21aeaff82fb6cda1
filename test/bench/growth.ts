import { askOnce, filled, startRingback, tenantSources, type BenchSource } from "./ringback.js";
import type { BenchServer } from "./server.js";
import { onStage, type Stage } from "./stage.js";
import { median, table } from "./table.js";
import { operationOf, PER_TENANT, type WorkloadName } from "./workload.js";

const SOURCES = [1, 3, 10, 30];
const ROUNDS = 5;
const REQUESTS = 800;
const WATCHED_MS = 20_000;
const WORKLOADS: readonly WorkloadName[] = ["list, the same", "list, all different", "one, by id"];

/** What more sources, each with its callbacks, cost: a request, being kept up, and memory. */
export function benchGrowth(): Promise<string> {
  return onStage(async (stage) => {
    const rows: string[][] = [];
    for (const count of SOURCES) rows.push(await measure(stage, count));
    const head = [
      "sources × callbacks",
      ...WORKLOADS.map((name) => `${name}: CPU-ms`),
      "background sync: CPU-ms a second",
      "MB",
    ];
    return `## Growth: more sources\n\n${table(head, rows)}`;
  });
}

async function measure({ vendors, ask }: Stage, count: number): Promise<string[]> {
  const server = await startRingback(manySources(vendors, count));
  try {
    const ids = await filled(server.url, count * PER_TENANT);
    const kept = await cpuOfUpkeep(server);
    const costs: number[] = [];
    let from = 0;
    for (const workload of WORKLOADS) {
      const rounds: number[] = [];
      for (let round = -1; round < ROUNDS; round += 1) {
        const before = server.cpuMs();
        await ask({ url: server.url, workload, from, requests: REQUESTS, concurrency: 16, ids });
        from += REQUESTS;
        if (round >= 0) rounds.push((server.cpuMs() - before) / REQUESTS);
      }
      costs.push(median(rounds));
    }
    const resident = (server.residentBytes() / 1_048_576).toFixed(0);
    return [`${count} × ${PER_TENANT}`, ...costs.map((cost) => cost.toFixed(3)), kept.toFixed(1), resident];
  } finally {
    await server.close();
  }
}

/** As many as are wanted, over the tenants that there are. */
function manySources(vendors: string, count: number): Readonly<Record<string, BenchSource>> {
  const tenants = Object.values(tenantSources(vendors));
  const sources = Array.from({ length: count }, (_, index) => [
    `source-${index}`,
    tenants[index % tenants.length] as BenchSource,
  ]);
  return Object.fromEntries(sources) as Readonly<Record<string, BenchSource>>;
}

/** While somebody looks at a list every half second, so that every source is kept fresh. */
async function cpuOfUpkeep(server: BenchServer): Promise<number> {
  const { query, variables } = operationOf("list, the same", 0, []);
  const before = server.cpuMs();
  const startedAt = performance.now();
  while (performance.now() - startedAt < WATCHED_MS) {
    await askOnce(server.url, query, variables);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  return ((server.cpuMs() - before) * 1000) / (performance.now() - startedAt);
}
