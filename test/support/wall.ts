import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";
import type { FakeVendor } from "../../src/adapters/fake/fake.js";
import { serveFake, type ServedFake } from "../../src/adapters/fake/serve.js";
import { ADAPTERS } from "../../src/adapters/registry.js";
import type { JsonObject } from "../../src/lib/json.js";
import { sendEvents } from "./events.js";
import { folderOf } from "./folder-of.js";
import { freePort } from "./free-port.js";
import { startProcess, type RunningProcess } from "./process.js";
import { FAST_SYNC } from "./fast-sync.js";

/** Fakes that outlive the gateway, and a gateway of a process of its own, always at the same address once it was up. */
export interface WallStage {
  /** By the name of the source, which is the vendor's in lower case. */
  readonly fakes: Readonly<Record<string, FakeVendor>>;
  /** Starts the gateway; resolves with its address. */
  start(): Promise<string>;
  /** Ends it as a power cut does. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

export interface WallStageOptions {
  /** Callbacks that each fake begins with. */
  readonly count: number;
  /** Further settings of the gateway. */
  readonly settings?: JsonObject;
}

const OF_SOURCES = { quota: null, timeoutMs: 2000, retries: 1, breakMs: 100 };

export async function openWallStage({ count, settings = {} }: WallStageOptions): Promise<WallStage> {
  const directory = mkdtempSync(join(tmpdir(), "ringback-wall-"));
  const file = join(directory, "ringback.yaml");
  const fakes: Record<string, FakeVendor> = {};
  const servers: ServedFake[] = [];
  const sources: Record<string, JsonObject> = {};
  for (const definition of ADAPTERS) {
    const vendor = definition.vendor.toLowerCase();
    const name = folderOf(vendor);
    const fake = definition.createFake(Date.now, { count, quota: null });
    const served = await serveFake(fake);
    fakes[name] = fake;
    servers.push(served);
    sources[name] = { vendor, ...fake.settings(served.baseUrl), ...OF_SOURCES };
  }
  // JSON is YAML.
  const text = { sources, sync: FAST_SYNC, dataDirectory: join(directory, "data"), logLevel: "warn", ...settings };
  writeFileSync(file, JSON.stringify(text));
  const port = await freePort();
  let running: RunningProcess | null = null;
  const kill = async (): Promise<void> => {
    running?.child.kill("SIGKILL");
    await running?.ended();
    running = null;
  };
  return {
    fakes,
    async start() {
      running = startProcess(["serve"], { RINGBACK_CONFIG: file, PORT: String(port), HOST: "127.0.0.1" });
      const [, url = ""] = await running.waitFor(/at (http:\S+)\/graphql/u);
      await sendEvents(url, fakes, Date.now());
      return url;
    },
    kill,
    async close() {
      await kill();
      await Promise.all(servers.map((server) => server.close()));
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe finds, whatever its impact, as `rule: where`. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate<AxeResults>("axe.run()");
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}

const PICTURES = fileURLToPath(new URL("../../screenshots/", import.meta.url));

/** Keeps a picture of what is in view, for people to look at. */
export async function takePicture(page: Page, name: string): Promise<void> {
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: join(PICTURES, `${name}.png`) });
}

/** What a page does that it should not: breaks its policy, asks elsewhere, throws. */
export function watchPage(page: Page): { readonly complaints: string[]; readonly requested: string[] } {
  const complaints: string[] = [];
  const requested: string[] = [];
  page.on("request", (request) => requested.push(request.url()));
  page.on("websocket", (socket) => requested.push(socket.url()));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    // A gateway that is down cannot be reached: the browser says so by itself.
    const isUnreachable = /ERR_CONNECTION|ERR_SOCKET_NOT_CONNECTED|ERR_EMPTY_RESPONSE|status of 401/u.test(
      message.text(),
    );
    if (message.type() === "error" && !isUnreachable) complaints.push(message.text());
  });
  return { complaints, requested };
}
