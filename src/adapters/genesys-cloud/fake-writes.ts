import type { Clock } from "../../domain/time/instant.js";
import { isJsonObject, type JsonObject, type JsonValue } from "../../lib/json.js";
import { endConversation, type FakeConversation } from "./fake-conversation.js";
import { toConversationRecord } from "./fake-live.js";
import { becomeDue, request, scheduleAgain } from "./fake-life.js";
import { failure, respond } from "./fake-responses.js";
import { GENESYS_CLOUD_QUEUES, type GenesysCloudWorld } from "./fake-world.js";

const DAY = 86_400_000;
const MOST_DAYS = 30;

/** The writes of the conversations API. */
export interface GenesysCloudFakeWrites {
  create(body: JsonValue): Response;
  move(body: JsonValue): Response;
  disconnect(vendorId: string, body: JsonValue): Response;
}

/** The rules of "CreateCallbackCommand" and "PatchCallbackRequest", and the 30 days of the agents' UI. */
export function createGenesysCloudFakeWrites(world: GenesysCloudWorld, clock: Clock): GenesysCloudFakeWrites {
  const readTime = (sent: JsonObject): number | null => {
    const value = sent["callbackScheduledTime"];
    if (value === undefined) return null;
    const at = typeof value === "string" ? Date.parse(value) : Number.NaN;
    return at > clock() && at <= clock() + MOST_DAYS * DAY ? at : Number.NaN;
  };

  return {
    create(body) {
      if (!isJsonObject(body)) return failure(400, "bad.request");
      const { callbackNumbers, callbackUserName = null, queueId, data = {} } = body;
      const scheduledAt = readTime(body);
      const numbers = textsOf(callbackNumbers);
      if (numbers.length === 0 || Number.isNaN(scheduledAt) || !isJsonObject(data)) return failure(400, "bad.request");
      const queue = GENESYS_CLOUD_QUEUES.find(({ id }) => id === queueId);
      if (queue === undefined) return failure(404, "not.found");
      const attributes = Object.fromEntries(
        Object.entries(data).flatMap(([name, value]) => (typeof value === "string" ? [[name, value] as const] : [])),
      );
      const name = typeof callbackUserName === "string" ? callbackUserName : null;
      const created = world.create({ numbers, name, queue, scheduledAt, attributes });
      const conversation = request(created, clock());
      world.put(conversation, clock());
      world.start(conversation.id, scheduledAt ?? clock() + 10_000);
      return respond(identifiersOf(conversation));
    },

    move(body) {
      if (!isJsonObject(body)) return failure(400, "bad.request");
      const { conversationId, agentId } = body;
      const scheduledAt = readTime(body);
      if (typeof conversationId !== "string" || typeof agentId !== "string" || Number.isNaN(scheduledAt)) {
        return failure(400, "bad.request");
      }
      const existing = world.find(conversationId);
      if (existing === null || existing.endedAt !== null) return failure(404, "not.found");
      const isWaiting = existing.stage === "waiting" || existing.stage === "queued";
      const owned = { ...existing, ownerId: agentId, scheduledAt: scheduledAt ?? existing.scheduledAt };
      const type = scheduledAt === null ? "interact" : "scheduled";
      const moved = existing.stage === "waiting" && scheduledAt !== null ? owned : scheduleAgain(owned, clock(), type);
      const conversation = scheduledAt === null && isWaiting ? becomeDue(owned, clock()) : moved;
      world.put(conversation, clock());
      world.start(conversation.id, scheduledAt ?? clock() + 10_000);
      return respond(identifiersOf(conversation));
    },

    disconnect(vendorId, body) {
      const existing = world.find(vendorId);
      if (existing === null || existing.endedAt !== null) return failure(404, "not.found");
      if (!isJsonObject(body) || body["state"] !== "disconnected") return failure(400, "bad.request");
      const ended = endConversation(existing, "client", clock());
      world.put(ended, clock());
      return respond(toConversationRecord(ended));
    },
  };
}

function identifiersOf({ id, legs }: FakeConversation): JsonObject {
  return {
    conversation: { id, selfUri: `/api/v2/conversations/${id}` },
    callbackIdentifiers: legs
      .filter(({ mediaType }) => mediaType === "callback")
      .map(({ purpose, sessionId }) => ({ type: purpose.toUpperCase(), id: sessionId })),
  };
}

function textsOf(sent: JsonValue | undefined): readonly string[] {
  return Array.isArray(sent) ? (sent as readonly JsonValue[]).filter((one) => typeof one === "string") : [];
}
