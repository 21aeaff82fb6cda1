// Runs the unit and gateway tests under newer versions of Node, whose binaries come from the npm registry.
// node scripts/test-nodes.js [versions, by default 22,24,26] [filters of vitest, by default src and test/gateway]
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));
const [versions = "22,24,26", ...filters] = process.argv.slice(2);
const binaries = `node-${process.platform}-${process.arch}`;
const failed = [];

for (const version of versions.split(",")) {
  const folder = join(root, "node_modules", ".cache", "nodes", version);
  mkdirSync(folder, { recursive: true });
  run("npm", ["install", "--prefix", folder, "--no-audit", "--no-fund", "--silent", `${binaries}@${version}`]);
  const node = join(folder, "node_modules", binaries, "bin", "node");
  console.log(`Node ${spawnSync(node, ["--version"], { encoding: "utf8" }).stdout.trim()}`);
  const tests = ["node_modules/vitest/vitest.mjs", "run", ...(filters.length > 0 ? filters : ["src", "test/gateway"])];
  if (spawnSync(node, tests, { cwd: root, stdio: "inherit" }).status !== 0) failed.push(version);
}

if (failed.length > 0) {
  console.error(`The tests failed under Node ${failed.join(", ")}`);
  process.exitCode = 1;
}

function run(command, args) {
  const { status } = spawnSync(command, args, { cwd: root, stdio: "inherit", shell: process.platform === "win32" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} failed`);
}
