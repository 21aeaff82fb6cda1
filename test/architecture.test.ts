import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { ADAPTERS } from "../src/adapters/registry.js";
import { folderOf } from "./support/folder-of.js";

const ROOT = new URL("../src/", import.meta.url).pathname;

/** The parts of the contract of stores. */
const STORE_PARTS = [
  "callback-store",
  "change-log",
  "command-store",
  "customer-store",
  "delivery-store",
  "erasure-store",
  "kiosk-store",
  "lease-store",
  "name-store",
  "performance-store",
  "quarantine-store",
  "replicas",
  "sync-state-store",
].map((name) => `stores/${name}.ts`);

/** The modules that adapters share. */
const ADAPTER_PARTS = ["adapter.ts", "settings.ts", "write.ts", "wire/", "http/", "fake/"].map(
  (part) => `adapters/${part}`,
);
/**
 * Every module, by the longest prefix that fits, and what it may import of src; every module may import `lib/`.
 * `type:` allows types alone, `self` the files of the same folder.
 */
const MODULES: Readonly<Record<string, readonly string[]>> = {
  "lib/": [],
  "domain/": ["domain/"],
  "adapters/adapter.ts": ["domain/", "adapters/fake/fake.ts"],
  "adapters/capability.ts": ["domain/", "adapters/adapter.ts"],
  "adapters/settings.ts": ["domain/"],
  "adapters/write.ts": ["domain/", "adapters/adapter.ts", "adapters/wire/vendor-page.ts"],
  "adapters/registry.ts": ["adapters/adapter.ts", "adapters/*/index.ts"],
  "adapters/wire/": ["domain/", "type:adapters/adapter.ts", "self"],
  "adapters/http/": ["domain/", "self"],
  "adapters/fake/": ["domain/", "self"],
  "adapters/": ["domain/", ...ADAPTER_PARTS, "self"], // a vendor
  ...Object.fromEntries(STORE_PARTS.map((part) => [part, ["domain/"]])),
  "stores/store.ts": ["domain/", ...STORE_PARTS],
  "stores/registry.ts": ["domain/", "stores/"],
  "stores/sql/": ["domain/", "stores/store.ts", ...STORE_PARTS, "stores/sql/"],
  "stores/": ["domain/", "stores/store.ts", ...STORE_PARTS, "stores/sql/", "self"], // an engine
  "sync/schedule/": ["domain/", "self", "adapters/capability.ts", "type:adapters/adapter.ts", "type:stores/store.ts"],
  "sync/": ["domain/", "sync/", "adapters/capability.ts", "type:adapters/adapter.ts", "type:stores/store.ts"],
  "subscriptions/": ["domain/", "self", "type:stores/store.ts"],
  "deliveries/": ["domain/", "self", "type:stores/store.ts"],
  "deliveries/settings.ts": ["domain/", "self", "adapters/settings.ts"],
  "deliveries/gateway-deliveries.ts": [
    "domain/",
    "self",
    "graphql/delivery/",
    "type:graphql/",
    "subscriptions/wanted-change.ts",
  ],
  "commands/": [
    "domain/",
    "self",
    "sync/fetch/fetch-functions.ts",
    "type:sync/",
    "type:adapters/adapter.ts",
    "type:stores/",
  ],
  "loaders/": ["domain/", "self", "type:sync/fetch/", "type:stores/store.ts"],
  "graphql/": [
    "domain/",
    "graphql/",
    "type:loaders/loaders.ts",
    "type:subscriptions/",
    "type:commands/commands.ts",
    "type:commands/erasure.ts",
  ],
  "server/": [
    "domain/",
    "server/",
    "graphql/costs.ts",
    "type:graphql/",
    "type:loaders/loaders.ts",
    "type:sync/",
    "type:subscriptions/subscription-hub.ts",
    "type:stores/store.ts",
  ],
  "server/export/": ["domain/", "server/", "graphql/export/", "type:graphql/", "type:loaders/loaders.ts"],
  "telemetry/": [
    "domain/",
    "self",
    "type:deliveries/",
    "type:server/",
    "type:sync/",
    "type:subscriptions/",
    "type:stores/store.ts",
  ],
  "pages/": ["pages/"],
  "wallboard/": ["wallboard/", "../schema/operations.ts", "../packages/client/src/"],
  "demo/": ["domain/", "self", "adapters/registry.ts", "adapters/fake/"],
  "config/": [
    "self",
    "type:domain/",
    "adapters/registry.ts",
    "adapters/settings.ts",
    "type:adapters/adapter.ts",
    "deliveries/settings.ts",
    "server/settings.ts",
    "server/auth/auth-settings.ts",
  ],
  "cli/": [
    "domain/",
    "self",
    "config/",
    "server/ops/control-socket.ts",
    "stores/registry.ts",
    "type:stores/command-store.ts",
    "sync/schedule/forecast.ts",
  ],
  "cli/check-deliveries.ts": [
    "domain/",
    "config/",
    "adapters/registry.ts",
    "deliveries/http-sender.ts",
    "graphql/schema.ts",
    "graphql/delivery/",
  ],
  "cli/export.ts": [
    "domain/",
    "self",
    "config/",
    "adapters/registry.ts",
    "graphql/",
    "loaders/stored-loaders.ts",
    "stores/registry.ts",
    "type:stores/store.ts",
    "sync/names/names.ts",
  ],
  "cli/init.ts": ["self", "adapters/registry.ts"],
  "cli/explain.ts": [
    "domain/",
    "self",
    "config/",
    "server/ops/control-socket.ts",
    "stores/registry.ts",
    "telemetry/sdk.ts",
  ],
  "cli/schema.ts": ["self", "adapters/registry.ts", "graphql/"],
  "cli/demo.ts": ["self", "config/", "demo/"],
  "cli/serve-settings.ts": [
    "self",
    "config/",
    "server/ops/control-socket.ts",
    "stores/registry.ts",
    "telemetry/",
    "gateway.ts",
  ],
  "gateway-sources.ts": ["", "not:main.ts"],
  "gateway.ts": ["", "not:main.ts"],
  "main.ts": ["cli/"],
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

function moduleOf(file: string): string | undefined {
  return Object.keys(MODULES)
    .filter((prefix) => file === prefix || (prefix.endsWith("/") && file.startsWith(prefix)))
    .sort((a, b) => b.length - a.length)[0];
}

function isAllowed({ from, to, isType }: Import): boolean {
  if (to.startsWith("lib/")) return true;
  const module = moduleOf(from);
  return (MODULES[module ?? ""] ?? []).some((rule) => {
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
    expect(sources.filter((file) => moduleOf(file) === undefined)).toEqual([]);
  });

  it("imports only what its table allows", () => {
    const breaches = imports.filter((one) => !isAllowed(one)).map(({ from, to }) => `${from} → ${to}`);
    expect(breaches).toEqual([]);
  });

  it("is composed in one place: only cli/serve-settings.ts imports gateway.ts", () => {
    const others = imports.filter(({ from, to }) => to === "gateway.ts" && from !== "cli/serve-settings.ts");
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
    const folders = ADAPTERS.map(({ vendor }) => folderOf(vendor));
    const found = files.flatMap((file) => {
      const text = readFileSync(join(ROOT, file), "utf8").toLowerCase();
      const own = folders.find((folder) => file.startsWith(`adapters/${folder}/`)) ?? "";
      // One company has several products: the name of one contains that of another.
      const named = folders.filter((folder) => text.includes(folder) && !own.startsWith(folder));
      return named.map((folder) => `${file}: ${folder}`);
    });
    expect(found.filter((line) => !line.startsWith("adapters/registry.ts"))).toEqual([]);
  });

  it("gives every vendor the same files", () => {
    const expected = ["README.md", "adapter.ts", "client.ts", "fake.ts", "index.ts", "mapping.ts", "wire.ts"];
    for (const { vendor } of ADAPTERS) {
      const own = readdirSync(join(ROOT, "adapters", folderOf(vendor)));
      expect(own).toEqual(expect.arrayContaining([...expected, "fixtures"]));
    }
  });

  it("keeps files short: none above 300 lines, half of them at most 80", () => {
    const lengthOf = (path: string): number => readFileSync(path, "utf8").trimEnd().split("\n").length;
    const lengths = sources.map((file) => lengthOf(join(ROOT, file)));
    const all = ["src", "test", "examples", "bin", "scripts"].flatMap((folder) =>
      list(join(ROOT, "..", folder)).filter(
        (file) => /\.[jt]sx?$/u.test(file) && !/node_modules|__generated__/u.test(file),
      ),
    );
    expect(all.filter((file) => lengthOf(join(ROOT, file)) > 300)).toEqual([]);
    expect(lengths.toSorted((a, b) => a - b)[Math.floor(lengths.length / 2)]).toBeLessThanOrEqual(80);
  });

  it("reads the environment in one place, and the clock only in the composition and commands", () => {
    const reading = (pattern: RegExp): string[] =>
      sources.filter((file) => pattern.test(readFileSync(join(ROOT, file), "utf8")));
    expect(reading(/process\.env/u)).toEqual(["main.ts"]);
    expect(
      reading(/Date\.now|new Date\(\)/u).filter(
        (file) =>
          ![
            "gateway.ts",
            "cli/check.ts",
            "cli/demo.ts",
            "cli/check-deliveries.ts",
            "cli/deliveries.ts",
            "cli/doctor.ts",
            "cli/export.ts",
            "cli/kiosk-key.ts",
            "wallboard/main.tsx",
          ].includes(file),
      ),
    ).toEqual([]);
  });
});
