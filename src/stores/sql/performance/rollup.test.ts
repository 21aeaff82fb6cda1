import fc from "fast-check";
import { Kysely, PostgresDialect, SqliteDialect, sql, type CompiledQuery, type SqliteDatabase } from "kysely";
import Database from "libsql";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { createDatabase } from "../../../../test/support/postgres.js";
import { COUNTERS, NO_COUNTS, SLOT_MS, sumCounts, type Counts } from "../../../domain/performance/contribution.js";
import { WIDTHS } from "../../../domain/performance/cover.js";
import type { PerformanceCell } from "../../../domain/performance/performance-query.js";
import { INTERVALS, intervalStarts, type Interval } from "../../../domain/time/intervals.js";
import { findZone } from "../../../domain/time/zone.js";
import { createPool } from "../../postgres/pool.js";
import { joinEach as joinEachInPostgres, openPostgresStore } from "../../postgres/postgres.js";
import { joinEach as joinEachInSqlite, TYPES } from "../../sqlite/sqlite.js";
import type { RowFilter } from "../callbacks/filter.js";
import type { Engine } from "../engine.js";
import { migrate } from "../schema/migrate.js";
import type { Tables } from "../schema/tables.js";
import { createStatements } from "../statements.js";
import { readRollup, type RowRequest } from "./rollup.js";
import { updatePerformance, type ContributionChange } from "./update.js";

const DAY = 96 * SLOT_MS;
/** Summer time ends in Berlin and New York within the days from here on. */
const START = Date.UTC(2026, 9, 10);
const DAYS = 40;
const LIMITS = { connections: 2, statementTimeoutMs: 60_000 };

interface OpenDatabase {
  readonly db: Kysely<Tables>;
  /** Statements that were run. */
  readonly queries: CompiledQuery[];
  close(): Promise<void>;
}

interface TestedEngine extends Pick<Engine, "joinEach"> {
  readonly name: string;
  /** The prefix that makes a statement return its plan. */
  readonly explain: string;
  /** The parts of a plan that name the conditions of an index. */
  readonly lookups: RegExp;
  readonly open: () => Promise<OpenDatabase>;
}

const ENGINES: readonly TestedEngine[] = [
  {
    name: "embedded",
    explain: "explain query plan",
    lookups: /SEARCH performance_cells USING .*$/gmu,
    joinEach: joinEachInSqlite,
    async open() {
      const queries: CompiledQuery[] = [];
      const database = new Database(":memory:") as unknown as SqliteDatabase;
      const db = new Kysely<Tables>({
        dialect: new SqliteDialect({ database }),
        log: ({ query }) => {
          queries.push(query);
        },
      });
      await migrate({ db, types: TYPES });
      return { db, queries, close: () => db.destroy() };
    },
  },
  {
    name: "PostgreSQL",
    explain: "explain",
    lookups: /Index Cond: .*$/gmu,
    joinEach: joinEachInPostgres,
    async open() {
      const database = await createDatabase(inject("postgresUrl"));
      const settings = { url: database.url, ...LIMITS };
      await (await openPostgresStore(settings)).close();
      const queries: CompiledQuery[] = [];
      const db = new Kysely<Tables>({
        dialect: new PostgresDialect({ pool: createPool(settings) }),
        log: ({ query }) => {
          queries.push(query);
        },
      });
      const close = async (): Promise<void> => {
        await db.destroy();
        await database.drop();
      };
      return { db, queries, close };
    },
  },
];

type Part = NonNullable<ContributionChange["after"]>;

const partOf = fc.record({
  source: fc.constantFrom("north", "south"),
  queueKey: fc.constantFrom("", "QUEUE:q1", "QUEUE:q2"),
  agentId: fc.constantFrom("", "a1", "a2"),
  openedAt: fc.integer({ min: START, max: START + DAYS * DAY }),
  ended: fc.option(
    fc.record({
      at: fc.integer({ min: START, max: START + DAYS * DAY }),
      counts: fc.record({ ended: fc.constant(1), attempts: fc.nat(3), completed: fc.constantFrom(0, 1) }),
      waitBin: fc.option(fc.nat(3)),
    }),
  ),
});
const filters = fc.constantFrom<RowFilter>(
  {},
  { sources: ["south"] },
  { exceptSources: ["south"] },
  { queueKeys: [{ source: "north", queueKey: "QUEUE:q1" }] },
  { agents: [{ source: "north", agentId: "a1" }] },
);
const groups = fc.constantFrom<RowRequest["groupBy"]>([], ["SOURCE"], ["QUEUE"], ["AGENT"], ["SOURCE", "QUEUE"]);
const periods = fc
  .record({
    from: fc.integer({ min: -200, max: DAYS * 96 }),
    quarters: fc.integer({ min: 1, max: DAYS * 96 }),
    interval: fc.option(fc.constantFrom(...(Object.keys(INTERVALS) as Interval[]))),
    timeZone: fc.constantFrom("UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu"),
  })
  .map(({ from, quarters, interval, timeZone }) => {
    const zone = findZone(timeZone);
    if (zone === null) throw new Error(`no zone ${timeZone}`);
    const range = { from: START + from * SLOT_MS, until: START + (from + quarters) * SLOT_MS };
    const [, ...starts] = interval === null ? [0] : intervalStarts(range, interval, zone, 10_000);
    return [range.from, ...starts, range.until];
  });

/** The figures of callbacks, counted one by one. */
function count(parts: readonly Part[], { filter, groupBy, bounds }: RowRequest): unknown[] {
  const cells = new Map<string, { counts: Counts; waits: Map<number, number> }>();
  for (const part of parts) {
    const { source, queueKey, agentId } = part;
    if (filter.sources?.includes(source) === false || filter.exceptSources?.includes(source) === true) continue;
    if (filter.queueKeys?.some((one) => one.source === source && one.queueKey === queueKey) === false) continue;
    if (filter.agents?.some((one) => one.source === source && one.agentId === agentId) === false) continue;
    const addAt = (at: number, counts: Partial<Counts>, waitBin: number | null): void => {
      const interval = bounds.findLastIndex((bound) => bound <= at);
      if (interval === -1 || interval === bounds.length - 1) return;
      const key = JSON.stringify([
        interval,
        groupBy.includes("SOURCE") ? source : null,
        groupBy.includes("QUEUE") && queueKey !== "" ? { source, queueKey } : null,
        groupBy.includes("AGENT") && agentId !== "" ? { source, agentId } : null,
      ]);
      const cell = cells.get(key) ?? { counts: NO_COUNTS, waits: new Map<number, number>() };
      cells.set(key, cell);
      cell.counts = sumCounts(cell.counts, counts);
      if (waitBin !== null) cell.waits.set(waitBin, (cell.waits.get(waitBin) ?? 0) + 1);
    };
    addAt(part.openedAt, { opened: 1 }, null);
    if (part.ended !== null) addAt(part.ended.at, part.ended.counts, part.ended.waitBin);
  }
  return [...cells].map(([key, { counts, waits }]) => [key, counts, sortedWaits(waits)]).sort(byText);
}

function toComparable(cells: readonly PerformanceCell[]): unknown[] {
  return cells
    .map(({ interval, source, queue, agent, counts, waits }) => [
      JSON.stringify([interval, source, queue, agent]),
      counts,
      sortedWaits(waits),
    ])
    .sort(byText);
}

const byText = ([a]: readonly unknown[], [b]: readonly unknown[]): number => (String(a) < String(b) ? -1 : 1);
const sortedWaits = (waits: ReadonlyMap<number, number>): unknown[] => [...waits].sort(([a], [b]) => a - b);

describe.each(ENGINES)("figures from cells of several widths, $name,", ({ open, explain, lookups, joinEach }) => {
  let opened: OpenDatabase;
  beforeAll(async () => {
    opened = await open();
  });
  afterAll(() => opened.close());

  it("equal counts of the callbacks themselves, in any zone, after any change", async () => {
    const { db } = opened;
    const statements = createStatements();
    const written = fc.array(fc.tuple(partOf, fc.constantFrom("stays", "moves", "goes"), partOf), { maxLength: 60 });
    const requests = fc.array(fc.record({ filter: filters, groupBy: groups, bounds: periods }), {
      minLength: 8,
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(written, requests, async (callbacks, all) => {
        await sql`delete from performance_cells`.execute(db);
        const first = callbacks.map(([after]) => ({ before: null, after }));
        await updatePerformance(db, first, statements);
        const changes = callbacks.flatMap(([before, fate, moved]): ContributionChange[] => {
          if (fate === "stays") return [];
          return [{ before, after: fate === "goes" ? null : { ...moved, source: before.source } }];
        });
        await updatePerformance(db, changes, statements);
        const stay = callbacks.flatMap(([part, fate]) => (fate === "stays" ? [part] : []));
        const parts = [...stay, ...changes.flatMap(({ after }) => (after === null ? [] : [after]))];
        for (const one of all) {
          const request = { ...one, hasWaits: true, now: 0 };
          expect(toComparable(await readRollup({ db, joinEach }, request))).toEqual(count(parts, request));
        }
      }),
      { numRuns: 25 },
    );
  });

  it("are found by index, also after five years, with and without statistics", async () => {
    const { db, queries } = opened;
    await sql`delete from performance_cells`.execute(db);
    const end = Date.UTC(2026, 0, 1);
    const columns = sql.join(COUNTERS.map(() => sql`1`));
    for (const width of WIDTHS) {
      const step = Math.max(width, 32 * SLOT_MS);
      await sql`insert into performance_cells
        with recursive times(slot) as (
          select ${sql.lit(Math.floor((end - 5 * 365 * DAY) / step) * step)}
          union all select slot + ${sql.lit(step)} from times where slot < ${sql.lit(end)}
        ), keys(level, source, queue_key, agent_id) as (
          values (0, 'north', '', ''), (0, 'south', '', ''), (1, 'north', 'QUEUE:q1', ''), (1, 'north', 'QUEUE:q2', ''),
            (1, 'south', 'QUEUE:q1', ''), (2, 'north', 'QUEUE:q1', 'a1'), (2, 'north', 'QUEUE:q2', 'a2'),
            (2, 'south', 'QUEUE:q1', 'a1')
        )
        select level, ${sql.lit(width)}, slot, source, queue_key, agent_id, ${columns}, '1,1' from times, keys`.execute(
        db,
      );
    }
    const days = Array.from({ length: 91 }, (_, day) => end - (91 - day) * DAY + 4 * SLOT_MS);
    const cases: readonly (readonly [RowFilter, RowRequest["groupBy"], column: string | null])[] = [
      [{}, [], null],
      [{ exceptSources: ["removed"] }, ["SOURCE"], null],
      [{ sources: ["north"] }, ["QUEUE"], null],
      [{ queueKeys: [{ source: "north", queueKey: "QUEUE:q1" }] }, [], "queue_key"],
      [{ queueKeys: [{ source: "north", queueKey: "QUEUE:q1" }] }, ["AGENT"], "queue_key"],
      [{ agents: [{ source: "north", agentId: "a1" }] }, [], "agent_id"],
    ];
    for (const isAnalyzed of [false, true]) {
      if (isAnalyzed) await sql`analyze`.execute(db);
      for (const bounds of [days, [days[0] ?? 0, days.at(-1) ?? 0]]) {
        for (const [filter, groupBy, column] of cases) {
          queries.length = 0;
          const cells = await readRollup({ db, joinEach }, { filter, groupBy, bounds, hasWaits: true, now: 0 });
          expect(cells.length).toBeGreaterThan(0);
          const [query] = queries;
          if (query === undefined) throw new Error("no statement was sent");
          const { rows } = await db.executeQuery<object>({ ...query, sql: `${explain} ${query.sql}` });
          const plan = rows.map((row) => String(Object.values(row).at(-1))).join("\n");
          expect(plan).not.toMatch(/Seq Scan on performance_cells|SCAN performance_cells/u);
          const [lookup, ...others] = plan.match(lookups) ?? [];
          expect(others).toEqual([]);
          expect(lookup).toMatch(/width.*slot *>.*slot *</u);
          if (isAnalyzed && column !== null) expect(lookup).toContain(column);
        }
      }
    }
  });
});
