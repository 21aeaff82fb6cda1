import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { observationOf, type Observation } from "../../src/domain/change/observation.js";
import type { CallbackFilter, ListPosition } from "../../src/domain/query.js";
import { positionOf } from "../../src/domain/change/position.js";
import { derivedStatus, reportedStatus } from "../../src/domain/status.js";
import { instantWindow } from "../../src/domain/time/window.js";
import { openStore } from "../../src/stores/registry.js";
import type { Store } from "../../src/stores/store.js";
import { aCallback, requestedAt, stampOf } from "../support/observations.js";
import { createDatabase, startPostgres, withClient } from "../support/postgres.js";
import { benchRecording } from "./recording.js";

const SIZES = (process.env["BENCH_CALLBACKS"] ?? "100000,1000000").split(",").map(Number);
const BATCH = 100;
const ROUNDS = 200;
const FEW_ROUNDS = 5;
const PAGES = 20;
const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 5, 1, 12);
const QUARTER_YEAR = 90 * 24 * HOUR;
const SOURCES = 4;
const database = { connections: 4, statementTimeoutMs: 600_000 };

/** What one engine costs at one size; all in milliseconds, the middle of many. */
interface Costs {
  readonly engine: string;
  readonly size: number;
  readonly firstPage: number;
  readonly deepPage: number;
  readonly count: number;
  readonly urgency: number;
  /** The slowest of `SEARCHES`. */
  readonly search: number;
  readonly statistics: number;
  readonly overPeriod: number;
  readonly overPeriodOfQueue: number;
  readonly overPeriodOfAgent: number;
  readonly overPeriodByQueue: number;
  /** Of each queue, all 90 days as one interval. */
  readonly periodByQueue: number;
  readonly recordNew: number;
  readonly recordSame: number;
  /** CPU of this process for a batch that is the same. */
  readonly sameCpu: number;
  readonly recordChanged: number;
  /** CPU of this process for a batch that changes. */
  readonly recordCpu: number;
}

const FIRST_NAMES =
  "Amara Bilal Chiara Dmitri Elif Farid Greta Hiroshi Ines Jonas Keiko Lucía Mateo Noor Olga Pavel".split(" ");
const LAST_NAMES =
  "Abbott Bergström Costa Dubois Eriksen Fischer García Haddad Ivanov Jensen Kowalski Lindqvist Moreau Nakamura Okafor Petrov".split(
    " ",
  );

/** One of 256 names: at 1,000,000 callbacks, nearly 4,000 customers have the same. */
function nameOf(index: number): string {
  return `${FIRST_NAMES[index % 16] ?? ""} ${LAST_NAMES[Math.floor(index / 16) % 16] ?? ""}`;
}

/** How long a customer waited: 8 seconds to two hours, each doubling as often as the next. */
function waitOf(index: number): number {
  return Math.round(1000 * 2 ** (3 + ((index * 7919) % 1000) / 100));
}

/** A day of a contact centre: one of ten is open, the rest is over. */
function anObservation(index: number, at: number, attempt = 0): Observation {
  const isOpen = index % 10 === 0;
  const start = isOpen ? NOW + (index % 480) * 60_000 : NOW - HOUR - ((index * 7775) % QUARTER_YEAR);
  const attemptedAt = start + waitOf(index);
  const status = isOpen
    ? derivedStatus("SCHEDULED", { dueAt: start, lapsesAt: start + 2 * HOUR })
    : reportedStatus(index % 7 === 0 ? "FAILED" : "COMPLETED", "SUCCESS");
  const calls = isOpen ? {} : { firstAttemptAt: attemptedAt, endedAt: attemptedAt + (1 + (index % 5)) * 60_000 };
  const base = aCallback();
  const callback = aCallback({
    ...status,
    ...calls,
    source: `source-${index % SOURCES}`,
    vendorId: `callback-${index}`,
    window: instantWindow(start, start + 2 * HOUR, "America/New_York"),
    createdAt: start - 24 * HOUR,
    updatedAt: isOpen || attempt > 0 ? at : start + (index % 100) * 60_000,
    assignment: { agentId: `agent-${index % 200}`, type: "SPECIFIC_AGENT", exclusive: null, assignedAt: null },
    attemptCount: isOpen ? attempt : 1 + (index % 3) + attempt,
    customer: { ...base.customer, name: nameOf(index), phoneNumber: `+1415${5_000_000 + (index % 900_000)}` },
    routing: { ...base.routing, queueId: `queue-${index % 20}` },
    queue: { kind: "QUEUE", vendorId: `queue-${index % 20}` },
    reason: "billing",
  });
  const vendorRecord = { id: callback.vendorId, reason: "billing", attempts: attempt };
  return observationOf({ callback, vendorRecord }, stampOf(at));
}

async function record(store: Store, indexes: readonly number[], at: number, attempt = 0): Promise<void> {
  const source = `source-${(indexes[0] ?? 0) % SOURCES}`;
  const observations = indexes.map((index) => anObservation(index, attempt === 0 ? NOW : at, attempt));
  const seen = observations.map((one) => ({ ...one, ...requestedAt(at) }));
  await store.record({ source, observations: seen, quarantined: [], answered: null, now: at });
}

/** Callbacks of one source, beginning at one of them. */
function batchFrom(start: number, size = BATCH): number[] {
  return Array.from({ length: size }, (_, index) => start + index * SOURCES);
}

async function fill(store: Store, size: number): Promise<void> {
  const LARGE = 1000;
  for (let start = 0; start < size; start += LARGE * SOURCES) {
    for (let source = 0; source < SOURCES; source += 1) {
      const batch = batchFrom(start + source, LARGE).filter((index) => index < size);
      if (batch.length > 0) await record(store, batch, NOW);
    }
  }
}

async function middleOf(rounds: number, work: (round: number) => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const startedAt = performance.now();
    await work(round);
    times.push(performance.now() - startedAt);
  }
  return times.toSorted((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0;
}

/** Words of a number and of names, as `foldedWords` returns them: of one callback, of one in 256, of one in 16, and of none. */
const SEARCHES = [["4155123456"], ["bilal", "abbott"], ["kowalski"], ["zzyzx"]];

const OPEN: CallbackFilter = { isOpen: true };

async function measure(engine: string, store: Store, size: number): Promise<Costs> {
  const orderBy = { field: "WINDOW_START", direction: "ASC" } as const;
  const page = (after: ListPosition | null, isCounted = false): ReturnType<Store["list"]> =>
    store.list({
      filter: OPEN,
      orderBy,
      slice: { size: 50, from: "start", after, before: null },
      now: NOW,
      isCounted,
    });
  const middle: ListPosition = { value: NOW + 240 * 60_000, rowId: 1 };
  const [row] = (await page(middle)).rows;
  if (row === undefined || positionOf(row, "WINDOW_START").value === null) throw new Error("the middle page is empty");
  const stride = (round: number): number => (round * 7919 * SOURCES) % Math.max(SOURCES, size - BATCH * SOURCES);

  const firstPage = await middleOf(ROUNDS, () => page(null));
  const deepPage = await middleOf(ROUNDS, () => page(middle));
  const count = await middleOf(FEW_ROUNDS, () => page(null, true));
  const statistics = await middleOf(FEW_ROUNDS, () =>
    store.statistics({ filter: OPEN, groupBy: ["STATUS", "QUEUE"], timeZone: "UTC", now: NOW }),
  );
  const urgency = await middleOf(ROUNDS, () =>
    store.list({
      filter: OPEN,
      orderBy: { field: "URGENCY", direction: "ASC" },
      slice: { size: 50, from: "start", after: null, before: null },
      now: NOW,
    }),
  );
  const searches: number[] = [];
  for (const search of SEARCHES) {
    const orderBy = { field: "UPDATED_AT", direction: "DESC" } as const;
    const slice = { size: 50, from: "start", after: null, before: null } as const;
    searches.push(await middleOf(PAGES, () => store.list({ filter: { search }, orderBy, slice, now: NOW })));
  }
  const search = Math.max(...searches);
  // Days of India begin at 18:30 UTC, so that none consists of whole cells of several hours.
  const days = Array.from({ length: 91 }, (_, day) => NOW + 6.5 * HOUR - QUARTER_YEAR + (day - 1) * 24 * HOUR);
  const overPeriodBy = (
    filter: CallbackFilter,
    groupBy: readonly "QUEUE"[] = [],
    bounds: readonly number[] = days,
  ): Promise<number> =>
    middleOf(FEW_ROUNDS, () => store.performance({ filter, groupBy, bounds, hasWaits: true, now: NOW }));
  const overPeriod = await overPeriodBy({});
  const overPeriodOfQueue = await overPeriodBy({
    queues: [{ source: "source-3", kind: "QUEUE", vendorId: "queue-7" }],
  });
  const overPeriodOfAgent = await overPeriodBy({ agents: [{ source: "source-1", agentId: "agent-1" }] });
  const overPeriodByQueue = await overPeriodBy({}, ["QUEUE"]);
  const periodByQueue = await overPeriodBy({}, ["QUEUE"], [days[0] ?? 0, days.at(-1) ?? 0]);
  // As adapters give it: records that are the same to the letter are the same objects, and were compared once.
  const pages = Array.from({ length: PAGES }, (_, page) =>
    batchFrom(stride(page)).map((index) => anObservation(index, NOW)),
  );
  const readAfterWrite = async (round: number): Promise<unknown> => {
    const observations = (pages[round % PAGES] ?? []).map((one) => ({ ...one, ...requestedAt(NOW + 1 + round) }));
    const source = observations[0]?.callback.source ?? "";
    return store.record({ source, observations, quarantined: [], answered: null, now: NOW + 1 + round });
  };
  for (let round = 0; round < PAGES; round += 1) await readAfterWrite(round);
  const cpuBefore = process.cpuUsage();
  const recordSame = await middleOf(ROUNDS, (round) => readAfterWrite(PAGES + round));
  const sameCpu = cpuSince(cpuBefore) / ROUNDS;
  const cpu = process.cpuUsage();
  const recordChanged = await middleOf(ROUNDS, (round) =>
    record(store, batchFrom(stride(round)), NOW + HOUR + round, round + 1),
  );
  const recordCpu = cpuSince(cpu) / ROUNDS;
  const recordNew = await middleOf(ROUNDS, (round) =>
    record(store, batchFrom(size + round * BATCH * SOURCES), NOW + 2 * HOUR),
  );
  const records = { recordNew, recordSame, sameCpu, recordChanged, recordCpu };
  const figures = { overPeriod, overPeriodOfQueue, overPeriodOfAgent, overPeriodByQueue, periodByQueue };
  return { engine, size, firstPage, deepPage, count, urgency, search, statistics, ...figures, ...records };
}

/** Milliseconds of this process. */
function cpuSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

async function onSqlite(size: number): Promise<Costs> {
  const dataDirectory = mkdtempSync(join(tmpdir(), "ringback-"));
  const store = await openStore({ databaseUrl: null, dataDirectory, database });
  try {
    await fill(store, size);
    return await measure("SQLite, embedded", store, size);
  } finally {
    await store.close();
    rmSync(dataDirectory, { recursive: true, force: true });
  }
}

async function onPostgres(size: number): Promise<Costs> {
  const server = await startPostgres();
  const { url } = await createDatabase(server.url());
  const store = await openStore({ databaseUrl: url, dataDirectory: "", database });
  try {
    await fill(store, size);
    // As autovacuum does in time.
    await withClient(url, (client) => client.query("vacuum analyze"));
    return await measure("PostgreSQL 18", store, size);
  } finally {
    await store.close();
    await server.stop();
  }
}

function toTable(rows: readonly Costs[]): string {
  const ms = (value: number): string => (value < 10 ? value.toFixed(2) : value.toFixed(0));
  const columns: readonly [string, (row: Costs) => string][] = [
    ["engine", (row) => row.engine],
    ["callbacks", (row) => row.size.toLocaleString("en")],
    ["first page of 50", (row) => ms(row.firstPage)],
    ["page from the middle", (row) => ms(row.deepPage)],
    ["first page with totalCount", (row) => ms(row.count)],
    ["statistics by status and queue", (row) => ms(row.statistics)],
    ["first page by urgency", (row) => ms(row.urgency)],
    ["slowest search", (row) => ms(row.search)],
    ["90 days, by day", (row) => ms(row.overPeriod)],
    ["of one queue", (row) => ms(row.overPeriodOfQueue)],
    ["of one agent", (row) => ms(row.overPeriodOfAgent)],
    ["of each queue", (row) => ms(row.overPeriodByQueue)],
    ["of each queue, as one interval", (row) => ms(row.periodByQueue)],
    [`record ${BATCH} new`, (row) => ms(row.recordNew)],
    [`record ${BATCH} unchanged`, (row) => ms(row.recordSame)],
    ["of it the gateway's CPU", (row) => ms(row.sameCpu)],
    [`record ${BATCH} changed`, (row) => ms(row.recordChanged)],
    ["of it the gateway's CPU", (row) => ms(row.recordCpu)],
  ];
  const lines = [
    columns.map(([name]) => name),
    columns.map((_, index) => (index === 0 ? "---" : "--:")),
    ...rows.map((row) => columns.map(([, show]) => show(row))),
  ];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** A page costs a walk down an index: ten times the callbacks may cost it twice, and never ten times. */
function checkGrowth(rows: readonly Costs[]): void {
  for (const large of rows) {
    const small = rows.find(({ engine, size }) => engine === large.engine && size < large.size);
    if (small === undefined) continue;
    for (const key of ["firstPage", "deepPage", "urgency"] as const) {
      const limit = 2 * small[key] + 1;
      if (large[key] > limit)
        throw new Error(`${large.engine}: a page costs ${large[key]} ms at ${large.size}, above ${limit}`);
    }
  }
}

/** Lists, statistics and recording on both engines, as a Markdown table; throws where pages grow with the callbacks. */
export async function benchStores(): Promise<string> {
  const rows: Costs[] = [];
  for (const size of SIZES) rows.push(await onSqlite(size), await onPostgres(size));
  const title = `Milliseconds, middle of ${ROUNDS} (counts and statistics of ${FEW_ROUNDS}), one at a time, on ${cpus().length} cores; one of ten callbacks is open, and lists and statistics are of those.`;
  const text = `${title}\n\n${toTable(rows)}\n\n${await benchRecording()}\n`;
  checkGrowth(rows);
  return text;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) console.log(await benchStores());
