import { NO_COUNTS, type Counter, type Counts } from "../../../domain/performance/contribution.js";
import type { PerformanceCell } from "../../../domain/performance/performance-query.js";
import { COUNTER_COLUMNS } from "../schema/performance-table.js";
import { addWaitsOfText } from "./wait-text.js";

/** The keys of a row of figures, if they are grouped by them; texts are empty for callbacks without a value. */
export interface CellKeys {
  readonly place: number;
  readonly key_source?: string;
  readonly key_queue_source?: string;
  readonly key_queue?: string;
  readonly key_agent_source?: string;
  readonly key_agent?: string;
}

type MutableCell = Omit<PerformanceCell, "counts" | "waits"> & { counts: Counts; readonly waits: Map<number, number> };

/** A row of counters, by the names of their columns, and waiting times as `textOfWaits` writes them. */
export type CellRow = CellKeys & { readonly waits: string | null } & Readonly<Record<string, unknown>>;

/** Puts together the figures of several statements. */
export class CellCollector {
  readonly #cells = new Map<string, MutableCell>();

  /** Adds the counters of a row, by the names of their columns. */
  addCounts(row: CellKeys & Readonly<Record<string, unknown>>): void {
    const cell = this.#cellOf(row);
    const sum: Record<Counter, number> = { ...cell.counts };
    for (const [counter, column] of COUNTER_COLUMNS) sum[counter] += Number(row[column] ?? 0);
    cell.counts = sum;
  }

  /** Adds counters and waiting times. */
  add(row: CellRow): void {
    this.addCounts(row);
    addWaitsOfText(this.#cellOf(row).waits, row.waits);
  }

  /** Adds a number of waiting times. */
  addWaits(row: CellKeys & { readonly bin: number; readonly count: number }): void {
    const { waits } = this.#cellOf(row);
    const bin = Number(row.bin);
    waits.set(bin, (waits.get(bin) ?? 0) + Number(row.count));
  }

  /** The figures, without rows of zeros. */
  toCells(): readonly PerformanceCell[] {
    return [...this.#cells.values()].filter(({ counts }) => Object.values(counts).some((count) => count !== 0));
  }

  #cellOf(row: CellKeys): MutableCell {
    const key = JSON.stringify([
      row.place,
      row.key_source,
      row.key_queue_source,
      row.key_queue,
      row.key_agent_source,
      row.key_agent,
    ]);
    const existing = this.#cells.get(key);
    if (existing !== undefined) return existing;
    const cell: MutableCell = {
      interval: Number(row.place),
      source: row.key_source ?? null,
      queue: hasText(row.key_queue) ? { source: row.key_queue_source ?? "", queueKey: row.key_queue } : null,
      agent: hasText(row.key_agent) ? { source: row.key_agent_source ?? "", agentId: row.key_agent } : null,
      counts: NO_COUNTS,
      waits: new Map(),
    };
    this.#cells.set(key, cell);
    return cell;
  }
}

function hasText(text: string | undefined): text is string {
  return text !== undefined && text !== "";
}
