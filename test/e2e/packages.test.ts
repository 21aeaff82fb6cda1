import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT } from "../support/docs.js";
import { startProcess, type RunningProcess } from "../support/process.js";

/** Without bundling, the gateway came with 309 packages and 160 MB. */
const MAX_PACKAGES = 25;
const MAX_MEGABYTES = 60;
const OLDEST_TYPESCRIPT = "5.9.3";

let folder: string;
const run = (command: string, ...args: string[]): string =>
  execFileSync(command, args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

function bytesOf(path: string): number {
  return readdirSync(path, { recursive: true, encoding: "utf8" })
    .map((name) => statSync(join(path, name)))
    .reduce((sum, stat) => sum + (stat.isFile() ? stat.size : 0), 0);
}

const installed = (): string[] => {
  const lock = JSON.parse(readFileSync(join(folder, "node_modules", ".package-lock.json"), "utf8")) as {
    readonly packages: Readonly<Record<string, unknown>>;
  };
  return Object.keys(lock.packages);
};

const started: RunningProcess[] = [];

function startDemo(environment: Readonly<Record<string, string>>): RunningProcess {
  const bin = join(folder, "node_modules", "ringback", "bin", "ringback.js");
  const own = { PORT: "0", RINGBACK_DATA_DIR: join(folder, `data-${started.length}`) };
  const gateway = startProcess(["demo"], { ...own, ...environment }, bin);
  started.push(gateway);
  return gateway;
}

describe("the packages, packed and installed into an empty project", () => {
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "ringback-"));
    writeFileSync(join(folder, "package.json"), '{ "private": true, "type": "module" }');
    run(process.execPath, join(ROOT, "scripts", "release.js"), folder);
    run("npm", "install", "--no-audit", "--no-fund", "--prefer-offline", ...tarballs("ringback-0"));
  }, 300_000);
  afterAll(async () => {
    for (const gateway of started) {
      gateway.child.kill("SIGKILL");
      await gateway.ended();
    }
    rmSync(folder, { recursive: true, force: true });
  });

  const tarballs = (start: string): string[] =>
    readdirSync(folder)
      .filter((name) => name.startsWith(start) && name.endsWith(".tgz"))
      .map((name) => `./${name}`);

  it(`the gateway brings at most ${MAX_PACKAGES} packages and ${MAX_MEGABYTES} MB, with the licences of its bundle`, () => {
    expect(installed()).toContain("node_modules/libsql");
    expect(installed().length).toBeLessThanOrEqual(MAX_PACKAGES);
    expect(bytesOf(join(folder, "node_modules")) / 1_048_576).toBeLessThanOrEqual(MAX_MEGABYTES);
    const licences = readFileSync(join(folder, "node_modules", "ringback", "dist", "bundle", "licences.md"), "utf8");
    for (const name of ["@apollo/server", "graphql", "type-graphql", "pg"]) expect(licences).toContain(`## ${name} - `);
  });

  it("the gateway runs the demo: API, GraphiQL and wallboard, and ends by a signal", async () => {
    expect(run("npx", "ringback", "help")).toContain("write a settings file");
    const gateway = startDemo({});
    const [, url = ""] = await gateway.waitFor(/(http:\/\/\S+?)\/graphql/u);
    const response = await fetch(`${url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query: "{ sources { name } }" }),
    });
    expect(await response.json()).toMatchObject({
      data: { sources: expect.arrayContaining([{ name: "webex-demo" }, { name: "mindful-demo" }]) as unknown },
    });
    for (const page of ["/", "/wallboard"]) {
      expect((await fetch(url + page)).headers.get("content-type")).toContain("text/html");
    }
    gateway.child.kill("SIGINT");
    expect(await gateway.ended()).toBe(0);
  });

  it("the gateway says how to install what it lacks for traces", async () => {
    const gateway = startDemo({ OTEL_TRACES_EXPORTER: "otlp" });
    expect(await gateway.ended()).toBe(1);
    expect(gateway.output()).toContain("npm install @opentelemetry/sdk-node");
    expect(gateway.output()).not.toContain("    at ");
  });

  it(`the client's types resolve in TypeScript ${OLDEST_TYPESCRIPT} and in that of this repository`, () => {
    const peers = [
      "graphql",
      "react",
      "@types/react",
      "@apollo/client",
      "rxjs",
      "@urql/exchange-graphcache",
      "@urql/core",
    ];
    const { devDependencies, dependencies } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
      readonly devDependencies: Readonly<Record<string, string>>;
      readonly dependencies: Readonly<Record<string, string>>;
    };
    const versions = peers.map((name) => `${name}@${devDependencies[name] ?? dependencies[name]}`);
    const typescript = `typescript@${OLDEST_TYPESCRIPT}`;
    run(
      "npm",
      "install",
      "--no-audit",
      "--no-fund",
      "--prefer-offline",
      ...tarballs("ringback-client"),
      ...versions,
      typescript,
    );
    const lines = [
      'import { CallbacksDocument, followCallbacks } from "@ringback/client";',
      'import { typePolicies } from "@ringback/client/apollo";',
      'import { scalars } from "@ringback/client/codegen";',
      'import { useCallbacks } from "@ringback/client/react";',
      'import { createCacheOptions } from "@ringback/client/urql";',
      "export const all = [CallbacksDocument, followCallbacks, typePolicies, scalars, useCallbacks, createCacheOptions];",
      'import type { ResultOf } from "@graphql-typed-document-node/core";',
      'export const count: number = null! as ResultOf<typeof CallbacksDocument>["callbacks"]["nodes"]["length"];',
      "// @ts-expect-error A number is no text.",
      "export const text: string = count;",
    ];
    writeFileSync(join(folder, "app.ts"), lines.join("\n"));
    const options = [
      "--noEmit",
      "--strict",
      "--module",
      "nodenext",
      "--target",
      "es2022",
      "--lib",
      "es2023,dom,esnext.disposable",
    ];
    const compilers = [join(folder, "node_modules", "typescript"), join(ROOT, "node_modules", "typescript")];
    const versionsOf = compilers.map((compiler) =>
      run(process.execPath, join(compiler, "bin", "tsc"), "--version").trim(),
    );
    expect(versionsOf[0]).toBe(`Version ${OLDEST_TYPESCRIPT}`);
    expect(versionsOf[1]).not.toBe(versionsOf[0]);
    for (const compiler of compilers) {
      expect(run(process.execPath, join(compiler, "bin", "tsc"), ...options, "--skipLibCheck", "app.ts")).toBe("");
    }
  });
});
