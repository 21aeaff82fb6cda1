import { describe, expect, it } from "vitest";
import { isSameSecret } from "./secret.js";

describe("a secret", () => {
  it("is the same to the letter, and in nothing less", () => {
    expect(isSameSecret("swordfish", "swordfish")).toBe(true);
    for (const other of ["", "swordfis", "swordfish ", "Swordfish"])
      expect(isSameSecret(other, "swordfish")).toBe(false);
  });
});
