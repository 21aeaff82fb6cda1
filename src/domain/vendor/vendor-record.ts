import type { JsonObject } from "../../lib/json.js";

/** The scalars that a field of a vendor's document can have. */
export type RecordScalar =
  | "ID"
  | "String"
  | "Int"
  | "Boolean"
  | "DateTime"
  | "LocalDate"
  | "LocalTime"
  | "Duration"
  | "URL"
  | "JSONObject";

/** The documented values of a vendor's field, each with its meaning. */
export interface RecordEnum {
  readonly enumName: string;
  readonly description: string;
  readonly values: Readonly<Record<string, string>>;
}

/** One field of a vendor's document, under the vendor's own meaning. */
export interface RecordField {
  /** The field's name in the API: the vendor's, in camel case. */
  readonly name: string;
  readonly description: string;
  readonly type: RecordScalar | RecordEnum;
  readonly isList: boolean;
}

/** Another document of a vendor, for the records that it recognizes. */
export interface AlternativeRecord {
  readonly record: VendorRecordDefinition;
  recognizes(record: JsonObject): boolean;
}

/**
 * A vendor's document as data, from which the API's type is built, so that a vendor stays one folder. `read` returns a
 * value for each field (null if missing or invalid; instants as Date, durations in milliseconds) and all other fields,
 * as sent, in `additionalFields`.
 */
export interface VendorRecordDefinition {
  readonly typeName: string;
  readonly description: string;
  readonly fields: readonly RecordField[];
  /** Other documents of the vendor that callbacks are read from. Default: none. */
  readonly alternatives?: readonly AlternativeRecord[];
  read(record: JsonObject): Readonly<Record<string, unknown>> & { readonly additionalFields: JsonObject };
}
