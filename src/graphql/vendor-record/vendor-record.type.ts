import { createUnionType, Field, ObjectType } from "type-graphql";
import type { Vendor } from "../../domain/callback.js";
import type { JsonObject } from "../../lib/json.js";
import type { VendorRecordDefinition } from "../../domain/vendor/vendor-record.js";
import { defineField, type Convert } from "./record-field.js";
import { JSONObject } from "../scalars.js";

type RecordClass = new () => object;

interface RecordType {
  readonly type: RecordClass;
  readonly definition: VendorRecordDefinition;
  readonly conversions: ReadonlyMap<string, Convert>;
  /** Undefined for the vendor's main document, which every other record is shown as. */
  readonly recognizes?: (record: JsonObject) => boolean;
}

/** The documents of each vendor, the main one last. */
const types = new Map<Vendor, readonly RecordType[]>();

/** One of the vendors' documents. The classes behind it are made by `defineVendorRecord`. */
export const vendorRecordUnion: object = createUnionType({
  name: "VendorRecord",
  description: "A record as the vendor sent it: all fields, typed, with the vendor's own meaning.",
  types: () => [...types.values()].flatMap((ofVendor) => ofVendor.toReversed().map(({ type }) => type)),
}) as object;

/** Makes the object types of a vendor's documents. Called once a vendor, before the schema is built. */
export function defineVendorRecord(vendor: Vendor, definition: VendorRecordDefinition): void {
  const alternatives = (definition.alternatives ?? []).map((alternative) => ({
    ...defineRecordType(alternative.record),
    recognizes: (record: JsonObject) => alternative.recognizes(record),
  }));
  types.set(vendor, [...alternatives, defineRecordType(definition)]);
}

function defineRecordType(definition: VendorRecordDefinition): RecordType {
  const type: RecordClass = class {};
  ObjectType(definition.typeName, { description: definition.description, simpleResolvers: true })(type);
  const conversions = definition.fields.map((field) => [field.name, defineField(type.prototype, field)] as const);
  Field(() => JSONObject, {
    description:
      "Fields that the vendor's API documentation does not define, and values that it does not allow, as sent.",
  })(type.prototype, "additionalFields");
  return { type, definition, conversions: new Map(conversions) };
}

/** Converts a vendor's record. Never throws: fields that cannot be read are in `additionalFields`. */
export function toVendorRecord(vendor: Vendor, record: JsonObject): object | null {
  const found = types.get(vendor)?.find(({ recognizes }) => recognizes?.(record) ?? true);
  if (found === undefined) return null;
  const values = read(found.definition, record);
  const fields: Record<string, unknown> = { additionalFields: values.additionalFields };
  for (const [name, convert] of found.conversions) fields[name] = convert(values[name]);
  return Object.assign(new found.type(), fields);
}

/** A record that was stored before its document was last changed may not parse any more. */
function read(definition: VendorRecordDefinition, record: JsonObject): ReturnType<VendorRecordDefinition["read"]> {
  try {
    return definition.read(record);
  } catch {
    return { additionalFields: record };
  }
}
