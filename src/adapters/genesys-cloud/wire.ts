import { isJsonObject, type JsonObject, type JsonValue } from "../../lib/json.js";
import { id, isoInstant, objects, text, volatile, type WireField } from "../wire/wire-field.js";
import { defineRecord } from "../wire/wire.js";

/** Parts of sessions that count and measure, and are completed long after the callback. */
const MEASURES = new Set(["metrics", "mediaEndpointStats"]);

/**
 * A conversation with a callback: of the analytics API (`conversationId`, sessions and segments), or of the live API
 * (`id`, and participants with a state), which shows a callback that the analytics API does not have yet.
 */
export const GENESYS_CLOUD_CONVERSATION = defineRecord({
  typeName: "GenesysCloudConversation",
  description:
    "A conversation with a callback in Genesys Cloud, by the analytics API; by the conversations API for a callback that " +
    "the analytics API does not have yet.",
  fields: {
    conversationId: id("Identifier of the conversation, by the analytics API."),
    conversationStart: isoInstant(
      "When the conversation started: for a callback of a live call, the start of that call.",
    ),
    conversationEnd: isoInstant("When the conversation ended; missing while it is open."),
    originatingDirection: text("The original direction of the conversation."),
    externalTag: text("External tag of the conversation."),
    divisionIds: texts("Identifiers of the divisions of the conversation."),
    mediaStatsMinConversationMos: volatile(text("The lowest estimated average MOS of all audio streams.")),
    mediaStatsMinConversationRFactor: volatile(text("The lowest R-factor of all audio streams.")),
    participants: {
      ...objects("The participants; by the analytics API with their sessions and segments, else with their state."),
      compare: withoutMeasures,
    },
    id: id("Identifier of the conversation, by the conversations API."),
    name: text("Display name of the conversation."),
    divisions: objects("The divisions of the conversation, by the conversations API."),
    recentTransfers: volatile(objects("The latest transfers.")),
    otherMediaUris: volatile(texts("Addresses of the other media of the conversation.")),
    utilizationLabelId: id("The utilization label."),
    inactivityTimeout: text("The inactivity timeout."),
    selfUri: volatile(text("Address of the conversation at the vendor.")),
  },
});

/** A conversation that parsed. */
export type GenesysCloudRecord = ReturnType<typeof GENESYS_CLOUD_CONVERSATION.parse>;

/** A list of texts. Anything else, and a list with anything else in it, is coerced to null. */
function texts(description: string): WireField<readonly string[]> {
  return {
    description,
    type: "String",
    isList: true,
    read: (sent) => (Array.isArray(sent) ? textsOf(sent as readonly JsonValue[]) : null),
  };
}

function textsOf(sent: readonly JsonValue[]): readonly string[] | null {
  const found = sent.filter((one) => typeof one === "string");
  return found.length === sent.length ? found : null;
}

function withoutMeasures(participants: readonly JsonObject[]): JsonValue {
  return participants.map((participant) => {
    const { sessions } = participant;
    if (!Array.isArray(sessions)) return participant;
    return { ...participant, sessions: (sessions as readonly JsonValue[]).map(withoutOwnMeasures) };
  });
}

function withoutOwnMeasures(session: JsonValue): JsonValue {
  if (!isJsonObject(session)) return session;
  return Object.fromEntries(Object.entries(session).filter(([name]) => !MEASURES.has(name)));
}
