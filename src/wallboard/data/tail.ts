import { createClient } from "graphql-ws";
import { textOf } from "../../../packages/client/src/documents.js";
import { resultsOf } from "../../../packages/client/src/transport.js";
import { WallboardChangesDocument, type WallboardChangesSubscription } from "../../../schema/operations.js";
import type { Change } from "./change-feed.js";
import { credentialsOf, type Session } from "./session.js";

/** Receives changes over a socket. */
export interface Tail {
  /**
   * Every change behind the cursor, until the signal. Throws OperationError where the API has ended it, and whatever
   * the socket says where that broke: nothing is tried again in here.
   */
  follow(cursor: string, onConnected: () => void, signal: AbortSignal): AsyncIterable<Change>;
}

/** The interval of pings to the gateway, and how long it has to respond. */
const SIGN_OF_LIFE_MS = 10_000;

/** Over graphql-transport-ws at `url`. */
export function createTail(url: string, session: Session): Tail {
  return {
    async *follow(cursor, onConnected, signal) {
      const socket = createClient({
        url,
        connectionParams: () => credentialsOf(session.token.get()),
        retryAttempts: 0,
        lazy: true,
        keepAlive: SIGN_OF_LIFE_MS,
      });
      // A connection that broke silently is detected by a missing pong.
      let timer: ReturnType<typeof setTimeout> | undefined;
      socket.on("ping", (isReceived) => {
        if (!isReceived) timer = setTimeout(() => socket.terminate(), SIGN_OF_LIFE_MS / 2);
      });
      socket.on("pong", (isReceived) => {
        if (isReceived) clearTimeout(timer);
      });
      socket.on("connected", onConnected);
      const request = {
        query: textOf(WallboardChangesDocument),
        operationName: "WallboardChanges",
        variables: { after: cursor },
      };
      try {
        for await (const data of resultsOf(socket, request, signal)) {
          yield (data as WallboardChangesSubscription).callbackChanged;
        }
      } finally {
        clearTimeout(timer);
        await socket.dispose();
      }
    },
  };
}
