import type { CallbackOrderField, ListPosition, StoredCallback } from "../query.js";
import { isOpenStatus } from "../status.js";
import { timesOf, urgencyOf } from "../times.js";
import { DEFAULT_PROMISE } from "../promise.js";

/** The position of a callback in an ordered list. */
export function positionOf(row: StoredCallback, field: CallbackOrderField): ListPosition {
  return { value: sortValue(row, field), rowId: row.rowId };
}

function sortValue(row: StoredCallback, field: CallbackOrderField): ListPosition["value"] {
  const { callback, publishedStatus, statusChangedAt, promiseDueAt } = row;
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
    case "DUE_AT":
      return promiseDueAt;
    case "URGENCY":
      return urgencyOf(row, publishedStatus, promiseDueAt);
    case "WAITING_SINCE":
      return timesOf(row, publishedStatus, DEFAULT_PROMISE).waitsFrom;
    case "ENDED_AT":
      return timesOf(row, publishedStatus, DEFAULT_PROMISE).endedAt;
  }
}
