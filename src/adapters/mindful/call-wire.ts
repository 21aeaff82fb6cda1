import { isJsonObject, type JsonValue } from "../../lib/json.js";
import { bool, caselessText, id, int, isoInstant, object, seconds, text, volatile } from "../wire/wire-field.js";
import { defineRecord } from "../wire/wire.js";

/** The object `data` of a webhook event ("Webhooks"). Only the event "Registered Callback" is documented. */
export const MINDFUL_EVENT = defineRecord({
  typeName: "MindfulCallbackEvent",
  description: "An event about a callback, as a webhook of Mindful sent it.",
  fields: {
    call: object("The callback that the event is about."),
    event: caselessText("The kind of the event, such as `Registered Callback`."),
    clientName: text("The name of the organization."),
    webhookName: volatile(text("The name of the webhook.")),
    time: volatile(isoInstant("When the event was created.")),
    id: volatile(id("Identifier of the event. Not always a UUID.")),
  },
});

/** The object `call` of an event. The fields below the line are not documented there, and read if they are sent. */
export const MINDFUL_EVENT_CALL = defineRecord({
  typeName: "MindfulEventCall",
  description: "The callback of an event.",
  fields: {
    id: id("The callback request."),
    phoneNumber: text("The number to call."),
    ani: text("The number of the inbound call: text or a number, by the versions of the page."),
    callTargetId: id("The call target."),
    callTargetName: text("The name of the call target."),
    createdAt: isoInstant("When the callback was requested."),
    scheduledFor: isoInstant("The time of a scheduled callback."),
    estimatedFor: isoInstant("Estimated time of the callback."),
    estimatedCallbackTime: seconds("Estimated time until the callback."),
    source: text("The source of the request, such as `Phone:8525550917`."),
    sourceType: text("The kind of the source, such as `Phone`."),
    type: text("`asap` or `scheduled`."),
    // ----
    outcome: text("How the callback ended."),
    status: text("The status of the callback."),
  },
});

/** True for the `data` of an event. */
export function isMindfulEvent(record: JsonValue): boolean {
  return isJsonObject(record) && isJsonObject(record["call"]) && !("call_request_id" in record);
}

/** The call object of "Retrieve historical call data" (API v2): one attempt of a callback. */
export const MINDFUL_HISTORICAL_CALL = defineRecord({
  typeName: "MindfulHistoricalCall",
  description: "A finished attempt of a callback, by the Mindful API v2.",
  fields: {
    id: id("The attempt."),
    originalId: id("The callback request, which is the id of the first attempt."),
    retryAttempt: int("Attempts before this one: 0 for the first."),
    hasRetry: bool("Whether another attempt follows."),
    outcome: caselessText("How the attempt ended, such as `Success` or `Unavailable`."),
    type: text("`asap` or `scheduled`."),
    createdAt: isoInstant("When the callback was requested; for a retry, when the attempt before created it."),
    scheduledFor: isoInstant("The time of a scheduled callback."),
    estimatedFor: isoInstant("Estimated time of the callback."),
    estimatedCallbackTime: seconds("Estimated time until the callback."),
    processedAt: isoInstant("When the attempt began."),
    endedAt: isoInstant("When the attempt ended."),
    phoneNumber: text("The number to call."),
    ani: text("The number of the inbound call."),
    callTargetId: id("The call target."),
    callTargetName: text("The name of the call target."),
    source: text("The source of the request."),
    sourceType: text("The kind of the source."),
    firstPartyCalled: text("Who is called first, such as `customer_first`."),
    duplicateCallback: bool("Whether the customer had another callback."),
    choseToHold: bool("Whether the caller chose to hold instead of a callback."),
    customerBusy: bool("Whether the customer's line was busy."),
    customerHangup: bool("Whether the customer hung up first."),
    customerRescheduled: bool("Whether the customer requested another time."),
    customerLegError: bool("Whether the call to the customer failed."),
    customerLegRejected: bool("Whether the call to the customer was rejected."),
    customerLegTimeout: bool("Whether the call to the customer timed out."),
    agentBusy: bool("Whether the agent's line was busy."),
    agentHangup: bool("Whether the agent hung up first."),
    agentLegError: bool("Whether the call to the agent failed."),
    agentLegRejected: bool("Whether the call to the agent was rejected."),
    agentLegTimeout: bool("Whether the call to the agent timed out."),
    metadata: object("Data of the inbound call."),
  },
});

/** True for an attempt of the history. */
export function isMindfulHistoricalCall(record: JsonValue): boolean {
  return isJsonObject(record) && ("originalId" in record || "retryAttempt" in record || "hasRetry" in record);
}
