#!/usr/bin/env node
// Starts ringback. In a checkout it builds first where that was not done since the sources last changed.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const main = join(root, "dist", "bundle", "main.js");
const sources = join(root, "src");

function newest(path) {
  const { mtimeMs } = statSync(path);
  if (!statSync(path).isDirectory()) return mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

function isBuilt() {
  if (!existsSync(main)) return false;
  if (!existsSync(sources)) return true;
  return newest(sources) <= newest(main);
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
