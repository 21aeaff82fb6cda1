const MOST_STEPS = 4;

/**
 * Returns the ticks of an axis of counts, from 0 to the first tick that is not below `most`: at most five whole numbers,
 * 1, 2 or 5 times a power of ten apart.
 */
export function ticksUpTo(most: number): readonly number[] {
  const step = stepFor(most);
  const count = Math.max(1, Math.ceil(most / step));
  return Array.from({ length: count + 1 }, (_, index) => index * step);
}

function stepFor(most: number): number {
  for (let power = 1; ; power *= 10) {
    const step = [1, 2, 5].map((factor) => factor * power).find((one) => most <= one * MOST_STEPS);
    if (step !== undefined) return step;
  }
}
