import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readDoc, ROOT, samplesOf } from "./support/docs.js";

/** The texts of the sources, as a user reads them: joined, and with `…` for values. */
const texts = readdirSync(join(ROOT, "src"), { recursive: true, encoding: "utf8" })
  .filter((file) => /\.tsx?$/u.test(file) && !file.endsWith(".test.ts"))
  .map((file) => readFileSync(join(ROOT, "src", file), "utf8"))
  .map((text) => text.replaceAll(/["`] \+\s+["`]/gu, "").replaceAll("\\`", "`"))
  .join("\n");

const quoted = samplesOf("docs/troubleshooting.md", "text").flatMap((sample) => sample.trim().split("\n"));

describe("the page for troubleshooting", () => {
  it("is linked from the README, and quotes many messages", () => {
    expect(readDoc("README.md")).toContain("docs/troubleshooting.md");
    expect(quoted.length).toBeGreaterThan(25);
  });

  it.each(quoted)("quotes a message of the gateway: %s", (message) => {
    const parts = message
      .split("…")
      .map((part) => part.trim())
      .filter((part) => part.length > 3);
    expect(parts).not.toEqual([]);
    expect(parts.filter((part) => !texts.includes(part))).toEqual([]);
  });
});
