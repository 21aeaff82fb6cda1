import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { CACHE_NAMES } from "../src/lib/cache.js";

const ROOT = new URL("../", import.meta.url).pathname;
/** The aim is 12. Lower it with every cache that goes. */
const MAX_CACHES = 12;

const sources = readdirSync(`${ROOT}src`, { recursive: true, encoding: "utf8" })
  .filter((file) => /\.tsx?$/u.test(file) && !file.endsWith(".test.ts"))
  .map((file) => [file, readFileSync(`${ROOT}src/${file}`, "utf8")] as const);

/** The names that are passed to a function, in all source files. */
function namesOf(create: string): string[] {
  const call = new RegExp(`\\b${create}(?:<[^()]*>)?\\(\\s*"(\\w+)"`, "gu");
  return sources.flatMap(([, text]) => [...text.matchAll(call)].map(([, name = ""]) => name)).sort();
}

/** The names in the first column of the table below a heading of docs/caching.md. */
function documented(heading: string): string[] {
  const [, section = ""] = readFileSync(`${ROOT}docs/caching.md`, "utf8").split(`\n## ${heading}\n`);
  const [table = ""] = section.split("\n## ");
  return [...table.matchAll(/^\| `(\w+)`/gmu)].map(([, name = ""]) => name).sort();
}

describe("the caches", () => {
  it("are those of docs/caching.md", () => {
    expect(namesOf("createCache")).toEqual(documented("Caches"));
    expect([...CACHE_NAMES].sort()).toEqual(documented("Caches"));
    expect(namesOf("createBoundedMap")).toEqual(documented("Bounded maps"));
  });

  it("are few", () => {
    expect(namesOf("createCache").length).toBeLessThanOrEqual(MAX_CACHES);
  });

  it("are all created by lib/cache", () => {
    const others = sources.filter(([, text]) => /from "lru-cache"/u.test(text)).map(([file]) => file);
    expect(others).toEqual(["lib/cache.ts"]);
  });
});
