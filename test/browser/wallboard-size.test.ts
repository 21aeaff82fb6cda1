import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const ASSETS = fileURLToPath(new URL("../../dist/pages/wallboard/wallboard/assets/", import.meta.url));
const MAX_BYTES = 400 * 1024;

describe("the files of the wallboard", () => {
  it("have at most 400 KB compressed, all pages together", () => {
    const compressed = readdirSync(ASSETS).filter((name) => name.endsWith(".br"));
    expect(compressed.length).toBeGreaterThan(1);
    const bytes = compressed.reduce((sum, name) => sum + statSync(join(ASSETS, name)).size, 0);
    expect(bytes).toBeLessThanOrEqual(MAX_BYTES);
  });
});
