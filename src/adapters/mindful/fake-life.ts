import type { Instant } from "../../domain/time/instant.js";
import type { JsonObject } from "../../lib/json.js";
import type { MovedRecord } from "../fake/course.js";
import type { Random } from "../fake/random.js";

/** The statuses of a callback that waits for its time. */
export const WAITING_WORDS = { asap: "Requested", waitlisted: "Waitlisted", scheduled: "Scheduled" } as const;

const SECOND = 1000;
const UNREACHED = new Set(["Unavailable", "Not Completed"]);
const WAITING: readonly unknown[] = Object.values(WAITING_WORDS);

/** A step, and how an attempt ended with it. */
export interface MindfulMove extends MovedRecord {
  readonly attempt?: { readonly outcome: string; readonly hasRetry: boolean };
}

/** The next step of a callback's life at the fake: queued, dispatched, dialled, talked to, tried once more, over. */
export function moveMindfulCallback(record: JsonObject, at: Instant, random: Random, canRetry: boolean): MindfulMove {
  const to = (status: string, from: number, until: number): MindfulMove => ({
    record: { ...record, status },
    nextAt: at + random.int(from, until) * SECOND,
  });
  const end = (outcome: string): MindfulMove => {
    const hasRetry = canRetry && UNREACHED.has(outcome) && random.int(1, 2) === 1;
    if (hasRetry) return { ...to(WAITING_WORDS.asap, 45, 90), attempt: { outcome, hasRetry } };
    return { record: { ...record, status: outcome }, nextAt: null, attempt: { outcome, hasRetry } };
  };
  const { status } = record;
  if (WAITING.includes(status)) {
    const { forecast_waitlist_position: _, ...queued } = record;
    return { record: { ...queued, status: "Queued" }, nextAt: at + random.int(5, 20) * SECOND };
  }
  if (status === "Queued") return to("Dispatch", 2, 5);
  if (status === "Dispatch") return to("Connecting", 5, 20);
  if (status === "Connecting") {
    const chance = random.int(1, 100);
    if (chance <= 72) return to("Talking", 20, 60);
    return end(chance <= 82 ? "Unavailable" : chance <= 90 ? "Not Completed" : chance <= 97 ? "Abandoned" : "Failure");
  }
  return status === "Talking" ? end("Success") : { record, nextAt: null };
}

/** The forecast for a callback that waits for an agent as soon as possible: it drifts, and comes nearer. */
export function forecastMindfulCallback(
  record: JsonObject,
  startsAt: Instant,
  now: Instant,
  random: Random,
): JsonObject {
  if (record["type"] !== "asap" || !WAITING.includes(record["status"])) return record;
  const waitS = Math.max(0, Math.round((startsAt - now) / SECOND) + random.int(0, 20));
  const position = Number(record["forecast_waitlist_position"] ?? 0);
  return {
    ...record,
    estimated_for: String(Math.floor(now / SECOND) + waitS),
    estimated_wait_time: String(waitS),
    ...(position > 1 ? { forecast_waitlist_position: String(position - random.int(0, 1)) } : {}),
  };
}
