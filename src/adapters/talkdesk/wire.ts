import {
  bool,
  id,
  isoInstant,
  localTime,
  object,
  objects,
  text,
  volatile,
  word,
  type WireField,
} from "../wire-field.js";
import { defineRecord } from "../wire.js";

/**
 * Talkdesk's scheduled callback: the list's element ("Query Callback List and Count Callback") and the single object
 * ("Cancel a Callback", "Update a Callback") in one, for they differ in names and a tenant may meet either.
 */
export const TALKDESK_CALLBACK = defineRecord({
  typeName: "TalkdeskCallback",
  description: "A scheduled callback as Talkdesk holds it, whatever became of it.",
  fields: {
    id: id("Identifier of the callback; where it is there, the same as callback_id."),
    callback_id: id("Identifier of the callback."),
    interaction_id: id("The interaction from which the callback originates."),
    root_interaction_id: id("The first interaction of the conversation."),
    campaign_id: id("The campaign from which the callback originates."),
    record_id: id("The record that is to be called."),
    record_list_id: id("The record list from which the record comes."),
    phone_number: text("The number that is to be called."),
    record_first_name: text("First name of the record that is to be called."),
    record_last_name: text("Last name of the record that is to be called."),
    record_extra_data: object("Whatever else the record holds."),
    caller_id: text("The number that is shown as the caller's."),
    time_to_call: isoInstant("When the agent set the callback to, as the list spells it."),
    scheduled_time_to_call: isoInstant("When the agent set the callback to, as the single object spells it."),
    next_time_to_call: isoInstant("When the callback is tried next."),
    processed_time: isoInstant("When the callback was last processed."),
    preferred_start_time: timeOfDay("The earliest time of day at which the customer wants to be called."),
    preferred_end_time: timeOfDay("The latest time of day at which the customer wants to be called."),
    timezone: text("IANA name of the zone in which the callback was scheduled."),
    exclusive_to_agent: bool("Whether nobody but the assigned agent may take the callback."),
    agent_id: id("The assigned agent."),
    agents: objects("The assigned agents, as the single object spells them: `agent_id` of each."),
    ring_groups: objects("The ring groups the callback is assigned to: `ring_group` of each."),
    teams: objects("The teams the callback is assigned to: `team_id` of each."),
    contact_id: id("The contact that is to be called."),
    status: word(
      "TalkdeskCallbackStatus",
      {
        UNATTEMPTED: "Nobody has called yet.",
        TO_BE_RETRIED: "A call did not reach the customer; another will be made.",
        EXHAUSTED: "All calls failed to reach the customer.",
        SUCCESS: "The customer was reached.",
        CANCELED: "The callback was withdrawn.",
        INVALID_NUMBER: "The number cannot be called.",
      },
      "What has become of the callback. Talkdesk publishes the words and no meanings.",
    ),
    assign_type: word(
      "TalkdeskAssignType",
      {
        MYSELF_ONLY: "The agent who created the callback, and nobody else.",
        SPECIFIC_AGENT: "A named agent.",
        SPECIFIC_RING_GROUP: "A named ring group.",
        MYSELF_IF_AVAILABLE: "The agent who created the callback, if available.",
        ANY_ELIGIBLE_AGENT: "Any agent who may take it.",
      },
      "To whom the callback is assigned.",
    ),
    from_call_type: word(
      "TalkdeskFromCallType",
      {
        INBOUND: "A call that the customer made.",
        MANUAL_OUTBOUND: "A call that an agent dialled.",
        PROACTIVE_OUTBOUND: "A call that a campaign dialled.",
      },
      "The kind of call in which the callback was scheduled.",
    ),
    dialing_model: word(
      "TalkdeskDialingModel",
      { PREDICTIVE: "The dialler calls before an agent is free.", PREVIEW: "An agent sees the record, then calls." },
      "How the callback is dialled.",
    ),
    account_id: id("The account to which the callback belongs."),
    created_at: isoInstant("When the callback was created."),
    created_by: text("Who created the callback: a name, not an id."),
    _links: volatile(object("Where the callback itself is.")),
  },
});

/** A time of day. Talkdesk writes it as an instant of the year 2000, whose date means nothing. */
function timeOfDay(description: string): WireField<string> {
  const base = localTime(description);
  const shorten = (sent: string): string =>
    sent.replace(/^2000-?\d{2}-?\d{2}[T ](\d{2}:\d{2}(?::\d{2})?)(?:[.,]\d+)?\s*(?:Z|[+-][\d:]+)?$/iu, "$1");
  return { ...base, read: (sent) => base.read(typeof sent === "string" ? shorten(sent) : sent) };
}
