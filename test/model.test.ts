import { describe, expect, it } from "vitest";
import { findAdapter } from "../src/adapters/registry.js";
import { LAPSE_MS, statusOf } from "../src/domain/ending.js";
import { detectObserved } from "../src/domain/change/change.js";
import type { JsonObject } from "../src/lib/json.js";
import type { CallbackStatus, StatusBasis } from "../src/domain/status.js";
import { stampOf } from "./support/observations.js";
import { countRequests } from "../src/domain/change/request-stamp.js";

const HOUR = 3_600_000;
const START = Date.UTC(2026, 5, 1, 14, 30);
const END = START + HOUR;
const SEEN = START - HOUR;

/** What the gateway makes of a record that it reads before its window: the status at a moment, and the basis of the record's. */
function read(vendor: string, record: JsonObject, at: number): [CallbackStatus | undefined, StatusBasis | undefined] {
  const definition = findAdapter(vendor);
  if (definition === undefined) throw new Error(`there is no vendor ${vendor}`);
  const fake = definition.createFake(() => SEEN, { count: 0 });
  const settings = definition.settings.parse(fake.settings("http://127.0.0.1:1"));
  const adapter = definition.create(settings, {
    source: "north",
    vendor: definition.vendor,
    clock: () => SEEN,
    stampRequest: countRequests(() => SEEN),
  });
  const [observation] = adapter.reread(record, stampOf(SEEN)).observations;
  const remembered = observation && detectObserved(null, observation)?.remembered;
  return [remembered && statusOf(remembered, at), remembered?.callback.statusBasis];
}

const talkdesk = (status: unknown): JsonObject => ({
  callback_id: "1",
  time_to_call: new Date(START).toISOString(),
  status: status as string,
});
const genesys = (fields: JsonObject): JsonObject => ({
  interaction_id: "1",
  start_time: new Date(START).toISOString(),
  end_time: new Date(END).toISOString(),
  ...fields,
});
const gms = (fields: JsonObject): JsonObject => ({ _id: "1", _desired_time: new Date(START).toISOString(), ...fields });
const mindful = (status: unknown): JsonObject => ({ call_request_id: "1", status: status as string });
/** Without a zone: 09:30 in Chicago is 14:30 UTC in summer. */
const cxone = (callbackTime: string | null): JsonObject => ({ callbackId: 1, callbackTime });
const webex = (fields: JsonObject = {}): JsonObject => ({
  id: "1",
  timezone: "UTC",
  scheduleDate: "2026-06-01",
  startTime: "14:30:00",
  endTime: "15:30:00",
  ...fields,
});

type Row = readonly [vendor: string, what: string, record: JsonObject, status: CallbackStatus, basis: StatusBasis];

const reported = (
  vendor: string,
  toRecord: (word: string) => JsonObject,
  words: Partial<Record<CallbackStatus, readonly string[]>>,
): Row[] =>
  Object.entries(words).flatMap(([status, list]) =>
    list.map((word): Row => [vendor, word, toRecord(word), status as CallbackStatus, "REPORTED"]),
  );

/** The vendors' words, at the moment before the window. */
const WORDS: readonly Row[] = [
  ...reported("talkdesk", talkdesk, {
    SCHEDULED: ["UNATTEMPTED"],
    RETRYING: ["TO_BE_RETRIED"],
    COMPLETED: ["SUCCESS"],
    FAILED: ["EXHAUSTED", "INVALID_NUMBER"],
    CANCELED: ["CANCELED", "CANCELLED"],
    UNKNOWN: ["FROBNICATED"],
  }),
  ...reported("genesys", (word) => genesys({ callback_status: Number(word) }), {
    UNKNOWN: ["0", "15"],
    SCHEDULED: ["1", "2"],
    QUEUED: ["3", "6"],
    IN_PROGRESS: ["4", "5", "13"],
    CANCELED: ["7", "12"],
    COMPLETED: ["8"],
    ENDED: ["9"],
    FAILED: ["10", "11"],
    EXPIRED: ["14"],
  }),
  ...["8", "9"].flatMap((number) =>
    reported("genesys", (result) => genesys({ callback_status: number, call_result: Number(result) }), {
      COMPLETED: ["0", "1"],
      FAILED: ["7"],
      CANCELED: ["19"],
      ENDED: ["28", "54", "99"],
    }),
  ),
  ...reported("genesys_gms", (word) => gms({ _callback_state: word }), {
    SCHEDULED: ["SCHEDULED"],
    QUEUED: ["QUEUED", "PAUSED"],
    IN_PROGRESS: ["ROUTING", "PROCESSING"],
    ENDED: ["COMPLETED"],
    UNKNOWN: ["frobnicated"],
  }),
  ...reported("genesys_gms", (word) => gms({ _callback_state: "COMPLETED", _callback_reason: word }), {
    COMPLETED: ["AGENT_CONNECTED"],
    CANCELED: ["CANCELLED", "CANCELED"],
    FAILED: ["NOT_AVAILABLE", "FAIL_CALL_TO_CUSTOMER", "AGENT_PREVIEW_CANCEL_AFTER_3REJECTS"],
    EXPIRED: ["FAIL_TIMEOUT_TTL"],
    ENDED: ["frobnicated"],
  }),
  ...reported("mindful", mindful, {
    SCHEDULED: ["Requested", "Registered", "Scheduled", "Waiting", "Waitlisted", "wait-listed"],
    QUEUED: ["Queued", "Dispatch", "Registering"],
    IN_PROGRESS: ["Connecting", "Talking", "InProgress", "in progress"],
    COMPLETED: ["Success", "Completed"],
    CANCELED: ["Canceled", "Cancelled"],
    FAILED: ["Unavailable", "NotCompleted", "Not Completed", "Failure", "Failed", "Abandoned"],
    UNKNOWN: ["Chose Hold", "frobnicated"],
  }),
  ["talkdesk", "no word", talkdesk(null), "UNKNOWN", "DERIVED"],
  ["mindful", "no word", mindful(null), "UNKNOWN", "DERIVED"],
  ["genesys_gms", "no state", gms({}), "UNKNOWN", "DERIVED"],
  ["genesys", "status 0", genesys({ status: 0 }), "SCHEDULED", "DERIVED"],
  ["genesys", "status 1", genesys({ status: 1 }), "SCHEDULED", "DERIVED"],
  ["genesys", "status 2", genesys({ status: 2 }), "IN_PROGRESS", "DERIVED"],
  ["genesys", "status 3", genesys({ status: 3 }), "ENDED", "DERIVED"],
  ["genesys", "status 3 with a result", genesys({ status: 3, call_result: 0 }), "COMPLETED", "DERIVED"],
  ["genesys", "status 3 with another", genesys({ status: 3, call_result: 6 }), "FAILED", "DERIVED"],
  ["genesys", "status 3 with an unknown one", genesys({ status: 3, call_result: 28 }), "ENDED", "DERIVED"],
  ["genesys", "no status", genesys({}), "UNKNOWN", "DERIVED"],
  ["webex", "its window", webex(), "SCHEDULED", "DERIVED"],
  ["nice_cxone", "its time", cxone("2026-06-01T09:30:00"), "SCHEDULED", "DERIVED"],
  ["nice_cxone", "no time", cxone(null), "UNKNOWN", "DERIVED"],
  ["webex", "no window", webex({ timezone: "Mars/Olympus_Mons" }), "UNKNOWN", "DERIVED"],
];

/** What the clock makes of it later: at these moments these statuses. */
const LATER: readonly (readonly [string, string, JsonObject, readonly (readonly [number, CallbackStatus])[]])[] = [
  [
    "webex",
    "a window",
    webex(),
    [
      [START - 1, "SCHEDULED"],
      [START, "QUEUED"],
      [END - 1, "QUEUED"],
      [END, "ENDED"],
    ],
  ],
  [
    "webex",
    "a start alone",
    webex({ endTime: null }),
    [
      [START + LAPSE_MS - 1, "QUEUED"],
      [START + LAPSE_MS, "ENDED"],
    ],
  ],
  [
    "webex",
    "nothing",
    webex({ startTime: null }),
    [
      [SEEN + LAPSE_MS - 1, "UNKNOWN"],
      [SEEN + LAPSE_MS, "ENDED"],
    ],
  ],
  [
    "genesys",
    "status 1",
    genesys({ status: 1 }),
    [
      [START, "QUEUED"],
      [END - 1, "QUEUED"],
      [END, "ENDED"],
    ],
  ],
  [
    "genesys",
    "status 2",
    genesys({ status: 2 }),
    [
      [END - 1, "IN_PROGRESS"],
      [END, "ENDED"],
    ],
  ],
  [
    "genesys",
    "no status",
    genesys({}),
    [
      [END - 1, "UNKNOWN"],
      [END, "ENDED"],
    ],
  ],
  [
    "genesys",
    "0-UNKNOWN",
    genesys({ callback_status: 0 }),
    [
      [END - 1, "UNKNOWN"],
      [END, "ENDED"],
    ],
  ],
  [
    "genesys",
    "3-QUEUED",
    genesys({ callback_status: 3 }),
    [
      [END, "QUEUED"],
      [END + 400 * LAPSE_MS, "QUEUED"],
    ],
  ],
  [
    "talkdesk",
    "UNATTEMPTED",
    talkdesk("UNATTEMPTED"),
    [
      [START, "SCHEDULED"],
      [START + 400 * LAPSE_MS, "SCHEDULED"],
    ],
  ],
  [
    "talkdesk",
    "a new word",
    talkdesk("FROB"),
    [
      [START + LAPSE_MS - 1, "UNKNOWN"],
      [START + LAPSE_MS, "ENDED"],
    ],
  ],
  [
    "talkdesk",
    "no word",
    talkdesk(""),
    [
      [START + LAPSE_MS - 1, "UNKNOWN"],
      [START + LAPSE_MS, "ENDED"],
    ],
  ],
  [
    "genesys_gms",
    "QUEUED",
    gms({ _callback_state: "QUEUED" }),
    [
      [START, "QUEUED"],
      [START + 400 * LAPSE_MS, "QUEUED"],
    ],
  ],
  [
    "genesys_gms",
    "a new word",
    gms({ _callback_state: "frob" }),
    [
      [START + LAPSE_MS - 1, "UNKNOWN"],
      [START + LAPSE_MS, "ENDED"],
    ],
  ],
  [
    "nice_cxone",
    "its time",
    cxone("2026-06-01T09:30:00"),
    [
      [START - 1, "SCHEDULED"],
      [START, "QUEUED"],
      [START + LAPSE_MS - 1, "QUEUED"],
      [START + LAPSE_MS, "ENDED"],
    ],
  ],
  [
    "mindful",
    "a new word",
    mindful("frob"),
    [
      [SEEN + LAPSE_MS - 1, "UNKNOWN"],
      [SEEN + LAPSE_MS, "ENDED"],
    ],
  ],
  ["mindful", "Waiting", mindful("Waiting"), [[SEEN + 400 * LAPSE_MS, "SCHEDULED"]]],
];

describe("the one life cycle", () => {
  it.each(WORDS)("makes of %s: %s", (vendor, _, record, status, basis) => {
    expect(read(vendor, record, SEEN)).toEqual([status, basis]);
  });

  it.each(LATER)("moves by the clock at %s: %s", (vendor, _, record, moments) => {
    for (const [at, status] of moments) expect([at, read(vendor, record, at)[0]]).toEqual([at, status]);
  });

  it("has one vendor that drops callbacks when they are due", () => {
    const forgetful = ["webex", "talkdesk", "genesys", "genesys_gms", "nice_cxone", "mindful"].filter((vendor) => {
      const definition = findAdapter(vendor);
      const fake = definition?.createFake(() => SEEN, { count: 0 });
      const settings = definition?.settings.parse(fake?.settings("http://127.0.0.1:1"));
      const context = { source: "north", vendor, clock: () => SEEN, stampRequest: countRequests(() => SEEN) };
      return definition?.create(settings, context).forgetsWhenDue === true;
    });
    expect(forgetful).toEqual(["webex"]);
  });
});
