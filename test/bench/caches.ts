import { CACHE_NAMES } from "../../src/lib/cache.js";
import { filled, startRingback, tenantSources } from "./ringback.js";
import type { BenchServer } from "./server.js";
import { onStage, type Stage } from "./stage.js";
import { ratio, table } from "./table.js";
import type { WorkloadName } from "./workload.js";

const ROUNDS = 3;
const WARMING = 1;
const REQUESTS = {
  "list, the same": 1500,
  "list, all different": 700,
  "one, by id": 1500,
  "50 with their customers": 100,
} as const satisfies Partial<Record<WorkloadName, number>>;
type Compared = keyof typeof REQUESTS;
const WORKLOADS = Object.keys(REQUESTS) as Compared[];
const UPKEEP_MS = 4000;
/** Nothing of these benchmarks uses them: the bench of subscriptions shows the one, and no token is sent. */
const UNUSED: ReadonlySet<string> = new Set(["event_results", "tokens"]);

/** How much more CPU everything takes without one of the caches, and without all of them. */
export function benchCaches(): Promise<string> {
  return onStage(async (stage) => {
    const rows: string[][] = [];
    const cases = CACHE_NAMES.filter((name) => !UNUSED.has(name)).map((name) => [name]);
    for (const caches of [...cases, [...CACHE_NAMES]]) rows.push(await compare(stage, caches));
    const head = ["off", ...WORKLOADS.map((name) => `${name}: ×`), "upkeep: ×"];
    return `## Caches: CPU without them, × with all of them\n\n${table(head, rows)}`;
  });
}

/** A server without these caches and one with all of them take turns. */
async function compare(stage: Stage, caches: readonly string[]): Promise<string[]> {
  const sources = tenantSources(stage.vendors);
  const servers = [await startRingback(sources, { caches }), await startRingback(sources)];
  try {
    const figures = new Map<string, number[]>();
    let from = 0;
    for (let round = -WARMING; round < ROUNDS; round += 1) {
      for (const server of round % 2 === 0 ? servers : servers.toReversed()) {
        const ids = await filled(server.url);
        for (const workload of WORKLOADS) {
          const requests = REQUESTS[workload];
          const before = server.cpuMs();
          await stage.ask({ url: server.url, workload, from, requests, concurrency: 16, ids });
          from += requests;
          note(round, `${servers.indexOf(server)} ${workload}`, server.cpuMs() - before);
        }
        note(round, `${servers.indexOf(server)} upkeep`, await upkeepOf(server));
      }
    }
    const ratioOf = (what: string): string =>
      ratio(figures.get(`0 ${what}`) ?? [], figures.get(`1 ${what}`) ?? []).toFixed(2);
    const name = caches.length === 1 ? `\`${caches[0]}\`` : "all";
    return [name, ...WORKLOADS.map(ratioOf), ratioOf("upkeep")];

    function note(round: number, key: string, cpuMs: number): void {
      if (round >= 0) figures.set(key, [...(figures.get(key) ?? []), Math.max(1, cpuMs)]);
    }
  } finally {
    for (const server of servers) await server.close();
  }
}

/** CPU of polling its sources for a while, in milliseconds. */
async function upkeepOf(server: BenchServer): Promise<number> {
  const before = server.cpuMs();
  await new Promise((resolve) => setTimeout(resolve, UPKEEP_MS));
  return server.cpuMs() - before;
}
