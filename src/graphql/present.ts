import type { GraphQLScalarType } from "graphql";

/** The number where the API's Int can hold it, else null: a vendor's number must never fail an answer. */
export function toInt(value: number | null): number | null {
  return value !== null && value === (value | 0) ? value : null;
}

/** The number where it counts something, else null. */
export function toCount(value: number | null): number | null {
  return value !== null && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

/** The value where the scalar takes it, else null: a vendor's text must never fail an answer. */
export function fitting<Value>(scalar: GraphQLScalarType, value: Value | null): Value | null {
  if (value === null) return null;
  try {
    scalar.serialize(value);
    return value;
  } catch {
    return null;
  }
}
