import { execFileSync } from "node:child_process";
import { chownSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { serveFake, type ServedFake } from "../../src/adapters/fake/serve.js";
import { talkdesk } from "../../src/adapters/talkdesk/index.js";
import { authOf, type TestKey } from "../support/access.js";
import { ROOT } from "../support/docs.js";
import { freePort } from "../support/free-port.js";
import { startPostgres, type PostgresServer } from "../support/postgres.js";
import { NODE_USER, unpackDebian } from "./debian.js";
import { buildImage, type Image } from "./image.js";
import { start, type Contained, type Mount } from "./sandbox.js";

const OPERATOR: TestKey = { id: "op", key: "op-key", scopes: ["callbacks:read"], sources: "*" };
const COUNT = 30;
const SETTINGS_FILE = "/app/ringback.yaml";

let folder: string;
let image: Image;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "ringback-image-"));
  const base = join(folder, "debian");
  mkdirSync(base);
  unpackDebian(base);
  image = buildImage(ROOT, base, folder);
  // An engine makes the files and folders that it mounts something at.
  writeFileSync(join(image.root, SETTINGS_FILE), "");
}, 1_200_000);
// A hundred thousand files, three times.
afterAll(() => void execFileSync("rm", ["-rf", "--one-file-system", folder]), 600_000);

let vendor: ServedFake;
let port: number;
let data: string;
let settings: string;
let running: Contained | null = null;
beforeEach(async () => {
  const fake = talkdesk.createFake(Date.now, { count: COUNT, quota: null });
  vendor = await serveFake(fake);
  port = await freePort();
  data = mkdtempSync(join(folder, "data-"));
  chownSync(data, NODE_USER.uid, NODE_USER.gid);
  settings = join(mkdtempSync(join(folder, "settings-")), "ringback.yaml");
  const sources = { north: { vendor: "talkdesk", ...fake.settings(vendor.baseUrl), quota: null } };
  writeFileSync(settings, JSON.stringify({ auth: authOf(OPERATOR), sources }));
});
afterEach(async () => {
  running?.signal("SIGKILL");
  await running?.ended();
  running = null;
  await vendor.close();
});

/** Starts the image's command, as its user, on a file system that is read-only but for its volumes. */
async function run(environment: Readonly<Record<string, string>> = {}, mounts: readonly Mount[] = [volume()]) {
  running = await start(
    {
      root: image.root,
      isRootWritable: false,
      user: NODE_USER,
      directory: image.directory,
      environment: { ...image.environment, PORT: String(port), RINGBACK_CONFIG: SETTINGS_FILE, ...environment },
      mounts: [{ from: settings, to: SETTINGS_FILE, isWritable: false }, ...mounts],
    },
    image.command,
  );
  return running;
}

const volume = (): Mount => ({ from: data, to: "/data", isWritable: true });

/** Runs the image's health check beside the gateway; returns its exit code. */
async function healthCheck(): Promise<number | null> {
  const checking = await start(
    {
      root: image.root,
      isRootWritable: false,
      user: NODE_USER,
      directory: image.directory,
      environment: { ...image.environment, PORT: String(port) },
    },
    image.healthCheck,
  );
  return checking.ended();
}

/** Resolves when the health check passes; rejects if the gateway ends before that. */
async function isHealthy(): Promise<void> {
  const gateway = running;
  while ((await healthCheck()) !== 0) {
    if (gateway === null || gateway.hasEnded()) throw new Error(`the gateway has ended: ${gateway?.output() ?? ""}`);
  }
}

async function count(): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-api-key": OPERATOR.key },
    body: JSON.stringify({ query: "{ callbacks(first: 1) { totalCount } }" }),
  });
  const { data } = (await response.json()) as { data: { callbacks: { totalCount: number } } };
  return data.callbacks.totalCount;
}

async function stop(): Promise<number | null> {
  const stopping = running;
  running = null;
  stopping?.signal("SIGTERM");
  return (await stopping?.ended()) ?? null;
}

describe("the image", { timeout: 300_000 }, () => {
  it("contains nothing but the product, which its user cannot change", () => {
    const app = join(image.root, image.directory);
    expect(readdirSync(app).toSorted()).toEqual(
      ["bin", "dist", "node_modules", "package.json", "ringback.yaml", "schema"].toSorted(),
    );
    for (const name of ["bin/ringback.js", "dist", "node_modules"]) {
      const { uid, mode } = lstatSync(join(app, name));
      expect([name, uid, mode & 0o022]).toEqual([name, 0, 0]);
    }
    expect([image.user, image.volumes]).toEqual(["node", ["/data"]]);
    const megabytes = Number(execFileSync("du", ["-sm", app], { encoding: "utf8" }).split("\t")[0]);
    expect(megabytes).toBeLessThan(120);
  });

  it("serves as its user on a read-only file system, is healthy, and ends at SIGTERM as the first process", async () => {
    await run();
    await isHealthy();
    await vi.waitFor(async () => expect(await count()).toBe(COUNT), { timeout: 60_000 });
    expect(await stop()).toBe(0);
    expect(await healthCheck()).toBe(1);
  });

  it("keeps the store in its volume: also after a kill without notice", async () => {
    await run();
    await isHealthy();
    await vi.waitFor(async () => expect(await count()).toBe(COUNT), { timeout: 60_000 });
    running?.signal("SIGKILL");
    await running?.ended();
    // The store is all that the next one has.
    await vendor.close();
    await run();
    await vi.waitFor(async () => expect(await count()).toBe(COUNT), { timeout: 120_000, interval: 200 });
    expect(await stop()).toBe(0);
  });

  it("says what is wrong with a volume that its user may not write to", async () => {
    chownSync(data, 0, 0);
    const started = await run();
    expect(await started.ended()).toBe(1);
    expect(started.output()).toContain("/data");
    running = null;
  });

  it("needs no volume where the store is a database", async () => {
    const database: PostgresServer = await startPostgres();
    try {
      await run({ DATABASE_URL: database.url() }, []);
      await isHealthy();
      await vi.waitFor(async () => expect(await count()).toBe(COUNT), { timeout: 60_000 });
      expect(await stop()).toBe(0);
    } finally {
      await database.stop();
    }
  });
});
