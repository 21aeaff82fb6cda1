import { createClient } from "graphql-ws";
import { WallboardChangesDocument, type WallboardChangesSubscription } from "../../../schema/operations.js";
import type { Change } from "./change-feed.js";
import { textOf } from "./client.js";
import { credentialsOf, type Session } from "./session.js";

/** Receives changes over a socket. */
export interface Tail {
  /**
   * Every change behind the cursor, until the signal. Throws SubscriptionError where the API has ended it, and whatever
   * the socket says where that broke: nothing is tried again in here.
   */
  follow(cursor: string, onConnected: () => void, signal: AbortSignal): AsyncIterable<Change>;
}

/** The API's reason for the end of the subscription. */
export class SubscriptionError extends Error {
  override readonly name = "SubscriptionError";
  constructor(readonly code: string) {
    super(`subscription ended: ${code}`);
  }

  get isUnauthenticated(): boolean {
    return this.code === "UNAUTHENTICATED";
  }

  /** True if the last cursor is still valid. */
  get isResumable(): boolean {
    return !["CURSOR_EXPIRED", "BAD_USER_INPUT"].includes(this.code);
  }
}

/** The interval of pings to the gateway, and how long it has to respond. */
const SIGN_OF_LIFE_MS = 10_000;
const FORBIDDEN = 4403;

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
      const changes = socket.iterate<WallboardChangesSubscription>({
        query: textOf(WallboardChangesDocument),
        operationName: "WallboardChanges",
        variables: { after: cursor },
      });
      const leave = (): void => void changes.return?.();
      signal.addEventListener("abort", leave);
      try {
        for await (const { data, errors } of changes) {
          if (errors !== undefined) throw ending(errors);
          if (data !== undefined && data !== null) yield data.callbackChanged;
        }
      } catch (error) {
        throw ending(error);
      } finally {
        signal.removeEventListener("abort", leave);
        clearTimeout(timer);
        await socket.dispose();
      }
    },
  };
}

/** The errors of a response are a list; a socket that is rejected is closed with a code. */
function ending(error: unknown): unknown {
  if (Array.isArray(error)) {
    const [first] = error as { readonly extensions?: { readonly code?: unknown } }[];
    const code = first?.extensions?.code;
    return new SubscriptionError(typeof code === "string" ? code : "UNKNOWN");
  }
  const isForbidden = error instanceof Object && "code" in error && error.code === FORBIDDEN;
  return isForbidden ? new SubscriptionError("UNAUTHENTICATED") : error;
}
