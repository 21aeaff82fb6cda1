/** Positions that the log leaves out: those after `after` and before `before`. */
export interface LogGap {
  readonly after: number;
  readonly before: number;
}

/** The range of the change log. It contains every change after `floor`. */
export interface LogBounds {
  readonly floor: number;
  /** The position of the last change; 0 before the first. */
  readonly last: number;
  /** Gaps between the histories of servers, in order. Nearly always empty. */
  readonly gaps: readonly LogGap[];
}

/** Whether a reader that has every change up to `position` can go on from there without losing one. */
export function canResumeAfter(position: number, { floor, last, gaps }: LogBounds): boolean {
  if (position < floor || position > last) return false;
  return gaps.every(({ after, before }) => position <= after || position >= before);
}

/** The number of positions after `position`, without the gaps. Some of them may have no change. */
export function countAfter(position: number, { last, gaps }: Omit<LogBounds, "floor">): number {
  const left = gaps.map(({ after, before }) => Math.max(0, before - 1 - Math.max(after, position)));
  return Math.max(
    0,
    left.reduce((count, one) => count - one, last - position),
  );
}

/** The position after which there are `count` positions of the log; 0 or less where there are fewer. */
export function positionBefore(count: number, { last, gaps }: Omit<LogBounds, "floor">): number {
  return gaps.reduceRight(
    (position, { after, before }) => (position >= before - 1 ? position : position - (before - 1 - after)),
    last - count,
  );
}
