import { z } from "zod";
import type { JsonValue } from "../../lib/json.js";
import { isPresentable } from "../../domain/time/instant.js";
import type { AgentActionCommand } from "../../domain/command.js";
import type { WrittenAction } from "../adapter.js";
import { parseEnvelope } from "../wire/vendor-page.js";

const text = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => (value === null || value === undefined || value === "" ? null : String(value)))
  .catch(null);
/** Milliseconds; 0 is none. */
const epoch = z.coerce
  .number()
  .refine((ms) => Number.isSafeInteger(ms) && ms > 0 && isPresentable(ms))
  .nullish()
  .transform((ms) => ms ?? null)
  .catch(null);

/** The document "ActionResponse". */
const response = z.object({
  data: z.object({
    id: text,
    interactionId: text,
    orgId: text,
    agentId: text,
    clientId: text,
    actionType: text,
    actionDateTime: epoch,
    createdDateTime: epoch,
  }),
  trackingId: text,
});

/** Parses an ActionResponse. Missing fields become null, except for the agent, who is known from the command. */
export function readWebexAction(body: JsonValue, source: string, command: AgentActionCommand): WrittenAction["action"] {
  const { data, trackingId } = parseEnvelope(response, body, source);
  return {
    vendorId: data.id,
    interactionId: data.interactionId,
    orgId: data.orgId,
    agentId: data.agentId ?? command.agentId,
    clientId: data.clientId,
    actionType: data.actionType,
    actionAt: data.actionDateTime,
    createdAt: data.createdDateTime,
    trackingId,
  };
}
