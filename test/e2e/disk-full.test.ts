import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FakeVendor } from "../../src/adapters/fake/fake.js";
import { serveFake, type ServedFake } from "../../src/adapters/fake/serve.js";
import { ADAPTERS } from "../../src/adapters/registry.js";
import { ask } from "../support/ask.js";
import { FAST_SYNC } from "../support/fast-sync.js";

const BIN = fileURLToPath(new URL("../../bin/ringback.js", import.meta.url));
const DISK_BYTES = 12_582_912;
/** A mount that only its processes see, as any user. */
const NAMESPACE = ["--user", "--map-root-user", "--mount", "--kill-child", "--fork"];
const canMount =
  spawnSync("unshare", [...NAMESPACE, "mount", "-t", "tmpfs", "-o", `size=${DISK_BYTES}`, "none", tmpdir()]).status ===
  0;

let directory: string;
let data: string;
let fake: FakeVendor;
let served: ServedFake;
let gateway: ChildProcess;
let output = "";

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "ringback-"));
  data = join(directory, "data");
  mkdirSync(data);
  const definition = ADAPTERS.find(({ vendor }) => vendor.toLowerCase() === "talkdesk") ?? ADAPTERS[0]!;
  fake = definition.createFake(Date.now, { count: 0, quota: null });
  served = await serveFake(fake);
  const file = join(directory, "ringback.yaml");
  const north = { vendor: definition.vendor.toLowerCase(), ...fake.settings(served.baseUrl), quota: null };
  writeFileSync(file, JSON.stringify({ server: { drainMs: 0 }, sync: FAST_SYNC, sources: { north } }));
  const env = { PATH: process.env["PATH"], PORT: "0", RINGBACK_CONFIG: file, RINGBACK_DATA_DIR: data };
  const script = `mount -t tmpfs -o size=${DISK_BYTES} none "$0" && exec "$1" "$2" serve`;
  output = "";
  gateway = spawn("unshare", [...NAMESPACE, "sh", "-c", script, data, process.execPath, BIN], { env });
  for (const stream of [gateway.stdout, gateway.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
});
afterEach(async () => {
  const ended = once(gateway, "close");
  gateway.kill("SIGKILL");
  await ended;
  await served.close();
  rmSync(directory, { recursive: true, force: true });
});

const COUNT = "{ callbacks(first: 1) { totalCount } }";

describe.skipIf(!canMount)("a full disk", { timeout: 240_000 }, () => {
  it("is reported by readiness and the log, with the first cause, until there is space again", async () => {
    await expect.poll(() => /at (http:\S+)\/graphql/u.exec(output)?.[1], { timeout: 90_000 }).toBeDefined();
    const url = /at (http:\S+)\/graphql/u.exec(output)?.[1] ?? "";
    const add = (count: number): void => {
      for (let index = 0; index < count; index += 1)
        fake.add({ phoneNumber: "+14155550111", start: Date.now() + 3_600_000 });
    };
    const total = async (): Promise<number> =>
      (await ask<{ callbacks: { totalCount: number } }>(url, COUNT)).callbacks.totalCount;
    const readiness = async (): Promise<readonly [number, string]> => {
      const response = await fetch(`${url}/health/ready`);
      const { checks } = (await response.json()) as { readonly checks: Readonly<Record<string, string>> };
      return [response.status, checks["store"] ?? ""];
    };
    add(5);
    await expect.poll(total, { timeout: 90_000 }).toBe(5);
    expect(await readiness()).toEqual([200, "ok"]);

    // The mount is seen through the process that is in it.
    const filler = join(`/proc/${inner()}/root`, data, "filler");
    fill(filler);
    add(200);
    await expect.poll(readiness, { timeout: 90_000 }).toEqual([503, "the store's disk is full: free disk space"]);
    expect(output).toContain("the store's disk is full");
    expect(output).toContain("database or disk is full");
    expect(output).not.toContain("cannot rollback");
    expect(await total()).toBe(5);

    rmSync(filler);
    await expect.poll(readiness, { timeout: 90_000 }).toEqual([200, "ok"]);
    await expect.poll(total, { timeout: 90_000 }).toBe(205);
  });
});

/** The gateway itself, below what made the mount. */
function inner(): string {
  const { stdout } = spawnSync("pgrep", ["-P", String(gateway.pid)], { encoding: "utf8" });
  return stdout.trim();
}

/** Leaves no byte. */
function fill(file: string): void {
  const handle = openSync(file, "w");
  try {
    for (let size = 65_536; size >= 512; size /= 2) {
      while (isWritten(handle, size));
    }
  } finally {
    closeSync(handle);
  }
}

function isWritten(handle: number, size: number): boolean {
  try {
    return writeSync(handle, Buffer.alloc(size, 1)) === size;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOSPC") return false;
    throw error;
  }
}
