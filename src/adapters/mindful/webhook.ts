import { z } from "zod";
import { RefusedDelivery } from "../../domain/vendor/delivery.js";
import { findLookupNumber } from "../../domain/phone/phone-number.js";
import { isSameSecret } from "../../lib/secret.js";
import type { AdapterWebhook } from "../adapter.js";

/** The number is text or a number, by the versions of the page "Webhooks". */
const number = z
  .union([z.string().min(1), z.number().transform(String)])
  .optional()
  .catch(undefined);
const event = z.object({ data: z.object({ call: z.object({ phoneNumber: number, ani: number }) }) });

/**
 * Events about callbacks. The vendor's pages say that a webhook may have a secret, but not how it is sent: here, in the
 * header of the settings. A repeated delivery costs a query, and does no harm.
 */
export function createMindfulWebhook({ secret, header }: { secret: string; header: string }): AdapterWebhook {
  return {
    secretHeader: header.toLowerCase(),
    verify(body, headers) {
      const secretHeader = headers[header.toLowerCase()];
      if (typeof secretHeader !== "string" || !isSameSecret(secretHeader, secret)) {
        throw new RefusedDelivery("UNAUTHENTICATED", `the header ${header} does not contain the webhook's secret`);
      }
      const { phoneNumber, ani } = parse(body).data.call;
      const lookupNumber = findLookupNumber(phoneNumber ?? null) ?? findLookupNumber(ani ?? null);
      return {
        queries: lookupNumber === null ? [] : [{ by: "phoneNumber", phoneNumber: lookupNumber }],
        deliveryIds: [],
      };
    },
  };
}

function parse(body: Uint8Array): z.output<typeof event> {
  try {
    return event.parse(JSON.parse(Buffer.from(body).toString("utf8")));
  } catch {
    throw new RefusedDelivery("MALFORMED", "the body is not a call event");
  }
}
