import { epochMs, freeWord, id, localDate, localTime, text, volatile } from "../wire-field.js";
import { defineRecord } from "../wire.js";

/** The CallbackSchedule schema of the Webex Contact Center API: every field, and no status among them. */
export const WEBEX_CALLBACK_SCHEDULE = defineRecord({
  typeName: "WebexCallbackSchedule",
  description: "A scheduled callback as Webex Contact Center holds it, until its time has passed.",
  fields: {
    id: id("Unique identifier of the scheduled callback."),
    customerName: text("Name of the customer who asked for the callback."),
    callbackNumber: text("Phone number to call, as it was given; lookups match it exactly."),
    timezone: text("IANA name of the zone in which the date and the times are local."),
    scheduleDate: localDate("Date of the callback, local to the zone."),
    startTime: localTime("When the callback may begin, local to the zone."),
    endTime: localTime("When the callback must have begun, local to the zone; not after startTime means the next day."),
    queueId: id("Identifier of the queue that routes the callback."),
    callbackReason: text("Reason that was given for the callback."),
    sourceInteraction: id("UUID of the interaction in which the callback was asked for."),
    callbackOrigin: freeWord("Where the callback was asked for, such as `livecall` or `api`."),
    createdTimestamp: epochMs("When the callback was created."),
    lastUpdatedTimestamp: volatile(epochMs("When the callback was last updated.")),
    assigneeAgent: id("The agent who is to handle the callback, by the user id of Common Identity."),
    assignedTime: epochMs("When the assigned agent was last changed."),
    orgId: id("Identifier of the organization."),
  },
});
