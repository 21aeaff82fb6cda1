import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { observationOf } from "../../src/domain/change/observation.js";
import { reportedStatus } from "../../src/domain/status.js";
import { openStore } from "../../src/stores/registry.js";
import type { Store } from "../../src/stores/store.js";
import { ordinaryCallback } from "../support/many-callbacks.js";
import { stampOf } from "../support/observations.js";
import { createDatabase, startPostgres } from "../support/postgres.js";
import { table } from "./table.js";

const MINUTES = Number(process.env["BENCH_RETENTION_MINUTES"] ?? "10");
const A_MINUTE = 10_000;
const AT_ONCE = 25;
const OPEN = 5000;
const NOW = Date.UTC(2028, 0, 1);
const database = { connections: 5, statementTimeoutMs: 60_000 };

/** Latencies of reads while ended callbacks are deleted at 10,000 a minute, and without, as a Markdown table. */
export async function benchRetention(): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), "ringback-bench-"));
  const server = await startPostgres();
  const { url } = await createDatabase(server.url());
  const rows: string[][] = [];
  try {
    for (const databaseUrl of [null, url]) {
      const store = await openStore({ databaseUrl, dataDirectory: directory, database });
      await fill(store);
      const engine = databaseUrl === null ? "embedded" : "PostgreSQL";
      rows.push([engine, "nothing is deleted", ...(await measure(store, 1, false))]);
      rows.push([engine, `${A_MINUTE.toLocaleString("en")} a minute`, ...(await measure(store, MINUTES, true))]);
      await store.close();
    }
  } finally {
    await server.stop();
    rmSync(directory, { recursive: true, force: true });
  }
  const head = ["store", "deletion", "deleted", "reads", "p50 ms", "p99 ms", "longest ms", "CPU of a deletion ms"];
  return `## Retention: reads while ended callbacks are deleted, for ${MINUTES} minutes\n\n${table(head, rows)}`;
}

/** Enough ended callbacks for all minutes, and 5,000 open ones. */
async function fill(store: Store): Promise<void> {
  const count = MINUTES * A_MINUTE + OPEN;
  for (let first = 0; first < count; first += 500) {
    const observations = Array.from({ length: 500 }, (_, index) => {
      const open = ordinaryCallback((first + index) % 10_000, "north", "ACME");
      const isOpen = first < OPEN;
      const callback = {
        ...open,
        vendorId: `${first + index}`,
        ...(isOpen ? {} : { ...reportedStatus("COMPLETED", "done"), endedAt: open.createdAt }),
      };
      return observationOf({ callback, vendorRecord: { id: callback.vendorId, note: "n".repeat(1200) } }, stampOf(NOW));
    });
    await store.record({ source: "north", observations, quarantined: [], answered: null, now: NOW });
  }
}

/** Reads 20 times a second: the wall's list, and every other time a callback and the statistics. */
async function measure(store: Store, minutes: number, isDeleting: boolean): Promise<string[]> {
  const until = performance.now() + minutes * 60_000;
  const latencies: number[] = [];
  let deleted = 0;
  let deletionMs = 0;
  const remove = async (): Promise<void> => {
    const pauseMs = (60_000 * AT_ONCE) / A_MINUTE;
    for (let next = performance.now(); next < until && isDeleting; next += pauseMs) {
      await sleep(Math.max(0, next - performance.now()));
      const before = process.cpuUsage();
      const startedAt = performance.now();
      deleted += await store.deleteEnded({ source: "north", endedBefore: NOW, limit: AT_ONCE });
      const { user, system } = process.cpuUsage(before);
      deletionMs += Math.min((user + system) / 1000, performance.now() - startedAt);
    }
  };
  const read = async (): Promise<void> => {
    const slice = { size: 50, from: "start", after: null, before: null } as const;
    for (let index = 0; performance.now() < until; index += 1) {
      const startedAt = performance.now();
      const filter = { isOpen: true };
      if (index % 2 === 0)
        await store.list({ filter, orderBy: { field: "URGENCY", direction: "ASC" }, slice, now: NOW });
      else {
        await store.find([{ source: "north", vendorId: `${(index * 7919) % OPEN}` }]);
        await store.statistics({ filter, groupBy: ["QUEUE"], timeZone: "UTC", now: NOW });
      }
      latencies.push(performance.now() - startedAt);
      await sleep(50);
    }
  };
  await Promise.all([remove(), read()]);
  latencies.sort((a, b) => a - b);
  const at = (share: number): string => (latencies[Math.floor((latencies.length - 1) * share)] ?? 0).toFixed(1);
  const each = deleted === 0 ? "" : (deletionMs / deleted).toFixed(2);
  return [deleted.toLocaleString("en"), latencies.length.toLocaleString("en"), at(0.5), at(0.99), at(1), each];
}
