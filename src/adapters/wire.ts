import { z } from "zod";
import { isPresentable, type Instant } from "../callback/instant.js";
import { isJsonObject, type JsonObject, type JsonValue } from "../callback/json.js";
import type { RecordEnum, RecordField, RecordScalar, VendorRecordDefinition } from "../callback/vendor-record.js";

/**
 * The shared vocabulary of wire files. A vendor's document is written down once, field by field; from that one
 * declaration come the lenient parser, the types that the mapping sees, and the API's type.
 *
 * Lenient means: missing, null and "" are null; a number where text is due is its digits; a value of the right JSON
 * type that is of no use (a word nobody has seen, a time that is none) is null and counted as coerced. A value of
 * another JSON type altogether (an object where text is due) is a record that does not parse.
 */
export interface WireField<Value> {
  readonly description: string;
  readonly type: RecordScalar | RecordEnum;
  readonly isList: boolean;
  readonly schema: z.ZodType<Value | null>;
  /** The value as the API shows it, where that is not the value itself. A method, so that fields of any value mix. */
  present?(value: Value): unknown;
}

type WireFields = Readonly<Record<string, WireField<unknown>>>;
export type WireValues<Fields extends WireFields> = {
  readonly [Name in keyof Fields]: Fields[Name] extends WireField<infer Value> ? Value | null : never;
};

/** A record that parsed: its values, itself, and the names of the fields that were of no use as sent. */
export interface ParsedRecord<Fields extends WireFields> {
  readonly values: WireValues<Fields>;
  readonly raw: JsonObject;
  readonly coerced: readonly (keyof Fields & string)[];
}

export interface WireDefinition<Fields extends WireFields> extends VendorRecordDefinition {
  /** Parses one record. Throws a ZodError that names the fields, and no value, where it does not parse. */
  parse(raw: JsonValue): ParsedRecord<Fields>;
}

const scalar = z.union([z.string(), z.number(), z.boolean()], { error: "expected text" });
const digits = z.union([z.number(), z.string()], { error: "expected a number" });

function field<Value>(
  description: string,
  type: RecordScalar | RecordEnum,
  schema: z.ZodType<Value | null>,
  present?: (value: Value) => unknown,
): WireField<Value> {
  return { description, type, isList: false, schema, ...(present === undefined ? {} : { present }) };
}

const trimmed = scalar.nullish().transform((value) => {
  const text = value === null || value === undefined ? "" : String(value);
  return text.trim() === "" ? null : text;
});

/** Text, as sent. */
export const text = (description: string): WireField<string> => field(description, "String", trimmed);

/** An id, opaque. */
export const id = (description: string): WireField<string> => field(description, "ID", trimmed);

/** A whole number of at most 32 bits, as the API's Int is; also one that is written as text. */
export const int = (description: string): WireField<number> =>
  field(
    description,
    "Int",
    digits.nullish().transform((value) => {
      const number = toInt(value);
      return number === null || number !== (number | 0) ? null : number;
    }),
  );

/** True or false, also as text. */
export const bool = (description: string): WireField<boolean> =>
  field(
    description,
    "Boolean",
    z
      .union([z.boolean(), z.string()], { error: "expected true or false" })
      .nullish()
      .transform((value) => (typeof value === "string" ? toBoolean(value) : (value ?? null))),
  );

/** An instant in ISO 8601, with `Z` or an offset, with or without milliseconds; without either it is UTC. */
export const isoInstant = (description: string): WireField<Instant> =>
  field(description, "DateTime", trimmed.transform(toIsoInstant), toDate);

/** An instant in milliseconds since the epoch; 0 is none. */
export const epochMs = (description: string): WireField<Instant> =>
  field(
    description,
    "DateTime",
    digits.nullish().transform((value) => toEpoch(value, 1)),
    toDate,
  );

/** An instant in seconds since the epoch; 0 is none. */
export const epochSeconds = (description: string): WireField<Instant> =>
  field(
    description,
    "DateTime",
    digits.nullish().transform((value) => toEpoch(value, 1000)),
    toDate,
  );

/** A duration in seconds, as text or number; milliseconds inside. */
export const seconds = (description: string): WireField<number> =>
  field(
    description,
    "Duration",
    digits.nullish().transform((value) => {
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
    trimmed.transform((value) => matching(value, /^\d{4}-\d{2}-\d{2}$/u)),
  );

/** A time of day, `14:30:00`. */
export const localTime = (description: string): WireField<string> =>
  field(
    description,
    "LocalTime",
    trimmed.transform((value) => matching(value, /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?$/u)),
  );

/** An address. */
export const url = (description: string): WireField<string> =>
  field(
    description,
    "URL",
    trimmed.transform((value) => (value !== null && URL.canParse(value) ? value : null)),
  );

const jsonObject = z.custom<JsonObject>(isJsonObject, { error: "expected an object" });

/** Free data: an object of whatever. */
export const object = (description: string): WireField<JsonObject> =>
  field(
    description,
    "JSONObject",
    jsonObject.nullish().transform((value) => value ?? null),
  );

/** A list of objects. */
export const objects = (description: string): WireField<readonly JsonObject[]> => ({
  description,
  type: "JSONObject",
  isList: true,
  schema: z
    .array(jsonObject, { error: "expected a list" })
    .nullish()
    .transform((value) => value ?? null),
});

/** One of a vendor's words, upper and lower case alike. */
export function word<const Values extends Readonly<Record<string, string>>>(
  enumName: string,
  values: Values,
  description: string,
): WireField<keyof Values & string> {
  return field(
    description,
    { enumName, description, values },
    trimmed.transform((value) => {
      const upper = value?.toUpperCase() ?? "";
      return Object.hasOwn(values, upper) ? upper : null;
    }),
  );
}

/** One of a vendor's numbered words: `3`, `"3"`, `"3-QUEUED"` or `"QUEUED"`. The value is the number. */
export function numbered(
  enumName: string,
  words: readonly (string | null)[],
  description: string,
  aliases: Readonly<Record<string, number>> = {},
): WireField<number> {
  const values = Object.fromEntries(
    words.flatMap((name, number) => (name === null ? [] : [[name, `${number} in the vendor's document.`]])),
  );
  const numberOf = (value: string): number | null => {
    const number = toInt(/^(-?\d+)(?:\s*-.*)?$/u.exec(value)?.[1]) ?? aliases[value] ?? words.indexOf(value);
    return (words[number] ?? null) === null ? null : number;
  };
  return field(
    description,
    { enumName, description, values },
    trimmed.transform((value) => (value === null ? null : numberOf(value.trim().toUpperCase()))),
    (number) => words[number],
  );
}

/** Makes a vendor's document of its fields, by their names on the wire. */
export function defineRecord<const Fields extends WireFields>(options: {
  readonly typeName: string;
  readonly description: string;
  readonly fields: Fields;
}): WireDefinition<Fields> {
  const fields = Object.entries(options.fields) as [keyof Fields & string, WireField<unknown>][];
  const named = new Set<string>(fields.map(([name]) => name));
  const schema = z.object(Object.fromEntries(fields.map(([name, field]) => [name, field.schema])));
  const record = z.custom<JsonObject>(isJsonObject, { error: "expected an object" });

  const parse = (input: JsonValue): ParsedRecord<Fields> => {
    const raw = record.parse(input);
    const values = schema.parse(raw) as WireValues<Fields>;
    return {
      values,
      raw,
      coerced: fields.map(([name]) => name).filter((name) => values[name] === null && !isEmpty(raw[name])),
    };
  };

  return {
    typeName: options.typeName,
    description: options.description,
    fields: fields.map(([name, { description, type, isList }]): RecordField => ({
      name: camelCase(name),
      description,
      type,
      isList,
    })),
    parse,
    read(raw) {
      const { values, coerced } = parse(raw);
      const shown: Record<string, unknown> = {};
      for (const [name, wireField] of fields) {
        const value: unknown = values[name];
        const isPlain = value === null || wireField.present === undefined;
        shown[camelCase(name)] = isPlain ? value : wireField.present?.(value);
      }
      const unnamed = Object.entries(raw).filter(([key]) => !named.has(key) || coerced.includes(key));
      return { ...shown, additionalFields: Object.fromEntries(unnamed) };
    },
  };
}

/** `callback_id` → `callbackId`, `_links` → `links`, `customerName` stays. */
function camelCase(name: string): string {
  return name.replace(/^_+/u, "").replaceAll(/_+([a-z0-9])/gu, (_, letter: string) => letter.toUpperCase());
}

/** What vendors write for "nothing": none of it was lost when it became null. */
function isEmpty(value: JsonValue | undefined): boolean {
  return (
    value === undefined || value === null || value === 0 || (typeof value === "string" && /^\s*0?\s*$/u.test(value))
  );
}

/** Text that is a number in writing; the engine would also take blanks for 0 and 0x10 for 16. */
const WHOLE_NUMBER = /^\s*[+-]?\d+(?:\.0+)?\s*$/u;

function toInt(value: string | number | null | undefined): number | null {
  if (value === null || value === undefined) return null;
  if (typeof value === "string" && !WHOLE_NUMBER.test(value)) return null;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : null;
}

function toBoolean(value: string): boolean | null {
  const lower = value.trim().toLowerCase();
  return lower === "true" ? true : lower === "false" ? false : null;
}

function toEpoch(value: string | number | null | undefined, unitMs: number): Instant | null {
  const number = toInt(value);
  return number === null || number <= 0 || !isPresentable(number * unitMs) ? null : number * unitMs;
}

const ISO = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s*(Z|[+-]\d{2}:?\d{2})?$/iu;

function toIsoInstant(value: string | null): Instant | null {
  const match = value === null ? null : ISO.exec(value.trim());
  if (match === null) return null;
  const [, date, time, zone = "Z"] = match;
  const midnight = Date.parse(`${date}T00:00Z`);
  // The engine would take 30 February for 2 March.
  if (Number.isNaN(midnight) || !new Date(midnight).toISOString().startsWith(`${date}T`)) return null;
  const offset = /^[+-]\d{4}$/u.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone.toUpperCase();
  const at = Date.parse(`${date}T${time}${offset}`);
  return isPresentable(at) ? at : null;
}

function toDate(at: Instant): Date {
  return new Date(at);
}

function matching(value: string | null, shape: RegExp): string | null {
  return value !== null && shape.test(value) ? value : null;
}
