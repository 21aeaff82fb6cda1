import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startProcess, type RunningProcess } from "../support/process.js";

/** Far more than fit into what is allowed. `EXPORT_ROWS=1000000` for the size that is promised, which takes minutes. */
const ROWS = Number(process.env["EXPORT_ROWS"] ?? "100000");
const MOST_MB = 60;

let directory: string;
let gateway: RunningProcess;
let url: string;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "ringback-"));
  const filler = fileURLToPath(new URL("../support/fill-store.ts", import.meta.url));
  const given = ["--import", "@oxc-node/core/register", filler, directory, "main", "TALKDESK", String(ROWS)];
  execFileSync(process.execPath, given, { stdio: "inherit" });
  const settings = {
    server: { port: 0 },
    dataDirectory: directory,
    sync: { polling: false, directoryMs: 0 },
    sources: {
      main: {
        vendor: "talkdesk",
        baseUrl: "https://talkdesk.invalid",
        defaultRegion: "DE",
        auth: { accountName: "a", clientId: "b", clientSecret: "c" },
      },
    },
  };
  const file = join(directory, "settings.json");
  writeFileSync(file, JSON.stringify(settings));
  gateway = startProcess(["serve"], { RINGBACK_CONFIG: file });
  const [, found = ""] = await gateway.waitFor(/(http:\/\/localhost:\d+)/u);
  url = found;
}, 1_800_000);
afterAll(async () => {
  gateway.child.kill("SIGKILL");
  await gateway.ended();
  rmSync(directory, { recursive: true, force: true });
});

/** Resident memory of the gateway. */
function residentMb(): number {
  const status = readFileSync(`/proc/${gateway.child.pid}/status`, "utf8");
  return Number(/^VmRSS:\s*(\d+) kB/mu.exec(status)?.[1]) / 1024;
}

/** Reads an export, and returns its number of lines and the most memory that the gateway had meanwhile. */
async function read(path: string): Promise<{ readonly lines: number; readonly mostMb: number }> {
  const response = await fetch(`${url}${path}`);
  let lines = 0;
  let mostMb = 0;
  for await (const part of response.body ?? []) {
    for (const byte of part) if (byte === 10) lines += 1;
    mostMb = Math.max(mostMb, residentMb());
  }
  return { lines, mostMb };
}

it(`exports ${ROWS.toLocaleString("en")} callbacks in constant memory`, { timeout: 1_800_000 }, async () => {
  // Compiled code, statements and names that the first rows load stay loaded.
  const filter = JSON.stringify({ createdAt: { until: "2026-06-01T00:00:01Z" } });
  expect((await read(`/export/callbacks.ndjson?filter=${encodeURIComponent(filter)}`)).lines).toBeGreaterThan(1);
  const idleMb = residentMb();
  const { lines, mostMb } = await read("/export/callbacks.csv");
  // And the header.
  expect(lines).toBe(ROWS + 1);
  expect(mostMb - idleMb).toBeLessThanOrEqual(MOST_MB);
});
