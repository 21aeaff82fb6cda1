import { z } from "zod";
import { nameOf, type VendorName } from "../../domain/names.js";
import type { JsonObject } from "../../lib/json.js";
import { listOf, reference, text } from "./parts.js";
import { roleOf } from "./words.js";

const participant = z.object({
  purpose: text.optional(),
  /** The agent's, by the analytics API; the live API has `user` and `name`. */
  userId: text.optional(),
  participantName: text.optional(),
  user: reference.optional(),
  name: text.optional(),
});
const conversation = z.object({ participants: listOf(participant) });

/** The names of the agents in a conversation, of either API. Queues have ids only. */
export function namesInConversation(raw: JsonObject): readonly VendorName[] {
  const { participants } = conversation.parse(raw);
  return participants
    .filter(({ purpose }) => roleOf(purpose ?? null) === "agent")
    .flatMap((one) => nameOf("AGENT", one.userId ?? one.user ?? null, one.participantName ?? one.name ?? null));
}
