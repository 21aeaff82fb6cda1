import { badUserInput } from "../domain/errors.js";
import type { Slice } from "../domain/query.js";

/** The arguments of a page, by the Relay specification. */
export interface PageRequest {
  readonly first?: number | null;
  readonly after?: string | null;
  readonly last?: number | null;
  readonly before?: string | null;
}

const MOST = 100;

/** Reads a cursor; throws BAD_USER_INPUT, with the argument's name, where it is none of this list. */
type DecodeCursor<Position> = (argument: string, cursor: string) => Position;

/**
 * Converts the arguments of a page to a slice. Throws BAD_USER_INPUT for arguments that are out of bounds or contradict
 * each other.
 */
export function toSlice<Position>(
  { first = null, after = null, last = null, before = null }: PageRequest,
  defaultSize: number,
  decodeCursor: DecodeCursor<Position>,
): Slice<Position> {
  if (first !== null && last !== null) throw badUserInput("first and last are mutually exclusive: give one of them");
  if (last === null && before !== null) throw badUserInput("before requires last: give both, or first and after");
  if (last !== null && after !== null) throw badUserInput("after requires first: give both, or last and before");
  return {
    size: last === null ? checkSize("first", first ?? defaultSize) : checkSize("last", last),
    from: last === null ? "start" : "end",
    after: after === null ? null : decodeCursor("after", after),
    before: before === null ? null : decodeCursor("before", before),
  };
}

function checkSize(argument: string, size: number): number {
  if (size < 1 || size > MOST) throw badUserInput(`${argument} must be from 1 to ${MOST}, but is ${size}`);
  return size;
}
