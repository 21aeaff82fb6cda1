import { sql, type Compilable, type Kysely } from "kysely";
import { isDeepStrictEqual } from "node:util";
import type { Callback } from "../../../domain/callback.js";
import { COUNTERS, SLOT_MS, slotOf, type Contribution, type Counts } from "../../../domain/performance/contribution.js";
import { cellStart, WIDTHS } from "../../../domain/performance/cover.js";
import type { WaitHistogram } from "../../../domain/performance/waits.js";
import { textOfQueue } from "../../../domain/queue.js";
import type { DurationMs, Instant } from "../../../domain/time/instant.js";
import { toKey } from "../callbacks/rows.js";
import { chunks } from "../chunks.js";
import { CELL_KEY, COUNTER_COLUMNS, LEVELS, type CounterColumn } from "../schema/performance-table.js";
import type { Tables } from "../schema/tables.js";
import type { Statements } from "../statements.js";
import { valueColumn, valuesTable } from "../values-table.js";
import { addWaitsOfText, textOfWaits } from "./wait-text.js";

/** The keys by which the figures of a callback are split. */
export interface PerformanceKeys {
  readonly source: string;
  readonly queueKey: string;
  readonly agentId: string;
}

/** The part of one callback in the figures, before and after it was written; null where it is in none. */
export interface ContributionChange {
  readonly before: (PerformanceKeys & Contribution) | null;
  readonly after: (PerformanceKeys & Contribution) | null;
}

/** Returns the keys of a callback. */
export function performanceKeys({ source, queue, assignment }: Callback): PerformanceKeys {
  return {
    source,
    queueKey: toKey(queue === null ? null : textOfQueue(queue)) ?? "",
    agentId: toKey(assignment?.agentId ?? null) ?? "",
  };
}

type Cell = readonly [
  level: number,
  width: DurationMs,
  slot: Instant,
  source: string,
  queueKey: string,
  agentId: string,
];

/** The difference that cells are changed by. */
interface Delta {
  readonly cell: Cell;
  /** In the order of the counters. */
  readonly counts: number[];
  readonly waits: Map<number, number>;
}

/** The differences of cells, each cell once. */
class Deltas {
  readonly #byCell = new Map<string, Delta>();

  of(cell: Cell): Delta {
    const key = JSON.stringify(cell);
    let delta = this.#byCell.get(key);
    if (delta === undefined) {
      delta = { cell, counts: COUNTERS.map(() => 0), waits: new Map() };
      this.#byCell.set(key, delta);
    }
    return delta;
  }

  /** The differences that are not zero. */
  all(): readonly Delta[] {
    return [...this.#byCell.values()].filter(({ counts, waits }) => counts.some(isNotZero) || hasWaits(waits));
  }
}

const isNotZero = (count: number): boolean => count !== 0;
const hasWaits = (waits: WaitHistogram): boolean => [...waits.values()].some(isNotZero);

/** Adds the differences of written callbacks to the figures. No other transaction may write callbacks of their sources. */
export async function updatePerformance(
  db: Kysely<Tables>,
  changes: readonly ContributionChange[],
  statements: Statements,
): Promise<void> {
  const narrowest = new Deltas();
  for (const { before, after } of changes) {
    if (isDeepStrictEqual(before, after)) continue;
    if (before !== null) add(narrowest, before, -1);
    if (after !== null) add(narrowest, after, 1);
  }
  const deltas = new Deltas();
  for (const delta of narrowest.all()) {
    for (const cell of cellsAround(delta.cell)) addDelta(deltas.of(cell), delta);
  }
  const all = deltas.all();
  const waits = await addStoredWaits(db, all, statements);
  const rows = all.map((delta) => ({ ...delta, waits: waits.get(delta) ?? null }));
  // Most cells of new callbacks count openings only: written apart, they need fewer parameters.
  const isOpenedOnly = ({ counts, waits: text }: CellWrite): boolean =>
    text === null && counts.every((count, index) => count === 0 || COUNTERS[index] === "opened");
  await writeCells(db, rows.filter(isOpenedOnly), statements);
  await writeCells(
    db,
    rows.filter((row) => !isOpenedOnly(row)),
    statements,
  );
}

/** Adds a callback to the narrowest cells of its agent, or takes it off. */
function add(deltas: Deltas, part: PerformanceKeys & Contribution, sign: 1 | -1): void {
  const { source, queueKey, agentId, openedAt, ended } = part;
  const deltaAt = (at: Instant): Delta => deltas.of([LEVELS.agent, SLOT_MS, slotOf(at), source, queueKey, agentId]);
  addCounts(deltaAt(openedAt).counts, { opened: 1 }, sign);
  if (ended === null) return;
  const { counts, waits } = deltaAt(ended.at);
  addCounts(counts, ended.counts, sign);
  if (ended.waitBin !== null) waits.set(ended.waitBin, (waits.get(ended.waitBin) ?? 0) + sign);
}

function addCounts(sum: number[], counts: Partial<Counts>, sign: 1 | -1): void {
  for (const [index, counter] of COUNTERS.entries()) sum[index] = (sum[index] ?? 0) + sign * (counts[counter] ?? 0);
}

/** The cells of all levels and widths that contain a cell. */
function cellsAround([, , slot, source, queueKey, agentId]: Cell): readonly Cell[] {
  return WIDTHS.flatMap((width): readonly Cell[] => {
    const start = cellStart(slot, width);
    return [
      [LEVELS.source, width, start, source, "", ""],
      [LEVELS.queue, width, start, source, queueKey, ""],
      [LEVELS.agent, width, start, source, queueKey, agentId],
    ];
  });
}

function addDelta(sum: Delta, { counts, waits }: Delta): void {
  for (const [index, count] of counts.entries()) sum.counts[index] = (sum.counts[index] ?? 0) + count;
  for (const [bin, count] of waits) sum.waits.set(bin, (sum.waits.get(bin) ?? 0) + count);
}

/** Returns the new texts of the waiting times that change: the stored ones with the difference added. */
async function addStoredWaits(
  db: Kysely<Tables>,
  deltas: readonly Delta[],
  statements: Statements,
): Promise<ReadonlyMap<Delta, string>> {
  const texts = new Map<Delta, string>();
  for (const chunk of chunks(deltas.filter(({ waits }) => hasWaits(waits)))) {
    const values = chunk.flatMap(({ cell }, index) => [index, ...cell]);
    const stored = await statements.run(db, "read waits", values, () => readWaits(db, values));
    const byIndex = new Map(stored.map(({ place, waits }) => [Number(place), waits]));
    for (const [index, delta] of chunk.entries()) {
      const waits = new Map(delta.waits);
      addWaitsOfText(waits, byIndex.get(index) ?? null);
      texts.set(delta, textOfWaits(waits));
    }
  }
  return texts;
}

function readWaits(
  db: Kysely<Tables>,
  values: readonly unknown[],
): Compilable<{ place: number; waits: string | null }> {
  const isCell = CELL_KEY.map((name, index) => sql`${sql.ref(name)} = ${valueColumn(index + 2, index < 3)}`);
  const statement = sql<{ place: number; waits: string | null }>`select ${valueColumn(1, true)} as place, waits
    from ${valuesTable(values, CELL_KEY.length + 1)} cross join performance_cells where ${sql.join(isCell, sql` and `)}`;
  return { compile: () => statement.compile(db) };
}

interface CellWrite {
  readonly cell: Cell;
  /** Differences. */
  readonly counts: readonly number[];
  /** The new text; null where it stays. */
  readonly waits: string | null;
}

/** Writes only columns in which one of the rows differs: parameters cost more than what is written. */
async function writeCells(db: Kysely<Tables>, rows: readonly CellWrite[], statements: Statements): Promise<void> {
  const changed = COUNTER_COLUMNS.flatMap(([, column], index) =>
    rows.some(({ counts }) => counts[index] !== 0) ? [{ column, index }] : [],
  );
  const columns = changed.map(({ column }) => column);
  const hasTexts = rows.some(({ waits }) => waits !== null);
  for (const chunk of chunks(rows)) {
    const values = chunk.map(({ cell, counts, waits }) => [
      ...cell,
      ...changed.map(({ index }) => counts[index]),
      ...(hasTexts ? [waits] : []),
    ]);
    const name = `write cells ${columns.join()} ${hasTexts}`;
    await statements.run(db, name, values.flat(), () => upsert(db, columns, hasTexts, values));
  }
}

function upsert(
  db: Kysely<Tables>,
  added: readonly CounterColumn[],
  hasTexts: boolean,
  rows: readonly (readonly unknown[])[],
): Compilable<never> {
  const columns = [...CELL_KEY, ...added, ...(hasTexts ? ["waits"] : [])].map((name) => sql.ref(name));
  const set = added.map(
    (name) => sql`${sql.ref(name)} = ${sql.ref(`performance_cells.${name}`)} + ${sql.ref(`excluded.${name}`)}`,
  );
  if (hasTexts) set.push(sql`waits = coalesce(excluded.waits, performance_cells.waits)`);
  const statement = sql<never>`insert into performance_cells (${sql.join(columns)})
    values ${sql.join(rows.map((row) => sql`(${sql.join([...row])})`))}
    on conflict (${sql.join(CELL_KEY.map((name) => sql.ref(name)))}) do update set ${sql.join(set)}`;
  return { compile: () => statement.compile(db) };
}
