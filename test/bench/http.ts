import { fileURLToPath } from "node:url";
import type { Run, RunResult, Transport } from "./load.js";
import { askOnce, filled, startRingback, tenantSources } from "./ringback.js";
import { startServer, type BenchServer } from "./server.js";
import { onStage } from "./stage.js";
import { median, ratio, table } from "./table.js";
import { LIST, operationOf, type WorkloadName } from "./workload.js";

const ROUNDS = 7;
/** Rounds that are not counted: the engine compiles what is run often, and goes on with that for thousands of requests. */
const WARMING = 1;
/** Every server has waited for its turn while the others had theirs: the first second is shown by itself. */
const FIRST = { requests: 1_000_000, forMs: 1000 };
const CONCURRENCY = 16;
/** A slow server is asked fewer: the peers would take most of the time. */
const LONGEST_MS = 3000;
/** How much is asked a round, by how long it takes. */
const REQUESTS = {
  "list, the same": 4000,
  "list, all different": 1500,
  "one, by id": 4000,
  "50 with their customers": 600,
} as const satisfies Partial<Record<WorkloadName, number>>;
type Compared = keyof typeof REQUESTS;
const BARE = "bare server";
const file = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

interface Contender {
  readonly name: string;
  readonly server: BenchServer;
  readonly transport: Transport;
  readonly workloads: readonly Compared[];
  readonly ids: readonly string[];
}

/** CPU a request beside other servers that do the same work, in one run. */
export function benchHttp(): Promise<string> {
  return onStage(async ({ vendors, ask }) => {
    const contenders: Contender[] = [];
    try {
      const lists: readonly Compared[] = ["list, the same", "list, all different"];
      const peer = async (name: string, script: string, mode = "", workloads = lists): Promise<Contender> => {
        const probe = async (url: string): Promise<boolean> =>
          (await askOnce(url, LIST, operationOf("list, the same", 0, []).variables)) !== null;
        const environment = { VENDORS: vendors, MODE: mode };
        const server = await startServer({ name, command: [file(`peers/${script}.js`)], environment, probe });
        return { name, server, transport: "http", workloads, ids: [] };
      };
      const ringback = await startRingback(tenantSources(vendors));
      const ids = await filled(ringback.url);
      const workloads = Object.keys(REQUESTS) as Compared[];
      contenders.push(
        await peer("bytes from memory", "bare", "memory"),
        await peer(BARE, "bare", "calls", [...lists, "50 with their customers"]),
        { name: "Ringback", server: ringback, transport: "http", workloads, ids },
        { name: "Ringback, WebSocket", server: ringback, transport: "websocket", workloads: lists, ids },
        { name: "Ringback, SSE", server: ringback, transport: "sse", workloads: lists, ids },
        await peer("Apollo Server + type-graphql", "apollo"),
        await peer("GraphQL Yoga", "yoga"),
        await peer("Mercurius + JIT", "mercurius"),
      );
      return await compare(contenders, ask);
    } finally {
      for (const server of serversOf(contenders)) await server.close();
    }
  });
}

function serversOf(contenders: readonly Contender[]): ReadonlySet<BenchServer> {
  return new Set(contenders.map(({ server }) => server));
}

interface Figures {
  readonly first: number[];
  readonly cpu: number[];
  readonly p50: number[];
  readonly p99: number[];
}

const NOTHING: Figures = { first: [], cpu: [], p50: [], p99: [] };

async function compare(contenders: readonly Contender[], ask: (run: Run) => Promise<RunResult>): Promise<string> {
  const found = new Map<string, Figures>();
  let from = 0;
  for (let round = -WARMING; round < ROUNDS; round += 1) {
    for (const { name, server, transport, workloads, ids } of round % 2 === 0 ? contenders : contenders.toReversed()) {
      for (const workload of workloads) {
        const measure = async (bounds: Pick<Run, "requests" | "forMs">): Promise<RunResult & { cpu: number }> => {
          const before = server.cpuMs();
          const result = await ask({
            url: server.url,
            workload,
            transport,
            from,
            concurrency: CONCURRENCY,
            ids,
            ...bounds,
          });
          from += result.asked;
          return { ...result, cpu: (server.cpuMs() - before) / result.asked };
        };
        const first = await measure(FIRST);
        const { cpu, p50, p99 } = await measure({ requests: REQUESTS[workload], forMs: LONGEST_MS });
        if (round < 0) continue;
        const key = `${name}/${workload}`;
        const entry = found.get(key) ?? { first: [], cpu: [], p50: [], p99: [] };
        found.set(key, entry);
        entry.first.push(first.cpu);
        entry.cpu.push(cpu);
        entry.p50.push(p50);
        entry.p99.push(p99);
      }
    }
  }
  const of = (name: string, workload: WorkloadName): Figures => found.get(`${name}/${workload}`) ?? NOTHING;
  const memory = of("bytes from memory", "list, the same");
  const bareOf = (workload: WorkloadName): Figures =>
    of(BARE, workload === "50 with their customers" ? workload : "list, all different");
  const rows = contenders.flatMap(({ name, workloads }) =>
    workloads.map((workload) => {
      const { first, cpu, p50, p99 } = of(name, workload);
      return [
        `${name}: ${workload}`,
        median(cpu).toFixed(3),
        ratio(cpu, memory.cpu).toFixed(2),
        ratio(cpu, bareOf(workload).cpu).toFixed(2),
        median(p50).toFixed(1),
        median(p99).toFixed(1),
        median(first).toFixed(3),
      ];
    }),
  );
  const ends = [...serversOf(contenders)].map((server) => [
    server.name,
    server.startMs.toFixed(0),
    (server.residentBytes() / 1_048_576).toFixed(0),
  ]);
  return [
    "## HTTP: CPU a request",
    table(["server: workload", "CPU-ms", "× memory", "× bare", "p50 ms", "p99 ms", "CPU-ms, first second"], rows),
    "## Start and memory",
    table(["server", "first response ms", "resident MB after the load"], ends),
  ].join("\n\n");
}
