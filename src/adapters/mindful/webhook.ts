import { z } from "zod";
import { RefusedDelivery } from "../../domain/vendor/delivery.js";
import { findLookupNumber } from "../../domain/phone/phone-number.js";
import type { JsonValue } from "../../lib/json.js";
import { isSameSecret } from "../../lib/secret.js";
import type { AdapterWebhook, MappingContext } from "../adapter.js";
import { readRows, type RowReader } from "../wire/vendor-page.js";
import { viewOfMindfulEvent } from "./event-status.js";

/** The number is text or a number, by the versions of the page "Webhooks". */
const number = z
  .union([z.string().min(1), z.number().transform(String)])
  .optional()
  .catch(undefined);
const id = z
  .union([z.string().min(1), z.number()])
  .optional()
  .catch(undefined);
const event = z.object({
  data: z.looseObject({
    call: z.looseObject({ id, phoneNumber: number, ani: number }),
    event: z.string().optional().catch(undefined),
  }),
});

/**
 * Events about callbacks. The vendor's pages say that a webhook may have a secret, but not how it is sent: here, in the
 * header of the settings. An event that reports a state of a callback is recorded; each event also causes a query by its
 * number. A repeated delivery costs that query, and does no harm.
 */
export function createMindfulWebhook(
  { secret, header }: { readonly secret: string; readonly header: string },
  { reader, mapping }: { readonly reader: RowReader; readonly mapping: MappingContext },
): AdapterWebhook {
  return {
    secretHeader: header.toLowerCase(),
    verify(body, headers) {
      const secretHeader = headers[header.toLowerCase()];
      if (typeof secretHeader !== "string" || !isSameSecret(secretHeader, secret)) {
        throw new RefusedDelivery("UNAUTHENTICATED", `the header ${header} does not contain the webhook's secret`);
      }
      const sent = parse(body);
      const { call, event: name } = sent.event.data;
      const lookupNumber = findLookupNumber(call.phoneNumber ?? null) ?? findLookupNumber(call.ani ?? null);
      const isRecord = call.id !== undefined && viewOfMindfulEvent(name ?? null) !== null;
      return {
        queries: lookupNumber === null ? [] : [{ by: "phoneNumber", phoneNumber: lookupNumber }],
        deliveryIds: [],
        ...(isRecord && { observe: (stamp) => readRows([sent.record], reader, mapping, stamp) }),
      };
    },
  };
}

/** The event, and its object `data` as it was sent. */
function parse(body: Uint8Array): { readonly event: z.output<typeof event>; readonly record: JsonValue } {
  try {
    const sent = parseLenient(Buffer.from(body).toString("utf8"));
    return { event: event.parse(sent), record: envelope.parse(sent).data };
  } catch {
    throw new RefusedDelivery("MALFORMED", "the body is not a call event");
  }
}

const envelope = z.object({ data: z.custom<JsonValue>() });

/** Text in quotes, or a comma before a closing bracket. */
const TEXT_OR_LAST_COMMA = /("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])/gu;

/** Parses JSON, also with commas after last members, which the page's older example has. */
function parseLenient(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return JSON.parse(text.replaceAll(TEXT_OR_LAST_COMMA, "$1"));
  }
}
