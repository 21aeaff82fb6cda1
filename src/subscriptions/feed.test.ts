import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RecordedChange } from "../domain/query.js";
import { openSqliteStore } from "../stores/sqlite/sqlite.js";
import type { ChangeListener, Store } from "../stores/store.js";
import { anObservation } from "../../test/support/observations.js";
import { createEventStream, type EventStream } from "../lib/event-stream.js";
import { createFeed, type Feed } from "./feed.js";

let store: Store;
let feed: Feed;
let now = 1;

beforeEach(async () => {
  store = await openSqliteStore(":memory:");
  feed = await createFeed(store);
});
afterEach(async () => {
  feed.close();
  await store.close();
});

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

type Reader = EventStream<readonly RecordedChange[]>;

/** One that reads when it is asked to. */
function reader(followed: Feed, after: number | null): Reader {
  const follower = followed.follow(after);
  return createEventStream(
    (listener) => follower.each(listener),
    () => follower.end(),
  );
}

/** Reads until `count` changes were given. */
async function read(reader: Reader, count: number): Promise<number[]> {
  const positions: number[] = [];
  while (positions.length < count) {
    const { value: changes } = await reader.next();
    if (changes === undefined) throw new Error("The follower has ended.");
    positions.push(...changes.map(({ position }) => position));
  }
  return positions;
}

describe("the feed", () => {
  it("gives what comes after its beginning, in order", async () => {
    await change(3);
    const follower = reader(await createFeed(store), null);
    const made = await change(3);
    expect(await read(follower, 3)).toEqual(made.map(({ position }) => position));
  });

  it("replays behind a cursor and goes on live, nothing missing and nothing twice", async () => {
    const before = await change(700);
    const late = await createFeed(store);
    const follower = reader(late, before[9]?.position ?? 0);
    const reading = read(follower, 990);
    const after = await change(300);
    const expected = [...before.slice(10), ...after].map(({ position }) => position);
    expect(await reading).toEqual(expected);
    late.close();
  });

  it("wakes everybody who waits, and once", async () => {
    const followers = Array.from({ length: 20 }, () => reader(feed, null));
    const reading = followers.map((follower) => read(follower, 1));
    const [made] = await change();
    expect(await Promise.all(reading)).toEqual(followers.map(() => [made?.position]));
  });

  it("does not read what it was given, and reads what came in between", async () => {
    const readBehind: number[] = [];
    let ring: ChangeListener = () => undefined;
    const counted: Store = {
      ...store,
      readChanges: (after, limit) => (readBehind.push(after), store.readChanges(after, limit)),
      onChanges: (listener) => ((ring = listener), () => undefined),
    };
    const given = await createFeed(counted, { lookEveryMs: 2_000_000_000 });
    const follower = reader(given, null);
    const [first, second, third] = [await change(2), await change(2), await change(2)];
    ring(first);
    expect([await read(follower, 2), readBehind]).toEqual([[1, 2], []]);
    ring(third);
    expect(await read(follower, 4)).toEqual([3, 4, 5, 6]);
    ring(second);
    await change();
    ring([]);
    expect([await read(follower, 1), readBehind[0]]).toEqual([[7], 2]);
    given.close();
  });

  it("finds by itself what nobody rang for", async () => {
    const deaf: Store = { ...store, onChanges: () => () => undefined };
    const looking = await createFeed(deaf, { lookEveryMs: 5 });
    const follower = reader(looking, null);
    const [made] = await change();
    expect(await read(follower, 1)).toEqual([made?.position]);
    looking.close();
  });

  it("says CURSOR_EXPIRED, and where to go on, when the log was cut behind the cursor", async () => {
    const made = await change(20);
    await store.trimChanges({ noticedBefore: 0, keep: 5, limit: 100 });
    const last = made.at(-1)?.position;
    await expect(reader(feed, made[2]?.position ?? 0).next()).rejects.toMatchObject({
      code: "CURSOR_EXPIRED",
      position: last,
    });
    expect(await read(reader(feed, made[14]?.position ?? 0), 5)).toHaveLength(5);
  });

  it("says CURSOR_EXPIRED to a cursor of another log", async () => {
    await change(2);
    await expect(reader(feed, 99).next()).rejects.toMatchObject({ code: "CURSOR_EXPIRED", position: 2 });
  });

  it("ends a reader that has caught up and falls too far behind, with its own last position", async () => {
    const strict = await createFeed(store, { maxLag: 10 });
    const follower = reader(strict, null);
    const [first] = await change();
    await read(follower, 1);
    await change(11);
    await strictlyAt(strict, 12);
    await expect(follower.next()).rejects.toMatchObject({ code: "FEED_OVERFLOW", position: first?.position });
    strict.close();
  });

  it("lets one who replays be as far behind as it likes", async () => {
    await change(50);
    const strict = await createFeed(store, { maxLag: 10 });
    expect(await read(reader(strict, 0), 50)).toHaveLength(50);
    strict.close();
  });

  it("ends one who waits when it is ended, and when the feed is closed", async () => {
    const [ended, closed] = [reader(feed, null), reader(feed, null)];
    const waiting = [ended.next(), closed.next()];
    await ended.return();
    feed.close();
    const over = { done: true, value: undefined };
    expect(await Promise.all(waiting)).toEqual([over, over]);
    expect(await closed.next()).toEqual(over);
  });

  it("tells its readers when the store fails", async () => {
    const follower = reader(feed, null);
    const broken: Store = { ...store, readChanges: () => Promise.reject(new Error("disk gone")) };
    const failing = await createFeed(broken, { lookEveryMs: 5 });
    await expect(reader(failing, null).next()).rejects.toThrow("disk gone");
    failing.close();
    await follower.return();
  });
});

/** Waits until the feed has read up to a position. */
async function strictlyAt(watched: Feed, position: number): Promise<void> {
  const probe = reader(watched, watched.last());
  while (watched.last() < position) await probe.next();
  await probe.return();
}
