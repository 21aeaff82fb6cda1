import type { Instant, Period } from "../../domain/time/instant.js";
import { bytesOfText, createCache } from "../../lib/cache.js";

/** A text, and when it holds: while a row is the same, it changes with the status alone. */
export interface RowText extends Period {
  readonly text: string;
}

/** What was written of rows and of lists of them, for all who ask. */
export interface RowTexts {
  /** What a selection wrote of it, as it holds at `now`; null where that was not written. */
  find(selection: number, shown: object, now: Instant): RowText | null;
  keep(selection: number, shown: object, text: RowText): void;
  /** The number of a selection that is written from now on: what one place of a document asks of rows, by one right. */
  select(): number;
}

/** Of each row, and of each list of rows. */
const TEXTS_KEPT = 4;
const TEXTS_BYTES = 33_554_432;
/** The row that texts are of, which they keep in memory. */
const ROW_BYTES = 1000;

interface Kept {
  readonly selection: number;
  readonly text: RowText;
}

/** By the very object: a row that is another object is another revision. */
export function createRowTexts(): RowTexts {
  const known = createCache<object, readonly Kept[]>("row_texts", {
    maxBytes: TEXTS_BYTES,
    bytesOf: (shown, texts) => {
      const rowBytes = ROW_BYTES * (Array.isArray(shown) ? shown.length : 1);
      return texts.reduce((sum, { text }) => sum + bytesOfText(text.text), rowBytes);
    },
  });
  let selected = 0;
  return {
    find(selection, shown, now) {
      const text = known.get(shown)?.find((kept) => kept.selection === selection)?.text;
      return text !== undefined && text.from <= now && now < text.until ? text : null;
    },
    keep(selection, shown, text) {
      const others = (known.peek(shown) ?? []).filter((kept) => kept.selection !== selection);
      known.set(shown, [{ selection, text }, ...others].slice(0, TEXTS_KEPT));
    },
    select: () => selected++,
  };
}

/** The JSON of a list, from the JSON of what it holds; valid while every part is. */
export function listOf(parts: readonly RowText[]): RowText {
  return {
    text: `[${parts.map(({ text }) => text).join(",")}]`,
    from: Math.max(...parts.map(({ from }) => from)),
    until: Math.min(...parts.map(({ until }) => until)),
  };
}
