import type { GraphQLScalarType } from "graphql";
import { Field, ID, Int } from "type-graphql";
import type { RecordEnum, RecordField, RecordScalar } from "../../domain/vendor/vendor-record.js";
import { isJsonObject } from "../../lib/json.js";
import { defineEnum } from "../enum.js";
import { fitting, toInt } from "../present.js";
import { DateTime, Duration, JSONObject, LocalDate, LocalTime, Url } from "../scalars.js";

/** How one field of a vendor's document is shown: a value that does not fit its type is null and never an error. */
export type Shown = (value: unknown) => unknown;

interface ScalarField {
  readonly type: GraphQLScalarType | StringConstructor | BooleanConstructor;
  readonly shown: Shown;
}

const text: Shown = (value) =>
  typeof value === "string" ? value : typeof value === "number" || typeof value === "boolean" ? String(value) : null;

const isDate = (value: unknown): value is Date => value instanceof Date && !Number.isNaN(value.getTime());

const SCALARS: Readonly<Record<RecordScalar, ScalarField>> = {
  ID: { type: ID, shown: text },
  String: { type: String, shown: text },
  Int: { type: Int, shown: (value) => (typeof value === "number" ? toInt(value) : null) },
  Boolean: { type: Boolean, shown: (value) => (typeof value === "boolean" ? value : null) },
  DateTime: { type: DateTime, shown: (value) => (isDate(value) ? value : null) },
  LocalDate: { type: LocalDate, shown: (value) => fitting(LocalDate, value) },
  LocalTime: { type: LocalTime, shown: (value) => fitting(LocalTime, value) },
  Duration: { type: Duration, shown: (value) => (Number.isSafeInteger(value) ? value : null) },
  URL: { type: Url, shown: (value) => fitting(Url, value) },
  JSONObject: { type: JSONObject, shown: (value) => (isJsonObject(value) ? value : null) },
};

const enums = new Map<RecordEnum["values"], Readonly<Record<string, string>>>();

/** Decorates the field of a record's class, and says how its values are shown. */
export function defineField(prototype: object, { name, description, type, isList }: RecordField): Shown {
  const one = typeof type === "string" ? SCALARS[type] : enumField(type);
  Field(() => (isList ? [one.type] : one.type), { nullable: true, description })(prototype, name);
  if (!isList) return (value) => (value === null || value === undefined ? null : one.shown(value));
  return (value) => (Array.isArray(value) ? value.map(one.shown).filter((item) => item !== null) : null);
}

/** An enum that several fields share is declared once. */
function enumField({ enumName, description, values }: RecordEnum): { type: object; shown: Shown } {
  const type = enums.get(values) ?? defineEnum(enumName, description, values);
  enums.set(values, type);
  return { type, shown: (value) => (typeof value === "string" && Object.hasOwn(type, value) ? value : null) };
}
