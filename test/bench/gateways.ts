import { readFileSync } from "node:fs";
import type { Run, RunResult } from "./load.js";
import { filled, startRingback, tenantSources } from "./ringback.js";
import { cpuMsOf, type BenchServer } from "./server.js";
import { onStage } from "./stage.js";
import { median, table } from "./table.js";
import { createDatabase, startPostgres, type PostgresServer } from "../support/postgres.js";

const ROUNDS = 5;
const CONCURRENCY = 16;
const LONGEST_MS = 3000;
const WORKLOADS = { "list, the same": 4000, "list, all different": 1500, "one, by id": 4000 } as const;
/** How long the background is measured, with nobody asking. */
const IDLE_MS = 15_000;

interface Contender {
  readonly name: string;
  readonly servers: readonly BenchServer[];
  readonly ids: readonly string[];
  /** CPU of the database so far, in milliseconds. */
  readonly databaseMs: () => number;
}

interface Figures {
  readonly gateway: number[];
  readonly database: number[];
}

/** CPU of one gateway with the embedded store, of one with PostgreSQL, and of two that share one; each request goes to the next. */
export function benchGateways(): Promise<string> {
  return onStage(async ({ vendors, ask }) => {
    const databases: PostgresServer[] = [];
    const servers: BenchServer[] = [];
    const start = async (databaseUrl: string | null): Promise<BenchServer> => {
      const server = await startRingback(tenantSources(vendors), { databaseUrl });
      servers.push(server);
      return server;
    };
    try {
      const openDatabase = async (): Promise<{ readonly url: string; readonly pid: number }> => {
        const others = new Set(databaseProcesses());
        const postgres = await startPostgres();
        databases.push(postgres);
        const { url } = await createDatabase(postgres.url());
        return { url, pid: databaseProcesses().find((pid) => !others.has(pid)) ?? 0 };
      };
      const contender = async (name: string, count: number, isEmbedded = false): Promise<Contender> => {
        const database = isEmbedded ? null : await openDatabase();
        const databaseUrl = database?.url ?? null;
        const own: BenchServer[] = [];
        for (let index = 0; index < count; index += 1) own.push(await start(databaseUrl));
        const ids = await filled(own[0]?.url ?? "");
        return { name, servers: own, ids, databaseMs: () => (database === null ? 0 : cpuOfDatabase(database.pid)) };
      };
      const contenders = [
        await contender("one gateway, embedded store", 1, true),
        await contender("one gateway, PostgreSQL", 1),
        await contender("two gateways, PostgreSQL", 2),
      ];
      return await compare(contenders, ask);
    } finally {
      for (const server of servers) await server.close();
      for (const database of databases) await database.stop();
    }
  });
}

const cpuOf = ({ servers }: Contender): number => servers.reduce((sum, server) => sum + server.cpuMs(), 0);

async function compare(contenders: readonly Contender[], ask: (run: Run) => Promise<RunResult>): Promise<string> {
  const found = new Map<string, Figures>();
  const note = (key: string, gateway: number, database: number): void => {
    const entry = found.get(key) ?? { gateway: [], database: [] };
    found.set(key, entry);
    entry.gateway.push(gateway);
    entry.database.push(database);
  };
  let from = 0;
  // The first round is not counted: the engine compiles what is run often.
  for (let round = -1; round < ROUNDS; round += 1) {
    for (const contender of round % 2 === 0 ? contenders : contenders.toReversed()) {
      for (const [workload, requests] of Object.entries(WORKLOADS) as [keyof typeof WORKLOADS, number][]) {
        const [cpu, database] = [cpuOf(contender), contender.databaseMs()];
        let asked = 0;
        for (const { url } of contender.servers) {
          const bounds = { requests: requests / contender.servers.length, forMs: LONGEST_MS };
          const result = await ask({ url, workload, from, concurrency: CONCURRENCY, ids: contender.ids, ...bounds });
          asked += result.asked;
          from += result.asked;
        }
        if (round < 0) continue;
        const key = `${contender.name}: ${workload}`;
        note(key, (cpuOf(contender) - cpu) / asked, (contender.databaseMs() - database) / asked);
      }
    }
  }
  const rows = [...found].map(([name, { gateway, database }]) => [
    name,
    median(gateway).toFixed(3),
    median(database).toFixed(3),
    (1000 / (median(gateway) + median(database))).toFixed(0),
  ]);
  return [
    "## Gateways: CPU a request",
    table(
      ["gateways: workload", "gateways' CPU-ms", "database's CPU-ms", "requests a second that one core carries"],
      rows,
    ),
    table(["gateways, nobody asks", "gateways' CPU-ms a second", "database's CPU-ms a second"], await idle(contenders)),
  ].join("\n\n");
}

/** CPU of the background: three sources of 1,000 callbacks are polled. */
async function idle(contenders: readonly Contender[]): Promise<readonly string[][]> {
  const before = contenders.map((contender) => [cpuOf(contender), contender.databaseMs()] as const);
  await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
  return contenders.map((contender, index) => {
    const [cpu = 0, database = 0] = before[index] ?? [];
    const perSecond = (ms: number): string => ((ms * 1000) / IDLE_MS).toFixed(1);
    return [contender.name, perSecond(cpuOf(contender) - cpu), perSecond(contender.databaseMs() - database)];
  });
}

function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean).map(Number);
}

/** The database servers that this process has started. */
function databaseProcesses(): number[] {
  return childrenOf(process.pid).filter((pid) => readFileSync(`/proc/${pid}/comm`, "utf8").trim() === "postgres");
}

/** CPU of a server and of all processes that it has or had, in milliseconds. */
function cpuOfDatabase(server: number): number {
  return childrenOf(server).reduce((sum, pid) => sum + cpuMsOf(pid), cpuMsOf(server, true));
}
