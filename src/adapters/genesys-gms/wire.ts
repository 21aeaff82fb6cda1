import type { ComparableRecord } from "../../domain/change/comparable.js";
import { isJsonObject, type JsonObject, type JsonValue } from "../../lib/json.js";
import { caselessText, id, isoInstant, oneOf, text, volatile } from "../wire/wire-field.js";
import { defineRecord } from "../wire/wire.js";

const FIELDS = {
  _id: id("Identifier of the callback, also called the service id."),
  _service_name: id("Execution name of the callback service."),
  _customer_number: text("The number to call, as it was submitted."),
  _callback_state: oneOf(
    "GenesysGmsCallbackState",
    {
      SCHEDULED: "The callback is scheduled.",
      QUEUED: "The callback was submitted to its queue.",
      PAUSED: "The callback waits because its service is suspended.",
      ROUTING: "The customer was reached, and waits for an agent.",
      PROCESSING: "The customer is talking with an agent.",
      COMPLETED: "The callback is over; _callback_reason says how.",
    },
    "State of the callback.",
  ),
  _callback_reason: caselessText("Reason why the callback is COMPLETED, such as AGENT_CONNECTED or CANCELLED."),
  _desired_time: isoInstant("When the customer wants to be called; the time of the request if none was submitted."),
  _expiration_time: volatile(isoInstant("When the record is removed.")),
  _url: text("Path of the callback in the API."),
  _vq: id("The virtual queue, if the option returned-keys lists it."),
  _urs_virtual_queue: id("The virtual queue by its older name, if the option returned-keys lists it."),
  _media_type: caselessText("Medium of the callback, `voice` or `chat`, if the option returned-keys lists it."),
  _ors_session_id: volatile(id("The session in Orchestration Server that handles the callback at the moment.")),
  _request_queue_time_stat: text("Name of the statistic of the waiting time."),
  _request_ewt_service: text("Name of the service that estimates the waiting time."),
  ringback_created_at: isoInstant(
    "When the callback was created: attached by this gateway to the callbacks that it schedules, and by other programs " +
      "that follow its convention. Returned if the option returned-keys lists it.",
  ),
} as const;

const RECORD = defineRecord({
  typeName: "GenesysGmsCallback",
  description: "A callback of a Genesys Mobile Services callback service.",
  fields: FIELDS,
});

/** The key under which a program attaches the moment of creation, which the vendor's record lacks. */
export const CREATED_AT_KEY = "ringback_created_at";

export type GmsRecord = ReturnType<typeof RECORD.parse>;

/**
 * Clients of older releases read `desired_time` and `url` where the document has `_desired_time` and `_url`. Both are
 * taken: a documented name without its underscore counts as the documented one, unless that is there as well.
 */
export function withUnderscores(raw: JsonObject): JsonObject {
  const renamed = Object.entries(raw).map(([name, value]) => {
    const documented = `_${name}`;
    const isShortened = Object.hasOwn(FIELDS, documented) && !Object.hasOwn(raw, documented);
    return [isShortened ? documented : name, value] as const;
  });
  return Object.fromEntries(renamed);
}

/** The record of a callback, with the names of its fields in either spelling. */
export const GENESYS_GMS_CALLBACK = {
  ...RECORD,
  parse(raw: JsonValue): GmsRecord {
    if (!isJsonObject(raw)) return RECORD.parse(raw);
    const parsed = RECORD.parse(withUnderscores(raw));
    const comparable: ComparableRecord = (record) => parsed.comparable(withUnderscores(record));
    return { ...parsed, raw, comparable };
  },
  read: (raw: JsonObject) => RECORD.read(withUnderscores(raw)),
};
