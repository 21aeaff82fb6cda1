import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { anObservation } from "../../test/support/observations.js";
import { openSqliteStore } from "../stores/sqlite/sqlite.js";
import type { Store } from "../stores/store.js";
import { createFeed, type Feed } from "./feed.js";
import type { PublishedChange } from "./published-change.js";
import { createWatcher, type FullWatcher, type WatchRequest } from "./watcher.js";

const KINDS: WatchRequest["kinds"] = ["CREATED", "STATUS_CHANGED", "UPDATED", "GONE"];
let store: Store;
let feed: Feed;
let watcher: FullWatcher;
let now = 0;

beforeEach(async () => {
  store = await openSqliteStore(":memory:");
  feed = await createFeed(store);
  watcher = createWatcher({ feed, store, clock: () => now });
});
afterEach(async () => {
  feed.close();
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

interface Told {
  readonly positions: number[];
  readonly kinds: string[];
  /** Settles with the stream. */
  readonly over: Promise<void>;
  end(): void;
}

/** Watches; `takes` is how long it needs for a change, nothing where it needs no time. */
function watch(request: Partial<WatchRequest>, takes: (nth: number) => Promise<void> | undefined): Told {
  const stream = watcher.watch({ filter: {}, kinds: KINDS, after: null, snapshot: false, ...request });
  const [positions, kinds]: [number[], string[]] = [[], []];
  const over = stream.each(({ kind, position }: PublishedChange) => {
    positions.push(position);
    kinds.push(kind);
    return takes(positions.length);
  });
  over.catch(() => undefined);
  return { positions, kinds, over, end: () => void stream.return() };
}

/** Resolves once its snapshot was read: what has changed before is part of that. */
const hasBegun = ({ kinds }: Told): Promise<void> => expect.poll(() => kinds[0]).toBe("SNAPSHOT");
const atOnce = (): undefined => undefined;
const from = (first: number, last: number): number[] => Array.from({ length: last - first + 1 }, (_, i) => first + i);

describe("those who watch the same", () => {
  it("are each told every change once and in order, however long they take, and whenever they begin", async () => {
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
    const begun: { readonly told: Told; readonly first: number }[] = [];
    const begin = (): void => {
      for (const takes of ways) {
        begun.push({ told: watch({}, takes), first: feed.last() + 1 });
        begun.push({ told: watch({ after: 2 }, takes), first: 3 });
      }
    };
    for (let round = 0; round < 10; round += 1) {
      begin();
      await change(7);
      if (round === 6) open();
    }
    await change(1);
    const last = 76;
    await expect.poll(() => feed.last()).toBe(last);
    for (const { told, first } of begun) await expect.poll(() => told.positions).toEqual(from(first, last));
    expect(watcher.count()).toBe(begun.length);
    for (const { told } of begun) told.end();
    await Promise.all(begun.map(({ told }) => told.over));
    expect(watcher.count()).toBe(0);
    await change(1);
    for (const { told, first } of begun) expect(told.positions).toEqual(from(first, last));
  });

  it("may begin with what there is", async () => {
    await change(3, "north");
    await change(2, "south");
    const slow = watch({ snapshot: true }, () => Promise.resolve());
    await hasBegun(slow);
    await change(2, "north");
    const quick = watch({ snapshot: true }, atOnce);
    await hasBegun(quick);
    await change(2, "south");
    for (const { kinds } of [slow, quick]) await expect.poll(() => kinds.slice(0, 2)).toEqual(["SNAPSHOT", "SNAPSHOT"]);
    for (const { positions } of [slow, quick]) await expect.poll(() => positions.at(-1)).toBe(9);
    expect(quick.kinds).toEqual(["SNAPSHOT", "SNAPSHOT", "UPDATED", "UPDATED"]);
  });

  it("resume with a snapshot of now, which has its own place in the log", async () => {
    await change(3, "north");
    await change(2, "south");
    await expect.poll(() => feed.last()).toBe(5);
    const resumed = watch({ after: 2, snapshot: true }, atOnce);
    await hasBegun(resumed);
    await change(1, "north");
    await expect.poll(() => resumed.positions).toEqual([5, 5, 6]);
    expect(resumed.kinds).toEqual(["SNAPSHOT", "SNAPSHOT", "UPDATED"]);
  });

  it("are told of nothing that another selection is about", async () => {
    const [north, gone] = [watch({ filter: { sources: ["north"] } }, atOnce), watch({ kinds: ["GONE"] }, atOnce)];
    const all = watch({}, atOnce);
    await change(2, "south");
    await change(2, "north");
    await expect.poll(() => all.positions).toEqual([1, 2, 3, 4]);
    expect([north.positions, gone.positions]).toEqual([[3, 4], []]);
  });

  it("end alone where one of them throws, and together where the feed ends", async () => {
    const others = [watch({}, atOnce), watch({}, () => Promise.resolve())];
    const thrown = watch({}, (nth) => {
      if (nth === 2) throw new Error("no more");
      return undefined;
    });
    const rejected = watch({}, (nth) => (nth === 3 ? Promise.reject(new Error("not this one")) : undefined));
    await change(4);
    await expect(thrown.over).rejects.toThrow("no more");
    await expect(rejected.over).rejects.toThrow("not this one");
    expect([thrown.positions, rejected.positions]).toEqual([
      [1, 2],
      [1, 2, 3],
    ]);
    for (const { positions } of others) await expect.poll(() => positions).toEqual([1, 2, 3, 4]);
    expect(watcher.count()).toBe(2);
    feed.close();
    await Promise.all(others.map(({ over }) => over));
    expect(watcher.count()).toBe(0);
  });

  it("are refused a place that the log does not hold", async () => {
    await change(3);
    await store.trimChanges({ noticedBefore: now, keep: 1, limit: 100 });
    await expect(watch({ after: 1 }, atOnce).over).rejects.toMatchObject({ code: "CURSOR_EXPIRED" });
    await expect(watch({ after: 99 }, atOnce).over).rejects.toMatchObject({ code: "CURSOR_EXPIRED" });
  });

  it("may leave while they are told", async () => {
    const told: Told[] = [];
    const leaver = (): Told => {
      const one = watch({}, () => {
        for (const other of told) other.end();
        return undefined;
      });
      told.push(one);
      return one;
    };
    const stays = watch({}, atOnce);
    const [first, second] = [leaver(), leaver()];
    await change(3);
    await Promise.all([first.over, second.over]);
    expect(first.positions.length + second.positions.length).toBe(1);
    await expect.poll(() => stays.positions).toEqual([1, 2, 3]);
  });
});
