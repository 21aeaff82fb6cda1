import type { FormattedExecutionResult } from "graphql";
import type { Period } from "../../domain/time/instant.js";

/** JSON that stands in a result for the value it was written from, and the time in which it holds. */
export class JsonFragment {
  constructor(
    readonly text: string,
    readonly validity: Period,
  ) {}
}

/** Writes the body of a response, with JSON fragments inlined; errors come first. Every transport uses it. */
export function writeResult({ errors, data, extensions }: FormattedExecutionResult): string {
  const members = [
    ...(errors === undefined ? [] : [`"errors":${JSON.stringify(errors)}`]),
    ...(data === undefined ? [] : [`"data":${writeValue(data)}`]),
    ...(extensions === undefined ? [] : [`"extensions":${JSON.stringify(extensions)}`]),
  ];
  return `{${members.join(",")}}`;
}

/** Only lists and the objects that graphql-js makes, which have no prototype, can hold fragments. */
function writeValue(value: unknown): string {
  if (value instanceof JsonFragment) return value.text;
  if (Array.isArray(value)) return `[${value.map(writeValue).join(",")}]`;
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== null) {
    return JSON.stringify(value) ?? "null";
  }
  const members = Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}:${writeValue(member)}`);
  return `{${members.join(",")}}`;
}
