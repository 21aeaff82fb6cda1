import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse as parseYaml } from "yaml";
import { scalars } from "../../packages/client/src/codegen.js";
import { installClient, type InstalledClient } from "../support/client-package.js";
import { readDoc, ROOT } from "../support/docs.js";

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, { readonly default: string } | string>>;
}

const MAX_PACKAGES = 5;
const MAX_BYTES = 1_000_000;
const OPTIONAL_PEERS = ["react", "@apollo/client", "@urql/exchange-graphcache"];

let app: InstalledClient;
beforeAll(async () => {
  app = await installClient(OPTIONAL_PEERS);
});
afterAll(() => app.remove());

const folderOf = (name: string): string => join(app.folder, "node_modules", name);
const manifestOf = (name: string): Manifest =>
  JSON.parse(readFileSync(join(folderOf(name), "package.json"), "utf8")) as Manifest;

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile());
}

/** Returns the packages that come with a package, itself included. */
function closureOf(name: string, found = new Set<string>()): Set<string> {
  if (found.has(name)) return found;
  found.add(name);
  for (const dependency of Object.keys(manifestOf(name).dependencies ?? {})) closureOf(dependency, found);
  return found;
}

describe("the package @ringback/client as it is installed", () => {
  it(`brings at most ${MAX_PACKAGES} packages and 1 MB beside its peers`, () => {
    const packages = [...closureOf("@ringback/client")];
    expect(packages).toContain("@graphql-typed-document-node/core");
    expect(packages.length).toBeLessThanOrEqual(MAX_PACKAGES);
    const files = packages.flatMap((name) => filesOf(folderOf(name)));
    const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
    expect(bytes).toBeGreaterThan(100_000);
    expect(bytes).toBeLessThanOrEqual(MAX_BYTES);
  });

  it("imports nothing but its own files and the packages that it names", () => {
    const { dependencies = {}, peerDependencies } = manifestOf("@ringback/client");
    const allowed = [...Object.keys(dependencies), ...Object.keys(peerDependencies)];
    const dist = join(folderOf("@ringback/client"), "dist");
    const imports = filesOf(dist).flatMap((file) =>
      [...readFileSync(file, "utf8").matchAll(/(?:from|import\()\s*["']([^"']+)["']/gu)].map(([, name = ""]) => name),
    );
    expect(imports.length).toBeGreaterThan(20);
    const isOwn = (name: string): boolean => /^\.\/[\w-]+\.js$/u.test(name);
    const isNamed = (name: string): boolean => allowed.some((one) => name === one || name.startsWith(`${one}/`));
    expect(imports.filter((name) => !isOwn(name) && !isNamed(name))).toEqual([]);
    // React, Apollo Client and Graphcache are needed by their own entry points alone.
    const main = new Set<string>();
    const follow = (file: string): void => {
      if (main.has(file)) return;
      main.add(file);
      const text = readFileSync(join(dist, file), "utf8");
      for (const [, name = ""] of text.matchAll(/from\s*["']([^"']+)["']/gu)) {
        if (isOwn(name)) follow(name.slice(2));
        else
          expect(
            OPTIONAL_PEERS.some((peer) => name.startsWith(peer)),
            `${file}: ${name}`,
          ).toBe(false);
      }
    };
    follow("index.js");
    expect(main.size).toBeGreaterThan(5);
  });

  it("loads every entry point in Node, and has types for each", async () => {
    const names = Object.entries(manifestOf("@ringback/client").exports).flatMap(([path, target]) =>
      typeof target === "string" ? [] : [`@ringback/client${path.slice(1)}`],
    );
    expect(names).toHaveLength(5);
    const script = `Promise.all(${JSON.stringify(names)}.map((name) => import(name))).then((all) =>
      console.log(JSON.stringify(all.map((one) => Object.keys(one).length))))`;
    const counts = JSON.parse(await app.node("--eval", script)) as number[];
    expect(counts.filter((count) => count === 0)).toEqual([]);

    const lines = [
      ...names.map((name, index) => `import * as entry${index} from "${name}";`),
      'import { followCallbacks, type CallbackRow } from "@ringback/client";',
      'import { useCallbacks } from "@ringback/client/react";',
      'const feed = followCallbacks({ gateway: { url: "http://localhost:4000/graphql" }, filter: { isOpen: true } });',
      "export const rows: readonly CallbackRow[] = feed.state.callbacks;",
      'export const list = () => useCallbacks({ gateway: "/graphql" }).callbacks[0]?.customer.name;',
      "// @ts-expect-error: a filter has no such condition",
      'followCallbacks({ gateway: { url: "" }, filter: { isClosed: true } });',
      `export default [${names.map((_, index) => `entry${index}`).join(", ")}];`,
    ];
    writeFileSync(join(app.folder, "types.ts"), lines.join("\n"));
    const compiler = createRequire(import.meta.url)
      .resolve("typescript/package.json")
      .replace("package.json", "bin/tsc");
    const options = ["--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", "--types", "", "types.ts"];
    await expect(app.node(compiler, ...options)).resolves.toBe("");
  });
});

describe("the tables of @ringback/client", () => {
  it("has the scalars that its own operations and the example with Relay are generated with", () => {
    const codegen = parseYaml(readDoc("codegen.yml")) as {
      generates: Record<string, { config?: { scalars: unknown } }>;
    };
    expect(codegen.generates["packages/client/src/operations.ts"]?.config?.scalars).toEqual(scalars);
    const relay = JSON.parse(readDoc("relay.config.json")) as { customScalarTypes: unknown };
    expect(relay.customScalarTypes).toEqual(scalars);
    const declared = [...readDoc("schema/schema.graphql").matchAll(/^scalar (\w+)/gmu)].map(([, name = ""]) => name);
    expect(Object.keys(scalars).sort()).toEqual(declared.sort());
  });

  it("has the version of the gateway that it is written for", () => {
    const versions = ["package.json", "packages/client/package.json"].map((file) => {
      const { version } = JSON.parse(readFileSync(join(ROOT, file), "utf8")) as Manifest;
      return version;
    });
    expect(versions[1]).toBe(versions[0]);
  });
});
