import { readFileSync } from "node:fs";
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, visit, type Document } from "yaml";
import type { z } from "zod";

/** The settings are wrong. The message lists every mistake, each with its path and line. */
export class SettingsError extends Error {}

export type LineFinder = (path: readonly PropertyKey[]) => number | null;

/**
 * Both readings of unquoted scalars that are not text in YAML, by their paths as JSON: an id such as `00123` is the
 * number 123 in YAML, and only the schema knows that it is an id.
 */
export type ScalarReadings = ReadonlyMap<string, ScalarReading>;

interface ScalarReading {
  readonly value: number | bigint | boolean | null;
  readonly text: string;
}

export interface SettingsFile {
  readonly content: unknown;
  readonly line: LineFinder;
  readonly readings: ScalarReadings;
}

/** Reads a YAML file. Throws a SettingsError where it cannot be read, or is not YAML. */
export function readSettingsFile(file: string): SettingsFile {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new SettingsError(`the settings file ${file} cannot be read: ${error instanceof Error ? error.message : ""}`);
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  if (document.errors.length > 0) {
    const messages = document.errors.map(({ message }) => `  ${message.split("\n")[0] ?? message}`);
    throw new SettingsError(`the settings file ${file} is not YAML:\n${messages.join("\n")}`);
  }
  keepKeysAsWritten(document);
  const readings = new Map<string, ScalarReading>();
  collectReadings(document, document.contents, [], readings);
  return {
    content: document.toJS() as unknown,
    line: (path) => lineOf(document, lines, path),
    readings,
  };
}

/**
 * Parses settings that may come from a file. A scalar with two readings is first read as text if that differs from its
 * value (`00123`, `+14155550100`, `0x10`, `True`), and as the other reading if the schema rejects the first.
 */
export function parseScalars<Output>(
  schema: z.ZodType<Output>,
  input: unknown,
  path: readonly PropertyKey[],
  readings: ScalarReadings,
): z.ZodSafeParseResult<Output> {
  let current = input;
  const isText = new Map<string, boolean>();
  for (const [key, { value, text }] of readings) {
    const place = JSON.parse(key) as PropertyKey[];
    const inner = innerPath(place, path);
    if (inner === null || getAt(current, inner) !== value) continue;
    const startsAsText = value !== null && String(value) !== text;
    isText.set(key, startsAsText);
    if (startsAsText) current = replaceAt(current, inner, text);
  }
  const first = schema.safeParse(current);
  if (first.success || isText.size === 0) return first;
  const flipped = new Set<string>();
  for (let parsed: z.ZodSafeParseResult<Output> = first; ;) {
    if (parsed.success) return parsed;
    const wrong = new Set(parsed.error.issues.flatMap((issue) => placesOf(issue, path)));
    const next = [...isText.keys()].filter((key) => wrong.has(key) && !flipped.has(key) && canFlip(readings, key));
    if (next.length === 0)
      return refuse(schema, current, path, {
        readings,
        isText,
        flipped,
        wrong,
      });
    for (const key of next) {
      flipped.add(key);
      current = flip(current, key, path, { readings, isText });
    }
    parsed = schema.safeParse(current);
  }
}

type Flips = {
  readonly readings: ScalarReadings;
  readonly isText: Map<string, boolean>;
};

/** The result with the mistakes of the first readings, where neither reading was right. */
function refuse<Output>(
  schema: z.ZodType<Output>,
  input: unknown,
  path: readonly PropertyKey[],
  {
    flipped,
    wrong,
    ...flips
  }: Flips & {
    readonly flipped: ReadonlySet<string>;
    readonly wrong: ReadonlySet<string>;
  },
): z.ZodSafeParseResult<Output> {
  const back = [...flipped].filter((key) => wrong.has(key));
  return schema.safeParse(back.reduce((current, key) => flip(current, key, path, flips), input));
}

function flip(input: unknown, key: string, path: readonly PropertyKey[], { readings, isText }: Flips): unknown {
  const inner = innerPath(JSON.parse(key) as PropertyKey[], path);
  const reading = readings.get(key);
  if (inner === null || reading === undefined) return input;
  const toText = isText.get(key) !== true;
  isText.set(key, toText);
  return replaceAt(input, inner, toText ? reading.text : reading.value);
}

/** Nothing at all is never the text "null". */
function canFlip(readings: ScalarReadings, key: string): boolean {
  return readings.get(key)?.value !== null;
}

function placesOf(issue: z.core.$ZodIssue, prefix: readonly PropertyKey[]): string[] {
  const path = [...prefix, ...issue.path];
  const nested = issue.code === "invalid_union" ? issue.errors.flat().flatMap((one) => placesOf(one, path)) : [];
  return [JSON.stringify(path), ...nested];
}

function innerPath(place: readonly PropertyKey[], prefix: readonly PropertyKey[]): readonly PropertyKey[] | null {
  return prefix.every((part, index) => place[index] === part) ? place.slice(prefix.length) : null;
}

function getAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (part, key) =>
      typeof part === "object" && part !== null ? (part as Record<PropertyKey, unknown>)[key] : undefined,
    value,
  );
}

function replaceAt(value: unknown, [key, ...rest]: readonly PropertyKey[], replacement: unknown): unknown {
  if (key === undefined) return replacement;
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => (index === key ? replaceAt(item, rest, replacement) : item));
  }
  const whole = value as Record<PropertyKey, unknown>;
  return { ...whole, [key]: replaceAt(whole[key], rest, replacement) };
}

/** A source that is called 007 keeps its name. */
function keepKeysAsWritten(document: Document): void {
  visit(document, {
    Pair(_, { key }) {
      if (isScalar(key) && typeof key.value !== "string" && key.source !== undefined) key.value = key.source;
    },
  });
}

function collectReadings(
  document: Document,
  node: unknown,
  path: readonly PropertyKey[],
  readings: Map<string, ScalarReading>,
): void {
  const found = isAlias(node) ? node.resolve(document) : node;
  if (path.length > DEEPEST) return;
  if (isMap(found)) {
    for (const { key, value } of found.items) {
      if (isScalar(key)) collectReadings(document, value, [...path, String(key.value)], readings);
    }
  } else if (isSeq(found)) {
    for (const [index, item] of found.items.entries()) collectReadings(document, item, [...path, index], readings);
  } else if (isScalar(found) && isPlainValue(found.value) && found.source !== undefined) {
    readings.set(JSON.stringify(path), { value: found.value, text: found.source });
  }
}

function isPlainValue(value: unknown): value is ScalarReading["value"] {
  return value === null || ["number", "bigint", "boolean"].includes(typeof value);
}

/** Deeper than any settings. */
const DEEPEST = 20;

function lineOf(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number | null {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (typeof node === "object" && node !== null && "range" in node && Array.isArray(node.range)) {
      return lines.linePos(Number(node.range[0])).line;
    }
  }
  return null;
}
