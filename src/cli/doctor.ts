import { constants } from "node:fs";
import { access, stat, statfs } from "node:fs/promises";
import { createServer } from "node:net";
import { request } from "undici";
import { checkSources } from "./check.js";
import { checkDeliveryFilters, probeReceivers } from "./check-deliveries.js";
import { checkReplicas } from "./check-replicas.js";
import type { Connect } from "../lib/connect.js";
import { forecastDelays } from "../sync/schedule/forecast.js";
import { readSettings, settingsFile, SettingsError, type Settings, type SourceSettings } from "../config/config.js";
import { connectBy, describeProxies } from "../config/proxies.js";
import { withTls } from "../config/tls.js";
import { inspectStore } from "../stores/registry.js";

import { print, type Command, type CommandContext } from "./command.js";
import { explain } from "./explain.js";

export const doctorCommand: Command = {
  options: {},
  does: ["check settings, sources, clocks, store, disk and port, and print advice; exit code 1 if a check", "fails"],
  async run(context) {
    const findings = await findingsOf(context);
    print([showFindings(findings)]);
    if (findings.some(({ state }) => state === "fail")) process.exitCode = 1;
  },
};

async function findingsOf({ environment }: CommandContext): Promise<readonly Finding[]> {
  const file = settingsFile(environment);
  let settings: Settings;
  try {
    if (file === null) throw new SettingsError("RINGBACK_CONFIG is not set: serve would start the demo");
    settings = readSettings(file, environment);
    checkDeliveryFilters(settings);
  } catch (error) {
    return [{ state: "fail", name: "settings", found: explain(error) }];
  }
  return [{ state: "ok", name: "settings", found: `${file} is valid` }, ...(await diagnose(settings))];
}

/** The result of one check, with advice if something is wrong. */
export interface Finding {
  readonly state: "ok" | "warn" | "fail";
  readonly name: string;
  readonly found: string;
  readonly advice?: string;
}

const MOST_SKEW_MS = 30_000;
const DATE_TIMEOUT_MS = 5000;
const MIB = 1_048_576;
const LITTLE_DISK = 1024 * MIB;
const NO_DISK = 100 * MIB;
const OLDEST_NODE = [20, 19] as const;

/** Checks everything that a gateway with these settings needs. Changes nothing, and never rejects. */
export async function diagnose(settings: Settings): Promise<readonly Finding[]> {
  const findings = await Promise.all([
    checkPort(settings),
    checkStore(settings),
    ...(settings.databaseUrl === null ? [checkDisk(settings), checkWritable(settings)] : []),
    ...settings.sources.map((source) => checkClock(source, withTls(connectBy(settings.proxies), source.tls))),
  ]);
  const [sources, receivers, replicas] = await Promise.all([
    checkSources(settings),
    probeReceivers(settings),
    checkReplicas(settings),
  ]);
  const polled = settings.sync.polling ? settings.sources : [];
  const delays = await Promise.all(polled.map((source) => expectDelay(source, settings.sync)));
  const advice = "check the source's settings, and read its vendor's README in src/adapters";
  return [
    checkNode(process.versions.node),
    ...proxiesOf(settings),
    ...findings,
    ...replicas.map(({ name: replica, problem }): Finding => {
      const name = `replica ${replica}`;
      const fix =
        "the primary serves its reads: check DATABASE_READ_URL, and that the replica streams from DATABASE_URL";
      if (problem === null) return { state: "ok", name, found: "follows the primary, and can serve reads" };
      return { state: "warn", name, found: problem, advice: fix };
    }),
    ...delays,
    ...sources.map(({ source, ok, message }): Finding => {
      const name = `source ${source}`;
      return ok ? { state: "ok", name, found: message } : { state: "fail", name, found: message, advice };
    }),
    ...receivers.map(({ delivery, responds, message }): Finding => {
      const name = `delivery ${delivery}`;
      const fix = "check its url; events wait until the receiver responds: see docs/deliveries.md";
      return responds ? { state: "ok", name, found: message } : { state: "warn", name, found: message, advice: fix };
    }),
  ];
}

/** Formats findings as a table. */
export function showFindings(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ name }) => name.length));
  const lines = findings.flatMap(({ state, name, found, advice }) => [
    `${state.padEnd(4)}  ${name.padEnd(width)}  ${found}`,
    ...(advice === undefined ? [] : [`${" ".repeat(6 + width)}  → ${advice}`]),
  ]);
  return lines.join("\n");
}

/** Checks the version of Node.js. */
export function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const isOld = major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]);
  const finding = { name: "node", found: version };
  return isOld ? { ...finding, state: "fail", advice: "install Node 20.19 or newer" } : { ...finding, state: "ok" };
}

function proxiesOf({ proxies }: Settings): Finding[] {
  return proxies === null ? [] : [{ state: "ok", name: "proxies", found: describeProxies(proxies) }];
}

async function checkPort({ server: { host, port } }: Settings): Promise<Finding> {
  const name = `port ${port}`;
  const reason = await new Promise<string | null>((resolve) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    probe.listen(port, host, () => probe.close(() => resolve(null)));
  });
  if (reason === null) return { state: "ok", name, found: `free on ${host}` };
  const advice = "ignore this if the gateway itself is running; else choose another port with server.port or PORT";
  return { state: "warn", name, found: `cannot be opened on ${host}: ${reason}`, advice };
}

async function checkStore(settings: Settings): Promise<Finding> {
  const name = "store";
  try {
    const version = await inspectStore(settings);
    if (version === null) return { state: "ok", name, found: "does not exist yet; created at startup" };
    const { current, known, hasSearchIndex = true } = version;
    if (current === known && !hasSearchIndex) {
      const advice = "have an administrator run create extension pg_trgm in the database, and restart a gateway";
      return { state: "warn", name, found: `opened; schema version ${current}; searches have no index`, advice };
    }
    if (current === known) return { state: "ok", name, found: `opened; schema version ${current}` };
    if (current < known) {
      return {
        state: "warn",
        name,
        found: `schema version ${current}`,
        advice: `the next start migrates it to ${known}`,
      };
    }
    const advice = "start the newer version, or restore a backup from before the update";
    return {
      state: "fail",
      name,
      found: `schema version ${current} is newer than ${known}, the latest that this version supports`,
      advice,
    };
  } catch (error) {
    const advice =
      "check that it is running, that DATABASE_URL or dataDirectory is correct, and that this user may open it";
    return { state: "fail", name, found: messageOf(error), advice };
  }
}

async function checkWritable({ dataDirectory }: Settings): Promise<Finding> {
  const name = "data directory";
  try {
    await access(dataDirectory, constants.W_OK);
    const { mode } = await stat(dataDirectory);
    if ((mode & 0o077) !== 0) {
      const found = `${dataDirectory} is accessible to other users: mode ${(mode & 0o777).toString(8)}`;
      const advice = "run chmod 700; the gateway does so itself if it owns the directory and nothing else is in it";
      return { state: "warn", name, found, advice };
    }
    return { state: "ok", name, found: `${dataDirectory} is writable` };
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    if (isMissing) return { state: "ok", name, found: `${dataDirectory} does not exist yet; created at startup` };
    const advice = "grant the gateway's user write permission";
    return { state: "fail", name, found: `${dataDirectory} is not writable`, advice };
  }
}

async function checkDisk({ dataDirectory }: Settings): Promise<Finding> {
  const name = "disk";
  try {
    const { bavail, bsize } = await statfs(dataDirectory).catch(() => statfs("."));
    const free = bavail * bsize;
    const found = `${Math.floor(free / MIB)} MiB free`;
    if (free >= LITTLE_DISK) return { state: "ok", name, found };
    const advice = "free disk space, or lower retention.changesMs";
    return { state: free < NO_DISK ? "fail" : "warn", name, found, advice };
  } catch (error) {
    return { state: "warn", name, found: messageOf(error) };
  }
}

/** Forecasts a source's delay from its quota, for three numbers of open callbacks. */
async function expectDelay(
  { name: source, definition, settings }: SourceSettings,
  sync: Settings["sync"],
): Promise<Finding> {
  const name = `delay at ${source}`;
  const adapter = definition.create(settings, {
    source,
    vendor: definition.vendor,
    clock: Date.now,
    // The forecast only reads the quota, and sends nothing.
    stampRequest: () => Promise.reject(new Error("a forecast sends no request")),
    ...sync,
  });
  const { allowedPerMinute, backgroundPerMinute: perMinute } = adapter.usage();
  const forecasts = OPEN_CALLBACKS.map((open) => ({ open, ...forecastDelays(adapter, sync, { open, perMinute }) }));
  await adapter.close();
  const quota = allowedPerMinute === null ? "no quota is set" : `${allowedPerMinute} requests per minute`;
  const expected = forecasts.map(({ open, dueSoonMs, laterMs }) => {
    return `${showDuration(dueSoonMs)} (due soon) or ${showDuration(laterMs)} (due later) with ${open} open callbacks`;
  });
  const found = `${quota}; changes are visible within ${expected.join(", ")}`;
  // Watched keys beyond the quota are late at every number of callbacks, the smallest included.
  if (forecasts[0]?.isDueSoonLate !== true) return { state: "ok", name, found };
  const advice = "raise sync.hotIntervalMs, watch fewer keys, or get a larger quota from the vendor: see docs/sync.md";
  return { state: "warn", name, found, advice };
}

const OPEN_CALLBACKS = [300, 2000, 10_000];

function showDuration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}

/** Compares the clocks: a wrong one breaks tokens, webhook signatures and due times. */
async function checkClock({ name: source, settings }: SourceSettings, connect: Connect): Promise<Finding> {
  const name = `clock at ${source}`;
  const baseUrl = typeof settings === "object" && settings !== null && "baseUrl" in settings ? settings.baseUrl : "";
  const dispatcher = URL.canParse(String(baseUrl)) ? connect(new URL(String(baseUrl)).origin, {}) : undefined;
  try {
    const { headers, body } = await request(String(baseUrl), {
      method: "HEAD",
      signal: AbortSignal.timeout(DATE_TIMEOUT_MS),
      ...(dispatcher !== undefined && { dispatcher }),
    });
    await body.dump();
    const theirs = Date.parse(String(headers.date));
    if (Number.isNaN(theirs)) return { state: "ok", name, found: "the vendor's responses have no Date header" };
    return judgeSkew(name, theirs - Date.now());
  } catch (error) {
    return { state: "warn", name, found: `the vendor's time could not be read: ${messageOf(error)}` };
  } finally {
    await dispatcher?.destroy();
  }
}

/** Judges the difference to the vendor's clock, positive if that is ahead. Date headers have whole seconds. */
export function judgeSkew(name: string, skewMs: number): Finding {
  const seconds = Math.round(Math.abs(skewMs) / 1000);
  const found =
    seconds < 2 ? "equal to this machine's" : `${seconds} s ${skewMs > 0 ? "ahead of" : "behind"} this machine's`;
  if (Math.abs(skewMs) <= MOST_SKEW_MS) return { state: "ok", name, found };
  return { state: "warn", name, found, advice: "synchronise this machine's clock by NTP" };
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message !== "" ? error.message : "code" in error ? String(error.code) : error.name;
}
