import type { ApolloClient } from "@apollo/client";
import {
  WallboardPageDocument,
  type WallboardPageQuery,
  type WallboardRowFragment,
} from "../../../schema/operations.js";
import type { Board } from "./board.js";
import { isUnauthenticated } from "./client.js";
import { createLiveValue, type LiveValue } from "./live-value.js";
import type { Session } from "./session.js";
import { SubscriptionError, type Tail } from "./tail.js";

/** How the board is connected to the API. */
export type Connection =
  | { readonly state: "reading"; readonly read: number; readonly total: number | null }
  | { readonly state: "live"; readonly replayed: number | null }
  | { readonly state: "reconnecting"; readonly attempt: number }
  | { readonly state: "signed-out" };

/** Keeps the board up to date with the API. */
export interface Feed {
  readonly connection: LiveValue<Connection>;
  /** Ends it. */
  stop(): void;
}

export interface FeedOptions {
  readonly client: ApolloClient;
  readonly board: Board;
  readonly session: Session;
  readonly tail: Tail;
  readonly clock: () => number;
  /** Resolves when it is time for another attempt, the number of which is given, from 1 on. */
  readonly pause: (attempt: number) => Promise<void>;
}

/** THE TAIL OF THE BOARD: the list, then what changes behind its cursor, and after every break behind the last one. */
export function startFeed(options: FeedOptions): Feed {
  const { board, session, tail, clock, pause } = options;
  const connection = createLiveValue<Connection>({ state: "reading", read: 0, total: null });
  const ended = new AbortController();
  const { signal } = ended;
  let cursor: string | null = null;
  let hasBeenLive = false;
  let attempt = 0;

  const follow = async (): Promise<void> => {
    cursor ??= await readList(options, connection);
    const replay = { until: 0, count: 0 };
    const onConnected = (): void => {
      attempt = 0;
      replay.until = clock();
      connection.set({ state: "live", replayed: hasBeenLive ? 0 : null });
      hasBeenLive = true;
    };
    for await (const change of tail.follow(cursor, onConnected, signal)) {
      ({ cursor } = change);
      board.apply(change, clock());
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
        if (isUnauthenticated(error) || (error instanceof SubscriptionError && error.isUnauthenticated)) {
          session.refuse(token);
          await signIn(session, connection);
          continue;
        }
        // Without a resumable cursor, the list is read again. A client that was too slow resumes from its last cursor.
        if (error instanceof SubscriptionError && !error.isResumable) cursor = null;
      }
      attempt += 1;
      connection.set({ state: "reconnecting", attempt });
      await pause(attempt);
    }
  };
  void run();
  return { connection, stop: () => ended.abort() };
}

/** Reads every page. Resolves with the cursor from which to subscribe. */
async function readList({ client, board }: FeedOptions, connection: LiveValue<Connection>): Promise<string> {
  // Rows stay visible until they are read again; an empty board is filled as the pages arrive.
  const isEmpty = board.rows.get().length === 0;
  const read: WallboardRowFragment[] = [];
  const readPage = async (after: string | null): Promise<WallboardPageQuery["callbacks"]> => {
    const variables = { filter: { isOpen: true }, after };
    const { data } = await client.query({ query: WallboardPageDocument, variables });
    if (data === undefined) throw new Error("the response contains no data");
    const page = data.callbacks;
    read.push(...page.nodes);
    if (isEmpty) board.replace(read);
    connection.set({ state: "reading", read: read.length, total: page.totalCount });
    return page;
  };
  const { changeCursor, pageInfo } = await readPage(null);
  let place = pageInfo;
  while (place.hasNextPage) place = (await readPage(place.endCursor)).pageInfo;
  board.replace(read);
  return changeCursor;
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
