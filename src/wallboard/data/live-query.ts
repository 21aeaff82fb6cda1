import type { ApolloClient, OperationVariables, TypedDocumentNode } from "@apollo/client";
import { useApolloClient } from "@apollo/client/react";
import { useEffect, useRef, useState } from "react";
import { createThrottle } from "./throttle.js";
import { useWall } from "./wall.js";

/** The result of a query that is repeated. After a failure the last data stays, with its age. */
export interface LiveQuery<Data> {
  readonly data: Data | null;
  /** When the data was read, in milliseconds since 1970; null without data. */
  readonly readAt: number | null;
  /** The error of the last attempt; null if it succeeded. */
  readonly error: unknown;
}

export interface LiveQueryOptions<Data, Variables> {
  readonly query: TypedDocumentNode<Data, Variables>;
  /** Computed for each request, because a condition may depend on the time; it must not differ in anything else. */
  readonly variables: (now: number) => Variables;
  /** A text that differs if the variables mean another query: the data of the previous one is dropped. */
  readonly key: string;
  /** At most once in this time after changes. Default: 3 s. */
  readonly pauseMs?: number;
  /** At least once in this time, because figures change by time alone. Default: 15 s. */
  readonly intervalMs?: number;
}

/** Repeats a query after changes and regularly, at a limited rate. */
export function useLiveQuery<Data, Variables extends OperationVariables>(
  options: LiveQueryOptions<Data, Variables>,
): LiveQuery<Data> {
  const { key, pauseMs = 3000, intervalMs = 15_000 } = options;
  const client = useApolloClient();
  const { changes, ticks } = useWall();
  const latest = useRef(options);
  const [result, setResult] = useState<LiveQuery<Data> & { readonly key: string }>({ ...NOTHING, key });
  useEffect(() => {
    latest.current = options;
  });
  useEffect(() => {
    let isActive = true;
    const task = async (): Promise<void> => {
      const { query, variables } = latest.current;
      try {
        const data = await readQuery(client, query, variables(ticks.get()));
        if (isActive) setResult({ data, readAt: ticks.get(), error: null, key });
      } catch (error) {
        if (isActive) setResult((last) => ({ ...(last.key === key ? last : NOTHING), error, key }));
      }
    };
    const throttle = createThrottle({ task, delayMs: 0, pauseMs });
    throttle.request();
    const leave = changes.revision.subscribe(throttle.request);
    const timer = setInterval(throttle.request, intervalMs);
    return () => {
      isActive = false;
      leave();
      clearInterval(timer);
      throttle.stop();
    };
  }, [client, changes, ticks, key, pauseMs, intervalMs]);
  return result.key === key ? result : NOTHING;
}

const NOTHING = { data: null, readAt: null, error: null };

/** Runs a query once. Throws its errors. */
export async function readQuery<Data, Variables extends OperationVariables>(
  client: ApolloClient,
  query: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Data> {
  const { data } = await client.query<Data, OperationVariables>({ query, variables });
  if (data === undefined) throw new Error("the response contains no data");
  return data as Data;
}
