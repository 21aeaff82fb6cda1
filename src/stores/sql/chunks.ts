/** Rows that one statement may name: under every engine's limit for parameters. */
const CHUNK = 200;

/** Items in groups that one statement may name. */
export function* chunks<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let start = 0; start < items.length; start += CHUNK) yield items.slice(start, start + CHUNK);
}
