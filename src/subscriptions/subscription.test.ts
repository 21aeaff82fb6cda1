import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RecordedChange } from "../domain/query.js";
import { openSqliteStore } from "../stores/sqlite/sqlite.js";
import type { ChangeListener, Store } from "../stores/store.js";
import { anObservation } from "../../test/support/observations.js";
import type { PublishedChange } from "./published-change.js";
import { openSubscriptionHub, type SubscriptionHub, type SubscriptionHubOptions } from "./subscription-hub.js";

/** Longer than any test: changes are read because of notifications alone. */
const NEVER_MS = 2_000_000_000;
const KINDS = ["CREATED", "STATUS_CHANGED", "UPDATED", "GONE"] as const;
const hubs: SubscriptionHub[] = [];
let store: Store;
let now = 1;

beforeEach(async () => {
  store = await openSqliteStore(":memory:");
});
afterEach(async () => {
  for (const hub of hubs.splice(0)) hub.close();
  await store.close();
});

async function openHub(options: Partial<SubscriptionHubOptions> = {}): Promise<SubscriptionHub> {
  const hub = await openSubscriptionHub({ store, clock: () => now, ...options });
  hubs.push(hub);
  return hub;
}

/** Makes `count` changes, one after another. */
async function change(count = 1): Promise<readonly RecordedChange[]> {
  const made: RecordedChange[] = [];
  for (let step = 0; step < count; step += 1) {
    now += 1;
    const observations = [anObservation(now, { reason: `reason ${now}` })];
    made.push(...(await store.record({ source: "north", observations, quarantined: [], answered: null, now })));
  }
  return made;
}

type Iterator = AsyncIterator<PublishedChange>;

/** A subscription that takes one change for each call of `next`. */
function subscribe(hub: SubscriptionHub, after: number | null): Iterator {
  return hub.subscribe({ filter: {}, kinds: KINDS, after, snapshot: false })[Symbol.asyncIterator]();
}

async function take(iterator: Iterator, count: number): Promise<number[]> {
  const positions: number[] = [];
  while (positions.length < count) {
    const { value, done } = await iterator.next();
    if (done === true) throw new Error("the subscription has ended");
    positions.push((value as PublishedChange).position);
  }
  return positions;
}

const positionsOf = (changes: readonly RecordedChange[]): number[] => changes.map(({ position }) => position);

describe("a subscription", () => {
  it("receives the changes after its start, in order", async () => {
    await change(3);
    const iterator = subscribe(await openHub(), null);
    const made = await change(3);
    expect(await take(iterator, 3)).toEqual(positionsOf(made));
  });

  it("replays after a cursor and continues live, without a gap or a duplicate", async () => {
    const before = await change(700);
    const iterator = subscribe(await openHub(), before[9]?.position ?? 0);
    const taking = take(iterator, 990);
    const after = await change(300);
    expect(await taking).toEqual(positionsOf([...before.slice(10), ...after]));
  });

  it("receives each change once, like all others that wait", async () => {
    const hub = await openHub();
    const taking = Array.from({ length: 20 }, () => take(subscribe(hub, null), 1));
    const [made] = await change();
    expect(await Promise.all(taking)).toEqual(taking.map(() => [made?.position]));
  });

  it("receives changes of notifications without a read, and of lost notifications by a read", async () => {
    const readsAfter: number[] = [];
    let notify: ChangeListener = () => undefined;
    const counted: Store = {
      ...store,
      readChanges: (after, limit) => (readsAfter.push(after), store.readChanges(after, limit)),
      onChanges: (listener) => ((notify = listener), () => undefined),
    };
    const iterator = subscribe(await openHub({ store: counted, readEveryMs: NEVER_MS }), null);
    const [first, second, third] = [await change(2), await change(2), await change(2)];
    const taking = take(iterator, 2);
    notify(first);
    expect([await taking, readsAfter]).toEqual([[1, 2], []]);
    notify(third);
    expect(await take(iterator, 4)).toEqual([3, 4, 5, 6]);
    notify(second);
    await change();
    notify([]);
    expect([await take(iterator, 1), readsAfter[0]]).toEqual([[7], 2]);
  });

  it("receives changes without any notification", async () => {
    const deaf: Store = { ...store, onChanges: () => () => undefined };
    const iterator = subscribe(await openHub({ store: deaf, readEveryMs: 5 }), null);
    const [made] = await change();
    expect(await take(iterator, 1)).toEqual([made?.position]);
  });

  it("fails with CURSOR_EXPIRED and the last position when the log was trimmed after its cursor", async () => {
    const made = await change(20);
    const hub = await openHub();
    await store.trimChanges({ noticedBefore: 0, keep: 5, limit: 100 });
    await expect(subscribe(hub, made[2]?.position ?? 0).next()).rejects.toMatchObject({
      code: "CURSOR_EXPIRED",
      position: made.at(-1)?.position,
    });
    expect(await take(subscribe(hub, made[14]?.position ?? 0), 5)).toHaveLength(5);
  });

  it("fails with CURSOR_EXPIRED for a cursor of another log", async () => {
    await change(2);
    const failed = subscribe(await openHub(), 99).next();
    await expect(failed).rejects.toMatchObject({ code: "CURSOR_EXPIRED", position: 2 });
  });

  it("fails with FEED_OVERFLOW and its own position when it was live and falls too far behind", async () => {
    const hub = await openHub({ maxLag: 10 });
    const iterator = subscribe(hub, null);
    const taking = take(iterator, 1);
    const [first] = await change();
    await taking;
    await change(11);
    await expect.poll(() => hub.last()).toBe(12);
    await expect(iterator.next()).rejects.toMatchObject({ code: "FEED_OVERFLOW", position: first?.position });
  });

  it("may be any number of changes behind while it replays", async () => {
    await change(50);
    expect(await take(subscribe(await openHub({ maxLag: 10 }), 0), 50)).toHaveLength(50);
  });

  it("ends while it waits, by itself and with the hub", async () => {
    const hub = await openHub();
    const stream = hub.subscribe({ filter: {}, kinds: KINDS, after: null, snapshot: false });
    const [ended, closed] = [stream[Symbol.asyncIterator](), subscribe(hub, null)];
    const waiting = [ended.next(), closed.next()];
    stream.end();
    hub.close();
    const over = { done: true, value: undefined };
    expect(await Promise.all(waiting)).toEqual([over, over]);
    expect(await closed.next()).toEqual(over);
  });

  it("fails when the store fails", async () => {
    const broken: Store = { ...store, readChanges: () => Promise.reject(new Error("disk gone")) };
    const hub = await openHub({ store: broken, readEveryMs: 5 });
    await expect(subscribe(hub, null).next()).rejects.toThrow("disk gone");
    expect(hub.isReading()).toBe(false);
  });
});
