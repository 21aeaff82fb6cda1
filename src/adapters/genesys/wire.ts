import { bool, caselessText, id, int, isoInstant, numbered, object, text, url, oneOf } from "../wire/wire-field.js";
import { defineRecord } from "../wire/wire.js";
import { GENESYS_CALL_RESULTS } from "./call-result.js";
import { GENESYS_CALLBACK_STATUS_SPELLINGS, GENESYS_CALLBACK_STATUSES } from "./callback-status.js";

/** The kind of an interaction; the document has no 4. */
export const genesysEntityType = numbered(
  "GenesysEntityType",
  [
    ["EMAIL_IN", "An e-mail from a customer."],
    ["EMAIL_OUT", "An e-mail to a customer."],
    ["CHAT", "A chat."],
    ["PHONE_CALL", "A telephone call."],
    null,
    ["CALLBACK", "A callback."],
    ["COBROWSE", "A session in which an agent sees the customer's page."],
    ["INTERACTION", "Any other interaction: open media."],
  ],
  "The kind of the interaction.",
);

/** The number of a callback among the kinds of interactions. */
export const GENESYS_CALLBACK_ENTITY = 5;

/**
 * The document "Callback Interaction" of the Context Services API: the fields of callbacks, then those of all
 * interactions.
 */
export const GENESYS_CALLBACK_INTERACTION = defineRecord({
  typeName: "GenesysCallbackInteraction",
  description: "A callback in Genesys Context Services: a Callback Interaction.",
  fields: {
    callback_status: numbered(
      "GenesysCallbackStatus",
      GENESYS_CALLBACK_STATUSES,
      "Status of the callback.",
      GENESYS_CALLBACK_STATUS_SPELLINGS,
    ),
    desired_response_type: oneOf(
      "GenesysDesiredResponseType",
      {
        VOICE: "By telephone; customer_number is a phone number.",
        VOIP: "By a call over IP; customer_number is an address on that network.",
        EMAIL: "By e-mail; customer_number is an e-mail address.",
      },
      "How the customer wants to be contacted.",
    ),
    start_time: isoInstant("Earliest time of the callback."),
    end_time: isoInstant("Latest time of the callback."),
    customer_number: text("A phone number, an IP address or an e-mail address, depending on desired_response_type."),
    attempts: int("Number of attempts so far."),
    dn: text("The DN to which the callback server sent the request."),
    location: text("The switch to which the DN belongs."),
    callback_server_id: id("The callback server that handled the request."),
    call_result: numbered("GenesysCallResult", GENESYS_CALL_RESULTS, "Outcome of the call."),
    callback_type: numbered(
      "GenesysCallbackType",
      [
        ["UNKNOWN", "Not known."],
        ["ASAP", "As soon as possible."],
        ["SCHEDULED", "At an agreed time."],
      ],
      "Whether the customer requested a time.",
    ),
    customer_id: id("The customer."),
    interaction_id: id("The GUID, or call id, of the interaction."),
    status: numbered(
      "GenesysInteractionStatus",
      [
        ["NEW", "The interaction was created."],
        ["PENDING", "The interaction waits to be handled."],
        ["IN_PROCESS", "The interaction is being handled."],
        ["STOPPED", "The interaction ended."],
      ],
      "Status of the interaction.",
    ),
    entity_type: genesysEntityType,
    type: caselessText("The type of the interaction: inbound, outbound, and so on."),
    sub_type: caselessText("The application-defined subtype."),
    media_type: caselessText("The medium: voice, email, chat, callback, and so on."),
    parent_id: id("The parent interaction."),
    thread_id: id("The thread: the interaction at its root."),
    external_id: id("The interaction in an external system."),
    owner_id: int("The DBID of the Person who owns the interaction."),
    creator_app_id: int("The DBID of the application that created the interaction."),
    start_date: isoInstant("When the interaction was created."),
    end_date: isoInstant("When the interaction ended."),
    timeshift: int("Minutes to add to UTC for the local time of the interaction's creation; no time zone."),
    category_id: id("The category that was assigned to the interaction."),
    allow_children: bool("Whether child interactions can be added."),
    subject: text("The subject."),
    stopped_reason: text("Application-defined reason why the interaction ended."),
    text: text("The text."),
    structured_text: url("URL of the structured text."),
    structured_text_mime: text("The MIME type of the structured text."),
    binary_content: url("URL of the binary content."),
    binary_content_mime: text("The MIME type of the binary content."),
    binary_content_size: int("The size of the binary content in bytes."),
    udata: object("Data that users have attached to the interaction."),
  },
});

/** A callback's record that parsed. */
export type GenesysRecord = ReturnType<typeof GENESYS_CALLBACK_INTERACTION.parse>;
