import type { ApolloClient } from "@apollo/client";
import { describe, expect, it } from "vitest";
import type { WallboardRowFragment } from "../../../schema/operations.js";
import { createBoard, type Change } from "./board.js";
import { startFeed, type Connection, type Feed } from "./feed.js";
import { createSession } from "./session.js";
import { SubscriptionError, type Tail } from "./tail.js";

const NOW = 1_000_000;

function aRow(id: string, fields: Partial<WallboardRowFragment> = {}): WallboardRowFragment {
  return {
    id,
    status: "SCHEDULED",
    isOpen: true,
    window: null,
    source: { id: "s", name: "s" },
    ...fields,
  } as WallboardRowFragment;
}

function aChange(cursor: string, id: string, observedAt = NOW + 1): Change {
  return { cursor, kind: "CREATED", observedAt: new Date(observedAt).toISOString(), callback: aRow(id) } as Change;
}

/** The behaviour of a socket each time it is opened: changes, then how it ends. */
interface Episode {
  readonly changes?: readonly Change[];
  readonly end: Error | null;
}

interface Script {
  /** The content of each page of the list, for each time it is read. */
  readonly lists: readonly (readonly string[][])[];
  readonly episodes: readonly Episode[];
}

interface Played {
  readonly feed: Feed;
  /** The cursors that it resumed behind. */
  readonly resumed: readonly string[];
  readonly states: readonly Connection[];
  readonly shown: () => string[];
  readonly session: ReturnType<typeof createSession>;
  /** Resolves once the last episode is under way. */
  readonly settled: Promise<void>;
}

function play({ lists, episodes }: Script): Played {
  const stored = new Map<string, string>();
  const session = createSession({
    getItem: (key) => stored.get(key) ?? null,
    setItem: (key, value) => void stored.set(key, value),
    removeItem: (key) => void stored.delete(key),
  });
  const board = createBoard((task) => task());
  const resumed: string[] = [];
  const states: Connection[] = [];
  let reads = -1;
  let page = 0;
  let settle = (): void => undefined;
  const settled = new Promise<void>((resolve) => (settle = resolve));
  const query = ({ variables: { after } }: { variables: { after: string | null } }): Promise<unknown> => {
    if (after === null) reads += 1;
    page = after === null ? 0 : page + 1;
    const pages = lists[reads] ?? [];
    const hasNextPage = page + 1 < pages.length;
    const nodes = (pages[page] ?? []).map((id) => aRow(id));
    const callbacks = {
      nodes,
      totalCount: 9,
      changeCursor: `list-${reads}-${page}`,
      pageInfo: { hasNextPage, endCursor: "next" },
    };
    return Promise.resolve({ data: { callbacks } });
  };
  let episode = -1;
  const tail: Tail = {
    async *follow(cursor, onConnected) {
      resumed.push(cursor);
      episode += 1;
      const { changes = [], end } = episodes[episode] ?? { end: null };
      onConnected();
      yield* changes;
      if (end !== null) throw end;
      settle();
      await new Promise(() => undefined);
    },
  };
  const feed = startFeed({
    client: { query } as unknown as ApolloClient,
    board,
    session,
    tail,
    clock: () => NOW,
    pause: () => Promise.resolve(),
  });
  feed.connection.subscribe(() => states.push(feed.connection.get()));
  return { feed, resumed, states, session, settled, shown: () => board.rows.get().map(({ callback }) => callback.id) };
}

const CUT = new Error("the socket broke");

describe("the feed", () => {
  it("reads every page, and follows behind the cursor of the first, so that nothing in between is lost", async () => {
    const { shown, resumed, settled } = play({
      lists: [[["a", "b"], ["c"]]],
      episodes: [{ changes: [aChange("1", "d")], end: null }],
    });
    await settled;
    expect(resumed).toEqual(["list-0-0"]);
    expect(shown().toSorted()).toEqual(["a", "b", "c", "d"]);
  });

  it("resumes after the last change after a break, and counts the changes in between", async () => {
    const { states, resumed, settled } = play({
      lists: [[["a"]]],
      episodes: [
        { changes: [aChange("1", "b")], end: CUT },
        { changes: [aChange("2", "c", NOW - 5), aChange("3", "d", NOW - 4), aChange("4", "e")], end: null },
      ],
    });
    await settled;
    expect(resumed).toEqual(["list-0-0", "1"]);
    expect(states).toContainEqual({ state: "reconnecting", attempt: 1 });
    expect(states.at(-1)).toEqual({ state: "live", replayed: 2 });
  });

  it("reads the list again if the cursor is too old, and drops removed rows", async () => {
    const { shown, resumed, settled } = play({
      lists: [[["a", "b"]], [["b"]]],
      episodes: [{ end: CUT }, { end: new SubscriptionError("CURSOR_EXPIRED") }, { end: null }],
    });
    await settled;
    expect(resumed).toEqual(["list-0-0", "list-0-0", "list-1-0"]);
    expect(shown()).toEqual(["b"]);
  });

  it("resumes from its last cursor after it was too slow", async () => {
    const { resumed, settled } = play({
      lists: [[["a"]]],
      episodes: [{ changes: [aChange("1", "b")], end: new SubscriptionError("FEED_OVERFLOW") }, { end: null }],
    });
    await settled;
    expect(resumed).toEqual(["list-0-0", "1"]);
  });

  it("waits for a token after a rejection, and resumes with it", async () => {
    const { feed, session, resumed, settled } = play({
      lists: [[["a"]]],
      episodes: [{ changes: [aChange("1", "b")], end: new SubscriptionError("UNAUTHENTICATED") }, { end: null }],
    });
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
    expect(resumed).toEqual(["list-0-0", "1"]);
  });
});
