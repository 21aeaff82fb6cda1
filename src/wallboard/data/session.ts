import { createLiveValue, type LiveValue } from "./live-value.js";

/** Whether the API requires a token, or has rejected one. */
export type Refusal = "required" | "rejected";

/** The viewer of the board. */
export interface Session {
  /** The token; null if none was entered. */
  readonly token: LiveValue<string | null>;
  /** Why the token form is visible; null while the API requires no token. */
  readonly refusal: LiveValue<Refusal | null>;
  /** Keeps a token for as long as the tab is open. */
  signIn(token: string): void;
  /**
   * Notes that the API rejected this token, or requires one if it is null. Ignored if the token was replaced meanwhile.
   */
  refuse(rejected: string | null): void;
}

const KEY = "ringback-token";

export function createSession(storage: Pick<Storage, "getItem" | "setItem" | "removeItem">): Session {
  const token = createLiveValue(storage.getItem(KEY));
  const refusal = createLiveValue<Refusal | null>(null);
  return {
    token,
    refusal,
    signIn(newToken) {
      storage.setItem(KEY, newToken);
      refusal.set(null);
      token.set(newToken);
    },
    refuse(rejected) {
      // Several requests run in parallel: the first rejection counts, and a rejection of a previous token is ignored.
      if (rejected !== token.get() || refusal.get() !== null) return;
      storage.removeItem(KEY);
      token.set(null);
      refusal.set(rejected === null ? "required" : "rejected");
    },
  };
}

/** Returns the credentials of a request, and of a socket's connection_init. */
export function credentialsOf(token: string | null): Record<string, string> {
  return token === null ? {} : { authorization: `Bearer ${token}` };
}
