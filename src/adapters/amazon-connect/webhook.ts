import { z } from "zod";
import { RefusedDelivery } from "../../domain/vendor/delivery.js";
import { isSameSecret } from "../../lib/secret.js";
import type { AdapterWebhook } from "../adapter.js";
import { lastPart } from "./contact.js";
import { mayBeCallback } from "./words.js";

const text = z.string().trim().min(1).max(500).optional().catch(undefined);
const event = z.object({ contactId: text, initiationMethod: text, instanceArn: text });

/** A contact event as EventBridge delivers it, or what an input transformer makes of it. */
const delivery = event.extend({ id: text, detail: event.optional().catch(undefined) });
type Delivery = z.output<typeof delivery>;

export interface AmazonConnectWebhookOptions {
  readonly secret: string;
  readonly header: string;
  readonly instanceId: string;
}

/**
 * Contact events, by an EventBridge API destination, whose connection sends the secret in a header; AWS signs nothing.
 * Events come late, repeated and in any order: each is a hint to read its contact. Those about contacts that are no
 * callback, or of another instance, cause no query.
 */
export function createAmazonConnectWebhook(options: AmazonConnectWebhookOptions): AdapterWebhook {
  const { secret, header, instanceId } = options;
  const name = header.toLowerCase();
  return {
    secretHeader: name,
    verify(body, headers) {
      const sent = headers[name];
      if (typeof sent !== "string" || !isSameSecret(sent, secret)) {
        throw new RefusedDelivery("UNAUTHENTICATED", `the header ${header} does not contain the webhook's secret`);
      }
      const { contactId, initiationMethod, instanceArn } = eventOf(parse(body));
      const isOther =
        !mayBeCallback(initiationMethod?.toUpperCase() ?? null) ||
        (instanceArn !== undefined && lastPart(instanceArn)?.toLowerCase() !== instanceId.toLowerCase());
      return { queries: isOther ? [] : [{ by: "id", vendorId: contactId }], deliveryIds: [] };
    },
  };
}

/** The event's own id is beside its detail: it is never the contact's. */
function eventOf(sent: Delivery | undefined): z.output<typeof event> & { readonly contactId: string } {
  const found = sent?.detail ?? sent;
  const contactId = found?.contactId ?? (sent?.detail === undefined ? sent?.id : undefined);
  if (found !== undefined && contactId !== undefined) return { ...found, contactId };
  throw new RefusedDelivery("MALFORMED", "the body names no contact: expected contactId");
}

function parse(body: Uint8Array): Delivery | undefined {
  try {
    return delivery.parse(JSON.parse(Buffer.from(body).toString("utf8")));
  } catch {
    return undefined;
  }
}
