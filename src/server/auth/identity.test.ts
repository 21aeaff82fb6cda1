import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { identityOf, type Proof } from "./identity.js";

const ISSUER = "https://login.example";
const KEY: Proof = { by: "key" };
const JWT: Proof = { by: "jwt", issuer: ISSUER };

describe("an identity", () => {
  it.each<[Proof, string, string]>([
    [KEY, "wallboard", "key:wallboard"],
    [JWT, "wallboard", "jwt:https://login.example wallboard"],
    [{ by: "jwt", issuer: "a b" }, "c", "jwt:a%20b c"],
    [{ by: "jwt", issuer: "a" }, "b c", "jwt:a b c"],
    [KEY, "a".repeat(128), `key:${"a".repeat(128)}`],
  ])("of %j, %s can be read in the audit", (proof, id, identity) => {
    expect(identityOf(proof, id)).toBe(identity);
  });

  it.each([
    ["is long", "a".repeat(129)],
    ["holds a zero byte", "a\0"],
    ["holds a line break", "a\nby key:admin"],
    ["turns the direction of text", "a\u202e"],
    ["holds half a character", "a\ud800"],
  ])("is a digest where the id %s", (_, id) => {
    expect(identityOf(KEY, id)).toMatch(/^key-sha256:[0-9a-f]{64}$/u);
    expect(identityOf(JWT, id)).toMatch(/^jwt-sha256:https:\/\/login\.example [0-9a-f]{64}$/u);
  });

  it("is that of no other proof, issuer or id", () => {
    const long = "a".repeat(10_000);
    const digest = identityOf(KEY, long).split(":")[1] ?? "";
    const ids = ["a", "b", `${ISSUER} a`, "key:a", "a b", "", long, `${long}b`, digest, "\ud800", "\ud801", "\ufffd"];
    const proofs: Proof[] = [
      KEY,
      JWT,
      ...["", "a", "a b", "a%20b", "jwt"].map((issuer) => ({ by: "jwt", issuer }) as const),
    ];
    const all = proofs.flatMap((proof) => ids.map((id) => identityOf(proof, id)));
    expect(new Set(all).size).toBe(all.length);
    const proof = fc.oneof(
      fc.constant(KEY),
      fc
        .string({ unit: fc.constantFrom("a", " ", "%", "2", "0", ":") })
        .map((issuer): Proof => ({ by: "jwt", issuer })),
    );
    const id = fc.string({ unit: fc.constantFrom("a", " ", "%", ":", "\0") });
    fc.assert(
      fc.property(proof, id, proof, id, (one, oneId, other, otherId) => {
        const isSame = JSON.stringify([one, oneId]) === JSON.stringify([other, otherId]);
        expect(identityOf(one, oneId) === identityOf(other, otherId)).toBe(isSame);
      }),
    );
  });
});
