// Lists the licences of all installed packages that production needs, and fails where one is not on the list.
// node scripts/licences.js [folder of a package-lock.json, by default this checkout]
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Licences that let us distribute without opening our own code. Add one only after reading it. */
const ALLOWED = new Set([
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "ISC",
  "MIT",
  "Unlicense",
]);

const root = process.argv[2] ?? fileURLToPath(new URL("../", import.meta.url));

function licenceOf(path) {
  const { license, licenses } = JSON.parse(readFileSync(join(root, path, "package.json"), "utf8"));
  return license?.type ?? license ?? licenses?.map(({ type }) => type).join(" OR ") ?? "none";
}

/** `A OR B` where one of them will do, `A AND B` where all have to. */
function isAllowed(licence) {
  const words = licence.replaceAll(/[()]/gu, "");
  return words.split(" OR ").some((choice) => choice.split(" AND ").every((one) => ALLOWED.has(one.trim())));
}

const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
const counts = new Map();
const refused = [];
for (const [path, { dev, optional, peer }] of Object.entries(packages)) {
  if (path === "" || dev) continue;
  let licence;
  try {
    licence = licenceOf(path);
  } catch (error) {
    // Made for another platform, or for nobody here.
    if (optional || peer) continue;
    throw new Error(`${path} is not installed: run npm ci`, { cause: error });
  }
  counts.set(licence, (counts.get(licence) ?? 0) + 1);
  if (!isAllowed(licence)) refused.push(`${path}: ${licence}`);
}

console.log([...counts].map(([licence, count]) => `${licence}: ${count}`).join(", "));
if (refused.length > 0) {
  console.error(`These licences are not on the list of scripts/licences.js:\n${refused.join("\n")}`);
  process.exitCode = 1;
}
