import { z } from "zod";
import type { RequestStamp } from "../../domain/change/request-stamp.js";
import { isJsonObject, type JsonValue } from "../../lib/json.js";
import type { VendorCondition } from "../../domain/source.js";
import type { AdapterContext, CallOptions } from "../adapter.js";
import { parseEnvelope } from "../wire/vendor-page.js";
import { createVendorHttp, type VendorHttp } from "../http/client.js";
import { basicCredentials } from "../http/credentials.js";
import { errorFields } from "../http/failure.js";
import type { GenesysSettings } from "./settings.js";

/** Interactions of any kind as the vendor sent them, and the stamp of their request. */
export interface GenesysInteractions {
  readonly rows: readonly JsonValue[];
  readonly stamp: RequestStamp;
}

/** The two queries of Context Services that show callbacks. They reject with VENDOR_MALFORMED for another shape. */
export interface GenesysClient {
  /** Every interaction of a customer, of whatever kind. */
  findByCustomer(customerId: string, options: CallOptions): Promise<GenesysInteractions>;
  /** The interaction of this id; no rows where there is none. */
  findById(interactionId: string, options: CallOptions): Promise<GenesysInteractions>;
  reserve: VendorHttp["reserve"];
  usage: VendorHttp["usage"];
  condition(): VendorCondition;
  close(): Promise<void>;
}

/** A list in which at least something is an object: a list of nothing but other things is no list of interactions. */
const interactions = z
  .array(z.custom<JsonValue>(), { error: "expected a list" })
  .refine((rows) => rows.length === 0 || rows.some(isJsonObject), { error: "expected interactions" });

const NO_INTERACTIONS: JsonValue = [];

/** A query by id has a list of one, or the one without its list. */
const interaction = z.union([
  interactions,
  z
    .looseObject({ interaction_id: z.union([z.string(), z.number()]) })
    .transform((row): JsonValue[] => [row as JsonValue]),
]);

/** Opens the way to one tenant of Context Services. Nothing is sent before the first call. */
export function createGenesysClient(settings: GenesysSettings, context: AdapterContext): GenesysClient {
  const { contactCenterId, groupId, user, password } = settings;
  const { source } = context;
  const http = createVendorHttp({
    ...settings,
    ...context,
    credentials: user === undefined || password === undefined ? null : basicCredentials(user, password),
    // `exception` is the name of a class. Its message may quote the request.
    readError: errorFields("exception"),
  });
  const headers = { contactcenterid: contactCenterId, ...(groupId === undefined ? {} : { groupid: groupId }) };

  return {
    async findByCustomer(customerId, options) {
      const path = `/customers/${encodeURIComponent(customerId)}/interactions`;
      const { body, stamp } = await http.request({ ...options, path, headers, whenEmpty: NO_INTERACTIONS });
      return { rows: parseEnvelope(interactions, body, source), stamp };
    },
    async findById(interactionId, options) {
      const path = `/interactions/${encodeURIComponent(interactionId)}`;
      const { status, body, stamp } = await http.request({
        ...options,
        path,
        headers,
        mayBeMissing: true,
        whenEmpty: NO_INTERACTIONS,
      });
      return { rows: status === 404 ? [] : parseEnvelope(interaction, body, source), stamp };
    },
    reserve: (signal) => http.reserve(signal),
    usage: () => http.usage(),
    condition: () => http.condition(),
    close: () => http.close(),
  };
}
