import { userError, type UserError } from "../domain/user-error.js";

const MAX_KEY_LENGTH = 255;

/** Returns why a text cannot be an idempotency key; nothing if it can. */
export function checkKey(key: string): readonly UserError[] {
  if (key !== "" && key.length <= MAX_KEY_LENGTH) return [];
  const message = `idempotencyKey must have 1 to ${MAX_KEY_LENGTH} characters`;
  return [userError("INVALID_INPUT", message, "idempotencyKey")];
}
