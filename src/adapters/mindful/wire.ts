import { epochSeconds, caselessText, id, int, seconds, text, volatile, oneOf } from "../wire/wire-field.js";
import { defineRecord } from "../wire/wire.js";
import { isMindfulEvent, isMindfulHistoricalCall, MINDFUL_EVENT, MINDFUL_HISTORICAL_CALL } from "./call-wire.js";

/** The object CallObjectCBStatus of the document "Request Callback Status". It writes every value as a string. */
export const MINDFUL_CALLBACK_STATUS = defineRecord({
  typeName: "MindfulCallbackStatus",
  description: "A callback in the Mindful Scheduler: a CallObjectCBStatus.",
  fields: {
    contact_uri: text("The URI of the contact number."),
    callback_number: text("The customer's number."),
    call_request_id: id("The callback request."),
    type: oneOf(
      "MindfulCallbackType",
      { ASAP: "As soon as possible.", SCHEDULED: "At an agreed time." },
      "Whether the customer requested a time.",
    ),
    created_at: epochSeconds("When the callback request was created."),
    estimated_for: volatile(epochSeconds("Estimated time at which the system launches the callback.")),
    forecast_waitlist_position: volatile(int("The predicted position in the waitlist, if the callback is in it.")),
    estimated_wait_time: volatile(seconds("The estimated time until the callback is launched.")),
    source: caselessText("The source of the callback request."),
    call_target_id: id("The call target of the callback request."),
    status: caselessText("Status of the callback request. The API documentation does not list the values."),
  },
  alternatives: [
    { record: MINDFUL_EVENT, recognizes: isMindfulEvent },
    { record: MINDFUL_HISTORICAL_CALL, recognizes: isMindfulHistoricalCall },
  ],
});

/** A callback's record that parsed. */
export type MindfulRecord = ReturnType<typeof MINDFUL_CALLBACK_STATUS.parse>;
