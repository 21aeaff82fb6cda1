#!/usr/bin/env node
// Starts ringback. In a checkout it builds first where that was not done since the sources last changed.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

// Before anything is loaded: process 1 of a container does not get a signal that it does not handle. A gateway takes over.
const isGateway = ["serve", "demo"].includes(process.argv[2] ?? "serve");
for (const signal of ["SIGTERM", "SIGINT"]) {
  process.on(signal, () => process.exit(isGateway ? 0 : 128 + constants.signals[signal]));
}
// It asks for settings to be read that are about to be read.
if (isGateway && process.env.RINGBACK_CONFIG) process.on("SIGHUP", () => undefined);

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const main = join(root, "dist", "bundle", "main.js");
/** A published package has none. */
const sources = [join(root, "src"), join(root, "packages", "client", "src")].filter((folder) => existsSync(folder));

function newest(path) {
  const { mtimeMs } = statSync(path);
  if (!statSync(path).isDirectory()) return mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

function isBuilt() {
  if (!existsSync(main)) return false;
  return sources.every((folder) => newest(folder) <= newest(main));
}

if (!isBuilt()) {
  console.error("Building ringback ...");
  const built = spawnSync("npm", ["run", "--silent", "build"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
  });
  if (built.status !== 0) {
    console.error("ringback could not be built: see the messages above.");
    process.exit(1);
  }
}
await import(pathToFileURL(main).href);
