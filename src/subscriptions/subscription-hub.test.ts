import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { anObservation } from "../../test/support/observations.js";
import { openSqliteStore } from "../stores/sqlite/sqlite.js";
import type { Store } from "../stores/store.js";
import { CHANGES, type SubscriptionRequest } from "./published-change.js";
import { openSubscriptionHub, type SubscriptionHub } from "./subscription-hub.js";

const KINDS: SubscriptionRequest["kinds"] = ["CREATED", "STATUS_CHANGED", "UPDATED", "GONE"];
let store: Store;
let hub: SubscriptionHub;
let now = 0;

beforeEach(async () => {
  store = await openSqliteStore(":memory:");
  hub = await openSubscriptionHub({ store, clock: () => now });
});
afterEach(async () => {
  hub.close();
  await store.close();
});

/** Changes one callback, so often. */
async function change(count: number, source = "north"): Promise<void> {
  for (let step = 0; step < count; step += 1) {
    now += 1;
    const observations = [anObservation(now, { source, reason: `reason ${now}` })];
    await store.record({ source, observations, quarantined: [], answered: null, now });
  }
}

interface Subscriber {
  readonly positions: number[];
  readonly kinds: string[];
  /** The promise of the stream. */
  readonly over: Promise<void>;
  end(): void;
}

/** Subscribes. `takes` is how long the client needs for a change; undefined if it needs no time. */
function subscribe(
  request: Partial<SubscriptionRequest>,
  takes: (nth: number) => Promise<void> | undefined,
): Subscriber {
  const stream = hub.subscribe({ filter: {}, kinds: KINDS, after: null, snapshot: false, ...request });
  const [positions, kinds]: [number[], string[]] = [[], []];
  const over = stream.each(CHANGES, ({ kind, position }) => {
    positions.push(position);
    kinds.push(kind);
    return takes(positions.length);
  });
  over.catch(() => undefined);
  return { positions, kinds, over, end: () => stream.end() };
}

/** Resolves once its snapshot was read: what has changed before is part of that. */
const hasBegun = ({ kinds }: Subscriber): Promise<void> => expect.poll(() => kinds[0]).toBe("SNAPSHOT");
const atOnce = (): undefined => undefined;
const from = (first: number, last: number): number[] => Array.from({ length: last - first + 1 }, (_, i) => first + i);

describe("subscriptions with equal requests", () => {
  it("each receive every change once and in order, however slow they are and whenever they start", async () => {
    await change(5);
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    const ways: readonly ((nth: number) => Promise<void> | undefined)[] = [
      atOnce,
      () => Promise.resolve(),
      (nth) => (nth % 3 === 0 ? Promise.resolve() : undefined),
      (nth) => (nth === 7 ? gate : undefined),
      (nth) => (nth % 2 === 0 ? new Promise((resolve) => setImmediate(resolve)) : undefined),
    ];
    const begun: { readonly subscriber: Subscriber; readonly first: number }[] = [];
    const begin = (): void => {
      for (const takes of ways) {
        begun.push({ subscriber: subscribe({}, takes), first: hub.last() + 1 });
        begun.push({ subscriber: subscribe({ after: 2 }, takes), first: 3 });
      }
    };
    for (let round = 0; round < 10; round += 1) {
      begin();
      await change(7);
      if (round === 6) open();
    }
    await change(1);
    const last = 76;
    await expect.poll(() => hub.last()).toBe(last);
    for (const { subscriber, first } of begun) await expect.poll(() => subscriber.positions).toEqual(from(first, last));
    expect(hub.count()).toBe(begun.length);
    for (const { subscriber } of begun) subscriber.end();
    await Promise.all(begun.map(({ subscriber }) => subscriber.over));
    expect(hub.count()).toBe(0);
    await change(1);
    for (const { subscriber, first } of begun) expect(subscriber.positions).toEqual(from(first, last));
  });

  it("send a snapshot first if requested", async () => {
    await change(3, "north");
    await change(2, "south");
    const slow = subscribe({ snapshot: true }, () => Promise.resolve());
    await hasBegun(slow);
    await change(2, "north");
    const quick = subscribe({ snapshot: true }, atOnce);
    await hasBegun(quick);
    await change(2, "south");
    for (const { kinds } of [slow, quick]) await expect.poll(() => kinds.slice(0, 2)).toEqual(["SNAPSHOT", "SNAPSHOT"]);
    for (const { positions } of [slow, quick]) await expect.poll(() => positions.at(-1)).toBe(9);
    expect(quick.kinds).toEqual(["SNAPSHOT", "SNAPSHOT", "UPDATED", "UPDATED"]);
  });

  it("resume with a snapshot, whose cursors are of the moment that it was read at", async () => {
    await change(3, "north");
    await change(2, "south");
    await expect.poll(() => hub.last()).toBe(5);
    const resumed = subscribe({ after: 2, snapshot: true }, atOnce);
    await hasBegun(resumed);
    await change(1, "north");
    await expect.poll(() => resumed.positions).toEqual([5, 5, 6]);
    expect(resumed.kinds).toEqual(["SNAPSHOT", "SNAPSHOT", "UPDATED"]);
  });

  it("receive no change that only another request matches", async () => {
    const [north, gone] = [
      subscribe({ filter: { sources: ["north"] } }, atOnce),
      subscribe({ kinds: ["GONE"] }, atOnce),
    ];
    const all = subscribe({}, atOnce);
    await change(2, "south");
    await change(2, "north");
    await expect.poll(() => all.positions).toEqual([1, 2, 3, 4]);
    expect([north.positions, gone.positions]).toEqual([[3, 4], []]);
  });

  it("fail alone when one listener throws, and end together with the hub", async () => {
    const others = [subscribe({}, atOnce), subscribe({}, () => Promise.resolve())];
    const thrown = subscribe({}, (nth) => {
      if (nth === 2) throw new Error("no more");
      return undefined;
    });
    const rejected = subscribe({}, (nth) => (nth === 3 ? Promise.reject(new Error("not this one")) : undefined));
    await change(4);
    await expect(thrown.over).rejects.toThrow("no more");
    await expect(rejected.over).rejects.toThrow("not this one");
    expect([thrown.positions, rejected.positions]).toEqual([
      [1, 2],
      [1, 2, 3],
    ]);
    for (const { positions } of others) await expect.poll(() => positions).toEqual([1, 2, 3, 4]);
    expect(hub.count()).toBe(2);
    hub.close();
    await Promise.all(others.map(({ over }) => over));
    expect(hub.count()).toBe(0);
  });

  it("fail with CURSOR_EXPIRED for a position that the log does not contain", async () => {
    await change(3);
    await store.trimChanges({ noticedBefore: now, keep: 1, limit: 100 });
    await expect(subscribe({ after: 1 }, atOnce).over).rejects.toMatchObject({ code: "CURSOR_EXPIRED" });
    await expect(subscribe({ after: 99 }, atOnce).over).rejects.toMatchObject({ code: "CURSOR_EXPIRED" });
  });

  it("may end during a delivery", async () => {
    const leavers: Subscriber[] = [];
    const leaver = (): Subscriber => {
      const one = subscribe({}, () => {
        for (const other of leavers) other.end();
        return undefined;
      });
      leavers.push(one);
      return one;
    };
    const stays = subscribe({}, atOnce);
    const [first, second] = [leaver(), leaver()];
    await change(3);
    await Promise.all([first.over, second.over]);
    expect(first.positions.length + second.positions.length).toBe(1);
    await expect.poll(() => stays.positions).toEqual([1, 2, 3]);
  });
});
