import { isJsonObject, type JsonValue } from "../../lib/json.js";
import { bool, epochMs, id, int, object, text, volatile } from "../wire/wire-field.js";
import { defineRecord } from "../wire/wire.js";

/** The fields of a task that are queried: of the Customer Session Record of the Search API, and in one document only. */
export const WEBEX_TASK = defineRecord({
  typeName: "WebexTask",
  description:
    "A task with a callback in Webex Contact Center, by the Search API: a courtesy callback, or what carried out a " +
    "scheduled one.",
  fields: {
    id: id("Identifier of the task. Not always a UUID."),
    status: text("Current state of the task, such as `parked`, `connected` or `ended`."),
    isActive: bool("Whether the task is not over."),
    isCallback: bool("Whether the customer requested a callback."),
    channelType: text("Channel of the task."),
    direction: text("Whether the task is inbound or outbound."),
    createdTime: epochMs("When the task was created."),
    endedTime: epochMs("When the task ended."),
    origin: text("Number of the customer for an inbound task."),
    destination: text("Number that was called."),
    customer: object("Name and number of the customer."),
    owner: object("The agent who was last assigned to the task, as `id` and `name`."),
    lastQueue: object("The last queue of the task, as `id`, `name` and `duration`."),
    lastTeam: object("The last team of the task, as `id` and `name`."),
    lastAgent: object("The last agent of the task, as `id` and `name`."),
    contactReason: text("Why the customer contacted the contact center."),
    terminationType: text("How the task was terminated."),
    terminationReason: text("Why the task ended, such as `Customer Busy`."),
    totalDuration: volatile(int("Duration of the task, in milliseconds.")),
    callbackData: object("Number, times, status, type, origin and count of failed retries of the callback."),
  },
});

/** True for a task; a schedule has none of these fields. */
export function isWebexTask(record: JsonValue): boolean {
  return isJsonObject(record) && ("isCallback" in record || "callbackData" in record);
}

/** The part `callbackData` of a task. */
export const WEBEX_CALLBACK_DATA = defineRecord({
  typeName: "WebexCallbackData",
  description: "The callback of a task.",
  fields: {
    callbackRequestTime: epochMs("When the customer requested the callback."),
    callbackConnectTime: epochMs("When agent and customer were connected."),
    callbackNumber: text("The number to call."),
    callbackStatus: text("`Success` or `not processed`, in any case."),
    callbackOrigin: text("`web`, `chat` or `IVR`."),
    callbackType: text("`Courtesy` or `Web UI`."),
    callbackRetryCount: int("Retries that failed."),
  },
});

/** A part that names something: a queue, an agent, a customer. */
export const WEBEX_NAMED_PART = defineRecord({
  typeName: "WebexNamedPart",
  description: "A named part of a task.",
  fields: { id: id("Identifier."), name: text("Name."), phoneNumber: text("Phone number.") },
});

/** The selection of a search: every field above, in the names of the Search API. */
export const WEBEX_TASK_SELECTION = `
  id status isActive isCallback channelType direction createdTime endedTime origin destination
  customer { name phoneNumber }
  owner { id name }
  lastQueue { id name }
  lastTeam { id name }
  lastAgent { id name }
  contactReason terminationType terminationReason totalDuration
  callbackData {
    callbackRequestTime callbackConnectTime callbackNumber callbackStatus callbackOrigin callbackType
    callbackQueueName callbackAgentName callbackTeamName callbackRetryCount
  }`;
