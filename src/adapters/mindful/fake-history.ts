import type { Clock, DurationMs, Instant } from "../../domain/time/instant.js";
import type { JsonObject } from "../../lib/json.js";
import type { FakeRequest } from "../fake/fake.js";
import type { Random } from "../fake/random.js";
import { createTokens } from "../fake/tokens.js";
import { basicHeader } from "../http/credentials.js";
import { mindfulTargetName } from "./fake-targets.js";

export const MINDFUL_FAKE_TOKEN_PATH = "/oauth2/token";
export const MINDFUL_FAKE_CLIENT = { clientId: "mindful-fake-client", clientSecret: "mindful-client-secret" };

const HOUR: DurationMs = 3_600_000;
const TOKEN_LIFE_MS: DurationMs = HOUR;
const PATH = /^\/v2\/data\/historical\/(\d{4})(\d{2})(\d{2})\/(\d{2})$/u;

/** The finished attempts of the fake, by the hour in which they ended. */
export interface MindfulFakeHistory {
  /** Adds the attempt of a callback that ended now. */
  ended(
    record: JsonObject,
    attempt: { readonly outcome: string; readonly hasRetry: boolean; readonly at: Instant },
  ): void;
  /** Adds an inbound call whose caller chose to hold instead of a callback. */
  held(phoneNumber: string, at: Instant): void;
  of(hour: Instant): readonly JsonObject[];
}

export function createMindfulFakeHistory(random: Random): MindfulFakeHistory {
  const hours = new Map<Instant, JsonObject[]>();
  const retries = new Map<string, number>();

  const put = (row: JsonObject, at: Instant): void => {
    const hour = at - (at % HOUR);
    hours.set(hour, [...(hours.get(hour) ?? []), { ...row, endedAt: toIso(at) }]);
  };
  const newId = (): string => random.uuid().replaceAll("-", "").slice(0, 17);

  return {
    ended(record, { outcome, hasRetry, at }) {
      const { call_request_id: id, created_at: createdAt, callback_number: number } = record;
      if (typeof id !== "string") return;
      const attempt = retries.get(id) ?? 0;
      retries.set(id, attempt + 1);
      const ani = typeof number === "string" && number.startsWith("+") ? number.slice(1) : (number ?? null);
      put(
        {
          ...flagsOf(outcome),
          id: attempt === 0 ? id : newId(),
          originalId: id,
          retryAttempt: attempt,
          hasRetry,
          outcome,
          // A retry is created by the attempt before it.
          createdAt: toIso(attempt === 0 ? Number(createdAt) * 1000 : at - 60_000),
          estimatedFor: toIso(Number(record["estimated_for"]) * 1000),
          estimatedCallbackTime: Number(record["estimated_wait_time"]),
          processedAt: outcome === "Canceled" ? null : toIso(at - 30_000),
          phoneNumber: number ?? null,
          ani,
          callTargetId: record["call_target_id"] ?? null,
          callTargetName: mindfulTargetName(record["call_target_id"]),
          firstPartyCalled: "customer_first",
          duplicateCallback: false,
          choseToHold: false,
          source: record["source"] ?? null,
          type: record["type"] ?? null,
          metadata: {},
        },
        at,
      );
    },
    held(phoneNumber, at) {
      const id = newId();
      put(
        {
          ...flagsOf("Chose Hold"),
          id,
          originalId: id,
          retryAttempt: 0,
          hasRetry: false,
          outcome: "Chose Hold",
          createdAt: toIso(at - 120_000),
          phoneNumber,
          ani: phoneNumber,
          callTargetId: "4001",
          choseToHold: true,
          metadata: {},
        },
        at,
      );
    },
    of: (hour) => hours.get(hour) ?? [],
  };
}

/** "Retrieve historical call data", behind an OAuth client of its own. */
export function createMindfulFakeApi(
  history: MindfulFakeHistory,
  clock: Clock,
): { respond(request: FakeRequest, url: URL): Response | null; revoke(): void } {
  const tokens = createTokens(clock, TOKEN_LIFE_MS, "mindful");

  const grant = ({ headers, body }: FakeRequest): Response => {
    const isKnown =
      headers["authorization"] === basicHeader(MINDFUL_FAKE_CLIENT.clientId, MINDFUL_FAKE_CLIENT.clientSecret);
    if (!isKnown) return Response.json({ error: "invalid_client" }, { status: 401 });
    if (new URLSearchParams(body).get("grant_type") !== "client_credentials") {
      return Response.json({ error: "unsupported_grant_type" }, { status: 400 });
    }
    const access_token = tokens.grant();
    return Response.json({ access_token, token_type: "Bearer", expires_in: TOKEN_LIFE_MS / 1000 });
  };

  return {
    respond(request, url) {
      if (url.pathname === MINDFUL_FAKE_TOKEN_PATH) return grant(request);
      if (!url.pathname.startsWith("/v2/")) return null;
      if (!tokens.isValid(request.headers["authorization"])) return Response.json({}, { status: 401 });
      const [, year, month, day, hour] = PATH.exec(url.pathname)?.map(Number) ?? [];
      const midnight = Date.UTC(year ?? Number.NaN, (month ?? Number.NaN) - 1, day);
      if (hour === undefined || !Number.isFinite(midnight) || hour > 24) return Response.json({}, { status: 400 });
      // 04 is 3:00 to 4:00.
      return Response.json({ data: history.of(midnight + (hour - 1) * HOUR) });
    },
    revoke: () => tokens.revoke(),
  };
}

function flagsOf(outcome: string): JsonObject {
  return {
    activeDuration: outcome === "Success" ? 67 : 0,
    agentBusy: false,
    agentHangup: false,
    customerBusy: false,
    customerHangup: outcome === "Abandoned",
    customerLegError: outcome === "Failure",
    customerLegTimeout: outcome === "Unavailable",
    customerRescheduled: false,
    outsideHours: false,
  };
}

function toIso(at: Instant): string {
  return `${new Date(Number.isFinite(at) ? at : 0).toISOString().slice(0, 19)}Z`;
}
