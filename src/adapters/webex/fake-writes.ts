import type { Clock, Instant } from "../../domain/time/instant.js";
import { isJsonObject, type JsonObject, type JsonValue } from "../../lib/json.js";
import { localWindow } from "../../domain/time/window.js";
import { findZone, localFields } from "../../domain/time/zone.js";
import type { FakeRequest } from "../fake/fake.js";
import { createRandom } from "../fake/random.js";
import { isWebexCallbackOver, WEBEX_FAKE_ORGANIZATION } from "./fake-schedule.js";

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;
const NUMBER = /^(?=.{7,15}$)\+?[\d ().-]+$/u;
const TIME = /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/u;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** POST, PUT and DELETE of the collection, by the rules that the document states for their bodies. */
export function createWebexFakeWrites(
  records: Map<string, JsonObject>,
  clock: Clock,
  seed: number,
): (request: FakeRequest, id: string) => Response {
  const random = createRandom(seed + 7001);
  return ({ method, body }, id) => {
    const now = clock();
    const existing = records.get(id);
    const isThere = existing !== undefined && !isWebexCallbackOver(existing, now);
    if (method !== "POST" && !isThere) return respond(404);
    if (method === "DELETE") {
      records.delete(id);
      return respond(204);
    }
    const sent = parse(body);
    if (sent === null || !isAllowed(sent, now)) return respond(400);
    if (method === "POST" && id === "") {
      const record = { ...fieldsOf(sent), ...auditOf(null, sent, now), id: random.uuid() };
      records.set(record.id, record);
      return respond(201, record);
    }
    if (method !== "PUT" || existing === undefined || sent["id"] !== id) return respond(400);
    // The record is replaced: fields that were not sent are removed.
    const record = { ...fieldsOf(sent), ...auditOf(existing, sent, now), id };
    records.set(id, record);
    return respond(200, record);
  };
}

/** The one call for burnout actions; there is none that reads them. */
export function createWebexFakeActions(clock: Clock, seed: number): (request: FakeRequest) => Response {
  const random = createRandom(seed + 9001);
  return ({ method, headers, body }) => {
    if (method !== "POST") return respond(405);
    if (headers["x-organization-id"] !== WEBEX_FAKE_ORGANIZATION) return respond(403);
    const sent = parse(body);
    const clientId = sent?.["clientId"];
    if (sent === null || typeof clientId !== "string" || clientId.length > 20) return respond(400);
    if (typeof sent["agentId"] !== "string" || typeof sent["actionDateType"] !== "number") return respond(400);
    const { interactionId = null, agentId, actionType = null, actionDateType } = sent;
    return respond(200, {
      data: {
        id: random.uuid(),
        ...(interactionId === null ? {} : { interactionId }),
        orgId: WEBEX_FAKE_ORGANIZATION,
        agentId,
        clientId,
        actionType,
        actionDateTime: actionDateType,
        createdDateTime: clock(),
      },
      trackingId: `WEBEX_FAKE_ACTION_${random.int(1000, 9999)}`,
    });
  };
}

/** The rules of "ScheduleCallbackRequest". */
function isAllowed(sent: JsonObject, now: Instant): boolean {
  const text = (name: string): string => {
    const value = sent[name];
    return typeof value === "string" ? value : "";
  };
  const isUuidOrNone = (name: string): boolean => sent[name] === undefined || UUID.test(text(name));
  const zone = findZone(text("timezone"));
  const window = localWindow({
    timeZone: text("timezone"),
    date: text("scheduleDate"),
    startTime: text("startTime"),
    endTime: text("endTime"),
  });
  if (zone === null || window === null || window.end === null) return false;
  const today = Date.parse(`${localFields(now, zone).date}T00:00:00.000Z`);
  const days = (Date.parse(`${text("scheduleDate")}T00:00:00.000Z`) - today) / DAY;
  const length = window.end - window.start;
  return (
    text("customerName").length >= 1 &&
    text("customerName").length <= 250 &&
    NUMBER.test(text("callbackNumber")) &&
    text("queueId") !== "" &&
    [text("startTime"), text("endTime")].every((time) => TIME.test(time)) &&
    days >= 0 &&
    days <= 31 &&
    window.start >= now + 30 * MINUTE &&
    length >= 30 * MINUTE &&
    length <= 480 * MINUTE &&
    isUuidOrNone("assigneeAgent") &&
    isUuidOrNone("sourceInteraction")
  );
}

const FIELDS = [
  "customerName",
  "callbackNumber",
  "timezone",
  "scheduleDate",
  "startTime",
  "endTime",
  "queueId",
  "callbackReason",
  "sourceInteraction",
  "assigneeAgent",
];

function fieldsOf(sent: JsonObject): JsonObject {
  return Object.fromEntries(FIELDS.flatMap((name) => (sent[name] === undefined ? [] : [[name, sent[name]]])));
}

/** Returns the audit fields that the vendor adds to a callback. */
function auditOf(existing: JsonObject | null, sent: JsonObject, now: Instant): JsonObject {
  const isSameAgent = existing !== null && existing["assigneeAgent"] === sent["assigneeAgent"];
  const assignedTime: JsonValue = isSameAgent ? (existing["assignedTime"] ?? now) : now;
  return {
    callbackOrigin: existing?.["callbackOrigin"] ?? "api",
    createdTimestamp: existing?.["createdTimestamp"] ?? now,
    lastUpdatedTimestamp: now,
    orgId: WEBEX_FAKE_ORGANIZATION,
    ...(sent["assigneeAgent"] === undefined ? {} : { assignedTime }),
  };
}

function respond(status: number, body: JsonObject | null = null): Response {
  const init = { status, headers: { trackingid: "WEBEX_FAKE_1" } };
  return body === null ? new Response(null, init) : Response.json(body, init);
}

function parse(body: string): JsonObject | null {
  try {
    const sent: unknown = JSON.parse(body);
    return isJsonObject(sent) ? sent : null;
  } catch {
    return null;
  }
}
