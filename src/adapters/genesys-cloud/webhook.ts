import { z } from "zod";
import { RefusedDelivery } from "../../domain/vendor/delivery.js";
import { isSameSecret } from "../../lib/secret.js";
import type { AdapterWebhook } from "../adapter.js";

const id = z.string().trim().min(1).max(500).optional().catch(undefined);
const withConversation = z.object({ conversationId: id }).optional().catch(undefined);

/** A detail event as EventBridge delivers it, its inner parts, or the body `{"id": "…"}` of an input transformer. */
const delivery = z.object({
  id,
  conversationId: id,
  eventBody: withConversation,
  detail: z.object({ conversationId: id, eventBody: withConversation }).optional().catch(undefined),
});

/**
 * Deliveries about conversations, by an EventBridge API destination or a web action of a trigger. The vendor documents no
 * signature: the operator sets a header with the secret. A repeated delivery costs a query, and does no harm.
 */
export function createGenesysCloudWebhook({ secret, header }: { secret: string; header: string }): AdapterWebhook {
  const name = header.toLowerCase();
  return {
    secretHeader: name,
    verify(body, headers) {
      const sent = headers[name];
      if (typeof sent !== "string" || !isSameSecret(sent, secret)) {
        throw new RefusedDelivery("UNAUTHENTICATED", `the header ${header} does not contain the webhook's secret`);
      }
      return { queries: [{ by: "id", vendorId: conversationIdOf(body) }], deliveryIds: [] };
    },
  };
}

/** The event's own id is beside the detail: the conversation's goes first. */
function conversationIdOf(body: Uint8Array): string {
  const sent = parse(body);
  const vendorId =
    sent?.detail?.eventBody?.conversationId ??
    sent?.detail?.conversationId ??
    sent?.eventBody?.conversationId ??
    sent?.conversationId ??
    (sent?.detail === undefined ? sent?.id : undefined);
  if (vendorId !== undefined) return vendorId;
  throw new RefusedDelivery("MALFORMED", "the body names no conversation: expected id or conversationId");
}

function parse(body: Uint8Array): z.output<typeof delivery> | undefined {
  try {
    return delivery.parse(JSON.parse(Buffer.from(body).toString("utf8")));
  } catch {
    return undefined;
  }
}
