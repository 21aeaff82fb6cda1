import type { Clock, Instant } from "../../domain/time/instant.js";
import { parseIsoInstant } from "../../domain/time/iso-instant.js";
import { isJsonObject, type JsonObject, type JsonValue } from "../../lib/json.js";
import type { FakeRequest } from "../fake/fake.js";
import { textOf } from "./fake-life.js";
import { GMS_FAKE_SERVICES, type GmsFakeWorld } from "./fake-world.js";

const MINUTE = 60_000;
const SLOT = 5 * MINUTE;
const DAY = 24 * 60 * MINUTE;

/** The limits of the fake's callback services, by their options. */
export interface GmsFakeLimits {
  readonly capacity?: number;
  readonly requestsPerNumber?: number;
  readonly queuedPerService?: number;
}

type Respond = (request: FakeRequest, query: URLSearchParams, service: string, id: string | null) => Response;

/**
 * Availability, and POST, PUT and DELETE of callbacks. The names of classes and the status of a rejected time are guesses;
 * the messages and statuses of limits are those of the vendor's functional tests.
 */
export function createGmsFakeWrites(world: GmsFakeWorld, clock: Clock, limits: GmsFakeLimits): Respond {
  const { callbacks } = world;
  const { capacity = 100, requestsPerNumber = Number.POSITIVE_INFINITY, queuedPerService = 1000 } = limits;

  const recordsOf = (service: string): JsonObject[] =>
    [...callbacks.values()].filter((record) => record["_service_name"] === service);
  const isOpen = (record: JsonObject): boolean => record["_callback_state"] !== "COMPLETED";

  /** Time slots with free places, by their start; full ones are left out. */
  const slotsOf = (service: string, from: Instant, until: Instant): Record<string, number> => {
    const taken = new Map<number, number>();
    for (const record of recordsOf(service).filter(isOpen)) {
      const slot = slotOf(Date.parse(textOf(record["_desired_time"])));
      taken.set(slot, (taken.get(slot) ?? 0) + 1);
    }
    const slots: Record<string, number> = {};
    for (let at = slotOf(Math.max(from, clock())); at <= until; at += SLOT) {
      const free = capacity - (taken.get(at) ?? 0);
      if (at >= from && free > 0) slots[iso(at)] = free;
    }
    return slots;
  };
  const refuseTime = (service: string, at: Instant): Response =>
    failure(400, `Desired time is not available for ${service}`, "CallbackExceptionAvailability", {
      availability: slotsOf(service, at, at + DAY),
    });
  const isFree = (service: string, at: Instant): boolean => iso(slotOf(at)) in slotsOf(service, slotOf(at), at);

  const create = (service: string, sent: JsonObject): Response => {
    const { _customer_number: number, _desired_time: desired, ...properties } = sent;
    if (typeof number !== "string" || number === "") {
      return failure(400, "_customer_number is missing", "CallbackExceptionInvalidParameter");
    }
    const own = [...callbacks.values()].filter((record) => record["_customer_number"] === number);
    if (own.length >= requestsPerNumber) {
      const message =
        `Callback for _customer_number=${number} rejected because previous callbacks for this parameter were ` +
        `requested for more than ${requestsPerNumber} times today.`;
      return failure(503, message, "CallbackExceptionThrottled");
    }
    const isAsap = desired === undefined;
    const queued = recordsOf(service).filter((record) => record["_callback_state"] === "QUEUED");
    if (isAsap && queued.length >= queuedPerService) {
      const message = `Limit of queued callbacks for ${service} is reached for interval 300s.`;
      return failure(503, message, "CallbackExceptionThrottled");
    }
    const start = isAsap ? clock() : typeof desired === "string" ? parseIsoInstant(desired) : null;
    if (start === null) return failure(400, "_desired_time is invalid", "CallbackExceptionInvalidParameter");
    if (!isAsap && (start < clock() || !isFree(service, start))) return refuseTime(service, start);
    const queue = GMS_FAKE_SERVICES.find(({ name }) => name === service)?.queue ?? "";
    const id = world.put(
      {
        service: { name: service, queue },
        phoneNumber: number,
        start,
        createdAt: clock(),
        state: isAsap ? "QUEUED" : "SCHEDULED",
      },
      properties,
    );
    return Response.json({
      _action: "ConfirmationDialog",
      _dialogId: "0",
      _id: id,
      _text: "You will receive the call shortly",
      _okTitle: "Ok",
    });
  };

  const update = (service: string, id: string, sent: JsonObject): Response => {
    const desired = sent["_new_desired_time"];
    const start = typeof desired === "string" ? parseIsoInstant(desired) : null;
    if (start === null) return failure(400, "_new_desired_time is invalid", "CallbackExceptionInvalidParameter");
    if (start < clock() || !isFree(service, start)) return refuseTime(service, start);
    world.move(id, start);
    return Response.json({});
  };

  return ({ method, body }, query, service, id) => {
    if (method === "GET" && id === "availability") {
      const from = parseIsoInstant(query.get("start") ?? "") ?? clock();
      return Response.json(slotsOf(service, from, parseIsoInstant(query.get("end") ?? "") ?? from + DAY));
    }
    const sent = parse(body);
    if (method === "POST" && id === null) return create(service, sent);
    const record = id === null ? undefined : callbacks.get(id);
    if (id === null || record === undefined || record["_service_name"] !== service) {
      return failure(404, `Callback ${id ?? ""} does not exist`, "CallbackExceptionNotFound");
    }
    if (!isOpen(record) || record["_callback_state"] === "PROCESSING") {
      return failure(400, `Callback ${id} is ${textOf(record["_callback_state"])}`, "CallbackExceptionState");
    }
    if (method === "PUT") return update(service, id, sent);
    if (method !== "DELETE") return failure(405, "Method not allowed", "MethodNotAllowedException");
    world.end(id, "CANCELLED", clock());
    return Response.json({});
  };
}

/** An error of the vendor, which names the class of its exception. */
export function failure(status: number, message: string, exception: string, more: JsonObject = {}): Response {
  return Response.json({ message, exception: `com.example.gms.${exception}`, error: message, ...more }, { status });
}

function slotOf(at: Instant): Instant {
  return at - (at % SLOT);
}

function iso(at: Instant): string {
  return new Date(at).toISOString();
}

function parse(body: string): JsonObject {
  try {
    const sent: JsonValue = JSON.parse(body) as JsonValue;
    return isJsonObject(sent) ? sent : {};
  } catch {
    return {};
  }
}
