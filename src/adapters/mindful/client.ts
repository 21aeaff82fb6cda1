import { z } from "zod";
import type { Instant } from "../../callback/instant.js";
import type { JsonValue } from "../../callback/json.js";
import type { VendorCondition } from "../../callback/source.js";
import type { AdapterContext, CallOptions } from "../adapter.js";
import { parseEnvelope } from "../answer.js";
import { createVendorHttp } from "../http/client.js";
import { headerCredentials } from "../http/credentials.js";
import type { MindfulSettings } from "./settings.js";

/** Callbacks as the vendor sent them, and when they were asked for. */
export interface MindfulCallbacks {
  readonly rows: readonly JsonValue[];
  readonly askedAt: Instant;
}

/** The one question that the Mindful Scheduler answers about callbacks. */
export interface MindfulClient {
  /** The callbacks of a number, spelled exactly so. Rejects with VENDOR_MALFORMED where the answer has another shape. */
  find(contactNumber: string, options: CallOptions): Promise<MindfulCallbacks>;
  condition(): VendorCondition;
  close(): Promise<void>;
}

const envelope = z.object({ data: z.array(z.custom<JsonValue>(), { error: "expected a list" }) });

/** Opens the way to one organization's Scheduler. Nothing is sent before the first call. */
export function createMindfulClient(settings: MindfulSettings, { source, clock }: AdapterContext): MindfulClient {
  const { organizationId, token, tokenHeader } = settings;
  const http = createVendorHttp({
    ...settings,
    source,
    clock,
    credentials: token === undefined ? null : headerCredentials(tokenHeader, token),
  });
  const path = `/api/organization/${encodeURIComponent(organizationId)}/callback_status`;
  return {
    async find(contactNumber, options) {
      const askedAt = clock();
      const { body } = await http.request({
        ...options,
        method: "POST",
        // A read, for all its method: asking twice does no harm.
        isIdempotent: true,
        path,
        json: { contact_number: contactNumber },
      });
      return { rows: parseEnvelope(envelope, body, source).data, askedAt };
    },
    condition: () => http.condition(),
    close: () => http.close(),
  };
}
