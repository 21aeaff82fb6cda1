import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { ROOT } from "./docs.js";

const run = promisify(execFile);

/** An empty project into which the packed client was installed. */
export interface InstalledClient {
  readonly folder: string;
  /** Runs a program of Node in the folder. Resolves with its output. */
  node(...args: readonly string[]): Promise<string>;
  remove(): void;
}

/**
 * Packs `@ringback/client` as `npm run build` has built it, and installs it into an empty project, together with packages of this checkout. Nothing is
 * downloaded.
 */
export async function installClient(others: readonly string[]): Promise<InstalledClient> {
  const home = mkdtempSync(join(tmpdir(), "ringback-client-"));
  const folder = join(home, "app");
  await run("npm", ["pack", "--silent", "--ignore-scripts", "--pack-destination", home], {
    cwd: join(ROOT, "packages/client"),
  });
  const tarball = readdirSync(home).find((name) => name.endsWith(".tgz")) ?? "";
  const modules = ["@graphql-typed-document-node/core", "graphql", ...others];
  mkdirSync(folder);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
  const links = modules.map((name) => join(ROOT, "node_modules", name));
  const options = ["--offline", "--cache", join(home, "cache"), "--no-audit", "--no-fund"];
  await run("npm", ["install", ...options, join(home, tarball), ...links], { cwd: folder });
  return {
    folder,
    async node(...args) {
      return (await run(process.execPath, [...args], { cwd: folder })).stdout;
    },
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
}
