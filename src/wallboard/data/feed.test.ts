import { describe, expect, it } from "vitest";
import type { WallboardRowFragment } from "../../../schema/operations.js";
import { OperationError } from "../../../packages/client/src/transport.js";
import { createChangeFeed, type Change } from "./change-feed.js";
import { startFeed, type Connection, type Feed } from "./feed.js";
import { createSession } from "./session.js";
import type { Tail } from "./tail.js";

const NOW = 1_000_000;

function aChange(cursor: string, id: string, observedAt = NOW + 1): Change {
  const callback = { id, status: "SCHEDULED", isOpen: true } as WallboardRowFragment;
  return { cursor, kind: "CREATED", observedAt: new Date(observedAt).toISOString(), callback } as Change;
}

/** The behaviour of a socket each time it is opened: changes, then how it ends. */
interface Episode {
  readonly changes?: readonly Change[];
  readonly end: Error | null;
}

interface Played {
  readonly feed: Feed;
  /** The cursors that it resumed behind. */
  readonly resumed: readonly string[];
  readonly states: readonly Connection[];
  /** The ids of changed callbacks, the latest first. */
  readonly received: () => string[];
  /** How often lists were marked as out of date. */
  readonly revision: () => number;
  readonly session: ReturnType<typeof createSession>;
  /** Resolves once the last episode is under way. */
  readonly settled: Promise<void>;
}

function play(episodes: readonly Episode[]): Played {
  const stored = new Map<string, string>();
  const session = createSession({
    getItem: (key) => stored.get(key) ?? null,
    setItem: (key, value) => void stored.set(key, value),
    removeItem: (key) => void stored.delete(key),
  });
  const changes = createChangeFeed((task) => task());
  const resumed: string[] = [];
  const states: Connection[] = [];
  let reads = 0;
  let settle = (): void => undefined;
  const settled = new Promise<void>((resolve) => (settle = resolve));
  let episode = -1;
  const tail: Tail = {
    async *follow(cursor, onConnected) {
      resumed.push(cursor);
      episode += 1;
      const { changes: sent = [], end } = episodes[episode] ?? { end: null };
      onConnected();
      yield* sent;
      if (end !== null) throw end;
      settle();
      await new Promise(() => undefined);
    },
  };
  const readCursor = (): Promise<string> => {
    reads += 1;
    return Promise.resolve(`read-${reads}`);
  };
  const feed = startFeed({ readCursor, changes, session, tail, clock: () => NOW, pause: () => Promise.resolve() });
  feed.connection.subscribe(() => states.push(feed.connection.get()));
  return {
    feed,
    resumed,
    states,
    session,
    settled,
    revision: changes.revision.get,
    received: () => changes.latest.get().map(({ change }) => change.callback.id),
  };
}

const CUT = new Error("the socket broke");

describe("the feed", () => {
  it("follows behind the position that it read, and marks the lists as out of date once it is connected", async () => {
    const { received, resumed, revision, settled } = play([{ changes: [aChange("1", "d")], end: null }]);
    await settled;
    expect(resumed).toEqual(["read-1"]);
    expect(received()).toEqual(["d"]);
    expect(revision()).toBe(2);
  });

  it("resumes after the last change after a break, and counts the changes in between", async () => {
    const { states, resumed, settled } = play([
      { changes: [aChange("1", "b")], end: CUT },
      { changes: [aChange("2", "c", NOW - 5), aChange("3", "d", NOW - 4), aChange("4", "e")], end: null },
    ]);
    await settled;
    expect(resumed).toEqual(["read-1", "1"]);
    expect(states).toContainEqual({ state: "reconnecting", since: NOW });
    expect(states.at(-1)).toEqual({ state: "live", replayed: 2 });
  });

  it("reads the position again if the cursor is too old", async () => {
    const { resumed, settled } = play([
      { end: CUT },
      { end: new OperationError("subscription ended", "CURSOR_EXPIRED") },
      { end: null },
    ]);
    await settled;
    expect(resumed).toEqual(["read-1", "read-1", "read-2"]);
  });

  it("resumes from its last cursor after it was too slow", async () => {
    const { resumed, settled } = play([
      { changes: [aChange("1", "b")], end: new OperationError("subscription ended", "FEED_OVERFLOW") },
      { end: null },
    ]);
    await settled;
    expect(resumed).toEqual(["read-1", "1"]);
  });

  it("waits for a token after a rejection, and resumes with it", async () => {
    const { feed, session, resumed, settled } = play([
      { changes: [aChange("1", "b")], end: new OperationError("subscription ended", "UNAUTHENTICATED") },
      { end: null },
    ]);
    await new Promise<void>((resolve) => {
      const leave = feed.connection.subscribe(() => {
        if (feed.connection.get().state !== "signed-out") return;
        leave();
        resolve();
      });
    });
    expect(session.refusal.get()).not.toBeNull();
    session.signIn("another");
    await settled;
    expect(resumed).toEqual(["read-1", "1"]);
  });
});
