import type { GraphQLScalarType } from "graphql";
import { Field, ID, Int } from "type-graphql";
import type { RecordEnum, RecordField, RecordScalar } from "../../domain/vendor/vendor-record.js";
import { isJsonObject } from "../../lib/json.js";
import { defineEnum } from "../enum.js";
import { fitting, toInt } from "../present.js";
import { DateTime, Duration, JSONObject, LocalDate, LocalTime, Url } from "../scalars.js";

/** Converts the value of a field of a vendor's record: one that does not fit its type becomes null, never an error. */
export type Convert = (value: unknown) => unknown;

interface ScalarField {
  readonly type: GraphQLScalarType | StringConstructor | BooleanConstructor;
  readonly convert: Convert;
}

const text: Convert = (value) =>
  typeof value === "string" ? value : typeof value === "number" || typeof value === "boolean" ? String(value) : null;

const isDate = (value: unknown): value is Date => value instanceof Date && !Number.isNaN(value.getTime());

const SCALARS: Readonly<Record<RecordScalar, ScalarField>> = {
  ID: { type: ID, convert: text },
  String: { type: String, convert: text },
  Int: { type: Int, convert: (value) => (typeof value === "number" ? toInt(value) : null) },
  Boolean: { type: Boolean, convert: (value) => (typeof value === "boolean" ? value : null) },
  DateTime: { type: DateTime, convert: (value) => (isDate(value) ? value : null) },
  LocalDate: { type: LocalDate, convert: (value) => fitting(LocalDate, value) },
  LocalTime: { type: LocalTime, convert: (value) => fitting(LocalTime, value) },
  Duration: { type: Duration, convert: (value) => (Number.isSafeInteger(value) ? value : null) },
  URL: { type: Url, convert: (value) => fitting(Url, value) },
  JSONObject: { type: JSONObject, convert: (value) => (isJsonObject(value) ? value : null) },
};

const enums = new Map<RecordEnum["values"], Readonly<Record<string, string>>>();

/** Decorates the field of a record's class, and returns the conversion of its values. */
export function defineField(prototype: object, { name, description, type, isList }: RecordField): Convert {
  const one = typeof type === "string" ? SCALARS[type] : enumField(type);
  Field(() => (isList ? [one.type] : one.type), { nullable: true, description })(prototype, name);
  if (!isList) return (value) => (value === null || value === undefined ? null : one.convert(value));
  return (value) => (Array.isArray(value) ? value.map(one.convert).filter((item) => item !== null) : null);
}

/** An enum that several fields share is declared once. */
function enumField({ enumName, description, values }: RecordEnum): { type: object; convert: Convert } {
  const type = enums.get(values) ?? defineEnum(enumName, description, values);
  enums.set(values, type);
  return { type, convert: (value) => (typeof value === "string" && Object.hasOwn(type, value) ? value : null) };
}
