import { isJsonObject, type JsonValue } from "../../lib/json.js";
import type { Instant } from "../../domain/time/instant.js";
import { id, int, object, objects, text, Unfit, volatile, type WireField } from "../wire/wire-field.js";
import { defineRecord } from "../wire/wire.js";
import { readMoment } from "./contact.js";

/** An instant in seconds since the epoch, with a fraction. */
function moment(description: string): WireField<Instant> {
  return {
    description,
    type: "DateTime",
    isList: false,
    read: (sent) => (typeof sent === "string" || typeof sent === "number" ? readMoment(sent) : NOT_A_TIME),
    present: (at) => new Date(at),
  };
}

const NOT_A_TIME = new Unfit("expected a time");

/** A callback: the fields of its first contact as DescribeContact shows it, and the contacts that followed. */
export const AMAZON_CONNECT_CONTACT = defineRecord({
  typeName: "AmazonConnectContact",
  description:
    "The first contact of a callback in Amazon Connect, as DescribeContact shows it, with the contacts that followed: " +
    "the dial of a customer-first callback, and each further attempt.",
  fields: {
    Arn: text("Amazon Resource Name of the contact."),
    Id: id("Identifier of the contact: the callback's id."),
    InitialContactId: id("Identifier of the contact in which the callback was requested."),
    PreviousContactId: id("Identifier of the previous contact."),
    RelatedContactId: id("Identifier of a related contact."),
    ContactAssociationId: id("Identifier of all contacts of the contact tree."),
    InitiationMethod: text("How the contact was initiated, such as `CALLBACK`."),
    Name: text("Name of the contact."),
    Description: text("Description of the contact."),
    Channel: text("The channel: `VOICE`."),
    QueueInfo: object("The queue, and when the contact was added to it."),
    AgentInfo: object("The agent who accepted the contact."),
    InitiationTimestamp: moment("When the callback was created."),
    DisconnectTimestamp: moment("When the contact ended; missing while it is open."),
    LastUpdateTimestamp: volatile(moment("When the contact was last updated.")),
    LastPausedTimestamp: moment("When the contact was last paused."),
    LastResumedTimestamp: moment("When the contact was last resumed."),
    RingStartTimestamp: moment("When ringing started, for a call of a campaign."),
    TotalPauseCount: int("How often the contact was paused."),
    TotalPauseDurationInSeconds: int("How long the contact was paused, in seconds."),
    ScheduledTimestamp: moment("When the flow is to start; for tasks only."),
    ConnectedToSystemTimestamp: moment("When the customer's line was connected."),
    CustomerId: id("The customer's id, as a flow has set it."),
    CustomerEndpoint: object("The customer's number."),
    SystemEndpoint: object("The number that dialed the customer; `Softphone` is none."),
    QueuePriority: int("Priority in the queue; lower is more urgent."),
    QueueTimeAdjustmentSeconds: int("Adjustment of the time in the queue, in seconds."),
    DisconnectReason: text("Why the contact ended."),
    AnsweringMachineDetectionStatus: text("Whether a person or a machine picked up, such as `VOICEMAIL_BEEP`."),
    Campaign: object("The campaign of the contact."),
    Attributes: object("The contact attributes that the source's settings name; others are dropped."),
    Customer: volatile(object("The customer's device and capabilities.")),
    SegmentAttributes: volatile(object("System attributes of the contact segment.")),
    Tags: object("Tags of the contact."),
    RoutingCriteria: volatile(object("The routing criteria.")),
    WisdomInfo: volatile(object("The assistant's session.")),
    CustomerVoiceActivity: volatile(object("When the customer spoke and greeted.")),
    QualityMetrics: volatile(object("Quality of the media connection.")),
    ChatMetrics: volatile(object("Measures of chats.")),
    DisconnectDetails: volatile(object("Details of the disconnect.")),
    AdditionalEmailRecipients: object("Further recipients, for e-mail."),
    Recordings: volatile(objects("The recordings.")),
    ContactEvaluations: volatile(object("Evaluations of the contact.")),
    TaskTemplateInfo: object("The task template, for tasks."),
    ContactDetails: object("Details, for tasks."),
    OutboundStrategy: object("The outbound strategy."),
    NextContacts: volatile(objects("The next contacts; callbacks are not among them.")),
    GlobalResiliencyMetadata: volatile(object("The regions of the contact.")),
    InitialContact: volatile(object("Summary of the contact in which the callback was requested.")),
    FollowingContacts: {
      ...objects("The contacts that followed: the dial of a customer-first callback, and further attempts."),
      compare: (contacts: readonly JsonValue[]): JsonValue => contacts.map(withoutUpdates),
    },
  },
});

/** A record that parsed. */
export type AmazonConnectRecord = ReturnType<typeof AMAZON_CONNECT_CONTACT.parse>;

/** Drops the fields of a contact that are volatile in the record itself. */
function withoutUpdates(contact: JsonValue): JsonValue {
  if (!isJsonObject(contact)) return contact;
  return Object.fromEntries(Object.entries(contact).filter(([name]) => !UPDATES.has(name)));
}

const UPDATES = new Set([
  "LastUpdateTimestamp",
  "Customer",
  "SegmentAttributes",
  "RoutingCriteria",
  "WisdomInfo",
  "CustomerVoiceActivity",
  "QualityMetrics",
  "ChatMetrics",
  "DisconnectDetails",
  "Recordings",
  "ContactEvaluations",
  "NextContacts",
  "GlobalResiliencyMetadata",
]);
