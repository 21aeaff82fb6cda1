import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { detectObserved } from "../../src/domain/change/change.js";
import { observationOf, type Observation, type RememberedCallback } from "../../src/domain/change/observation.js";
import { reportedStatus } from "../../src/domain/status.js";
import { instantWindow } from "../../src/domain/time/window.js";
import { openStore } from "../../src/stores/registry.js";
import { createCustomerOf } from "../../src/domain/customer.js";
import { toRow } from "../../src/stores/sql/callbacks/rows.js";
import type { Store } from "../../src/stores/store.js";
import { aCallback, requestedAt, stampOf } from "../support/observations.js";
import { createDatabase, startPostgres } from "../support/postgres.js";
import { barePage, barePostgres, bareSqlite, type BareInserts } from "./bare-inserts.js";
import { median, table } from "./table.js";

const BATCH = 100;
const PAGES = 20;
const ROUNDS = 15;
const PAGES_A_ROUND = 60;
const LOOKS_A_ROUND = 10;
const NOW = Date.UTC(2026, 5, 1, 12);
const database = { connections: 4, statementTimeoutMs: 60_000 };

/** One look, with a record as long as those of the vendor that lists. */
function anObservation(index: number, attemptCount: number): Observation {
  const base = aCallback();
  const start = NOW + index * 1000;
  const callback = aCallback({
    ...reportedStatus("RETRYING", "TO_BE_RETRIED"),
    vendorId: `callback-${index}`,
    window: instantWindow(start, start + 3_600_000, "America/New_York"),
    attemptCount,
    customer: { ...base.customer, name: "Amara Abbott", phoneNumber: `+1415${5_000_000 + index}` },
    createdAt: NOW,
  });
  const vendorRecord = {
    id: callback.vendorId,
    contact_name: "Amara Abbott",
    contact_phone_number: `+1415${5_000_000 + index}`,
    contact_id: `3f2504e0-4f89-11d3-9a0c-${String(index).padStart(12, "0")}`,
    time_to_call: new Date(start).toISOString(),
    time_zone: "America/New_York",
    status: "TO_BE_RETRIED",
    attempts: attemptCount,
    queue: "billing",
    agent_id: null,
    created_at: new Date(NOW).toISOString(),
    _links: { self: { href: `/cb/callbacks/callback-${index}` } },
  };
  return observationOf({ callback, vendorRecord }, stampOf(NOW));
}

function aPage(page: number, attemptCount: number): Observation[] {
  return Array.from({ length: BATCH }, (_, index) => anObservation(page * BATCH + index, attemptCount));
}

function rememberedOf(page: readonly Observation[]): RememberedCallback[] {
  return page.flatMap((seen) => detectObserved(null, seen)?.remembered ?? []);
}

/** Milliseconds of this process's CPU for each time that something is done. */
async function cpuOf(times: number, work: (time: number) => unknown): Promise<number> {
  const before = process.cpuUsage();
  for (let time = 0; time < times; time += 1) await work(time);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / times;
}

type Measured = "same" | "look" | "parse" | "changed" | "bare";

/** A page is recorded unchanged and changed, beside what that is to be compared with; all take turns. */
async function compare(engine: string, store: Store, bare: BareInserts): Promise<string[]> {
  let at = NOW;
  const record = (page: readonly Observation[]): Promise<unknown> => {
    at += 1;
    const observations = page.map((seen) => ({ ...seen, ...requestedAt(at) }));
    return store.record({ source: "north", observations, quarantined: [], answered: null, now: at });
  };
  /** Changed records are hashed once, when they are read; the hashes of unchanged ones are cached with them. */
  const recordHashed = (page: readonly Observation[]): Promise<unknown> =>
    record(page.map((seen) => observationOf(seen, stampOf(at))));
  const utf8 = new TextDecoder("utf-8", { fatal: true });
  /** A look that finds all of them, at its end: pages without news are recorded together. */
  const recordLook = (pages: readonly (readonly Observation[])[]): Promise<unknown> => {
    const askedAt = at + 1;
    const observations = pages.flatMap((page) => {
      at += 1;
      return page.map((seen) => ({ ...seen, ...requestedAt(at) }));
    });
    const answered = { query: { by: "list" }, stamp: stampOf(askedAt) } as const;
    return store.record({ source: "north", observations, quarantined: [], answered, now: at });
  };
  const costs: Record<Measured, number[]> = { same: [], look: [], parse: [], changed: [], bare: [] };
  for (let round = 0; round <= ROUNDS; round += 1) {
    const pages = Array.from({ length: PAGES }, (_, page) => aPage(page, round));
    const bodies = pages.map((page) => Buffer.from(JSON.stringify(page.map(({ vendorRecord }) => vendorRecord))));
    const barePages = pages.map((page) => barePage(rememberedOf(page)));
    const changed = await cpuOf(PAGES, (page) => recordHashed(pages[page] ?? []));
    const inserted = await cpuOf(PAGES, (page) => bare.write(barePages[page] ?? { rows: [], changes: [] }));
    // The look after a change compares once.
    for (const page of pages) await record(page);
    const same = await cpuOf(PAGES_A_ROUND, (time) => record(pages[time % PAGES] ?? []));
    const looked = await cpuOf(LOOKS_A_ROUND, () => recordLook(pages));
    const parsed = await cpuOf(PAGES_A_ROUND, (time) => JSON.parse(utf8.decode(bodies[time % PAGES])));
    // The first round is for warming up.
    if (round === 0) continue;
    costs.same.push(same);
    costs.look.push(looked / PAGES);
    costs.parse.push(parsed);
    costs.changed.push(changed);
    costs.bare.push(inserted);
  }
  const of = (name: Measured): number => median(costs[name]);
  const unchanged = [of("same"), of("same") / of("parse"), of("look"), of("look") / of("parse"), of("parse")];
  const changed = [of("changed"), of("bare"), of("changed") / of("bare")];
  return [engine, ...[...unchanged, ...changed].map((cell) => cell.toFixed(2))];
}

const COLUMNS = Object.keys(
  toRow({ ...rememberedOf([anObservation(0, 0)])[0] } as RememberedCallback, {
    promises: new Map(),
    customerOf: createCustomerOf(""),
  }),
);

async function onSqlite(): Promise<string[]> {
  const [ours, theirs] = [mkdtempSync(join(tmpdir(), "ringback-")), mkdtempSync(join(tmpdir(), "ringback-"))];
  const open = (dataDirectory: string): Promise<Store> => openStore({ databaseUrl: null, dataDirectory, database });
  await (await open(theirs)).close();
  const [store, bare] = [await open(ours), bareSqlite(theirs, COLUMNS)];
  try {
    return await compare("SQLite, embedded", store, bare);
  } finally {
    await Promise.all([store.close(), bare.close()]);
    for (const directory of [ours, theirs]) rmSync(directory, { recursive: true, force: true });
  }
}

async function onPostgres(name: string, rowsAtOnce: number): Promise<string[]> {
  const server = await startPostgres();
  const [ours, theirs] = [await createDatabase(server.url()), await createDatabase(server.url())];
  const open = (databaseUrl: string): Promise<Store> => openStore({ databaseUrl, dataDirectory: "", database });
  await (await open(theirs.url)).close();
  const [store, bare] = [await open(ours.url), await barePostgres(theirs.url, COLUMNS, rowsAtOnce)];
  try {
    return await compare(name, store, bare);
  } finally {
    await Promise.all([store.close(), bare.close()]);
    await server.stop();
  }
}

/** What recording a page costs this process beside parsing it, and beside inserting it. */
export async function benchRecording(): Promise<string> {
  const head = [
    `CPU-ms for ${BATCH}`,
    "unchanged, a page alone",
    "× parsing",
    `unchanged, one of ${PAGES} pages`,
    "× parsing",
    "parsing their JSON",
    "changed",
    "bare upserts of the same rows and changes",
    "×",
  ];
  return table(head, [
    await onSqlite(),
    await onPostgres("PostgreSQL 18, bare: a statement a table", BATCH),
    await onPostgres("PostgreSQL 18, bare: row by row", 1),
  ]);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) console.log(await benchRecording());
