import { z } from "zod";
import type { VendorCondition } from "../../domain/source.js";
import type { Instant } from "../../domain/time/instant.js";
import { isJsonObject, type JsonObject, type JsonValue } from "../../lib/json.js";
import type { AdapterContext, CallOptions } from "../adapter.js";
import { createVendorHttp, type VendorHttp } from "../http/client.js";
import { basicCredentials } from "../http/credentials.js";
import { errorFields } from "../http/failure.js";
import type { PartRows } from "../wire/list-parts.js";
import { parseEnvelope } from "../wire/vendor-page.js";
import { isGmsRefusal, readGmsDialog, readGmsReply, readGmsSlots, type GmsReply, type GmsSlots } from "./replies.js";
import type { GenesysGmsSettings } from "./settings.js";

/** A period of desired times, for the query for administrators: without it, the vendor hides most callbacks. */
export interface GmsPeriod {
  readonly from: Instant;
  readonly until: Instant;
}

/** Filters of callbacks by their keys; several must all match. */
export type GmsFilter = Readonly<Partial<Record<"_id" | "_customer_number" | "_callback_state", string>>>;

/** The calls of the Callback Services API. Reads reject with VENDOR_MALFORMED for another shape of response. */
export interface GmsClient {
  /** Returns the callbacks of one queue; `states` limits them to these states. */
  listQueue(queue: string, period: GmsPeriod, states: readonly string[], options: CallOptions): Promise<PartRows>;
  /** Returns the matching callbacks of one service. */
  findInService(service: string, filter: GmsFilter, options: CallOptions): Promise<PartRows>;
  /** Returns the matching callbacks of all services. */
  find(filter: GmsFilter, options: CallOptions): Promise<PartRows>;
  /** Returns the callback of this id; no rows if there is none. */
  findById(id: string, options: CallOptions): Promise<PartRows>;
  /** Returns the position in the queue as the vendor sent it; null if the vendor does not know it. */
  position(id: string, options: CallOptions): Promise<JsonValue>;
  /** Returns the time slots that a service offers in a period; null if the service has no time slots. */
  slots(service: string, period: GmsPeriod, options: CallOptions): Promise<GmsSlots | null>;
  /** Requests a callback; the reply has its id. */
  create(
    service: string,
    request: JsonObject,
    options: CallOptions,
  ): Promise<GmsReply & { readonly id: string | null }>;
  /** Changes a callback. */
  update(service: string, id: string, request: JsonObject, options: CallOptions): Promise<GmsReply>;
  /** Withdraws a callback. */
  cancel(service: string, id: string, options: CallOptions): Promise<GmsReply>;
  reserve: VendorHttp["reserve"];
  usage: VendorHttp["usage"];
  condition(): VendorCondition;
  close(): Promise<void>;
}

const SERVICES = "/1/service/callback";
const QUEUES = "/1/admin/callback/queues";

/** A list in which at least something is an object: a list of nothing but other things is no list of callbacks. */
const callbacks = z
  .array(z.custom<JsonValue>(), { error: "expected a list" })
  .refine((rows) => rows.length === 0 || rows.some(isJsonObject), { error: "expected callbacks" });

/** The query for administrators responds with a map from each queue to its callbacks. */
const queueMap = z.record(z.string(), callbacks.nullable(), { error: "expected queues" });

/** A query by id has a list of one; the callback without its list is taken as well. */
const oneCallback = z.union([
  callbacks,
  z.looseObject({ _id: z.union([z.string(), z.number()]) }).transform((row): JsonValue[] => [row as JsonValue]),
]);

const NONE: JsonValue = [];
const iso = (at: Instant): string => new Date(at).toISOString();
const ONCE = { isIdempotent: false, accepts: isGmsRefusal } as const;

/** Opens the way to one installation of Genesys Mobile Services. Nothing is sent before the first call. */
export function createGmsClient(settings: GenesysGmsSettings, context: AdapterContext): GmsClient {
  const { user, password, maxPerQueue } = settings;
  const { source } = context;
  const http = createVendorHttp({
    ...settings,
    ...context,
    credentials: user === undefined || password === undefined ? null : basicCredentials(user, password),
    // `exception` is the name of a class. The message beside it may contain the customer's number.
    readError: errorFields("exception"),
  });
  const pathOf = (...parts: readonly string[]): string => [SERVICES, ...parts.map(encodeURIComponent)].join("/");
  const findAt = async (path: string, filter: GmsFilter, options: CallOptions): Promise<PartRows> => {
    const { body, stamp } = await http.request({ ...options, path, query: filter, whenEmpty: NONE });
    return { rows: parseEnvelope(callbacks, body, source), stamp };
  };

  return {
    async listQueue(queue, { from, until }, states, options) {
      const { body, stamp } = await http.request({
        ...options,
        path: QUEUES,
        query: {
          target: queue,
          start_time: iso(from),
          end_time: iso(until),
          max: maxPerQueue,
          ...(states.length === 0 ? {} : { states: states.join(",") }),
        },
        whenEmpty: {},
      });
      return { rows: Object.values(parseEnvelope(queueMap, body, source)).flatMap((rows) => rows ?? []), stamp };
    },
    findInService: (service, filter, options) => findAt(pathOf(service), filter, options),
    find: (filter, options) => findAt(SERVICES, filter, options),
    async findById(id, options) {
      const { status, body, stamp } = await http.request({
        ...options,
        path: SERVICES,
        query: { _id: id },
        mayBeMissing: true,
        whenEmpty: NONE,
      });
      return { rows: status === 404 ? [] : parseEnvelope(oneCallback, body, source), stamp };
    },
    async position(id, options) {
      const path = `/1/service/${encodeURIComponent(id)}/check-queue-position`;
      // 500 is the vendor's response for a callback whose session has ended: it is no failure of the vendor.
      const accepts = (status: number): boolean => status === 404 || status === 500;
      const { status, body } = await http.request({ ...options, path, accepts });
      return status < 300 ? body : null;
    },
    async slots(service, { from, until }, options) {
      const query = { start: iso(from), end: iso(until) };
      const accepts = (status: number): boolean => status === 400 || status === 404;
      const path = `${pathOf(service)}/availability`;
      const { status, body } = await http.request({ ...options, path, query, accepts, whenEmpty: {} });
      return status < 300 ? readGmsSlots(body, source) : null;
    },
    async create(service, request, options) {
      const path = pathOf(service);
      const response = await http.request({ ...options, ...ONCE, method: "POST", path, json: request });
      const reply = readGmsReply(response);
      return { ...reply, id: reply.refusal === null ? readGmsDialog(response.body, source) : null };
    },
    update: async (service, id, request, options) =>
      readGmsReply(
        await http.request({ ...options, ...ONCE, method: "PUT", path: pathOf(service, id), json: request }),
      ),
    cancel: async (service, id, options) =>
      readGmsReply(await http.request({ ...options, ...ONCE, method: "DELETE", path: pathOf(service, id) })),
    reserve: (signal) => http.reserve(signal),
    usage: () => http.usage(),
    condition: () => http.condition(),
    close: () => http.close(),
  };
}
