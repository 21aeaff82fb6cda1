import { z } from "zod";
import type { RequestStamp } from "../../domain/change/request-stamp.js";
import { GatewayError } from "../../domain/errors.js";
import type { VendorCondition } from "../../domain/source.js";
import type { DurationMs, Instant } from "../../domain/time/instant.js";
import type { JsonValue } from "../../lib/json.js";
import type { AdapterContext, CallOptions } from "../adapter.js";
import { createVendorHttp } from "../http/client.js";
import { basicHeader } from "../http/credentials.js";
import { oauthCredentials } from "../http/oauth.js";
import { quotasOfPart } from "../http/quota-part.js";
import { parseEnvelope } from "../wire/vendor-page.js";
import { readMindfulError } from "./replies.js";
import type { MindfulApiSettings, MindfulSettings } from "./settings.js";

/** Finished attempts as the vendor sent them, and the stamp of their request. */
export interface MindfulAttempts {
  readonly rows: readonly JsonValue[];
  readonly stamp: RequestStamp;
}

/** The Mindful API v2, with an OAuth client and a quota of its own. */
export interface MindfulApi {
  /**
   * Returns the attempts that ended in the hour that begins at `start`. Rejects with VENDOR_MALFORMED for another shape of
   * response.
   */
  attemptsOf(start: Instant, options: CallOptions): Promise<MindfulAttempts>;
  condition(): VendorCondition;
  close(): Promise<void>;
}

export const HOUR_MS: DurationMs = 3_600_000;

const rows = z.array(z.custom<JsonValue>(), { error: "expected a list" });
/** The reference has an object with `data`; a list alone is taken as well. */
const envelope = z.union([z.object({ data: rows }).transform(({ data }) => data), rows], { error: "expected a list" });

const NO_ATTEMPTS: JsonValue = { data: [] };
/** How the vendor may say that an hour has no data. */
const NO_DATA: ReadonlySet<number | null> = new Set([400, 404]);

/** Opens the way to the API. Nothing is sent before the first call. */
export function createMindfulApi(
  api: MindfulApiSettings,
  settings: MindfulSettings,
  context: AdapterContext,
): MindfulApi {
  const { source, clock, timer, connect } = context;
  const { clientId, clientSecret, tokenUrl } = api.auth;
  const credentials = oauthCredentials({
    source,
    clock,
    timer,
    connect,
    timeoutMs: settings.timeoutMs,
    tokenUrl,
    headers: { authorization: basicHeader(clientId, clientSecret) },
    form: () => ({ grant_type: "client_credentials" }),
  });
  const http = createVendorHttp({
    ...settings,
    ...context,
    baseUrl: api.baseUrl,
    quota: api.quota,
    quotas: quotasOfPart(context.quotas, "api"),
    credentials,
    readError: readMindfulError,
  });
  return {
    async attemptsOf(start, { permit, ...options }) {
      // It was reserved from the quota of the Scheduler.
      permit?.release();
      const request = { ...options, path: pathOf(start), whenEmpty: NO_ATTEMPTS, mayBeMissing: true };
      try {
        const { status, body, stamp } = await http.request(request);
        return { rows: status === 404 ? [] : parseEnvelope(envelope, body, source), stamp };
      } catch (error) {
        // The hour that is not over may not be there yet.
        const isRunning = start + HOUR_MS > clock();
        const isRefused =
          error instanceof GatewayError && error.code === "VENDOR_REJECTED" && NO_DATA.has(error.status);
        if (!isRunning || !isRefused) throw error;
        return { rows: [], stamp: await context.stampRequest() };
      }
    },
    condition: () => http.condition(),
    async close() {
      await Promise.all([http.close(), credentials.close()]);
    },
  };
}

/** The vendor names an hour by its end: 04 is 3:00 to 4:00 UTC, so the last one of a day is 24. */
function pathOf(start: Instant): string {
  const iso = new Date(start).toISOString();
  const hour = Number(iso.slice(11, 13)) + 1;
  return `/v2/data/historical/${iso.slice(0, 10).replaceAll("-", "")}/${String(hour).padStart(2, "0")}`;
}
