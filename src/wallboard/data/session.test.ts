import { describe, expect, it } from "vitest";
import { createSession, type Session } from "./session.js";

function aSession(kept: string | null): Session {
  let stored = kept;
  return createSession({
    getItem: () => stored,
    setItem: (_, value) => void (stored = value),
    removeItem: () => void (stored = null),
  });
}

describe("a session", () => {
  it("requests a token if there is none, and reports a rejected one", () => {
    const session = aSession(null);
    session.refuse(null);
    expect(session.refusal.get()).toBe("required");
    session.signIn("wrong");
    expect(session.refusal.get()).toBeNull();
    session.refuse("wrong");
    expect(session.token.get()).toBeNull();
    expect(session.refusal.get()).toBe("rejected");
  });

  it("keeps the reason of the first rejection if parallel requests are rejected as well", () => {
    const session = aSession("old");
    session.refuse("old");
    session.refuse("old");
    session.refuse(null);
    expect(session.refusal.get()).toBe("rejected");
  });

  it("keeps a token that was entered while an earlier request was rejected", () => {
    const session = aSession(null);
    session.refuse(null);
    session.signIn("right");
    session.refuse(null);
    expect(session.token.get()).toBe("right");
    expect(session.refusal.get()).toBeNull();
  });
});
