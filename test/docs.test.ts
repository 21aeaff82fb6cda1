import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { ADAPTERS } from "../src/adapters/registry.js";
import { ERROR_CODES } from "../src/callback/errors.js";
import { USER_ERROR_CODES } from "../src/callback/user-error.js";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");

const PAGES = [
  "README.md",
  "CONTRIBUTING.md",
  "docs/architecture.md",
  "docs/clients.md",
  "docs/errors.md",
  "docs/federation.md",
  "docs/metrics.md",
  "docs/operations.md",
  ...ADAPTERS.map(({ vendor }) => `src/adapters/${vendor.toLowerCase()}/README.md`),
];

describe("the documentation", () => {
  it("explains every error code to clients", () => {
    const page = read("docs/errors.md");
    expect(Object.keys(ERROR_CODES).filter((code) => !page.includes(`\`${code}\``))).toEqual([]);
  });

  it("explains every reason why a wish is not fulfilled", () => {
    const page = read("docs/errors.md");
    expect(Object.keys(USER_ERROR_CODES).filter((code) => !page.includes(`| \`${code}\``))).toEqual([]);
  });

  it.each(PAGES)("%s links only to what is there", (page) => {
    const links = [...read(page).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/gu)].map(([, target = ""]) => target);
    expect(links.filter((target) => !existsSync(join(ROOT, dirname(page), target)))).toEqual([]);
  });
});
