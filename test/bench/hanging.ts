import { filled, startRingback, tenantSources } from "./ringback.js";
import type { BenchServer } from "./server.js";
import { onStage } from "./stage.js";
import { median, table } from "./table.js";
import { MOVING, type WorkloadName } from "./workload.js";

const ROUNDS = 9;
const REQUESTS = 600;
/** Not as much as the machine can: what is measured is waiting, not queueing. */
const CONCURRENCY = 4;
const WORKLOADS: readonly WorkloadName[] = ["list of one source", "one, by id"];

/** What others wait for while one vendor of four hangs, beside a gateway whose four vendors answer. */
export function benchHanging(): Promise<string> {
  return onStage(async ({ vendors, ask }) => {
    const servers: BenchServer[] = [];
    try {
      const start = async (fourth: string): Promise<{ server: BenchServer; ids: readonly string[] }> => {
        const source = { vendor: "talkdesk", baseUrl: `${vendors}/${fourth}`, accessToken: "bench" };
        const server = await startRingback({ ...tenantSources(vendors), [fourth]: source });
        servers.push(server);
        return { server, ids: await filled(server.url) };
      };
      const gateways = [await start(MOVING), await start("hanging")];
      const found = gateways.map(() => WORKLOADS.map(() => [] as number[]));
      let from = 0;
      for (let round = -1; round < ROUNDS; round += 1) {
        for (const [index, { server, ids }] of [...gateways.entries()].toSorted(() => (round % 2 === 0 ? 1 : -1))) {
          for (const [place, workload] of WORKLOADS.entries()) {
            const run = { url: server.url, workload, from, requests: REQUESTS, concurrency: CONCURRENCY, ids };
            from += REQUESTS;
            const { p99 } = await ask(run);
            if (round >= 0) found[index]?.[place]?.push(p99);
          }
        }
      }
      const rows = WORKLOADS.map((workload, place) => {
        const [up = 0, hanging = 0] = found.map((ofGateway) => median(ofGateway[place] ?? []));
        return [workload, up.toFixed(2), hanging.toFixed(2), (hanging / up).toFixed(2)];
      });
      const head = ["p99 in ms of queries that do not need the fourth", "all four up", "one hangs", "×"];
      return `## One vendor hangs\n\n${table(head, rows)}`;
    } finally {
      for (const server of servers) await server.close();
    }
  });
}
