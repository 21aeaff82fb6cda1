import { randomUUID } from "node:crypto";
import { execute, type ExecutionResult, type FormattedExecutionResult, type GraphQLSchema } from "graphql";
import type { StoredCallback } from "../../domain/query.js";
import { bytesOfText, createCache, type Cache } from "../../lib/cache.js";
import type { GraphQLContext } from "../context.js";
import { Executed } from "./executed.js";
import { canReadPii } from "../masking.js";
import { shownPeriod } from "./shown-period.js";
import type { RowList, Unread } from "./row-lists.js";
import { listOf, type RowText, type RowTexts } from "./row-texts.js";

/** Writes results whose lists of callbacks are unread yet. */
export interface RowWriter {
  /** The result as JSON; null where a callback of a list fails, so that its errors need the whole operation. */
  write(result: ExecutionResult, context: GraphQLContext): Executed | null;
}

export interface RowWriterOptions {
  /** The schema with rows. */
  readonly schema: GraphQLSchema;
  readonly lists: readonly RowList[];
  readonly texts: RowTexts;
  readonly results: WrittenResults;
  readonly format: (result: ExecutionResult) => FormattedExecutionResult;
}

/** The JSON of one list, or of one callback; null where executing it gives an error. */
type Show = (unread: Unread, context: GraphQLContext) => RowText | null;

/** Stands for a list until it is written; nobody can know it, so that no vendor's text is taken for it. */
const MARK = randomUUID();
const MARKS = new RegExp(`"${MARK}:(\\d+)"`, "gu");

export function createRowWriter({ schema, lists, texts, results, format }: RowWriterOptions): RowWriter {
  const places = lists.map(({ path, document }) => ({ path, show: createShow(schema, document, texts) }));
  return {
    write(result, context) {
      const parts: RowText[] = [];
      let isWhole = true;
      for (const { path, show } of places) {
        replace(result.data, path, (unread) => {
          const shown = show(unread, context);
          if (shown === null) isWhole = false;
          else parts.push(shown);
          return `${MARK}:${parts.length - 1}`;
        });
      }
      if (!isWhole) return null;
      const formatted = format(result);
      const around = JSON.stringify(formatted);
      const [first] = parts;
      const known = first === undefined ? undefined : results.get(first);
      if (known?.around === around && known.parts.every((part, index) => part === parts[index])) return known.executed;
      const json = around.replaceAll(MARKS, (_, index: string) => parts[Number(index)]?.text ?? "null");
      const executed = new Executed(json, true, formatted.errors ?? [], true);
      if (first !== undefined) results.set(first, { around, parts, executed });
      return executed;
    },
  };
}

/** The last answer that a list was the first in: the same lists with the same around them are that answer. */
interface WrittenResult {
  readonly around: string;
  readonly parts: readonly RowText[];
  readonly executed: Executed;
}

/** The last result of each list that was the first in one. */
export type WrittenResults = Cache<RowText, WrittenResult>;

const RESULTS_BYTES = 8_388_608;

/** Beside its JSON, a result holds the body of a response, and what is around its lists. */
export function createWrittenResults(): WrittenResults {
  return createCache("written_results", {
    maxBytes: RESULTS_BYTES,
    bytesOf: (_, { around, executed }) => bytesOfText(around) + 2 * bytesOfText(executed.json),
  });
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

/** Writes a row once, for those who see people and for those who do not, until the row is another or its time has come. */
function createShow(schema: GraphQLSchema, document: RowList["document"], texts: RowTexts): Show {
  const [masked, whole] = [texts.select(), texts.select()];

  /** Executes what is selected of these rows; null where that gives an error. */
  const writeRows = (
    rows: readonly StoredCallback[],
    unread: Unread,
    contextValue: GraphQLContext,
  ): readonly RowText[] | null => {
    // A function is called by the executor: what it throws is an error of the result.
    const rootValue = { shown: () => rows.map((row) => unread.show(row)) };
    const result = execute({ schema, document, rootValue, contextValue });
    if (result instanceof Promise || result.errors !== undefined) return null;
    const shown = result.data?.["shown"] as readonly unknown[];
    return rows.map((row, index) => ({
      text: JSON.stringify(shown[index]),
      ...shownPeriod(row, contextValue.loaders),
    }));
  };

  return (holder, context) => {
    const { unread } = holder;
    const { now, caller } = context.loaders;
    const selection = canReadPii(caller) ? whole : masked;
    const known = texts.find(selection, unread, now);
    if (known !== null) return known;
    const rows = "rowId" in unread ? [unread] : unread;
    const found = new Map(rows.map((row) => [row, texts.find(selection, row, now)]));
    const missing = [...found].flatMap(([row, text]) => (text === null ? [row] : []));
    const written = missing.length === 0 ? [] : writeRows(missing, holder, context);
    if (written === null) return null;
    for (const [index, text] of written.entries()) {
      const row = missing[index] as StoredCallback;
      found.set(row, text);
      texts.keep(selection, row, text);
    }
    const parts = rows.map((row) => found.get(row) as RowText);
    if ("rowId" in unread) return parts[0] ?? null;
    const list = listOf(parts);
    texts.keep(selection, unread, list);
    return list;
  };
}
