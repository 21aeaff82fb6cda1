import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MINDFUL_READER } from "../../src/adapters/mindful/reader.js";
import { MINDFUL_VIEWS } from "../../src/adapters/mindful/views.js";
import { readRows } from "../../src/adapters/wire/vendor-page.js";
import type { Observation } from "../../src/domain/change/observation.js";
import type { RecordedChange } from "../../src/domain/query.js";
import type { JsonObject } from "../../src/lib/json.js";
import type { Store } from "../../src/stores/store.js";
import { STORES, type StorePlace } from "./stores.js";

const NOON = Date.UTC(2026, 5, 1, 12);
const ID = "734512";

/** A record in the vendor's shape. The status changes with each read; the other records stay as they are. */
interface Sent {
  readonly record: JsonObject;
  /** Of a status: the order in which it was read. */
  readonly read?: number;
}

const status = (read: number, word: string): Sent => ({
  read,
  record: {
    contact_uri: "tel:+14155550100",
    callback_number: "+14155550100",
    call_request_id: ID,
    type: "asap",
    created_at: "1780315200",
    estimated_for: "1780316100",
    estimated_wait_time: "900",
    source: "Phone:8005550199",
    call_target_id: "4001",
    status: word,
  },
});
const event = (name: string, call: JsonObject = {}): Sent => ({
  record: {
    call: {
      id: ID,
      ani: 14155550100,
      phoneNumber: "+14155550100",
      callTargetId: "4001",
      createdAt: "2026-06-01T12:00:00.000Z",
      estimatedFor: "2026-06-01T12:15:00.000Z",
      estimatedCallbackTime: 900,
      source: "Phone:8005550199",
      type: "asap",
      ...call,
    },
    event: name,
    time: "2025-06-01T12:00:01Z",
    id: "37ff2b58-386b-7v35-87be-ba88a433e825",
  },
});
const attempt = (retryAttempt: number, outcome: string, hasRetry: boolean): Sent => ({
  record: {
    id: retryAttempt === 0 ? ID : `${ID}-${retryAttempt}`,
    originalId: ID,
    retryAttempt,
    hasRetry,
    outcome,
    createdAt: retryAttempt === 0 ? "2026-06-01T12:00:00Z" : "2026-06-01T12:20:00Z",
    endedAt: `2026-06-01T12:${20 + retryAttempt}:00Z`,
    phoneNumber: "+14155550100",
    callTargetId: "4001",
    type: "asap",
  },
});

const REACHED = [
  event("Registered Callback"),
  status(1, "Requested"),
  status(2, "Connecting"),
  attempt(0, "Unavailable", true),
  status(3, "Requested"),
  attempt(1, "Not Completed", true),
  event("Reconnected Callback"),
  status(4, "Talking"),
  status(5, "Success"),
  attempt(2, "Success", false),
];
const CANCELED = [
  event("Registered Callback"),
  status(1, "Requested"),
  event("Canceled Callback"),
  attempt(0, "Canceled", false),
];
const UNREACHED = [
  event("Registered Callback"),
  status(1, "Requested"),
  event("Final Attempt", { outcome: "Abandoned" }),
];

describe.each(STORES)(
  "a callback that Mindful shows by its status, events and history, in the $name store,",
  (engine) => {
    let where: StorePlace;
    let store: Store;
    let requests = 1000;

    beforeEach(async () => {
      where = await engine.place();
      store = await where.open();
    });
    afterEach(async () => {
      await store.close();
      await where.remove();
    });

    /** Events and attempts may be read at any time: `requestNumber` does not tell what was before. */
    const observed = (source: string, { record }: Sent, requestNumber: number): readonly Observation[] => {
      const context = { source, vendor: "MINDFUL" as const, defaultRegion: null };
      const { observations, quarantined } = readRows([record], MINDFUL_READER, context, {
        requestNumber,
        requestedAt: NOON + requestNumber,
      });
      expect(quarantined).toEqual([]);
      return observations;
    };
    const record = (source: string, sent: Sent, requestNumber: number): Promise<readonly RecordedChange[]> =>
      store.record({
        source,
        observations: observed(source, sent, requestNumber),
        quarantined: [],
        answered: null,
        views: MINDFUL_VIEWS,
        now: NOON + 10_000,
      });
    const stateOf = async (source: string) => {
      const { rows } = await store.list({
        filter: { sources: [source] },
        orderBy: { field: "CREATED_AT", direction: "ASC" },
        slice: { size: 10, from: "start", after: null, before: null },
        now: NOON + 10_000,
      });
      return rows.map(({ callback, vendorRecord, isPresentAtVendor }) => ({
        callback: { ...callback, source: "" },
        vendorRecord,
        isPresentAtVendor,
      }));
    };
    /** A status keeps the order in which it was read; the response itself may arrive later. */
    const numberOf = ({ read }: Sent): number => read ?? (requests += 1);

    it.each<[string, readonly Sent[], JsonObject]>([
      ["that was reached", REACHED, { status: "COMPLETED", attemptCount: 3, outcome: { category: "REACHED" } }],
      ["that was canceled", CANCELED, { status: "CANCELED", attemptCount: 1, outcome: { category: "CANCELED" } }],
      ["that was not reached", UNREACHED, { status: "FAILED", attemptCount: null, outcome: { category: "ABANDONED" } }],
    ])("%s, is the same in every order, however often each record comes", async (_, life, expected) => {
      let sources = 0;
      const all = async (sent: readonly Sent[]): Promise<string> => {
        const source = `north-${(sources += 1)}`;
        for (const one of sent) await record(source, one, numberOf(one));
        return source;
      };
      const first = await stateOf(await all(life));
      expect(first).toMatchObject([{ callback: { vendorId: ID, ...expected }, isPresentAtVendor: true }]);
      const inAnyOrder = fc
        .array(fc.constantFrom(...life), { maxLength: 6 })
        .chain((again) => fc.shuffledSubarray([...life, ...again], { minLength: life.length + again.length }));
      await fc.assert(
        fc.asyncProperty(inAnyOrder, async (sent) => {
          const source = await all(sent);
          expect(await stateOf(source)).toEqual(first);
          // A delivery and an hour that are read again publish nothing.
          for (const one of life) {
            if (one.read === undefined) expect(await record(source, one, numberOf(one))).toEqual([]);
          }
        }),
        { numRuns: 15, seed: 7 },
      );
    });

    it("is RETRYING by its history, until the status says more", async () => {
      await record("north", attempt(0, "Unavailable", true), 1);
      expect(await stateOf("north")).toMatchObject([
        { callback: { status: "RETRYING", vendorStatus: "Unavailable", attemptCount: 1, outcome: null } },
      ]);
      await record("north", status(2, "Connecting"), 2);
      expect(await stateOf("north")).toMatchObject([{ callback: { status: "IN_PROGRESS", attemptCount: 1 } }]);
    });

    it("is as the history ends it, where the status ended with an attempt that was repeated", async () => {
      await record("north", status(1, "Unavailable"), 1);
      await record("north", attempt(0, "Unavailable", true), 2);
      expect(await stateOf("north")).toMatchObject([{ callback: { status: "FAILED" } }]);
      await record("north", attempt(1, "Success", false), 3);
      expect(await stateOf("north")).toMatchObject([{ callback: { status: "COMPLETED", attemptCount: 2 } }]);
    });

    it("exists by its registration alone, with number, call target and estimate", async () => {
      await record("north", event("Registered Callback", { phoneNumber: null }), 1);
      expect(await stateOf("north")).toMatchObject([
        {
          callback: {
            vendorId: ID,
            status: "SCHEDULED",
            vendorStatus: "Registered Callback",
            timing: "ASAP",
            customer: { phoneNumber: "+14155550100", phoneNumberRaw: "14155550100" },
            routing: { callTargetId: "4001" },
            origin: { category: "LIVE_CALL" },
            estimate: { callAt: NOON + 900_000, waitMs: 900_000 },
            createdAt: NOON,
          },
        },
      ]);
    });
  },
);
