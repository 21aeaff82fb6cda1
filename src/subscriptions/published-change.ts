import type { CallbackChangeKind } from "../domain/change/change.js";
import type { RecordedChange } from "../domain/query.js";

/** What a subscriber is told: a change, or a callback that matched when it began. */
export interface PublishedChange extends Omit<RecordedChange, "kind"> {
  readonly kind: CallbackChangeKind;
  /** True where more of the snapshot was to come: whoever resumes here needs the snapshot again. */
  readonly isPartialSnapshot?: boolean;
}
