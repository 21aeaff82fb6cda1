import { sql, type Compilable, type Kysely } from "kysely";
import { isDeepStrictEqual } from "node:util";
import type { Callback } from "../../../domain/callback.js";
import {
  NO_COUNTS,
  slotOf,
  sumCounts,
  type Contribution,
  type Counts,
} from "../../../domain/performance/contribution.js";
import { textOfQueue } from "../../../domain/queue.js";
import type { Instant } from "../../../domain/time/instant.js";
import { toKey } from "../callbacks/rows.js";
import { chunks } from "../chunks.js";
import { COUNTER_COLUMNS, LEVELS } from "../schema/performance-table.js";
import type { Tables } from "../schema/tables.js";
import type { Statements } from "../statements.js";

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

type Cell = readonly [level: number, source: string, queueKey: string, agentId: string, slot: Instant];

interface Delta {
  readonly cell: Cell;
  counts: Counts;
  readonly waits: Map<number, number>;
}

/** Adds the differences of written callbacks to the figures, at each level once. */
export async function updatePerformance(
  db: Kysely<Tables>,
  changes: readonly ContributionChange[],
  statements: Statements,
): Promise<void> {
  const deltas = new Map<string, Delta>();
  for (const { before, after } of changes) {
    if (isDeepStrictEqual(before, after)) continue;
    if (before !== null) add(deltas, before, -1);
    if (after !== null) add(deltas, after, 1);
  }
  await addCounts(db, [...deltas.values()], statements);
  await addWaits(db, [...deltas.values()], statements);
}

function add(deltas: Map<string, Delta>, part: PerformanceKeys & Contribution, sign: 1 | -1): void {
  addAt(deltas, part, part.openedAt, { opened: 1 }, null, sign);
  if (part.ended !== null) addAt(deltas, part, part.ended.at, part.ended.counts, part.ended.waitBin, sign);
}

function addAt(
  deltas: Map<string, Delta>,
  { source, queueKey, agentId }: PerformanceKeys,
  at: Instant,
  counts: Partial<Counts>,
  waitBin: number | null,
  sign: 1 | -1,
): void {
  const slot = slotOf(at);
  const cells: readonly Cell[] = [
    [LEVELS.source, source, "", "", slot],
    [LEVELS.queue, source, queueKey, "", slot],
    [LEVELS.agent, source, queueKey, agentId, slot],
  ];
  for (const cell of cells) {
    const key = JSON.stringify(cell);
    const delta = deltas.get(key) ?? { cell, counts: NO_COUNTS, waits: new Map() };
    deltas.set(key, delta);
    delta.counts = sumCounts(delta.counts, counts, sign);
    if (waitBin !== null) delta.waits.set(waitBin, (delta.waits.get(waitBin) ?? 0) + sign);
  }
}

async function addCounts(db: Kysely<Tables>, deltas: readonly Delta[], statements: Statements): Promise<void> {
  const rows = deltas.flatMap(({ cell, counts }) => {
    const values = COUNTER_COLUMNS.map(([counter]) => counts[counter]);
    return values.every((value) => value === 0) ? [] : [[...cell, ...values]];
  });
  const columns = COUNTER_COLUMNS.map(([, column]) => column);
  for (const chunk of chunks(rows)) {
    await statements.run(db, "add performance", chunk.flat(), () => upsert(db, "performance", columns, [], chunk));
  }
}

async function addWaits(db: Kysely<Tables>, deltas: readonly Delta[], statements: Statements): Promise<void> {
  const rows = deltas.flatMap(({ cell, waits }) =>
    [...waits].flatMap(([bin, count]) => (count === 0 ? [] : [[...cell, bin, count]])),
  );
  for (const chunk of chunks(rows)) {
    await statements.run(db, "add waits", chunk.flat(), () =>
      upsert(db, "performance_waits", ["count"], ["bin"], chunk),
    );
  }
}

function upsert(
  db: Kysely<Tables>,
  table: string,
  added: readonly string[],
  keys: readonly string[],
  rows: readonly (readonly unknown[])[],
): Compilable<never> {
  const identity = ["level", "source", "queue_key", "agent_id", "slot", ...keys].map((name) => sql.ref(name));
  const statement = sql<never>`insert into ${sql.table(table)} (${sql.join([...identity, ...added.map((name) => sql.ref(name))])})
    values ${sql.join(rows.map((row) => sql`(${sql.join([...row])})`))}
    on conflict (${sql.join(identity)}) do update set ${sql.join(
      added.map((name) => sql`${sql.ref(name)} = ${sql.ref(`${table}.${name}`)} + ${sql.ref(`excluded.${name}`)}`),
    )}`;
  return { compile: () => statement.compile(db) };
}
