import type { DurationMs, Instant } from "../time/instant.js";
import { SLOT_MS } from "./contribution.js";

/**
 * The widths of the cells that figures are stored in, each a multiple of the one before: a quarter of an hour, 4 hours and 8
 * days. Cells begin at multiples of their width since the epoch.
 */
export const WIDTHS: readonly DurationMs[] = [SLOT_MS, 16 * SLOT_MS, 768 * SLOT_MS];

/** Cells of one width, from the first to before the last moment; both are multiples of the width. */
export interface CellRange {
  /** The place of the interval that contains them, in the bounds. */
  readonly interval: number;
  readonly width: DurationMs;
  readonly from: Instant;
  readonly to: Instant;
}

/** Returns the start of the cell of this width that contains a moment. */
export function cellStart(at: Instant, width: DurationMs): Instant {
  return Math.floor(at / width) * width;
}

/**
 * Returns, in order, the ranges of the widest cells that each interval contains as a whole. Together they are all quarters of
 * an hour that begin in the interval, each once. `bounds` are the starts of the intervals, in order, and the end of the last.
 */
export function coverOf(bounds: readonly Instant[]): readonly CellRange[] {
  const ranges: CellRange[] = [];
  for (let interval = 0; interval + 1 < bounds.length; interval += 1) {
    const [from = 0, to = 0] = [bounds[interval], bounds[interval + 1]];
    cover({ interval, from: nextCellStart(from, SLOT_MS), to: nextCellStart(to, SLOT_MS) }, WIDTHS.length - 1, ranges);
  }
  return ranges;
}

function nextCellStart(at: Instant, width: DurationMs): Instant {
  return Math.ceil(at / width) * width;
}

/** Appends cells that are this wide, if they fit, and narrower ones before and after them. */
function cover({ interval, from, to }: Omit<CellRange, "width">, place: number, ranges: CellRange[]): void {
  const width = WIDTHS[place];
  if (width === undefined || from >= to) return;
  const [first, last] = [nextCellStart(from, width), cellStart(to, width)];
  if (first >= last) {
    cover({ interval, from, to }, place - 1, ranges);
    return;
  }
  cover({ interval, from, to: first }, place - 1, ranges);
  ranges.push({ interval, width, from: first, to: last });
  cover({ interval, from: last, to }, place - 1, ranges);
}
