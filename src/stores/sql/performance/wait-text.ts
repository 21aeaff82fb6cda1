import type { WaitHistogram } from "../../../domain/performance/waits.js";

/**
 * Writes waiting times as one text: bin, count, bin, count, separated by commas. So texts of several cells, joined by commas,
 * are the text of their sum.
 */
export function textOfWaits(waits: WaitHistogram): string {
  return [...waits]
    .filter(([, count]) => count !== 0)
    .sort(([a], [b]) => a - b)
    .join();
}

/** Adds the waiting times of a text. Throws where it is none. */
export function addWaitsOfText(waits: Map<number, number>, text: string | null): void {
  const numbers = JSON.parse(`[${text ?? ""}]`) as number[];
  for (let index = 0; index + 1 < numbers.length; index += 2) {
    const [bin = 0, count = 0] = [numbers[index], numbers[index + 1]];
    waits.set(bin, (waits.get(bin) ?? 0) + count);
  }
}
