import type { Instant } from "../../domain/time/instant.js";
import type { JsonObject } from "../../lib/json.js";
import type { MovedRecord } from "../fake/course.js";
import type { Random } from "../fake/random.js";

const SECOND = 1000;

/** The next step of a callback's life at the fake: due, queued, offered to an agent, tried, over. */
export function moveGenesysCallback(record: JsonObject, at: Instant, random: Random): MovedRecord {
  const soon = (from: number, to: number): Instant => at + random.int(from, to) * SECOND;
  if (record["callback_status"] === undefined) {
    if (record["status"] === 1) return { record: { ...record, status: 2 }, nextAt: soon(20, 60) };
    if (record["status"] === 2) return { record: endGenesysCallback(record, at, tried(random)), nextAt: null };
    return { record, nextAt: null };
  }
  switch (record["callback_status"]) {
    case 1:
    case 2:
    case 6:
      return { record: { ...record, callback_status: 3 }, nextAt: soon(5, 20) };
    case 3:
    case 13:
      return { record: { ...record, callback_status: 4 }, nextAt: soon(3, 8) };
    case 4: {
      const attempts = typeof record["attempts"] === "number" ? record["attempts"] + 1 : 1;
      const owned = { ...record, callback_status: 5, status: 2, attempts, owner_id: random.int(201, 220) };
      return { record: owned, nextAt: soon(20, 60) };
    }
    case 5:
      return leaveAgent(record, at, random);
    default:
      return { record, nextAt: null };
  }
}

function leaveAgent(record: JsonObject, at: Instant, random: Random): MovedRecord {
  const chance = random.int(1, 100);
  if (chance <= 10) return { record: { ...record, callback_status: 6 }, nextAt: at + random.int(5, 15) * SECOND };
  if (chance <= 14) return { record: { ...record, callback_status: 13 }, nextAt: at + 5 * SECOND };
  const end: JsonObject =
    chance <= 84
      ? { callback_status: 8, call_result: random.pick([0, 33, 33, 1]) }
      : chance <= 94
        ? { callback_status: 9, ...tried(random) }
        : chance <= 97
          ? { callback_status: 11, call_result: random.pick([4, 43]) }
          : { callback_status: 14 };
  return { record: endGenesysCallback(record, at, end), nextAt: null };
}

function tried(random: Random): JsonObject {
  return { call_result: random.pick([33, 33, 7, 6, 9, 40]) };
}

/** A callback that has ended, and with it its interaction. */
export function endGenesysCallback(record: JsonObject, at: Instant, end: JsonObject): JsonObject {
  return { ...record, ...end, status: 3, end_date: new Date(at).toISOString(), stopped_reason: "Normal" };
}
