import { isJsonObject, type JsonValue } from "../../lib/json.js";
import type { RowReader } from "../wire/vendor-page.js";
import { findRowId } from "../wire/vendor-page.js";
import { rememberRows } from "../wire/row-memory.js";
import type { LiveMemory } from "./live-memory.js";
import { conversationOf, mapGenesysCloudCallback, type GenesysCloudMapping } from "./mapping.js";
import { withLiveState } from "./overlay.js";
import { GENESYS_CLOUD_CONVERSATION } from "./wire.js";

const ID_FIELDS = ["conversationId", "id"] as const;

/** Reads conversations of both APIs; those of the analytics API with the state that a live read showed meanwhile. */
export function createReader(mapping: GenesysCloudMapping, memory: LiveMemory): RowReader {
  const plain = rememberRows({
    idFields: ID_FIELDS,
    read(raw, context) {
      const parsed = GENESYS_CLOUD_CONVERSATION.parse(raw);
      return mapGenesysCloudCallback(parsed, conversationOf(parsed), context, mapping);
    },
  });
  return {
    idFields: ID_FIELDS,
    read(raw, context) {
      const live = memory.find(findRowId(raw, ID_FIELDS) ?? "");
      if (live === null) return plain.read(raw, context);
      const parsed = GENESYS_CLOUD_CONVERSATION.parse(raw);
      const conversation = conversationOf(parsed);
      const current = conversation.model === "live" ? conversation : withLiveState(conversation, live);
      return mapGenesysCloudCallback(parsed, current, context, mapping);
    },
  };
}

/** True for a conversation with a callback: a query by dimensions may return others. An unreadable one may have one. */
export function mayHaveCallback(raw: JsonValue): boolean {
  const participants = isJsonObject(raw) ? raw["participants"] : undefined;
  if (!Array.isArray(participants)) return true;
  return (participants as readonly JsonValue[]).some((participant) => {
    const sessions = isJsonObject(participant) ? participant["sessions"] : undefined;
    if (!Array.isArray(sessions)) return true;
    return (sessions as readonly JsonValue[]).some(
      (session) => isJsonObject(session) && session["mediaType"] === "callback",
    );
  });
}
