import type { Clock, Instant } from "../../domain/time/instant.js";
import { isJsonObject, type JsonObject, type JsonValue } from "../../lib/json.js";
import type { FakeRequest } from "../fake/fake.js";
import type { MindfulWorld } from "./fake-world.js";
import { mapMindfulStatus } from "./status.js";
import { isOpenStatus } from "../../domain/status.js";

export const MINDFUL_FAKE_WIDGET = "9f3c01";

const SECOND = 1000;
const QUARTER = 15 * 60 * SECOND;
const SLOTS = 4 * 24;

/** The times that the fake offers: every quarter of an hour for a day. */
export function mindfulFakeSlots(now: Instant): Instant[] {
  const first = now - (now % QUARTER) + QUARTER;
  return Array.from({ length: SLOTS }, (_, number) => first + number * QUARTER);
}

/** "Check Widget Status" and "Register a Callback". The bodies of rejections are guesses: only their statuses are documented. */
export function createMindfulFakeWidget(
  world: MindfulWorld,
  clock: Clock,
): (request: FakeRequest, isRequest: boolean) => Response {
  return ({ method, body }, isRequest) => {
    const now = clock();
    const slots = mindfulFakeSlots(now);
    if (!isRequest) {
      if (method !== "GET") return say(405, "MethodNotAllowed");
      const offer = {
        widget_state: "offer_callback",
        message: "",
        offer_asap: true,
        offer_scheduled: true,
        ewt: 120,
        // The document types the list as a string.
        scheduled_timeslots: slots.map((slot) => slot / SECOND).join(","),
      };
      return Response.json({ data: [offer] });
    }
    if (method !== "POST") return say(405, "MethodNotAllowed");
    const sent = parse(body);
    const number = sent?.["contact_number"];
    const time = sent?.["appointment_time"];
    if (typeof number !== "string" || number === "") return say(400, "ContactRequired");
    if (!/^\+?\d{7,15}$/u.test(number)) return say(400, "InvalidContact");
    if (time !== undefined && typeof time !== "number") return say(400, "InvalidParameters");
    if (typeof time === "number" && time * SECOND <= now) return say(400, "AppointmentTimeInThePast");
    if (typeof time === "number" && !slots.includes(time * SECOND)) return say(400, "InvalidRequest");
    const id = world.add({ phoneNumber: number, start: typeof time === "number" ? time * SECOND : now + 60 * SECOND });
    const isAsap = typeof time !== "number";
    world.callbacks.set(id, {
      ...world.callbacks.get(id),
      created_at: String(Math.floor(now / SECOND)),
      source: "API",
      type: isAsap ? "asap" : "scheduled",
      status: isAsap ? "Requested" : "Scheduled",
    });
    const requested = { status: "Requested", message: "", callback_request_id: id, ewt: 120 };
    return Response.json({ data: [{ ...requested, requested_at: Math.floor(now / SECOND) }] });
  };
}

/** "Cancel a Callback": by number, and with the outcome in a 200. */
export function cancelAtMindfulFake(world: MindfulWorld, number: string, now: Instant): Response {
  const pending = [...world.callbacks].filter(([, record]) => {
    const { status } = record;
    const value = typeof status === "string" ? status : null;
    return mindfulContactOf(record) === number && isOpenStatus(mapMindfulStatus(value).status);
  });
  const [only] = pending;
  if (only === undefined) return say(200, "InteractionNotFound");
  if (pending.length > 1) return say(200, "TooManyInteractions");
  const [id, record] = only;
  if (record["status"] === "Talking") return say(200, "FAILED");
  world.withdraw(id, now);
  return say(200, "Canceled");
}

function say(status: number, value: string): Response {
  return Response.json({ data: [{ status: value, message: value }] }, { status });
}

function parse(body: string): JsonObject | null {
  try {
    const sent: unknown = JSON.parse(body);
    return isJsonObject(sent) ? sent : null;
  } catch {
    return null;
  }
}

/** The number that a record is looked up by; the customer may be called at another. */
export function mindfulContactOf({ contact_uri: uri, callback_number: number }: JsonObject): JsonValue {
  return typeof uri === "string" ? uri.replace(/^tel:/u, "") : (number ?? null);
}
