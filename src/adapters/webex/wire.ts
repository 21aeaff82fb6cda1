import { epochMs, caselessText, id, localDate, localTime, text, volatile } from "../wire/wire-field.js";
import { defineRecord } from "../wire/wire.js";
import { isWebexTask, WEBEX_TASK } from "./task-wire.js";

/** The CallbackSchedule schema of the Webex Contact Center API: every field, and no status among them. */
export const WEBEX_CALLBACK_SCHEDULE = defineRecord({
  typeName: "WebexCallbackSchedule",
  description: "A scheduled callback in Webex Contact Center. The vendor returns it until its time has passed.",
  fields: {
    id: id("Unique identifier of the scheduled callback."),
    customerName: text("Name of the customer who requested the callback."),
    callbackNumber: text("Phone number to call, as entered; lookups match it exactly."),
    timezone: text("IANA time zone of the date and the times."),
    scheduleDate: localDate("Date of the callback, in `timezone`."),
    startTime: localTime("Earliest start of the callback, in `timezone`."),
    endTime: localTime("Latest start of the callback, in `timezone`; on the next day if it is not after startTime."),
    queueId: id("Identifier of the queue that routes the callback."),
    callbackReason: text("Reason given for the callback."),
    sourceInteraction: id("UUID of the interaction in which the callback was requested."),
    callbackOrigin: caselessText("Where the callback was requested, such as `livecall` or `api`."),
    createdTimestamp: epochMs("When the callback was created."),
    lastUpdatedTimestamp: volatile(epochMs("When the callback was last updated.")),
    assigneeAgent: id("The assigned agent, by the user id of Common Identity."),
    assignedTime: epochMs("When the assigned agent was last changed."),
    orgId: id("Identifier of the organization."),
  },
  alternatives: [{ record: WEBEX_TASK, recognizes: isWebexTask }],
});
