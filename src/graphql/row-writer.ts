import { randomUUID } from "node:crypto";
import type { ExecutionResult, FormattedExecutionResult, GraphQLSchema } from "graphql";
import { compileQuery, isCompiledQuery } from "graphql-jit";
import { LRUCache } from "lru-cache";
import type { StoredCallback } from "../callback/query.js";
import { statusAt } from "../callback/status.js";
import type { GraphQLContext } from "./context.js";
import { seesPeople } from "./masking.js";
import type { RowList, Unread } from "./row-lists.js";

/** Writes results whose lists of callbacks are unread yet. */
export interface RowWriter {
  /** The result as JSON; null where a callback cannot be shown by its row alone. */
  write(result: FormattedExecutionResult, context: GraphQLContext): string | null;
}

/** A callback as JSON; null where something is wrong with it. */
type Show = (row: StoredCallback, unread: Unread, context: GraphQLContext) => string | null;

/** Stands for a list until it is written; nobody can know it, so that no vendor's text is taken for it. */
const MARK = randomUUID();
const MARKS = new RegExp(`"${MARK}:(\\d+)"`, "gu");

/** Null where what is asked of a callback cannot be compiled. */
export function createRowWriter(schema: GraphQLSchema, lists: readonly RowList[], texts: RowTexts): RowWriter | null {
  const places = lists.flatMap(({ path, document }) => {
    const show = createShow(schema, document, texts);
    return show === null ? [] : [{ path, show }];
  });
  if (places.length < lists.length) return null;
  return {
    write(result, context) {
      const written: (string | null)[] = [];
      for (const { path, show } of places) {
        replace(result.data, path, (unread) => {
          written.push(textOf(unread, (row) => show(row, unread, context)));
          return `${MARK}:${written.length - 1}`;
        });
      }
      if (written.includes(null)) return null;
      return JSON.stringify(result).replaceAll(MARKS, (_, index: string) => written[Number(index)] ?? "null");
    },
  };
}

/** Puts something else in all places that a path leads to. */
function replace(from: unknown, path: readonly string[], by: (unread: Unread) => string): void {
  if (Array.isArray(from)) {
    for (const item of from) replace(item, path, by);
    return;
  }
  const [key = "", ...rest] = path;
  if (typeof from !== "object" || from === null) return;
  const holder = from as Record<string, unknown>;
  if (rest.length > 0) replace(holder[key], rest, by);
  // What was left out is not there, and what failed is null.
  else if ((holder[key] ?? null) !== null) holder[key] = by(holder[key] as Unread);
}

function textOf({ unread }: Unread, show: (row: StoredCallback) => string | null): string | null {
  if (!Array.isArray(unread)) return show(unread as StoredCallback);
  const shown = (unread as readonly StoredCallback[]).map(show);
  return shown.includes(null) ? null : `[${shown.join(",")}]`;
}

/** What was written of rows, for all who ask. A selection is what one place of a document asks of them, by one right. */
export interface RowTexts {
  /** The text of a row as it is now and stands at this status; null where that was not written. */
  find(selection: number, row: StoredCallback, status: string): string | null;
  keep(selection: number, row: StoredCallback, status: string, text: string): void;
  /** The number of a selection that is written from now on. */
  select(): number;
}

const MOST_CHARACTERS = 33_554_432;

interface RowText {
  readonly row: StoredCallback;
  /** The one thing that changes while a row does not. */
  readonly status: string;
  readonly text: string;
}

/** Those that were used last, up to some megabytes in all. A row that is another object is another revision. */
export function createRowTexts(): RowTexts {
  const sizeCalculation = ({ text }: RowText): number => text.length + 1;
  const known = new LRUCache<string, RowText>({ maxSize: MOST_CHARACTERS, sizeCalculation });
  let selected = 0;
  return {
    find(selection, row, status) {
      const found = known.get(`${selection} ${row.rowId}`);
      return found?.row === row && found.status === status ? found.text : null;
    },
    keep: (selection, row, status, text) => void known.set(`${selection} ${row.rowId}`, { row, status, text }),
    select: () => selected++,
  };
}

/** Writes a row once, for those who see people and for those who do not, until the row is another or its time has come. */
function createShow(schema: GraphQLSchema, document: RowList["document"], texts: RowTexts): Show | null {
  const compiled = compileQuery(schema, document);
  if (!isCompiledQuery(compiled)) return null;
  const [masked, whole] = [texts.select(), texts.select()];
  return (row, unread, context) => {
    const { loaders } = context;
    const selection = seesPeople(loaders.caller) ? whole : masked;
    const status = statusAt(row.callback, loaders.now);
    const before = texts.find(selection, row, status);
    if (before !== null) return before;
    const result = compiled.query({ shown: unread.show(row) }, context, {}) as ExecutionResult | Promise<never>;
    if (result instanceof Promise || result.errors !== undefined) return null;
    const text = JSON.stringify(result.data?.["shown"]);
    texts.keep(selection, row, status, text);
    return text;
  };
}
