import { cursorAfter } from "../../../packages/client/src/recovery.js";
import { OperationError } from "../../../packages/client/src/transport.js";
import type { ChangeFeed } from "./change-feed.js";
import { isUnauthenticated } from "./client.js";
import { createLiveValue, type LiveValue } from "./live-value.js";
import type { Session } from "./session.js";
import type { Tail } from "./tail.js";

/** How the page is connected to the API. */
export type Connection =
  | { readonly state: "connecting" }
  | { readonly state: "live"; readonly replayed: number | null }
  /** Since when the page receives nothing. */
  | { readonly state: "reconnecting"; readonly since: number }
  | { readonly state: "signed-out" };

/** Keeps the page connected to the API's changes. */
export interface Feed {
  readonly connection: LiveValue<Connection>;
  /** Ends it. */
  stop(): void;
}

export interface FeedOptions {
  /** Returns the current position of the change log. */
  readonly readCursor: () => Promise<string>;
  readonly changes: ChangeFeed;
  readonly session: Session;
  readonly tail: Tail;
  readonly clock: () => number;
  /** Resolves when it is time for another attempt, the number of which is given, from 1 on. */
  readonly pause: (attempt: number) => Promise<void>;
}

/** Subscribes behind a cursor, and after every break behind the last change. Lists are read once it is connected. */
export function startFeed(options: FeedOptions): Feed {
  const { readCursor, changes, session, tail, clock, pause } = options;
  const connection = createLiveValue<Connection>({ state: "connecting" });
  const ended = new AbortController();
  const { signal } = ended;
  let cursor: string | null = null;
  let hasBeenLive = false;
  let attempt = 0;

  const follow = async (): Promise<void> => {
    cursor ??= await readCursor();
    const replay = { until: 0, count: 0 };
    const onConnected = (): void => {
      attempt = 0;
      replay.until = clock();
      connection.set({ state: "live", replayed: hasBeenLive ? 0 : null });
      hasBeenLive = true;
      changes.invalidate();
    };
    for await (const change of tail.follow(cursor, onConnected, signal)) {
      ({ cursor } = change);
      changes.apply(change, clock());
      const now = connection.get();
      // Changes that the gateway observed before this page was back are those in between.
      if (now.state !== "live" || now.replayed === null || Date.parse(change.observedAt) > replay.until) continue;
      replay.count += 1;
      connection.set({ state: "live", replayed: replay.count });
    }
  };

  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      const token = session.token.get();
      try {
        await follow();
      } catch (error) {
        if (isUnauthenticated(error) || (error instanceof OperationError && error.code === "UNAUTHENTICATED")) {
          session.refuse(token);
          await signIn(session, connection);
          continue;
        }
        // Without a resumable cursor, the position is read again. A client that was too slow resumes from its cursor.
        cursor = cursorAfter(error, cursor);
      }
      attempt += 1;
      const last = connection.get();
      if (last.state !== "reconnecting") connection.set({ state: "reconnecting", since: clock() });
      await pause(attempt);
    }
  };
  void run();
  return { connection, stop: () => ended.abort() };
}

/** Resolves once there is another token to try: at once where there is one already. */
async function signIn({ refusal }: Session, connection: LiveValue<Connection>): Promise<void> {
  if (refusal.get() === null) return;
  connection.set({ state: "signed-out" });
  await new Promise<void>((resolve) => {
    const leave = refusal.subscribe(() => {
      leave();
      resolve();
    });
  });
}
