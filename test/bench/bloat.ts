import { observationOf, type Observation } from "../../src/domain/change/observation.js";
import { openStore } from "../../src/stores/registry.js";
import { aCallback, requestedAt, stampOf } from "../support/observations.js";
import { createDatabase, startPostgres, withClient } from "../support/postgres.js";
import { table } from "./table.js";

const SIZE = Number(process.env["BENCH_BLOAT_CALLBACKS"] ?? "1000000");
const POLLS = Number(process.env["BENCH_BLOAT_POLLS"] ?? "5");
const PAGE = 1000;

function aPage(start: number, at: number): Observation[] {
  return Array.from({ length: Math.min(PAGE, SIZE - start) }, (_, index) => {
    const vendorId = `callback-${start + index}`;
    return {
      ...observationOf({ callback: aCallback({ vendorId }), vendorRecord: { id: vendorId } }, stampOf(0)),
      ...requestedAt(at),
    };
  });
}

interface Sizes {
  readonly tableBytes: string;
  readonly indexBytes: string;
  readonly dead: string;
  readonly updates: string;
  readonly inPlace: string;
}

/** Size and dead tuples of the table of last observations while all callbacks are polled repeatedly, as a Markdown table. */
export async function benchBloat(): Promise<string> {
  const server = await startPostgres();
  const { url } = await createDatabase(server.url());
  const store = await openStore({
    databaseUrl: url,
    dataDirectory: "",
    database: { connections: 2, statementTimeoutMs: 600_000 },
  });
  const poll = async (at: number): Promise<void> => {
    for (let start = 0; start < SIZE; start += PAGE) {
      const observations = aPage(start, at);
      await store.record({ source: "north", observations, quarantined: [], answered: null, now: at });
    }
  };
  try {
    const rows: string[][] = [];
    const measure = async (name: string): Promise<void> => {
      const found = await readSizes(url);
      const cells = [found.tableBytes, found.indexBytes].map((bytes) => (Number(bytes) / 1_048_576).toFixed(0));
      const inPlace =
        Number(found.updates) === 0 ? "" : `${((Number(found.inPlace) * 100) / Number(found.updates)).toFixed(1)} %`;
      rows.push([name, ...cells, Number(found.dead).toLocaleString("en"), inPlace]);
    };
    await poll(1);
    await measure("after the first poll");
    for (let time = 1; time <= POLLS; time += 1) {
      await poll(1 + time);
      await measure(`after ${time} more`);
    }
    const head = [
      `${SIZE.toLocaleString("en")} callbacks`,
      "table MB",
      "index MB",
      "dead tuples",
      "updates in place (HOT)",
    ];
    return `## Bloat: last observations on PostgreSQL\n\n${table(head, rows)}`;
  } finally {
    await store.close();
    await server.stop();
  }
}

async function readSizes(url: string): Promise<Sizes> {
  let found: Sizes | undefined;
  await withClient(url, async (client) => {
    await client.query("select pg_stat_force_next_flush()");
    const { rows } = await client.query<Sizes>(`select pg_table_size('observations') as "tableBytes",
      pg_indexes_size('observations') as "indexBytes", n_dead_tup as dead, n_tup_upd as updates,
      n_tup_hot_upd as "inPlace" from pg_stat_user_tables where relname = 'observations'`);
    found = rows[0];
  });
  if (found === undefined) throw new Error("the table has no statistics");
  return found;
}
