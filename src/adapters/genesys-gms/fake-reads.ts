import type { Clock } from "../../domain/time/instant.js";
import type { JsonObject, JsonValue } from "../../lib/json.js";
import { textOf } from "./fake-life.js";
import { GMS_FAKE_SERVICES } from "./fake-world.js";
import { failure } from "./fake-writes.js";

/** How an installation returns its records. */
export interface GmsFakeReturns {
  /** False for records of older releases: `desired_time` and `url`. Default true. */
  readonly hasUnderscores?: boolean;
  /** The option `returned-keys`: further keys beside the ones that are always returned. Default: all that there are. */
  readonly returnedKeys?: readonly string[];
}

/** The queries of the fake. */
export interface GmsFakeReads {
  /** Callbacks of a service, or of all, by their keys. */
  find(query: URLSearchParams, service: string | null): Response;
  /** Callbacks of queues, for administrators. */
  listQueues(query: URLSearchParams): Response;
  /** The position of a callback in its queue. */
  position(id: string): Response;
}

const MINUTE = 60_000;
const ALWAYS_RETURNED = [
  "_id",
  "_desired_time",
  "_service_name",
  "_callback_state",
  "_expiration_time",
  "_customer_number",
  "_url",
  "_callback_reason",
];

export function createGmsFakeReads(
  callbacks: ReadonlyMap<string, JsonObject>,
  clock: Clock,
  { hasUnderscores = true, returnedKeys }: GmsFakeReturns,
): GmsFakeReads {
  const keys = new Set([...ALWAYS_RETURNED, ...(returnedKeys ?? [])]);
  const isReturned = (key: string): boolean => returnedKeys === undefined || keys.has(key);

  /** A record as the API returns it: the same object if all of it is returned. */
  const present = (record: JsonObject): JsonObject => {
    if (hasUnderscores && Object.keys(record).every(isReturned)) return record;
    const returned = Object.entries(record).filter(([key]) => isReturned(key));
    const rename = (key: string): string =>
      !hasUnderscores && (key === "_desired_time" || key === "_url") ? key.slice(1) : key;
    return Object.fromEntries(returned.map(([key, value]) => [rename(key), value]));
  };

  return {
    find(query, service) {
      const filters = [...query].filter(([key]) => key !== "operand");
      const isAny = query.get("operand") === "OR";
      const found = [...callbacks.values()].filter((record) => {
        const matches = filters.map(([key, value]) => isMatch(record[key] ?? null, value));
        const isFound = isAny ? matches.some(Boolean) : matches.every(Boolean);
        return isFound && (service === null || record["_service_name"] === service);
      });
      return Response.json(found.map(present));
    },
    listQueues(query) {
      const target = query.get("target");
      // Without these times, the vendor returns the callbacks of about a day.
      const from = timeOf(query.get("start_time"), clock() - 15 * MINUTE);
      const until = timeOf(query.get("end_time"), clock() + 24 * 60 * MINUTE);
      const states = query.get("states")?.split(",");
      const max = Number(query.get("max") ?? 500);
      const listed = [...callbacks.values()].filter((record) => {
        const at = Date.parse(textOf(record["_desired_time"]));
        const isInState = states === undefined || states.includes(textOf(record["_callback_state"]));
        return at >= from && at <= until && isInState;
      });
      const targets = target === null ? GMS_FAKE_SERVICES.map(({ name }) => name) : [target];
      const entries = targets.map((name): [string, JsonValue] => {
        const own = listed.filter((record) => record["_vq"] === name || record["_service_name"] === name);
        return [name, own.slice(0, max).map(present)];
      });
      return Response.json(Object.fromEntries(entries));
    },
    position(id) {
      const record = callbacks.get(id);
      // The vendor passes on the response of Orchestration Server, which has a session for queued callbacks only.
      if (record?.["_callback_state"] !== "QUEUED") return failure(500, "404 Not Found", "ORSException");
      const queued = [...callbacks.values()].filter(
        (one) => one["_vq"] === record["_vq"] && one["_callback_state"] === "QUEUED",
      );
      const place = queued.findIndex((one) => one["_id"] === id) + 1;
      const texts = { _position: String(place), _eta: String(place * 45), _total_waiting: String(queued.length) };
      return Response.json(texts);
    },
  };
}

/** `!COMPLETED` matches any other value. */
function isMatch(value: JsonValue, filter: string): boolean {
  return filter.startsWith("!") ? value !== filter.slice(1) : value === filter;
}

function timeOf(text: string | null, fallback: number): number {
  return text === null ? fallback : Date.parse(text);
}
