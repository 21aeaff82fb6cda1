import { isPresentable, type Instant } from "../../domain/time/instant.js";
import { foldLocalTime, foldCase } from "../../domain/change/comparable.js";
import { parseIsoInstant } from "../../domain/time/iso-instant.js";
import { isJsonObject, type JsonObject, type JsonValue } from "../../lib/json.js";
import type { RecordEnum, RecordScalar } from "../../domain/vendor/vendor-record.js";

/**
 * The field types of wire files. A vendor's document is declared once, field by field; the lenient parser, the types of
 * the mapping and the API type follow from that declaration.
 * Lenient means: missing, null and "" are null; a number where text is expected becomes its digits; an invalid value of
 * the right JSON type (an undocumented status, a time that does not exist) becomes null and counts as coerced, and so
 * does anything else where an object or a list of objects is expected. An object or a list where text or a number is
 * expected makes the record unreadable.
 */
export interface WireField<Value> {
  readonly description: string;
  readonly type: RecordScalar | RecordEnum;
  readonly isList: boolean;
  /** Parses a value that is neither missing nor null; null if it is equivalent to missing, or invalid. */
  read(sent: NonNullable<JsonValue>): Value | null | Unfit;
  /** True for a field that changes by itself, or only describes the response: a difference in it is never a change. */
  readonly isVolatile?: boolean;
  /**
   * Returns the value without differences of spelling. Default: the value. A method, so that fields of any value mix.
   */
  compare?(value: Value): JsonValue;
  /** Returns the value of the API. Default: the value. A method, so that fields of any value mix. */
  present?(value: Value): unknown;
}

/** A value of another JSON type than expected. */
export class Unfit {
  /** `path` leads to it within the field. */
  constructor(
    readonly message: string,
    readonly path: readonly (string | number)[] = [],
  ) {}
}

const NO_TEXT = new Unfit("expected text");
const NO_NUMBER = new Unfit("expected a number");
const NO_BOOLEAN = new Unfit("expected true or false");
export const NO_OBJECT = new Unfit("expected an object");

type Reader<Value> = WireField<Value>["read"];

/** Reads text, also of numbers and booleans; blank text is nothing. */
function ofText<Value>(read: (text: string) => Value | null): Reader<Value> {
  return (sent) => {
    if (typeof sent === "object") return NO_TEXT;
    const text = String(sent);
    return text.trim() === "" ? null : read(text);
  };
}

/** Reads numbers, also as text. */
function ofNumber<Value>(read: (number: number | string) => Value | null): Reader<Value> {
  return (sent) => (typeof sent === "number" || typeof sent === "string" ? read(sent) : NO_NUMBER);
}

function field<Value>(
  description: string,
  type: RecordScalar | RecordEnum,
  read: Reader<Value>,
  present?: (value: Value) => unknown,
): WireField<Value> {
  return { description, type, isList: false, read, ...(present === undefined ? {} : { present }) };
}

const asSent = ofText((sent) => sent);

/** Text, as sent. */
export const text = (description: string): WireField<string> => field(description, "String", asSent);

/** An id, opaque. */
export const id = (description: string): WireField<string> => field(description, "ID", asSent);

/** A whole number of at most 32 bits, as the API's Int is; also one that is written as text. */
export const int = (description: string): WireField<number> =>
  field(
    description,
    "Int",
    ofNumber((value) => {
      const number = toInt(value);
      return number === null || number !== (number | 0) ? null : number;
    }),
  );

/** True or false, also as text. */
export const bool = (description: string): WireField<boolean> =>
  field(description, "Boolean", (sent) => {
    if (typeof sent === "boolean") return sent;
    return typeof sent === "string" ? toBoolean(sent) : NO_BOOLEAN;
  });

/** An instant in any form of ISO 8601; without `Z` or an offset it is UTC. */
export const isoInstant = (description: string): WireField<Instant> =>
  field(description, "DateTime", ofText(parseIsoInstant), toDate);

const epoch = (description: string, unitMs: number): WireField<Instant> =>
  field(
    description,
    "DateTime",
    ofNumber((value) => toEpoch(value, unitMs)),
    toDate,
  );

/** An instant in milliseconds since the epoch; 0 is none. */
export const epochMs = (description: string): WireField<Instant> => epoch(description, 1);

/** An instant in seconds since the epoch; 0 is none. */
export const epochSeconds = (description: string): WireField<Instant> => epoch(description, 1000);

/** A duration in seconds, as text or number; milliseconds inside. */
export const seconds = (description: string): WireField<number> =>
  field(
    description,
    "Duration",
    ofNumber((value) => {
      const whole = toInt(value);
      return whole === null || whole < 0 ? null : whole * 1000;
    }),
    (ms) => ms,
  );

/** A date of the calendar, `2025-04-08`. */
export const localDate = (description: string): WireField<string> =>
  field(
    description,
    "LocalDate",
    ofText((value) => matching(value, /^\d{4}-\d{2}-\d{2}$/u)),
  );

/** A time of day, `14:30:00`. */
export const localTime = (description: string): WireField<string> => ({
  ...field(
    description,
    "LocalTime",
    ofText((value) => matching(value, /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?$/u)),
  ),
  compare: foldLocalTime,
});

/** A vendor value without documented values: as sent, compared without case. */
export const caselessText = (description: string): WireField<string> => ({ ...text(description), compare: foldCase });

/** Declares a field that changes by itself, or only describes the response: a difference in it alone is no change. */
export function volatile<Value>(wireField: WireField<Value>): WireField<Value> {
  return { ...wireField, isVolatile: true };
}

/** An address. */
export const url = (description: string): WireField<string> =>
  field(
    description,
    "URL",
    ofText((value) => (URL.canParse(value) ? value : null)),
  );

/** Free data: an object of whatever. Anything else is coerced to null, as no callback depends on it. */
export const object = (description: string): WireField<JsonObject> =>
  field(description, "JSONObject", (sent) => (isJsonObject(sent) ? sent : null));

/** A list of objects. Anything else, and a list with anything else in it, is coerced to null. */
export const objects = (description: string): WireField<readonly JsonObject[]> => ({
  ...field(description, "JSONObject", (sent) =>
    Array.isArray(sent) && sent.every(isJsonObject) ? (sent as readonly JsonObject[]) : null,
  ),
  isList: true,
});

/** A documented vendor value, in any case. */
export function oneOf<const Values extends Readonly<Record<string, string>>>(
  enumName: string,
  values: Values,
  description: string,
): WireField<keyof Values & string> {
  return field(
    description,
    { enumName, description, values },
    ofText((value) => {
      const upper = value.toUpperCase();
      return Object.hasOwn(values, upper) ? upper : null;
    }),
  );
}

/** A name of a numbered vendor value, and its meaning. */
export type NamedNumber = readonly [name: string, meaning: string];

/** A numbered vendor value: `3`, `"3"`, `"3-QUEUED"` or `"QUEUED"`. The value is the number; null where there is none. */
export function numbered(
  enumName: string,
  numbers: readonly (NamedNumber | null)[],
  description: string,
  aliases: Readonly<Record<string, number>> = {},
): WireField<number> {
  const values = Object.fromEntries(numbers.filter((named) => named !== null));
  const names = numbers.map((named) => named?.[0] ?? null);
  const numberOf = (value: string): number | null => {
    const number = toInt(/^(-?\d+)(?:\s*-.*)?$/u.exec(value)?.[1] ?? "") ?? aliases[value] ?? names.indexOf(value);
    return (names[number] ?? null) === null ? null : number;
  };
  return field(
    description,
    { enumName, description, values },
    ofText((value) => numberOf(value.trim().toUpperCase())),
    (number) => names[number] ?? undefined,
  );
}

/** Text in the form of a number; the engine would also accept whitespace as 0 and 0x10 as 16. */
const WHOLE_NUMBER = /^\s*[+-]?\d+(?:\.0+)?\s*$/u;

function toInt(value: string | number): number | null {
  if (typeof value === "string" && !WHOLE_NUMBER.test(value)) return null;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : null;
}

function toBoolean(value: string): boolean | null {
  const lower = value.trim().toLowerCase();
  return lower === "true" ? true : lower === "false" ? false : null;
}

function toEpoch(value: string | number, unitMs: number): Instant | null {
  const number = toInt(value);
  return number === null || number <= 0 || !isPresentable(number * unitMs) ? null : number * unitMs;
}

function toDate(at: Instant): Date {
  return new Date(at);
}

function matching(value: string, shape: RegExp): string | null {
  return shape.test(value) ? value : null;
}
