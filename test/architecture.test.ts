import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { ADAPTERS } from "../src/adapters/registry.js";

const ROOT = new URL("../src/", import.meta.url).pathname;

/** Every room, by the longest prefix that fits, and what it may import of src. `type:` allows types alone. */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  // What knows nothing of callbacks: every room may import it.
  "lib/": ["lib/"],
  "callback/": ["callback/"],
  "adapters/adapter.ts": ["callback/", "adapters/fake/fake.ts"],
  "adapters/vendor-page.ts": ["callback/", "adapters/adapter.ts", "adapters/wire.ts"],
  "adapters/capability.ts": ["callback/", "adapters/adapter.ts"],
  "adapters/settings.ts": ["callback/"],
  "adapters/write.ts": ["callback/", "adapters/adapter.ts", "adapters/vendor-page.ts"],
  "adapters/wire-field.ts": ["callback/"],
  "adapters/wire.ts": ["callback/", "adapters/wire-field.ts"],
  "adapters/http/": ["callback/", "adapters/http/"],
  "adapters/fake/": ["callback/", "adapters/fake/"],
  "adapters/registry.ts": ["adapters/adapter.ts", "adapters/*/index.ts"],
  "adapters/": [
    "callback/",
    "adapters/adapter.ts",
    "adapters/vendor-page.ts",
    "adapters/paging.ts",
    "adapters/row-memory.ts",
    "adapters/settings.ts",
    "adapters/wire.ts",
    "adapters/wire-field.ts",
    "adapters/write.ts",
    "adapters/http/",
    "adapters/fake/",
    "self",
  ],
  "stores/action-store.ts": ["callback/"],
  "stores/lease-store.ts": ["callback/"],
  "stores/store.ts": ["callback/", "stores/action-store.ts", "stores/lease-store.ts"],
  "stores/sql/": ["callback/", "stores/store.ts", "stores/action-store.ts", "stores/lease-store.ts", "stores/sql/"],
  "stores/registry.ts": ["callback/", "stores/"],
  "stores/": ["callback/", "stores/store.ts", "stores/lease-store.ts", "stores/sql/", "self"],
  "sync/": ["callback/", "sync/", "type:adapters/adapter.ts", "type:stores/store.ts"],
  "changes/": ["callback/", "changes/", "sync/", "type:adapters/adapter.ts", "type:stores/store.ts"],
  "actions/": [
    "callback/",
    "actions/",
    "changes/fetch-functions.ts",
    "type:changes/",
    "type:adapters/adapter.ts",
    "type:stores/",
  ],
  "loaders/": ["callback/", "loaders/", "type:changes/", "type:stores/"],
  "graphql/": ["callback/", "graphql/", "type:loaders/loaders.ts", "type:changes/", "type:actions/actions.ts"],
  "server/": ["callback/", "server/", "type:graphql/", "type:loaders/loaders.ts", "type:changes/"],
  "telemetry/": ["callback/", "telemetry/", "type:server/", "type:changes/", "type:stores/store.ts"],
  "pages/": ["pages/"],
  "wallboard/": ["wallboard/", "../schema/operations.ts"],
  "demo/": ["callback/", "demo/", "adapters/registry.ts", "adapters/fake/"],
  "settings-file.ts": [],
  "config.ts": [
    "callback/setting-text.ts",
    "adapters/settings.ts",
    "environment.ts",
    "proxies.ts",
    "renamed-settings.ts",
    "settings-sections.ts",
    "settings-file.ts",
    "trusted-documents.ts",
    "server/auth-settings.ts",
    "server/settings.ts",
    "adapters/registry.ts",
    "adapters/adapter.ts",
  ],
  "demo-settings.ts": ["config.ts"],
  "engine.ts": [],
  "forecast.ts": ["callback/", "sync/", "type:adapters/adapter.ts"],
  "renamed-settings.ts": [],
  "settings-sections.ts": ["callback/bounds.ts"],
  "signals.ts": [],
  "commands.ts": [],
  "proxies.ts": ["callback/connect.ts", "type:environment.ts"],
  "environment.ts": ["callback/setting-text.ts"],
  "command-line.ts": ["commands.ts"],
  "explain.ts": ["audit.ts", "callback/errors.ts", "command-line.ts", "config.ts", "control.ts", "stores/registry.ts"],
  "control.ts": [],
  "trusted-documents.ts": [],
  "quarantine.ts": ["stores/registry.ts"],
  "audit.ts": ["stores/registry.ts", "type:stores/action-store.ts"],
  "readiness.ts": ["type:changes/feed.ts", "type:stores/store.ts"],
  "reload.ts": ["type:config.ts"],
  "doctor.ts": ["callback/connect.ts", "check.ts", "forecast.ts", "proxies.ts", "type:config.ts", "stores/registry.ts"],
  "check.ts": ["callback/", "config.ts", "proxies.ts"],
  "gateway.ts": ["", "not:main.ts"],
  "main.ts": ["", "gateway.ts"],
};

interface Import {
  readonly from: string;
  readonly to: string;
  readonly isType: boolean;
}

const files = list(ROOT).filter((file) => /\.tsx?$/u.test(file));
const sources = files.filter((file) => !file.endsWith(".test.ts"));
const imports = sources.flatMap(importsOf);

function list(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? list(path) : [relative(ROOT, path)];
  });
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(ROOT, file), "utf8");
  const statements = text.matchAll(/^(?:import|export)\s+(type\s+)?([^;]*?from\s+)?"(\.[^"]+)"/gmu);
  return [...statements].map(([, type, , specifier = ""]) => ({
    from: file,
    to: sourceOf(join(dirname(file), specifier)),
    isType: type !== undefined,
  }));
}

/** The file behind what an import names. */
function sourceOf(path: string): string {
  const tsx = path.replace(/\.js$/u, ".tsx");
  return files.includes(tsx) ? tsx : path.replace(/\.js$/u, ".ts");
}

function roomOf(file: string): string | undefined {
  return Object.keys(ROOMS)
    .filter((prefix) => file === prefix || (prefix.endsWith("/") && file.startsWith(prefix)))
    .sort((a, b) => b.length - a.length)[0];
}

function isAllowed({ from, to, isType }: Import): boolean {
  if (to.startsWith("lib/")) return true;
  const room = roomOf(from);
  return (ROOMS[room ?? ""] ?? []).some((rule) => {
    if (rule === "self") return dirname(to) === dirname(from);
    if (rule === "") return true;
    const [, kind, place = ""] = /^(type:)?(.*)$/u.exec(rule) ?? [];
    if (kind !== undefined && !isType) return false;
    if (place.includes("*")) return new RegExp(`^${place.replace("*", "[^/]+")}$`, "u").test(to);
    return to === place || (place.endsWith("/") && to.startsWith(place));
  });
}

describe("the source folders", () => {
  it("has a row in the import table for every file", () => {
    expect(sources.filter((file) => roomOf(file) === undefined)).toEqual([]);
  });

  it("imports only what its table allows", () => {
    const breaches = imports.filter((one) => !isAllowed(one)).map(({ from, to }) => `${from} → ${to}`);
    expect(breaches).toEqual([]);
  });

  it("is composed in one place: only main.ts imports gateway.ts", () => {
    const others = imports.filter(({ from, to }) => to === "gateway.ts" && from !== "main.ts");
    expect(others).toEqual([]);
  });

  it("has no cycles, neither at run time nor of types", () => {
    const next = new Map<string, string[]>();
    for (const { from, to } of imports) next.set(from, [...(next.get(from) ?? []), to]);
    const cycles: string[] = [];
    const done = new Set<string>();
    const walk = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file].join(" → "));
      if (done.has(file) || path.includes(file)) return;
      for (const to of next.get(file) ?? []) walk(to, [...path, file]);
      done.add(file);
    };
    for (const file of sources) walk(file, []);
    expect(cycles).toEqual([]);
  });

  it("names a vendor only in its own folder and on its line of the registry", () => {
    const vendors = ADAPTERS.map(({ vendor }) => vendor.toLowerCase());
    const found = files.flatMap((file) => {
      const text = readFileSync(join(ROOT, file), "utf8").toLowerCase();
      const named = vendors.filter((vendor) => text.includes(vendor) && !file.startsWith(`adapters/${vendor}/`));
      return named.map((vendor) => `${file}: ${vendor}`);
    });
    expect(found.filter((line) => !line.startsWith("adapters/registry.ts"))).toEqual([]);
  });

  it("gives every vendor the same files", () => {
    const expected = ["README.md", "adapter.ts", "client.ts", "fake.ts", "index.ts", "mapping.ts", "wire.ts"];
    for (const { vendor } of ADAPTERS) {
      const own = readdirSync(join(ROOT, "adapters", vendor.toLowerCase()));
      expect(own).toEqual(expect.arrayContaining([...expected, "fixtures"]));
    }
  });

  it("keeps files short: none above 300 lines, half of them at most 80", () => {
    const lengthOf = (path: string): number => readFileSync(path, "utf8").trimEnd().split("\n").length;
    const lengths = sources.map((file) => lengthOf(join(ROOT, file)));
    const house = ["src", "test", "examples", "bin", "scripts"].flatMap((folder) =>
      list(join(ROOT, "..", folder)).filter(
        (file) => /\.[jt]sx?$/u.test(file) && !/node_modules|__generated__/u.test(file),
      ),
    );
    expect(house.filter((file) => lengthOf(join(ROOT, file)) > 300)).toEqual([]);
    expect(lengths.toSorted((a, b) => a - b)[Math.floor(lengths.length / 2)]).toBeLessThanOrEqual(80);
  });

  it("reads the environment in one place, and the clock only where it is composed", () => {
    const reading = (pattern: RegExp): string[] =>
      sources.filter((file) => pattern.test(readFileSync(join(ROOT, file), "utf8")));
    expect(reading(/process\.env/u)).toEqual(["main.ts"]);
    expect(
      reading(/Date\.now|new Date\(\)/u).filter(
        (file) => !["main.ts", "gateway.ts", "check.ts", "doctor.ts", "wallboard/main.tsx"].includes(file),
      ),
    ).toEqual([]);
  });
});
