import { z } from "zod";
import { isJsonObject, type JsonObject, type JsonValue } from "../../lib/json.js";
import type { VendorCondition } from "../../domain/source.js";
import type { AdapterContext, CallOptions } from "../adapter.js";
import { parseEnvelope } from "../wire/vendor-page.js";
import type { DirectoryQuery } from "../wire/directory.js";
import type { Page } from "../wire/paging.js";
import { createVendorHttp, type VendorHttp, type VendorResponse } from "../http/client.js";
import { basicHeader } from "../http/credentials.js";
import { errorFields } from "../http/failure.js";
import { oauthCredentials } from "../http/oauth.js";
import { detailsQuery, type GenesysCloudFilter, type Interval } from "./query.js";
import type { GenesysCloudSettings } from "./settings.js";

/** One record; its body is null where the vendor has none of that id. */
export type GenesysCloudRecordResponse = Pick<VendorResponse, "body" | "stamp">;

/** The vendor's response to a write. */
export type GenesysCloudWriteResponse = Pick<VendorResponse, "body" | "trackingId" | "stamp">;

/** The calls of the Genesys Cloud API. */
export interface GenesysCloudClient {
  /** Returns one page of a details query, starting with 0. Rejects with VENDOR_MALFORMED for another shape of response. */
  query(
    filter: GenesysCloudFilter,
    interval: Interval,
    page: number,
    size: number,
    options: CallOptions,
  ): Promise<Page>;
  /** Returns one conversation of the analytics API. */
  details(id: string, options: CallOptions): Promise<GenesysCloudRecordResponse>;
  /** Returns the callback legs of one conversation, as they are at this moment. */
  live(id: string, options: CallOptions): Promise<GenesysCloudRecordResponse>;
  /** Returns one conversation with all of its media, as they are at this moment. */
  conversation(id: string, options: CallOptions): Promise<GenesysCloudRecordResponse>;
  /** Creates a callback; the response names its conversation. */
  create(
    request: JsonObject,
    options: CallOptions,
  ): Promise<GenesysCloudWriteResponse & { readonly id: string | null }>;
  /** Gives a callback another time and agent. */
  move(request: JsonObject, options: CallOptions): Promise<GenesysCloudWriteResponse>;
  /** Disconnects every participant of a conversation. */
  disconnect(id: string, options: CallOptions): Promise<GenesysCloudWriteResponse>;
  /** Returns one page of a list of the directory. */
  directory(path: string, query: DirectoryQuery, options: CallOptions): Promise<JsonValue>;
  reserve: VendorHttp["reserve"];
  usage: VendorHttp["usage"];
  condition(): VendorCondition;
  close(): Promise<void>;
}

const QUERY_PATH = "/api/v2/analytics/conversations/details/query";
const CALLBACKS_PATH = "/api/v2/conversations/callbacks";
const TOKEN_PATH = "/oauth/token";
/** A write is never repeated blindly. */
const ONCE = { isIdempotent: false } as const;

const rows = z.array(z.custom<JsonValue>(), { error: "expected a list" });
const count = z.coerce.number().int().nonnegative().nullish().catch(null);

/** A query without results has no list. */
const envelope = z
  .object({ conversations: rows.nullish(), totalHits: count })
  .refine(({ conversations, totalHits }) => Array.isArray(conversations) || (totalHits ?? 0) === 0, {
    error: "expected conversations",
    path: ["conversations"],
  });
const NO_CONVERSATIONS: JsonValue = { totalHits: 0 };

const single = z.custom<JsonValue>(isJsonObject, { error: "expected an object" });
const created = z.object({ conversation: z.object({ id: z.string().min(1) }) });

/** Creates the client of one organization. Nothing is sent before the first call. */
export function createGenesysCloudClient(settings: GenesysCloudSettings, context: AdapterContext): GenesysCloudClient {
  const { source } = context;
  const { auth, loginUrl } = settings;
  const credentials = oauthCredentials({
    ...context,
    timeoutMs: settings.timeoutMs,
    tokenUrl: loginUrl.replace(/\/+$/u, "") + TOKEN_PATH,
    headers: { authorization: basicHeader(auth.clientId, auth.clientSecret) },
    form: () => ({ grant_type: "client_credentials" }),
  });
  const http = createVendorHttp({ ...settings, ...context, credentials, readError: errorFields("code") });

  const get = async (path: string, options: CallOptions): Promise<GenesysCloudRecordResponse> => {
    const { status, body, stamp } = await http.request({ ...options, path, mayBeMissing: true });
    return { body: status === 404 || status === 204 ? null : parseEnvelope(single, body, source), stamp };
  };
  const write = (
    method: "POST" | "PATCH",
    path: string,
    json: JsonObject,
    options: CallOptions,
  ): Promise<VendorResponse> => http.request({ ...options, ...ONCE, method, path, json });

  return {
    async query(filter, interval, page, size, options) {
      const { body, stamp } = await http.request({
        ...options,
        method: "POST",
        path: QUERY_PATH,
        json: detailsQuery(filter, interval, page, size),
        isIdempotent: true,
        whenEmpty: NO_CONVERSATIONS,
      });
      const { conversations, totalHits } = parseEnvelope(envelope, body, source);
      const found = conversations ?? [];
      const isCounted = typeof totalHits === "number" && (page + 1) * size >= totalHits;
      return { rows: found, total: totalHits ?? null, isLast: isCounted || found.length === 0, stamp };
    },
    details: (id, options) => get(`/api/v2/analytics/conversations/${encodeURIComponent(id)}/details`, options),
    live: (id, options) => get(`${CALLBACKS_PATH}/${encodeURIComponent(id)}`, options),
    conversation: (id, options) => get(`/api/v2/conversations/${encodeURIComponent(id)}`, options),
    async create(request, options) {
      const response = await write("POST", CALLBACKS_PATH, request, options);
      return { ...response, id: parseEnvelope(created, response.body, source).conversation.id };
    },
    move: (request, options) => write("PATCH", CALLBACKS_PATH, request, options),
    disconnect: (id, options) =>
      write("PATCH", `${CALLBACKS_PATH}/${encodeURIComponent(id)}`, { state: "disconnected" }, options),
    directory: async (path, query, options) => (await http.request({ ...options, ...ONCE, path, query })).body,
    reserve: (signal) => http.reserve(signal),
    usage: () => http.usage(),
    condition: () => http.condition(),
    async close() {
      await Promise.all([http.close(), credentials.close()]);
    },
  };
}
