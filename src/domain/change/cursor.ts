import { badUserInput } from "../errors.js";
import type { CallbackOrder, ListPosition } from "../query.js";

/** The first byte of every cursor, to distinguish later formats. */
const VERSION = 1;

/** Encodes the opaque cursor of a position in an ordered list: base64url of compact JSON, with the position only. */
export function encodeListCursor({ value, rowId }: ListPosition, { field, direction }: CallbackOrder): string {
  return encode([VERSION, field, direction, value, rowId]);
}

/**
 * The place that a list cursor names. Throws BAD_USER_INPUT, with the argument's name, for what `encodeListCursor` would
 * not have written, and for a cursor of a list in another order.
 */
export function decodeListCursor(argument: string, cursor: string, { field, direction }: CallbackOrder): ListPosition {
  const [version, cursorField, cursorDirection, value, rowId, ...rest] = decode(cursor) ?? [];
  const isPosition = isCount(rowId) && rest.length === 0 && isSortValue(value, cursorField);
  if (version !== VERSION || !isPosition) throw notOurs(argument, "is not a cursor of a list of callbacks");
  if (cursorField !== field || cursorDirection !== direction) {
    throw notOurs(argument, `is a cursor of a list with an order other than ${field} ${direction}`);
  }
  return { value: value as ListPosition["value"], rowId };
}

/** The opaque cursor of a place in the change log. */
export function encodeChangeCursor(position: number): string {
  return encode([VERSION, CHANGE, position]);
}

const ACTION = "ACTION";

/** The opaque cursor of a place among the actions about an agent. */
export function encodeActionCursor(position: number): string {
  return encode([VERSION, ACTION, position]);
}

/** The place that an action cursor names. Throws BAD_USER_INPUT, with the argument's name, for anything else. */
export function decodeActionCursor(argument: string, cursor: string): number {
  const [version, kind, position, ...rest] = decode(cursor) ?? [];
  if (version !== VERSION || kind !== ACTION || !isCount(position) || rest.length > 0) {
    throw notOurs(argument, "is not a cursor of a list of actions");
  }
  return position;
}

const CHANGE = "CHANGE";
/** A place in the change log at which a snapshot was still under way. */
const SNAPSHOT = "SNAPSHOT";

/** Encodes the opaque cursor of a published event. */
export function encodeResumeCursor(event: { readonly position: number; readonly isPartialSnapshot?: boolean }): string {
  return encode([VERSION, event.isPartialSnapshot === true ? SNAPSHOT : CHANGE, event.position]);
}

/** Decodes the position to resume after, and whether the snapshot was incomplete. Throws BAD_USER_INPUT as below. */
export function decodeResumeCursor(
  argument: string,
  cursor: string,
): { readonly position: number; readonly isPartialSnapshot: boolean } {
  const [version, kind, position, ...rest] = decode(cursor) ?? [];
  if (version !== VERSION || (kind !== CHANGE && kind !== SNAPSHOT) || !isCount(position) || rest.length > 0) {
    throw notOurs(argument, "is not a cursor of the change log");
  }
  return { position, isPartialSnapshot: kind === SNAPSHOT };
}

/** The place that a change cursor names. Throws BAD_USER_INPUT, with the argument's name, for anything else. */
export function decodeChangeCursor(argument: string, cursor: string): number {
  const [version, kind, position, ...rest] = decode(cursor) ?? [];
  if (version !== VERSION || kind !== CHANGE || !isCount(position) || rest.length > 0) {
    throw notOurs(argument, "is not a cursor of the change log");
  }
  return position;
}

function encode(parts: readonly unknown[]): string {
  return Buffer.from(JSON.stringify(parts), "utf8").toString("base64url");
}

/** Null for what `encode` would not have written. */
function decode(cursor: string): readonly unknown[] | null {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    return Array.isArray(parts) && encode(parts) === cursor ? parts : null;
  } catch {
    return null;
  }
}

/** Urgency is sorted by text, all else by times. */
function isSortValue(value: unknown, field: unknown): boolean {
  return field === "URGENCY" ? typeof value === "string" : value === null || Number.isFinite(value);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function notOurs(argument: string, problem: string): Error {
  return badUserInput(`${argument} ${problem}: pass a cursor that a connection of this API returned`);
}
