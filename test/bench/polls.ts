import { createDatabase, startPostgres } from "../support/postgres.js";
import { askOnce, filled, startRingback, tenantSources } from "./ringback.js";
import { onStage } from "./stage.js";
import { median, table } from "./table.js";
import { PER_TENANT, TENANTS } from "./workload.js";

const ROUNDS = 5;
const POLLS_A_ROUND = 5;
const WARM_UP_POLLS = 15;
/** Stale at once: every request polls all sources, and waits for them. */
const POLL = '{ callbacks(first: 1, maxStaleness: "PT0.001S") { nodes { id } sources { asOf } } }';

/** CPU of the gateway for one poll of all sources without changes, on both engines, as a Markdown table. */
export function benchPolls(): Promise<string> {
  return onStage(async ({ vendors }) => {
    const postgres = await startPostgres();
    try {
      const { url } = await createDatabase(postgres.url());
      const rows = [
        ["SQLite, embedded", ...(await measure(vendors, null))],
        ["PostgreSQL 18", ...(await measure(vendors, url))],
      ];
      const head = ["store", `CPU-ms for a poll of ${TENANTS.length} × ${PER_TENANT}`, "of it per callback, µs"];
      return `## Polls without changes\n\n${table(head, rows)}`;
    } finally {
      await postgres.stop();
    }
  });
}

async function measure(vendors: string, databaseUrl: string | null): Promise<string[]> {
  const count = TENANTS.length * PER_TENANT;
  // Without the background sync, and as often as wanted: by default, one poll would use up a source's quota for seconds.
  const quota = { requests: 1_000_000, perMs: 1000 };
  const sources = Object.fromEntries(
    Object.entries(tenantSources(vendors)).map(([name, source]) => [name, { ...source, quota }]),
  );
  const server = await startRingback(sources, {
    databaseUrl,
    sync: { polling: false },
    freshness: { waitMs: 20_000 },
  });
  try {
    await filled(server.url, count);
    const poll = async (times: number): Promise<void> => {
      for (let time = 0; time < times; time += 1) await pollOnce(server.url);
    };
    await poll(WARM_UP_POLLS);
    const costs: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const before = server.cpuMs();
      await poll(POLLS_A_ROUND);
      costs.push((server.cpuMs() - before) / POLLS_A_ROUND);
    }
    const cost = median(costs);
    return [cost.toFixed(1), ((cost * 1000) / count).toFixed(1)];
  } finally {
    await server.close();
  }
}

/** Rejects unless every source was polled for this very request. */
async function pollOnce(url: string): Promise<void> {
  const startedAt = Date.now();
  const { callbacks } = await askOnce<{ callbacks: { sources: readonly { asOf: string }[] } }>(url, POLL);
  const polled = callbacks.sources.filter(({ asOf }) => Date.parse(asOf) >= startedAt);
  if (polled.length !== TENANTS.length) throw new Error(JSON.stringify(callbacks));
}
