import type { OperationVariables, TypedDocumentNode } from "@apollo/client";
import { useApolloClient } from "@apollo/client/react";
import { useEffect, useState } from "react";
import { useWall } from "./wall.js";

/** What a query returned last, and when; `hasFailed` while later attempts have failed. */
export interface Refreshed<Data> {
  readonly data: Data | null;
  readonly readAt: number | null;
  readonly hasFailed: boolean;
}

/** After a change, the query is sent this long after the last one at the earliest. */
const AFTER_CHANGE_MS = 4000;
/** Without changes: figures depend on the clock as well. */
const AT_LATEST_MS = 30_000;

/**
 * Reads a query at once, soon after changes, and every half minute. `variablesAt` gets the time in milliseconds since
 * 1970, and must be the same function each time, or the query starts anew.
 */
export function useRefreshed<Data, Variables extends OperationVariables>(
  query: TypedDocumentNode<Data, Variables>,
  variablesAt: (now: number) => Variables,
): Refreshed<Data> {
  const client = useApolloClient();
  const { board, feed, ticks } = useWall();
  const [state, setState] = useState<Refreshed<Data>>({ data: null, readAt: null, hasFailed: false });
  useEffect(() => {
    let sentAt = Number.NEGATIVE_INFINITY;
    let isOutdated = true;
    let isReading = false;
    let isGone = false;
    const read = async (now: number): Promise<void> => {
      [sentAt, isOutdated, isReading] = [now, false, true];
      try {
        const { data } = await client.query({ query, variables: variablesAt(now) } as Parameters<
          typeof client.query<Data, Variables>
        >[0]);
        if (data !== undefined && !isGone) setState({ data, readAt: ticks.get(), hasFailed: false });
      } catch {
        if (!isGone) setState((previous) => ({ ...previous, hasFailed: true }));
      } finally {
        isReading = false;
      }
    };
    const readWhenDue = (): void => {
      const now = ticks.get();
      const dueMs = isOutdated ? AFTER_CHANGE_MS : AT_LATEST_MS;
      if (!isReading && now - sentAt >= dueMs) void read(now);
    };
    const note = (): void => {
      isOutdated = true;
    };
    const leave = [board.latest.subscribe(note), feed.connection.subscribe(note), ticks.subscribe(readWhenDue)];
    readWhenDue();
    return () => {
      isGone = true;
      for (const stop of leave) stop();
    };
  }, [client, query, variablesAt, board, feed, ticks]);
  return state;
}
