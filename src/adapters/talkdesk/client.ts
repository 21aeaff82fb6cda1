import { z } from "zod";
import { isJsonObject, type JsonObject, type JsonValue } from "../../lib/json.js";
import type { VendorCondition } from "../../domain/source.js";
import type { AdapterContext, CallOptions } from "../adapter.js";
import { parseEnvelope } from "../wire/vendor-page.js";
import { createVendorHttp, type VendorHttp, type VendorResponse } from "../http/client.js";
import { basicHeader } from "../http/credentials.js";
import { errorFields, type VendorErrorReader } from "../http/failure.js";
import { bearerCredentials, oauthCredentials, type BearerCredentials } from "../http/oauth.js";
import type { DirectoryQuery } from "../wire/directory.js";
import type { Page } from "../wire/paging.js";
import { talkdeskTokenUrl, type TalkdeskSettings } from "./settings.js";

/** The filters of the list that the gateway uses. Without any, it returns every callback. */
export type TalkdeskFilter = Readonly<Partial<Record<"phone_number" | "agent_id" | "contact_id" | "status", string>>>;

/** Talkdesk's response to a write: its record, or null if it sends none. */
export type TalkdeskResponse = Pick<VendorResponse, "body" | "trackingId" | "stamp">;

/** The calls of the Talkdesk scheduled callback API. */
export interface TalkdeskClient {
  /** Returns one page, starting with 1. Rejects with VENDOR_MALFORMED for another shape of response. */
  list(filter: TalkdeskFilter, page: number, pageSize: number, options: CallOptions): Promise<Page>;
  /** Changes a callback by a JSON Patch. */
  patch(id: string, patch: readonly JsonObject[], options: CallOptions): Promise<TalkdeskResponse>;
  /** Schedules a callback: a preview, whose path is a guess. */
  create(request: JsonObject, options: CallOptions): Promise<TalkdeskResponse>;
  /** Requests a callback as soon as possible. */
  createDirect(request: JsonObject, options: CallOptions): Promise<Pick<TalkdeskResponse, "trackingId">>;
  /** Withdraws a callback. */
  remove(id: string, options: CallOptions): Promise<TalkdeskResponse>;
  /** Returns one page of a list of the directory. */
  directory(path: string, query: DirectoryQuery, options: CallOptions): Promise<JsonValue>;
  reserve: VendorHttp["reserve"];
  usage: VendorHttp["usage"];
  condition(): VendorCondition;
  close(): Promise<void>;
}

const PATH = "/schedule-callbacks";
const DIRECT_PATH = "/calls/callback";
const SCOPE = "schedule-callbacks:read schedule-callbacks:write";
const DIRECT_SCOPE = "callback:write";
const DIRECTORY_SCOPE = "users:read queues:read campaigns:read";
/** A write is never repeated blindly. */
const ONCE = { isIdempotent: false } as const;

const readCode = errorFields("code");

/** "errors were found in the submitted data": their code, and the names of the fields. */
const readError: VendorErrorReader = (body) => {
  const fields = isJsonObject(body) && Array.isArray(body["fields"]) ? (body["fields"] as readonly JsonValue[]) : [];
  const names = fields.map((field) => (isJsonObject(field) ? field["name"] : null));
  return {
    ...readCode(body),
    fields: names.filter((name): name is string => typeof name === "string").map((name) => name.slice(0, MOST_NAME)),
  };
};

const MOST_NAME = 60;

const count = z.coerce.number().int().nonnegative().nullish().catch(null);
const rows = z.array(z.custom<JsonValue>(), { error: "expected a list" });
const row = z.record(z.string(), z.custom<JsonValue>(), { error: "expected an object" });

const embedded = z.union(
  [z.object({ callbacks: rows }).transform(({ callbacks }) => callbacks), rows, row.transform(toRows)],
  { error: "expected callbacks" },
);

/** The documents disagree: the number of pages has two names, and the embedded part is an object, a list or one row. */
const envelope = z
  .object({ total: count, total_page: count, total_pages: count, _embedded: embedded.optional() })
  .refine(({ total, _embedded }) => _embedded !== undefined || total === 0, {
    error: "expected callbacks",
    path: ["_embedded"],
  });

const NO_CALLBACKS: JsonValue = { total_pages: 0, _embedded: { callbacks: [] } };

/** A single embedded callback; an empty object is none. Any other object is malformed. */
function toRows(value: Readonly<Record<string, JsonValue>>, context: z.RefinementCtx): JsonValue[] {
  const isNone = Object.keys(value).length === 0;
  if (isNone || "callback_id" in value || "id" in value) return isNone ? [] : [value];
  context.addIssue({ code: "custom", message: "expected callbacks" });
  return z.NEVER;
}

/** Opens the way to one Talkdesk account. Nothing is sent before the first call. */
export function createTalkdeskClient(settings: TalkdeskSettings, context: AdapterContext): TalkdeskClient {
  const { source } = context;
  const { create } = settings;
  const scope = create?.talkdeskNumber === undefined ? SCOPE : `${SCOPE} ${DIRECT_SCOPE}`;
  const credentials = createCredentials(settings, context, scope);
  const http = createVendorHttp({ ...settings, ...context, credentials, readError });
  // A client without these scopes is refused a token that has them: callbacks need one of their own.
  const directoryCredentials = createCredentials(settings, context, DIRECTORY_SCOPE);
  const directoryHttp = createVendorHttp({
    ...settings,
    ...context,
    quota: null,
    credentials: directoryCredentials,
    readError,
  });
  return {
    async list(filter, page, pageSize, options) {
      const { body, stamp } = await http.request({
        ...options,
        path: PATH,
        // Always said: the documents state three different defaults.
        query: { ...filter, page, per_page: pageSize },
        headers: { accept: "application/hal+json, application/json" },
        whenEmpty: NO_CALLBACKS,
      });
      const { total, total_page, total_pages, _embedded } = parseEnvelope(envelope, body, source);
      const pages = total_pages ?? total_page ?? null;
      return { rows: _embedded ?? [], total: total ?? null, isLast: pages !== null && page >= pages, stamp };
    },
    patch: (id, patch, options) =>
      http.request({ ...options, ...ONCE, method: "PATCH", path: `${PATH}/${encodeURIComponent(id)}`, json: patch }),
    create: (request, options) => http.request({ ...options, ...ONCE, method: "POST", path: PATH, json: request }),
    createDirect: (request, options) =>
      http.request({ ...options, ...ONCE, method: "POST", path: DIRECT_PATH, json: request, whenEmpty: null }),
    remove: (id, options) =>
      http.request({ ...options, ...ONCE, method: "DELETE", path: `${PATH}/${encodeURIComponent(id)}` }),
    async directory(path, query, { signal, ...options }) {
      // It counts against the quota of the account.
      (await http.reserve(signal)).use();
      return (await directoryHttp.request({ ...options, ...ONCE, signal, path, query })).body;
    },
    reserve: (signal) => http.reserve(signal),
    usage: () => http.usage(),
    condition: () => http.condition(),
    async close() {
      const all = [http, credentials, directoryHttp, directoryCredentials];
      await Promise.all(all.map((one) => one.close()));
    },
  };
}

function createCredentials(
  { accessToken = "", auth, timeoutMs }: TalkdeskSettings,
  { source, clock, timer, connect }: AdapterContext,
  scope: string,
): BearerCredentials {
  if (auth === undefined) return bearerCredentials(accessToken);
  return oauthCredentials({
    source,
    clock,
    timer,
    connect,
    timeoutMs,
    tokenUrl: talkdeskTokenUrl(auth),
    headers: { authorization: basicHeader(auth.clientId, auth.clientSecret) },
    form: () => ({ grant_type: "client_credentials", scope }),
  });
}
