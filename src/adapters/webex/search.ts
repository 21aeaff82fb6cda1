import { z } from "zod";
import { GatewayError } from "../../domain/errors.js";
import type { VendorCondition } from "../../domain/source.js";
import type { Instant } from "../../domain/time/instant.js";
import type { JsonValue } from "../../lib/json.js";
import type { AdapterContext, CallOptions } from "../adapter.js";
import { createVendorHttp } from "../http/client.js";
import { errorFields } from "../http/failure.js";
import type { BearerCredentials } from "../http/oauth.js";
import { quotasOfPart } from "../http/quota-part.js";
import type { Page } from "../wire/paging.js";
import { parseEnvelope } from "../wire/vendor-page.js";
import type { WebexSettings } from "./settings.js";
import { WEBEX_TASK_SELECTION } from "./task-wire.js";

/** Which tasks with a callback are searched for. */
export type WebexTaskFilter =
  | { readonly by: "all" }
  | { readonly by: "open" }
  | { readonly by: "id"; readonly id: string }
  | { readonly by: "numbers"; readonly numbers: readonly string[] };

/** A page of tasks, and where the next one begins; null at the end. */
export interface WebexTaskPage extends Omit<Page, "isLast"> {
  readonly nextCursor: string | null;
}

/** The Search API of Webex Contact Center: GraphQL over one path, 250 tasks a page. */
export interface WebexSearch {
  /**
   * Returns one page of tasks that were created in this period. Rejects with VENDOR_REJECTED where the token lacks the scope
   * or the query is refused, with VENDOR_MALFORMED for another shape of response.
   */
  find(
    filter: WebexTaskFilter,
    period: { readonly from: Instant; readonly to: Instant },
    cursor: string,
    options: CallOptions,
  ): Promise<WebexTaskPage>;
  condition(): VendorCondition;
  close(): Promise<void>;
}

export const FIRST_CURSOR = "0";

const envelope = z.object({
  data: z
    .object({
      taskDetails: z
        .object({
          tasks: z.array(z.custom<JsonValue>(), { error: "expected a list" }).nullable(),
          pageInfo: z
            .object({ hasNextPage: z.boolean().nullish().catch(null), endCursor: z.string().nullish().catch(null) })
            .nullish()
            .catch(null),
        })
        .nullable(),
    })
    .nullish(),
  errors: z.array(z.unknown()).nullish(),
});

const NO_TASKS: JsonValue = { data: null };

/** Opens the way to the Search API, with a quota of its own. Nothing is sent before the first call. */
export function createWebexSearch(
  settings: WebexSettings,
  context: AdapterContext,
  credentials: BearerCredentials,
): WebexSearch {
  const { source } = context;
  const http = createVendorHttp({
    ...settings,
    ...context,
    quota: settings.search.quota,
    quotas: quotasOfPart(context.quotas, "search"),
    credentials,
    readError: errorFields("code", "trackingId"),
  });
  return {
    async find(filter, { from, to }, cursor, { permit, ...options }) {
      // It was reserved from the quota of the callback API.
      permit?.release();
      const query = searchQuery(filter, from, to, cursor);
      const request = {
        ...options,
        method: "POST",
        path: "/search",
        query: { orgId: settings.organizationId },
        // It is a read in spite of its method, and may be repeated.
        isIdempotent: true,
        json: { query },
        whenEmpty: NO_TASKS,
        // "Not Found" is one of the responses that its document lists.
        mayBeMissing: filter.by === "id",
      } as const;
      const { status, body, stamp } = await http.request(request).catch((error: unknown) => {
        throw withAdvice(error, source);
      });
      const { data, errors } = parseEnvelope(envelope, status === 404 ? NO_TASKS : body, source);
      if ((errors?.length ?? 0) > 0) {
        throw new GatewayError("VENDOR_REJECTED", `the Search API of ${source} refused the query`, { source });
      }
      const { tasks, pageInfo } = data?.taskDetails ?? { tasks: null, pageInfo: null };
      const hasNext = pageInfo?.hasNextPage === true;
      return { rows: tasks ?? [], total: null, stamp, nextCursor: hasNext ? (pageInfo.endCursor ?? null) : null };
    },
    condition: () => http.condition(),
    close: () => http.close(),
  };
}

/** The text of a search. Values are part of it: the API takes variables for stored queries only. */
function searchQuery(filter: WebexTaskFilter, from: Instant, to: Instant, cursor: string): string {
  const conditions = [equals("isCallback", "true"), ...conditionsOf(filter)];
  return `{ taskDetails(from: ${from}, to: ${to}, filter: { and: [${conditions.join(" ")}] }, pagination: { cursor: ${JSON.stringify(
    cursor,
  )} }) { tasks {${WEBEX_TASK_SELECTION} } pageInfo { hasNextPage endCursor } } }`;
}

function conditionsOf(filter: WebexTaskFilter): string[] {
  switch (filter.by) {
    case "all":
      return [];
    case "open":
      return [equals("isActive", "true")];
    case "id":
      return [equals("id", JSON.stringify(filter.id))];
    case "numbers": {
      const numbers = filter.numbers.map((number) =>
        equals("callbackData", `{ callbackNumber: ${JSON.stringify(number)} }`),
      );
      return [`{ or: [${numbers.join(" ")}] }`];
    }
  }
}

function equals(field: string, value: string): string {
  return `{ ${field}: { equals: ${value} } }`;
}

function withAdvice(error: unknown, source: string): unknown {
  if (!(error instanceof GatewayError) || error.status !== 403) return error;
  const { code, status } = error;
  const message =
    `the Search API of ${source} refused the token: grant the scope cjp:config_read to an administrator or supervisor, ` +
    "or set search.enabled to false";
  return new GatewayError(code, message, { source, status, cause: error });
}
