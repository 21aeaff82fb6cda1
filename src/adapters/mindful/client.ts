import { z } from "zod";
import type { RequestStamp } from "../../domain/change/request-stamp.js";
import type { JsonObject, JsonValue } from "../../lib/json.js";
import type { VendorCondition } from "../../domain/source.js";
import type { AdapterContext, CallOptions } from "../adapter.js";
import { parseEnvelope } from "../wire/vendor-page.js";
import { createVendorHttp, type VendorHttp } from "../http/client.js";
import { headerCredentials } from "../http/credentials.js";
import {
  readMindfulError,
  readMindfulOffer,
  readMindfulReply,
  type MindfulOffer,
  type MindfulReply,
} from "./replies.js";
import type { MindfulSettings } from "./settings.js";

/** Callbacks as the vendor sent them, and the stamp of their request. */
export interface MindfulCallbacks {
  readonly rows: readonly JsonValue[];
  readonly stamp: RequestStamp;
}

/** A reply to a write, and its stamp. */
export interface StampedReply extends MindfulReply {
  readonly stamp: RequestStamp;
}

/** The calls of the Mindful Scheduler API, which has one query about callbacks. */
export interface MindfulClient {
  /**
   * Returns the callbacks of a number in exactly this form. Rejects with VENDOR_MALFORMED for another shape of
   * response.
   */
  find(contactNumber: string, options: CallOptions): Promise<MindfulCallbacks>;
  /** Returns the times that a widget offers now. */
  offer(widgetId: string, options: CallOptions): Promise<MindfulOffer>;
  /** Requests a callback from a widget. */
  request(widgetId: string, request: JsonObject, options: CallOptions): Promise<StampedReply>;
  /** Cancels the one pending callback of a number in exactly this form; the reply's status is the result. */
  cancel(contactNumber: string, options: CallOptions): Promise<StampedReply>;
  reserve: VendorHttp["reserve"];
  usage: VendorHttp["usage"];
  condition(): VendorCondition;
  close(): Promise<void>;
}

/** A write is never repeated blindly. */
const ONCE = { method: "POST", isIdempotent: false } as const;

const envelope = z.object({ data: z.array(z.custom<JsonValue>(), { error: "expected a list" }) });

const NO_CALLBACKS: JsonValue = { data: [] };

/** Opens the way to one organization's Scheduler. Nothing is sent before the first call. */
export function createMindfulClient(settings: MindfulSettings, context: AdapterContext): MindfulClient {
  const { source } = context;
  const { organizationId, token, tokenHeader } = settings;
  const http = createVendorHttp({
    ...settings,
    ...context,
    credentials: token === undefined ? null : headerCredentials(tokenHeader, token),
    readError: readMindfulError,
  });
  const organization = `/api/organization/${encodeURIComponent(organizationId)}`;
  const path = `${organization}/callback_status`;
  const widget = (id: string): string => `/api/widget/${encodeURIComponent(id)}`;
  return {
    async find(contactNumber, options) {
      const { body, stamp } = await http.request({
        ...options,
        method: "POST",
        // It is a read in spite of its method, and may be repeated.
        isIdempotent: true,
        path,
        json: { contact_number: contactNumber },
        whenEmpty: NO_CALLBACKS,
      });
      return { rows: parseEnvelope(envelope, body, source).data, stamp };
    },
    async offer(widgetId, options) {
      const { body } = await http.request({ ...options, path: widget(widgetId) });
      return readMindfulOffer(body, source);
    },
    async request(widgetId, request, options) {
      const to = `${widget(widgetId)}/request_callback`;
      const { body, stamp } = await http.request({ ...options, ...ONCE, path: to, json: request });
      return { ...readMindfulReply(body, source), stamp };
    },
    async cancel(contactNumber, options) {
      const to = `${organization}/cancel_callback`;
      const json = { contact_number: contactNumber };
      const { body, stamp } = await http.request({ ...options, ...ONCE, path: to, json });
      return { ...readMindfulReply(body, source), stamp };
    },
    reserve: (signal) => http.reserve(signal),
    usage: () => http.usage(),
    condition: () => http.condition(),
    close: () => http.close(),
  };
}
