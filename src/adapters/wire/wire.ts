import { ZodError } from "zod";
import { comparableMembers, comparableText, type ComparableRecord } from "../../domain/change/comparable.js";
import { isJsonObject, type JsonObject, type JsonValue } from "../../lib/json.js";
import type { AlternativeRecord, RecordField, VendorRecordDefinition } from "../../domain/vendor/vendor-record.js";
import { NO_OBJECT, Unfit, type WireField } from "./wire-field.js";

type WireFields = Readonly<Record<string, WireField<unknown>>>;
export type WireValues<Fields extends WireFields> = {
  readonly [Name in keyof Fields]: Fields[Name] extends WireField<infer Value> ? Value | null : never;
};

/** A parsed record: its values, the raw record, and the names of coerced fields. */
export interface ParsedRecord<Fields extends WireFields> {
  readonly values: WireValues<Fields>;
  readonly raw: JsonObject;
  readonly coerced: readonly (keyof Fields & string)[];
  /** How records of this document are compared. */
  readonly comparable: ComparableRecord;
}

export interface WireDefinition<Fields extends WireFields> extends VendorRecordDefinition {
  /** Parses one record. Throws a ZodError that names the fields, and no value, where it does not parse. */
  parse(raw: JsonValue): ParsedRecord<Fields>;
}

/** Makes a vendor's document of its fields, by their names on the wire. */
export function defineRecord<const Fields extends WireFields>(options: {
  readonly typeName: string;
  readonly description: string;
  readonly fields: Fields;
  readonly alternatives?: readonly AlternativeRecord[];
}): WireDefinition<Fields> {
  const fields = Object.entries(options.fields) as [keyof Fields & string, WireField<unknown>][];
  const named = new Set<string>(fields.map(([name]) => name));

  const parse = (raw: JsonValue): ParsedRecord<Fields> => {
    if (!isJsonObject(raw)) throw new ZodError([issueOf(NO_OBJECT)]);
    const values: Record<string, unknown> = {};
    const unfit: [string, Unfit][] = [];
    const coerced: (keyof Fields & string)[] = [];
    for (const [name, wireField] of fields) {
      const sent = raw[name] ?? null;
      const value = sent === null ? null : wireField.read(sent);
      if (value instanceof Unfit) unfit.push([name, value]);
      else if (value === null && sent !== null && !isEmpty(sent)) coerced.push(name);
      values[name] = value;
    }
    if (unfit.length > 0) throw new ZodError(unfit.map(([name, one]) => issueOf(one, name)));
    return { values: values as WireValues<Fields>, raw, coerced, comparable };
  };

  /** By the values of the document's fields, without the volatile ones, and by everything else as sent. */
  const comparable = (raw: JsonObject): string => {
    const others = Object.entries(raw).filter(([name]) => !named.has(name));
    try {
      const { values, coerced } = parse(raw);
      const own = fields
        .filter(([, wireField]) => wireField.isVolatile !== true)
        .map(([name, wireField]): [string, JsonValue] => {
          const value = values[name];
          if (value === null || coerced.includes(name)) return [name, raw[name] ?? null];
          return [name, wireField.compare === undefined ? (value as JsonValue) : wireField.compare(value)];
        });
      return `${comparableMembers(own)} ${comparableText(Object.fromEntries(others))}`;
    } catch (error) {
      if (error instanceof ZodError) return comparableText(raw);
      throw error;
    }
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
    ...(options.alternatives !== undefined && { alternatives: options.alternatives }),
    parse,
    read(raw) {
      const { values, coerced } = parse(raw);
      const presented: Record<string, unknown> = {};
      for (const [name, wireField] of fields) {
        const value: unknown = values[name];
        const isPlain = value === null || wireField.present === undefined;
        presented[camelCase(name)] = isPlain ? value : wireField.present?.(value);
      }
      const unnamed = Object.entries(raw).filter(([key]) => !named.has(key) || coerced.includes(key));
      return { ...presented, additionalFields: Object.fromEntries(unnamed) };
    },
  };
}

/** Converts a mismatch into the parser's issue. */
function issueOf({ message, path }: Unfit, ...name: string[]): ZodError["issues"][number] {
  return { code: "custom", message, path: [...name, ...path], input: undefined };
}

/** `callback_id` → `callbackId`, `_links` → `links`, `QueueInfo` → `queueInfo`, `customerName` stays. */
function camelCase(name: string): string {
  return name
    .replace(/^_+/u, "")
    .replaceAll(/_+([a-z0-9])/gu, (_, letter: string) => letter.toUpperCase())
    .replace(/^[A-Z]/u, (letter) => letter.toLowerCase());
}

/** True for the values other than null that vendors send for "nothing". */
function isEmpty(value: JsonValue): boolean {
  return value === 0 || (typeof value === "string" && /^\s*0?\s*$/u.test(value));
}
