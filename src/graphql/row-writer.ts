import { randomUUID } from "node:crypto";
import type { ExecutionResult, FormattedExecutionResult, GraphQLSchema } from "graphql";
import { compileQuery, isCompiledQuery } from "graphql-jit";
import type { StoredCallback } from "../callback/query.js";
import type { GraphQLContext } from "./context.js";
import { Executed } from "./executed.js";
import { seesPeople } from "./masking.js";
import { shownPeriod } from "./shown-period.js";
import type { RowList, Unread } from "./row-lists.js";
import { listOf, type RowText, type RowTexts } from "./row-texts.js";

/** Writes results whose lists of callbacks are unread yet. */
export interface RowWriter {
  /** The result as JSON; null where a callback cannot be shown by its row alone. */
  write(result: FormattedExecutionResult, context: GraphQLContext): Executed | null;
}

/** What is shown in one place; null where something is wrong with it. */
type Show = (unread: Unread, context: GraphQLContext) => RowText | null;

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
  const last = new WeakMap<RowText, Last>();
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
      const around = JSON.stringify(result);
      const [first] = parts;
      const known = first === undefined ? undefined : last.get(first);
      if (known?.around === around && known.parts.every((part, index) => part === parts[index])) return known.executed;
      const json = around.replaceAll(MARKS, (_, index: string) => parts[Number(index)]?.text ?? "null");
      const executed = new Executed(json, true, result.errors ?? [], true);
      if (first !== undefined) last.set(first, { around, parts, executed });
      return executed;
    },
  };
}

/** The last answer that a list was the first in: the same lists with the same around them are that answer. */
interface Last {
  readonly around: string;
  readonly parts: readonly RowText[];
  readonly executed: Executed;
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
function createShow(schema: GraphQLSchema, document: RowList["document"], texts: RowTexts): Show | null {
  const compiled = compileQuery(schema, document);
  if (!isCompiledQuery(compiled)) return null;
  const [masked, whole] = [texts.select(), texts.select()];

  const writeRow = (row: StoredCallback, unread: Unread, context: GraphQLContext): RowText | null => {
    const result = compiled.query({ shown: unread.show(row) }, context, {}) as ExecutionResult | Promise<never>;
    if (result instanceof Promise || result.errors !== undefined) return null;
    return { text: JSON.stringify(result.data?.["shown"]), ...shownPeriod(row, context.loaders) };
  };

  return (unread, context) => {
    const { now, caller } = context.loaders;
    const selection = seesPeople(caller) ? whole : masked;
    const textOf = (shown: StoredCallback | readonly StoredCallback[]): RowText | null => {
      const known = texts.find(selection, shown, now);
      if (known !== null) return known;
      const written = "rowId" in shown ? writeRow(shown, unread, context) : listOf(shown.map(textOf));
      if (written !== null) texts.keep(selection, shown, written);
      return written;
    };
    return textOf(unread.unread);
  };
}
