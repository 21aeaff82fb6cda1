import type { Instant } from "../time/instant.js";
import { isOpenStatus } from "../status.js";
import type { CallbackOrderField, ListPosition, StoredCallback } from "../query.js";

/** The position of a callback in an ordered list. */
export function positionOf(row: StoredCallback, field: CallbackOrderField): ListPosition {
  return { value: sortValue(row, field), rowId: row.rowId };
}

function sortValue(
  { callback, publishedStatus, statusChangedAt }: StoredCallback,
  field: CallbackOrderField,
): Instant | null {
  switch (field) {
    case "WINDOW_START":
      return callback.window?.start ?? null;
    case "NEXT_ATTEMPT_AT":
      return isOpenStatus(publishedStatus) ? callback.nextAttemptAt : null;
    case "CREATED_AT":
      return callback.createdAt;
    case "UPDATED_AT":
      return callback.updatedAt;
    case "STATUS_CHANGED_AT":
      return statusChangedAt;
  }
}
