// Asks the registry for known holes in what production needs; says so where the registry cannot be asked.
// node scripts/audit.js [a report of npm audit --json, to be judged instead]
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

function ask() {
  const options = { encoding: "utf8", timeout: 60_000, shell: process.platform === "win32" };
  return spawnSync("npm", ["audit", "--omit=dev", "--json"], options).stdout ?? "";
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const file = process.argv[2];
const report = parse(file === undefined ? ask() : readFileSync(file, "utf8"));
if (report?.metadata?.vulnerabilities === undefined) {
  console.error(
    `Not audited: the registry cannot be asked (${report?.error?.summary || report?.message || "no answer"}).`,
  );
  process.exitCode = 2;
} else {
  const { total, ...bySeverity } = report.metadata.vulnerabilities;
  for (const [name, { severity, range }] of Object.entries(report.vulnerabilities))
    console.log(`${severity}: ${name} ${range}`);
  console.log(total === 0 ? "No known holes." : JSON.stringify(bySeverity));
  if (bySeverity.high + bySeverity.critical > 0) process.exitCode = 1;
}
