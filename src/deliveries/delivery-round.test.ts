import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { eventOfGap, type DeliveryEvent } from "../domain/delivery.js";
import type { RecordedChange } from "../domain/query.js";
import type { Store } from "../stores/store.js";
import { DeliveryPause } from "./delivery-pause.js";
import { DeliveryRound, type DeliveryParts } from "./delivery-round.js";
import type { AttemptResult } from "./http-sender.js";

const DELIVERED: AttemptResult = { outcome: "delivered", reason: null, retryAfterMs: 0 };

const pendingEvent = (position: number): DeliveryEvent => ({
  ...eventOfGap("crm", position, 0),
  kind: "CREATED",
  rowId: position,
  callbackId: `callback-${position}`,
});

function createRound(
  pending: readonly DeliveryEvent[],
  readOne: (position: number) => Promise<RecordedChange[]>,
  send: (id: string) => Promise<AttemptResult>,
): DeliveryRound {
  const store: Partial<Store> = {
    readChanges: (after, limit) => (limit === 1 ? readOne(after + 1) : Promise.resolve([])),
    logBounds: () => Promise.resolve({ floor: 0, last: 9, gaps: [] }),
  };
  const parts: DeliveryParts = {
    name: "crm",
    retryForMs: 1000,
    store: store as Store,
    sender: { send, probe: () => Promise.resolve(""), close: () => Promise.resolve() },
    pause: new DeliveryPause(() => 0),
    clock: () => 5000,
    random: () => 0,
    logger: pino({ level: "silent" }),
    isWanted: () => true,
    present: () => Promise.resolve({}),
    count: () => undefined,
  };
  return new DeliveryRound(parts, { position: 9, stoppedAt: null, revision: 1, pending });
}

const changeAt = (position: number): RecordedChange => ({ position }) as RecordedChange;

describe("a round of a delivery", () => {
  it("fails with the store, once its other attempts have ended: the next round makes them again", async () => {
    const order: string[] = [];
    const round = createRound(
      [pendingEvent(1), pendingEvent(2)],
      (position) =>
        position === 1 ? Promise.reject(new Error("the disk fails")) : Promise.resolve([changeAt(position)]),
      async () => {
        order.push("sent");
        await new Promise(setImmediate);
        order.push("delivered");
        return DELIVERED;
      },
    );
    await expect(round.run(new AbortController().signal)).rejects.toThrow("the disk fails");
    expect(order).toEqual(["sent", "delivered"]);
  });

  it("drops an event whose change was erased from the middle of the log, and goes on with its callback", async () => {
    const later = { ...pendingEvent(4), rowId: 3 };
    const sent: string[] = [];
    const round = createRound(
      [pendingEvent(3), later],
      (position) => Promise.resolve(position === 3 ? [changeAt(4)] : [changeAt(position)]),
      (id) => {
        sent.push(id);
        return Promise.resolve(DELIVERED);
      },
    );
    const { progress } = await round.run(new AbortController().signal);
    expect(sent).toEqual([later.id]);
    expect(progress).toMatchObject({ done: [pendingEvent(3).id, later.id], pending: [], dead: [] });
  });

  it("keeps every event pending if it is aborted, and dead letters hold no later events back", async () => {
    const aborted = new AbortController();
    aborted.abort();
    const events = [pendingEvent(1), { ...pendingEvent(2), rowId: 1 }];
    const readOne = (position: number): Promise<RecordedChange[]> => Promise.resolve([changeAt(position)]);
    const untouched = createRound(events, readOne, () => Promise.reject(new Error("sent")));
    const { progress } = await untouched.run(aborted.signal);
    expect(progress).toMatchObject({ position: 9, done: [], pending: [], dead: [] });
    const refused = createRound(events, readOne, (id) =>
      Promise.resolve(id === events[0]?.id ? { outcome: "refused", reason: "HTTP 422", retryAfterMs: 0 } : DELIVERED),
    );
    const after = await refused.run(new AbortController().signal);
    expect(after.progress.dead).toMatchObject([{ id: events[0]?.id, reason: "HTTP 422", deadSince: 5000 }]);
    expect(after.progress.done).toEqual([events[1]?.id]);
  });
});
