import type { GraphQLScalarType } from "graphql";

/** Returns the number if the API's Int can hold it, else null: a vendor's number never fails a response. */
export function toInt(value: number | null): number | null {
  return value !== null && value === (value | 0) ? value : null;
}

/** The number where it counts something, else null. */
export function toCount(value: number | null): number | null {
  return value !== null && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

/** Returns the value if the scalar accepts it, else null: a vendor's text never fails a response. */
export function fitting<Value>(scalar: GraphQLScalarType, value: Value | null): Value | null {
  if (value === null) return null;
  try {
    scalar.serialize(value);
    return value;
  } catch {
    return null;
  }
}
