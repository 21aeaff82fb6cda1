import { z } from "zod";
import { GatewayError } from "../../domain/errors.js";
import type { Instant } from "../../domain/time/instant.js";
import type { RequestStamp } from "../../domain/change/request-stamp.js";
import type { VendorCondition } from "../../domain/source.js";
import { isJsonObject, type JsonObject, type JsonValue } from "../../lib/json.js";
import type { AdapterContext, CallOptions } from "../adapter.js";
import { createVendorHttp, type VendorHttp, type VendorResponse } from "../http/client.js";
import type { DirectoryQuery } from "../wire/directory.js";
import { parseEnvelope } from "../wire/vendor-page.js";
import { accessKeysOf } from "./access-key.js";
import { readConnectError } from "./failure.js";
import type { AmazonConnectSettings } from "./settings.js";
import { signedRequests } from "./signer.js";
import { CALLBACK_METHODS } from "./words.js";

/** A contact; null where the instance has none of that id. */
export interface ContactResponse {
  readonly contact: JsonObject | null;
  readonly stamp: RequestStamp;
}

/** Summaries of one page of a search. */
export interface SearchPage {
  readonly contacts: readonly JsonObject[];
  readonly nextToken: string | null;
}

/** The calls of the Amazon Connect API. */
export interface AmazonConnectClient {
  /** DescribeContact. */
  describe(contactId: string, options: CallOptions): Promise<ContactResponse>;
  /** ListAssociatedContacts, every page: summaries of all contacts of the tree. Empty where there is no such contact. */
  associated(contactId: string, options: CallOptions): Promise<readonly JsonObject[]>;
  /** SearchContacts: a page of the callbacks' contacts that ended within a time, the latest first. */
  searchEnded(
    range: { readonly start: Instant; readonly end: Instant; readonly size: number; readonly token: string | null },
    options: CallOptions,
  ): Promise<SearchPage>;
  /** StopContact. Null where the contact is over. */
  stop(contactId: string, options: CallOptions): Promise<Pick<VendorResponse, "trackingId" | "stamp"> | null>;
  /** ListQueues and ListUsers: one page. */
  directory(path: string, query: DirectoryQuery, options: CallOptions): Promise<JsonValue>;
  reserve: VendorHttp["reserve"];
  usage: VendorHttp["usage"];
  condition(): VendorCondition;
  close(): Promise<void>;
}

/** The most that a page of ListAssociatedContacts holds. */
const PAGE_SIZE = 100;
/** A tree of contacts has no more pages than these. */
const MAX_PAGES = 20;

const object = z.custom<JsonObject>(isJsonObject, { error: "expected an object" });
const token = z.string().min(1).nullish();
const described = z.object({ Contact: object });
const associated = z.object({ ContactSummaryList: z.array(object).nullish(), NextToken: token });
const searched = z.object({ Contacts: z.array(object), NextToken: token });
const NO_CONTACTS: JsonValue = { Contacts: [] };

/** Creates the client of one instance. Nothing is sent before the first call. */
export function createAmazonConnectClient(
  settings: AmazonConnectSettings,
  context: AdapterContext,
): AmazonConnectClient {
  const { source, clock } = context;
  const { instanceId, region } = settings;
  const keys = accessKeysOf({ ...context, auth: settings.auth, role: settings.role, timeoutMs: settings.timeoutMs });
  const credentials = signedRequests({ region, clock, accessKey: (signal) => keys.get(signal) });
  const http = createVendorHttp({ ...settings, ...context, credentials, readError: readConnectError });

  return {
    async describe(contactId, options) {
      const path = `/contacts/${instanceId}/${encodeURIComponent(contactId)}`;
      const { status, body, stamp } = await http.request({ ...options, path, mayBeMissing: true });
      if (status === 404 || status === 204) return { contact: null, stamp };
      return { contact: parseEnvelope(described, body, source).Contact, stamp };
    },
    async associated(contactId, options) {
      const found: JsonObject[] = [];
      let nextToken: string | null = null;
      for (let page = 0; page < MAX_PAGES; page += 1) {
        const { status, body } = await http.request({
          ...options,
          path: `/contact/associated/${instanceId}`,
          query: { contactId, maxResults: PAGE_SIZE, ...(nextToken === null ? {} : { nextToken }) },
          mayBeMissing: true,
        });
        if (status === 404 || status === 204) return found;
        const { ContactSummaryList: list, NextToken: next } = parseEnvelope(associated, body, source);
        found.push(...(list ?? []));
        nextToken = next ?? null;
        if (nextToken === null) break;
      }
      return found;
    },
    async searchEnded({ start, end, size, token: nextToken }, options) {
      const { body } = await http.request({
        ...options,
        method: "POST",
        path: "/search-contacts",
        json: {
          InstanceId: instanceId,
          TimeRange: { Type: "DISCONNECT_TIMESTAMP", StartTime: start / 1000, EndTime: end / 1000 },
          SearchCriteria: { Channels: ["VOICE"], InitiationMethods: CALLBACK_METHODS },
          MaxResults: size,
          Sort: { FieldName: "DISCONNECT_TIMESTAMP", Order: "DESCENDING" },
          ...(nextToken === null ? {} : { NextToken: nextToken }),
        },
        isIdempotent: true,
        whenEmpty: NO_CONTACTS,
      });
      const { Contacts: contacts, NextToken: next } = parseEnvelope(searched, body, source);
      return { contacts, nextToken: next ?? null };
    },
    async stop(contactId, options) {
      const { status, trackingId, stamp } = await http.request({
        ...options,
        method: "POST",
        path: "/contact/stop",
        json: { InstanceId: instanceId, ContactId: contactId },
        isIdempotent: false,
        accepts: (code) => code === 410,
      });
      return status === 410 ? null : { stamp, ...(trackingId === undefined ? {} : { trackingId }) };
    },
    directory: async (path, query, options) =>
      (await http.request({ ...options, path, query, isIdempotent: false })).body,
    reserve: (signal) => http.reserve(signal),
    usage: () => http.usage(),
    condition: () => http.condition(),
    async close() {
      await Promise.all([http.close(), keys.close()]);
    },
  };
}

/** True for a failure because the instance has no such contact. */
export function isMissing(error: unknown): boolean {
  return error instanceof GatewayError && error.status === 404;
}
