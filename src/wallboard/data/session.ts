import { createLiveValue, type LiveValue } from "./live-value.js";

/** Who looks at the board. */
export interface Session {
  /** What proves it; null where nothing was given. */
  readonly token: LiveValue<string | null>;
  /** Why a token is asked for; null while the API asks for none. */
  readonly refusal: LiveValue<string | null>;
  /** Keeps a token for as long as the tab is open. */
  signIn(token: string): void;
  /** The API has refused this token, or asks for one where it is null. What has been replaced meanwhile counts no more. */
  refuse(asked: string | null): void;
}

const KEY = "ringback-token";

export function createSession(storage: Pick<Storage, "getItem" | "setItem" | "removeItem">): Session {
  const token = createLiveValue(storage.getItem(KEY));
  const refusal = createLiveValue<string | null>(null);
  return {
    token,
    refusal,
    signIn(given) {
      storage.setItem(KEY, given);
      refusal.set(null);
      token.set(given);
    },
    refuse(asked) {
      // Several requests are under way at once: the first refusal says why, and one of a token before this one says nothing.
      if (asked !== token.get() || refusal.get() !== null) return;
      storage.removeItem(KEY);
      token.set(null);
      refusal.set(
        asked === null ? "This gateway requires authentication." : "The gateway does not accept this token (any more).",
      );
    },
  };
}

/** What is sent with a request, and at the beginning of a socket. */
export function credentialsOf(token: string | null): Record<string, string> {
  return token === null ? {} : { authorization: `Bearer ${token}` };
}
