import { z } from "zod";
import type { VendorCondition } from "../../domain/source.js";
import { isJsonObject, type JsonObject, type JsonValue } from "../../lib/json.js";
import type { AdapterContext, CallOptions } from "../adapter.js";
import { createVendorHttp, type VendorHttp, type VendorResponse } from "../http/client.js";
import { basicHeader } from "../http/credentials.js";
import { errorFields } from "../http/failure.js";
import { oauthCredentials, type BearerCredentials } from "../http/oauth.js";
import type { DirectoryQuery } from "../wire/directory.js";
import type { PartRows } from "../wire/list-parts.js";
import { parseEnvelope } from "../wire/vendor-page.js";
import type { NiceCxoneSettings } from "./settings.js";

/** The vendor's response to a write. */
export type NiceCxoneReply = Pick<VendorResponse, "trackingId" | "stamp">;

/** The calls of the scheduled callbacks in the API. Lists have no pages. */
export interface NiceCxoneClient {
  /** Returns the callbacks of a skill. Rejects with VENDOR_MALFORMED for another shape of response. */
  listSkill(skillId: string, options: CallOptions): Promise<PartRows>;
  /** Returns the callbacks of an agent, of all skills. */
  listAgent(agentId: string, options: CallOptions): Promise<PartRows>;
  /** Creates a callback. Rejects with VENDOR_MALFORMED if the response has no id. */
  create(request: JsonObject, options: CallOptions): Promise<NiceCxoneReply & { readonly callbackId: string }>;
  update(callbackId: string, request: JsonObject, options: CallOptions): Promise<NiceCxoneReply>;
  remove(callbackId: string, request: JsonObject, options: CallOptions): Promise<NiceCxoneReply>;
  /** Returns one page of the skills or agents. */
  directory(kind: "skills" | "agents", query: DirectoryQuery, options: CallOptions): Promise<JsonValue>;
  reserve: VendorHttp["reserve"];
  usage: VendorHttp["usage"];
  condition(): VendorCondition;
  close(): Promise<void>;
}

/** A list in which at least something is an object: a list of nothing but other things is no list of callbacks. */
const list = z.object({
  callbacks: z
    .array(z.custom<JsonValue>(), { error: "expected a list" })
    .refine((rows) => rows.length === 0 || rows.some(isJsonObject), { error: "expected callbacks" }),
});
const NO_CALLBACKS: JsonValue = { callbacks: [] };

const created = z.object({
  callbackId: z.union([z.string().min(1), z.number()], { error: "expected the id of the callback" }).transform(String),
});

/** A write is never repeated blindly. */
const ONCE = { isIdempotent: false } as const;

/** Creates the client of one business unit. Nothing is sent before the first call. */
export function createNiceCxoneClient(settings: NiceCxoneSettings, context: AdapterContext): NiceCxoneClient {
  const { source } = context;
  const credentials = createCredentials(settings, context);
  const http = createVendorHttp({
    ...settings,
    ...context,
    credentials,
    readError: errorFields("error", "correlationId"),
  });
  const pathOf = (...parts: readonly string[]): string =>
    ["/services", settings.apiVersion, ...parts.map(encodeURIComponent)].join("/");
  const find = async (kind: "skills" | "agents", id: string, options: CallOptions): Promise<PartRows> => {
    const path = pathOf(kind, id, "scheduled-callbacks");
    const { body, stamp } = await http.request({ ...options, path, whenEmpty: NO_CALLBACKS });
    return { rows: parseEnvelope(list, body, source).callbacks, stamp };
  };

  return {
    listSkill: (skillId, options) => find("skills", skillId, options),
    listAgent: (agentId, options) => find("agents", agentId, options),
    async create(request, options) {
      const path = pathOf("scheduled-callbacks");
      const response = await http.request({ ...options, ...ONCE, method: "POST", path, json: request });
      return { ...response, callbackId: parseEnvelope(created, response.body, source).callbackId };
    },
    update: (callbackId, request, options) =>
      http.request({
        ...options,
        ...ONCE,
        method: "PUT",
        path: pathOf("scheduled-callbacks", callbackId),
        json: request,
      }),
    remove: (callbackId, request, options) =>
      http.request({
        ...options,
        ...ONCE,
        method: "DELETE",
        path: pathOf("scheduled-callbacks", callbackId),
        json: request,
      }),
    directory: async (kind, query, options) =>
      (await http.request({ ...options, ...ONCE, path: pathOf(kind), query })).body,
    reserve: (signal) => http.reserve(signal),
    usage: () => http.usage(),
    condition: () => http.condition(),
    async close() {
      await Promise.all([http.close(), credentials.close()]);
    },
  };
}

/** Exchanges the access key for a token: with a client id as a form, by the grant "password"; else alone, as JSON. */
function createCredentials({ auth, timeoutMs }: NiceCxoneSettings, context: AdapterContext): BearerCredentials {
  const { accessKeyId, accessKeySecret, clientId, clientSecret, tokenUrl } = auth;
  // A token that came over TLS is not sent without it.
  const protocols = tokenUrl.toLowerCase().startsWith("https:") ? ["https:"] : ["http:", "https:"];
  const readBaseUrl = (body: JsonValue): string | null => readResourceServer(body, protocols);
  const endpoint = { ...context, timeoutMs, tokenUrl, readBaseUrl };
  if (clientId === undefined || clientSecret === undefined) {
    return oauthCredentials({ ...endpoint, isJson: true, form: () => ({ accessKeyId, accessKeySecret }) });
  }
  return oauthCredentials({
    ...endpoint,
    headers: { authorization: basicHeader(clientId, clientSecret) },
    form: () => ({ grant_type: "password", username: accessKeyId, password: accessKeySecret }),
  });
}

/** Returns the address of the API that the response to a token request names. Newer endpoints name none. */
function readResourceServer(body: JsonValue, protocols: readonly string[]): string | null {
  const named = isJsonObject(body) ? body["resource_server_base_uri"] : null;
  if (typeof named !== "string" || !URL.canParse(named)) return null;
  return protocols.includes(new URL(named).protocol) ? named : null;
}
