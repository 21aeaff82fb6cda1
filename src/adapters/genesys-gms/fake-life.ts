import type { Instant } from "../../domain/time/instant.js";
import type { JsonObject, JsonValue } from "../../lib/json.js";
import type { MovedRecord } from "../fake/course.js";
import type { Random } from "../fake/random.js";

const SECOND = 1000;
/** How long the vendor stores a record after its end: its option `_ttl`. */
export const TTL_MS = 86_400 * SECOND;

/** The next step of a callback's life at the fake: queued, paused at times, the customer reached, an agent there, over. */
export function moveGmsCallback(record: JsonObject, at: Instant, random: Random): MovedRecord {
  const to = (state: string, from: number, until: number): MovedRecord => ({
    record: { ...record, _callback_state: state },
    nextAt: at + random.int(from, until) * SECOND,
  });
  switch (record["_callback_state"]) {
    case "SCHEDULED":
    case "PAUSED":
      return to("QUEUED", 10, 60);
    case "QUEUED": {
      const chance = random.int(1, 100);
      if (chance <= 3) return to("PAUSED", 30, 60);
      if (chance <= 80) return to("ROUTING", 5, 20);
      return { record: endGmsCallback(record, unreached(random), at), nextAt: null };
    }
    case "ROUTING":
      if (random.int(1, 10) <= 9) return to("PROCESSING", 20, 90);
      return { record: endGmsCallback(record, "FAIL_AGENT_CONNECT", at), nextAt: null };
    default:
      return { record: endGmsCallback(record, "AGENT_CONNECTED", at), nextAt: null };
  }
}

/** A callback that has ended for a reason. Its record is stored for a day longer. */
export function endGmsCallback(record: JsonObject, reason: string, at: Instant): JsonObject {
  return {
    ...record,
    _callback_state: "COMPLETED",
    _callback_reason: reason,
    _expiration_time: new Date(at + TTL_MS).toISOString(),
  };
}

function unreached(random: Random): string {
  return random.pick([
    "FAIL_CALL_TO_CUSTOMER",
    "FAIL_CALL_TO_CUSTOMER",
    "FAIL_USER_NO_CONFIRM",
    "NOT_AVAILABLE",
    "FAIL_TIMEOUT_TTL",
    `AGENT_PREVIEW_CANCEL_AFTER_${random.int(2, 5)}REJECTS`,
  ]);
}

/** The text of a record's value; empty for anything else. */
export function textOf(value: JsonValue | undefined): string {
  return typeof value === "string" ? value : "";
}
