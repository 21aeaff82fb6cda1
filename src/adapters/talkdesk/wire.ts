import {
  bool,
  id,
  isoInstant,
  localTime,
  object,
  objects,
  text,
  volatile,
  oneOf,
  type WireField,
} from "../wire/wire-field.js";
import { defineRecord } from "../wire/wire.js";

/**
 * Talkdesk's scheduled callback: the list's element ("Query Callback List and Count Callback") and the single object
 * ("Cancel a Callback", "Update a Callback") in one, for they differ in names and a tenant may meet either.
 */
export const TALKDESK_CALLBACK = defineRecord({
  typeName: "TalkdeskCallback",
  description: "A scheduled callback in Talkdesk, with any status.",
  fields: {
    id: id("Identifier of the callback; equal to callback_id if both are sent."),
    callback_id: id("Identifier of the callback."),
    interaction_id: id("The interaction from which the callback originates."),
    root_interaction_id: id("The first interaction of the conversation."),
    campaign_id: id("The campaign from which the callback originates."),
    record_id: id("The record to call."),
    record_list_id: id("The record list of the record."),
    phone_number: text("The number to call."),
    record_first_name: text("First name in the record to call."),
    record_last_name: text("Last name in the record to call."),
    record_extra_data: object("Other data of the record."),
    caller_id: text("The caller id that is displayed."),
    time_to_call: isoInstant("Scheduled time of the callback, by its name in the list."),
    scheduled_time_to_call: isoInstant("Scheduled time of the callback, by its name in the single object."),
    next_time_to_call: isoInstant("Time of the next attempt."),
    processed_time: isoInstant("When the callback was last processed."),
    preferred_start_time: timeOfDay("Earliest time of day at which the customer wants to be called."),
    preferred_end_time: timeOfDay("Latest time of day at which the customer wants to be called."),
    timezone: text("IANA time zone in which the callback was scheduled."),
    exclusive_to_agent: bool("True if only the assigned agent may take the callback."),
    agent_id: id("The assigned agent."),
    agents: objects("The assigned agents, by their name in the single object: `agent_id` of each."),
    ring_groups: objects("The ring groups that the callback is assigned to: `ring_group` of each."),
    teams: objects("The teams that the callback is assigned to: `team_id` of each."),
    contact_id: id("The contact to call."),
    status: oneOf(
      "TalkdeskCallbackStatus",
      {
        UNATTEMPTED: "No call was made yet.",
        TO_BE_RETRIED: "A call did not reach the customer; another will be made.",
        EXHAUSTED: "All calls failed to reach the customer.",
        SUCCESS: "The customer was reached.",
        CANCELED: "The callback was canceled.",
        INVALID_NUMBER: "The number cannot be called.",
      },
      "Status of the callback. Talkdesk documents the values without their meanings.",
    ),
    assign_type: oneOf(
      "TalkdeskAssignType",
      {
        MYSELF_ONLY: "Only the agent who created the callback.",
        SPECIFIC_AGENT: "A specific agent.",
        SPECIFIC_RING_GROUP: "A specific ring group.",
        MYSELF_IF_AVAILABLE: "The agent who created the callback, if available.",
        ANY_ELIGIBLE_AGENT: "Any agent who may take it.",
      },
      "Kind of assignment.",
    ),
    from_call_type: oneOf(
      "TalkdeskFromCallType",
      {
        INBOUND: "A call made by the customer.",
        MANUAL_OUTBOUND: "A call dialled by an agent.",
        PROACTIVE_OUTBOUND: "A call dialled by a campaign.",
      },
      "The kind of call in which the callback was scheduled.",
    ),
    dialing_model: oneOf(
      "TalkdeskDialingModel",
      { PREDICTIVE: "The dialer calls before an agent is free.", PREVIEW: "An agent sees the record, then calls." },
      "Dialing mode of the callback.",
    ),
    account_id: id("The account to which the callback belongs."),
    created_at: isoInstant("When the callback was created."),
    created_by: text("Name of the person who created the callback; not an id."),
    _links: volatile(object("Links to the callback.")),
  },
});

/** A time of day. Talkdesk writes it as an instant of the year 2000, whose date means nothing. */
function timeOfDay(description: string): WireField<string> {
  const base = localTime(description);
  const shorten = (sent: string): string =>
    sent.replace(/^2000-?\d{2}-?\d{2}[T ](\d{2}:\d{2}(?::\d{2})?)(?:[.,]\d+)?\s*(?:Z|[+-][\d:]+)?$/iu, "$1");
  return { ...base, read: (sent) => base.read(typeof sent === "string" ? shorten(sent) : sent) };
}
