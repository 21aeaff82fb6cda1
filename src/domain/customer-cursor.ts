import { badUserInput } from "./errors.js";

/** The place of a customer in a list: by the number of open callbacks, most first, and then by the hash. */
export interface CustomerPosition {
  readonly openCount: number;
  /** See `CustomerRef`. */
  readonly hash: string;
}

const SHAPE = /^customer:1:(\d{1,9}):([\da-f]{32})$/u;

/** Encodes the opaque cursor of a place in a list of customers. */
export function encodeCustomerCursor({ openCount, hash }: CustomerPosition): string {
  return Buffer.from(`customer:1:${openCount}:${hash}`, "utf8").toString("base64url");
}

/** The place that a cursor names. Throws BAD_USER_INPUT, with the argument's name, for a cursor of another list. */
export function decodeCustomerCursor(argument: string, cursor: string): CustomerPosition {
  const [, openCount, hash] = SHAPE.exec(Buffer.from(cursor, "base64url").toString("utf8")) ?? [];
  const position = openCount === undefined || hash === undefined ? null : { openCount: Number(openCount), hash };
  if (position !== null && encodeCustomerCursor(position) === cursor) return position;
  throw badUserInput(
    `${argument} is not a cursor of a list of customers: pass a cursor that a connection of this API returned`,
  );
}
