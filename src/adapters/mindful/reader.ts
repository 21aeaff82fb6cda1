import type { RowReader } from "../wire/vendor-page.js";
import { mapMindfulEvent, mapMindfulHistoricalCall } from "./call-mapping.js";
import { isMindfulEvent, isMindfulHistoricalCall } from "./call-wire.js";
import { mapMindfulCallback } from "./mapping.js";
import { MINDFUL_CALLBACK_STATUS } from "./wire.js";

/** Reads statuses, events and attempts. The `id` of an attempt or an event is another one than the callback's. */
export const MINDFUL_READER: RowReader = {
  idFields: ["call_request_id", "originalId"],
  read(raw, context) {
    if (isMindfulEvent(raw)) return mapMindfulEvent(raw, context);
    if (isMindfulHistoricalCall(raw)) return mapMindfulHistoricalCall(raw, context);
    return mapMindfulCallback(MINDFUL_CALLBACK_STATUS.parse(raw), context);
  },
};
