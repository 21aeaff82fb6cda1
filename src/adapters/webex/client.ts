import { z } from "zod";
import type { JsonObject, JsonValue } from "../../lib/json.js";
import type { DurationMs } from "../../domain/time/instant.js";
import type { VendorCondition } from "../../domain/source.js";
import type { AdapterContext, CallOptions } from "../adapter.js";
import { parseEnvelope } from "../wire/vendor-page.js";
import { createVendorHttp, type VendorHttp, type VendorResponse } from "../http/client.js";
import { errorFields } from "../http/failure.js";
import { bearerCredentials, oauthCredentials, type BearerCredentials } from "../http/oauth.js";
import type { DirectoryQuery } from "../wire/directory.js";
import type { Page } from "../wire/paging.js";
import { createWebexSearch, type WebexSearch } from "./search.js";
import type { WebexSettings } from "./settings.js";

/** The filters of Webex, one of which is required. */
export type WebexFilter = { readonly callbackNumber: string } | { readonly assigneeAgent: string };

/** Webex's response to a write: its record, or null if it sends none. */
export type WebexResponse = Pick<VendorResponse, "body" | "trackingId" | "stamp">;

/** The calls of the Webex Contact Center callback API. */
export interface WebexClient {
  /** Returns one page, starting with 0. Rejects with VENDOR_MALFORMED for another shape of response. */
  find(filter: WebexFilter, page: number, pageSize: number, options: CallOptions): Promise<Page>;
  /** One callback; its body is null where Webex has none of that id, or has none any more. */
  get(id: string, options: CallOptions): Promise<Pick<VendorResponse, "body" | "stamp">>;
  create(request: JsonObject, options: CallOptions): Promise<WebexResponse>;
  /** Creates the task of a callback as soon as possible; the response names it. */
  createTask(request: JsonObject, options: CallOptions): Promise<WebexResponse & { readonly id: string }>;
  /** The estimated wait of a queue, in milliseconds; null if there are too few samples, and for an unknown queue. */
  estimateWait(queueId: string, lookbackMinutes: number, options: CallOptions): Promise<DurationMs | null>;
  /** Replaces the whole of a callback. */
  replace(id: string, request: JsonObject, options: CallOptions): Promise<WebexResponse>;
  remove(id: string, options: CallOptions): Promise<WebexResponse>;
  /** Records an action about an agent's burnout index. */
  recordAction(request: JsonObject, options: CallOptions): Promise<WebexResponse>;
  /** Returns one page of the queues or users of the organization. */
  directory(kind: "contact-service-queue" | "user", query: DirectoryQuery, options: CallOptions): Promise<JsonValue>;
  /** The Search API; null where the settings do without it. */
  readonly search: WebexSearch | null;
  reserve: VendorHttp["reserve"];
  usage: VendorHttp["usage"];
  condition(): VendorCondition;
  close(): Promise<void>;
}

/** A write is never repeated blindly. */
const ONCE = { isIdempotent: false } as const;
const WAIT_PATH = "/v1/ewt";
const TASKS_PATH = "/v1/tasks";
const ACTION_PATH = "/v1/agentburnout/action";

const count = z.coerce.number().int().nonnegative().nullish().catch(null);
const envelope = z.object({
  meta: z.object({
    totalPages: count,
    totalRecords: count,
    // Relative, and an unfilled template in the document: no more than a sign that there is a next page.
    links: z
      .object({ next: z.string().min(1).nullish().catch(null) })
      .nullish()
      .catch(null),
  }),
  data: z.array(z.custom<JsonValue>(), { error: "expected a list" }),
});
const NO_SCHEDULES: JsonValue = { meta: {}, data: [] };
const single = z.custom<JsonValue>((value) => typeof value === "object" && value !== null && !Array.isArray(value), {
  error: "expected an object",
});

const estimatedWait = z.object({ estimatedWaitTime: z.number().nonnegative().transform(Math.round).nullish() });
const createdTask = z.object({ data: z.object({ id: z.string().min(1) }) });

/** Opens the way to one Webex organization. Nothing is sent before the first call. */
export function createWebexClient(settings: WebexSettings, context: AdapterContext): WebexClient {
  const { source } = context;
  const credentials = createCredentials(settings, context);
  const http = createVendorHttp({
    ...settings,
    ...context,
    credentials,
    readError: errorFields("code", "trackingId"),
  });
  const search = settings.search.enabled ? createWebexSearch(settings, context, credentials) : null;
  const path = `/v1/callbacks/organization/${encodeURIComponent(settings.organizationId)}/scheduled-callback`;
  return {
    search,
    async find(filter, page, pageSize, options) {
      const query = { ...filter, page, pageSize };
      const { body, stamp } = await http.request({ ...options, path, query, whenEmpty: NO_SCHEDULES });
      const { meta, data } = parseEnvelope(envelope, body, source);
      const isFollowed = meta.links?.next !== undefined && meta.links.next !== null;
      const isCounted = typeof meta.totalPages === "number" && page + 1 < meta.totalPages;
      return { rows: data, total: meta.totalRecords ?? null, isLast: !isFollowed && !isCounted, stamp };
    },
    async get(id, options) {
      const { status, body, stamp } = await http.request({
        ...options,
        path: `${path}/${encodeURIComponent(id)}`,
        mayBeMissing: true,
      });
      return { body: status === 404 || status === 204 ? null : parseEnvelope(single, body, source), stamp };
    },
    async create(request, options) {
      const response = await http.request({ ...options, ...ONCE, method: "POST", path, json: request });
      return { ...response, body: parseEnvelope(single, response.body, source) };
    },
    async createTask(request, options) {
      const response = await http.request({ ...options, ...ONCE, method: "POST", path: TASKS_PATH, json: request });
      return { ...response, id: parseEnvelope(createdTask, response.body, source).data.id };
    },
    async estimateWait(queueId, lookbackMinutes, options) {
      const query = { queueId, lookbackMinutes, orgId: settings.organizationId };
      const { body } = await http.request({ ...options, path: WAIT_PATH, query, whenEmpty: {} });
      return parseEnvelope(estimatedWait, body, source).estimatedWaitTime ?? null;
    },
    async replace(id, request, options) {
      const to = `${path}/${encodeURIComponent(id)}`;
      const response = await http.request({ ...options, ...ONCE, method: "PUT", path: to, json: request });
      return { ...response, body: parseEnvelope(single, response.body, source) };
    },
    remove: (id, options) =>
      http.request({ ...options, ...ONCE, method: "DELETE", path: `${path}/${encodeURIComponent(id)}` }),
    recordAction: (request, options) =>
      http.request({
        ...options,
        ...ONCE,
        method: "POST",
        path: ACTION_PATH,
        headers: { "x-organization-id": settings.organizationId },
        json: request,
      }),
    async directory(kind, query, options) {
      const to = `/organization/${encodeURIComponent(settings.organizationId)}/v2/${kind}`;
      return (await http.request({ ...options, ...ONCE, path: to, query })).body;
    },
    reserve: (signal) => http.reserve(signal),
    usage: () => http.usage(),
    condition() {
      const condition = http.condition();
      return { ...condition, isBroken: condition.isBroken || search?.condition().isBroken === true };
    },
    async close() {
      await Promise.all([http.close(), search?.close(), credentials.close()]);
    },
  };
}

function createCredentials(
  { accessToken = "", refresh, timeoutMs }: WebexSettings,
  { source, clock, timer, connect }: AdapterContext,
): BearerCredentials {
  if (refresh === undefined) return bearerCredentials(accessToken);
  let { refreshToken } = refresh;
  return oauthCredentials({
    source,
    clock,
    timer,
    connect,
    timeoutMs,
    tokenUrl: refresh.tokenUrl,
    form: () => ({
      grant_type: "refresh_token",
      client_id: refresh.clientId,
      client_secret: refresh.clientSecret,
      refresh_token: refreshToken,
    }),
    onRefreshToken(granted) {
      refreshToken = granted;
    },
  });
}
