import "reflect-metadata";
import { existsSync, readFileSync } from "node:fs";
import type { Logger } from "pino";
import { ADAPTERS } from "./adapters/registry.js";
import { listAudit, toAuditRequest } from "./cli/audit.js";
import { checkSources } from "./cli/check.js";
import { parseCommandLine, UsageError, type Options } from "./cli/command-line.js";
import { usage, type CommandName } from "./cli/commands.js";
import { findStore, readSettings, settingsFile, SettingsError, type Settings } from "./config/config.js";
import { serveControl, type GatewayStatus } from "./server/ops/control-socket.js";
import { demoSettings, toDemoRequest, type DemoRequest } from "./config/demo-settings.js";
import { startDemo, type Demo } from "./demo/demo.js";
import { welcome } from "./demo/welcome.js";
import { diagnose, showFindings, type Finding } from "./cli/doctor.js";
import { growSooner, optimiseSooner, staySmall } from "./cli/v8-flags.js";
import { exitCodeOf, explain, explainWithHolder } from "./cli/explain.js";
import { createGateway, type Gateway } from "./gateway.js";
import { printGatewaySchema } from "./graphql/print.js";
import { createSchema } from "./graphql/schema.js";
import { printSubgraph } from "./graphql/federation/subgraph-print.js";
import { listQuarantine } from "./cli/quarantine.js";
import { handleSignals, type Shutdown } from "./cli/signals.js";
import { backupStore, lockStore, restoreStore } from "./stores/registry.js";
import { createLogger } from "./telemetry/logger.js";
import { startTracing } from "./telemetry/sdk.js";

const environment = process.env;
/** Whether this process is a gateway, which outlives whoever reads its output. */
let isServing = false;

/** Every command, with what was given to it. */
const RUN: Readonly<Record<CommandName, (options: Options, argument: string) => void | Promise<void>>> = {
  serve: () => serve(settingsFile(environment), handleSignals()),
  demo: (options) => serveDemo(toDemoRequest(options), handleSignals()),
  check,
  doctor,
  backup: (_, file) => {
    backupStore(findStore(environment), file);
    process.stdout.write(`backup written to ${file}\n`);
  },
  restore: async ({ force }, file) => {
    await restoreStore(findStore(environment), file, force === true);
    process.stdout.write(`store restored from ${file}\n`);
  },
  quarantine: async ({ raw }) => show(await listQuarantine(findStore(environment), raw === true)),
  audit: showAudit,
  schema: ({ federation }) => showSchema(federation === true),
  help: () => void process.stdout.write(usage()),
};

async function run(args: readonly string[]): Promise<void> {
  const line = parseCommandLine(args);
  if (line.kind === "help") process.stdout.write(usage(line.command));
  else if (line.kind === "version") process.stdout.write(`${readVersion()}\n`);
  else await RUN[line.command](line.options, line.argument);
}

/** Where the package is: one folder above the sources, or two above the bundle. */
function readVersion(): string {
  const files = ["../package.json", "../../package.json"].map((path) => new URL(path, import.meta.url));
  const file = files.find((one) => existsSync(one));
  const { version } = JSON.parse(file === undefined ? "{}" : readFileSync(file, "utf8")) as {
    readonly version?: string;
  };
  return version ?? "unknown";
}

function show(lines: readonly string[]): void {
  process.stdout.write(`${lines.join("\n")}\n`);
}

async function serve(file: string | null, shutdown: Shutdown): Promise<void> {
  if (file === null) return serveDemo({ file: null }, shutdown);
  growSooner();
  await serveSettings(readSettings(file, environment), { file, demo: null, shutdown });
}

/** With the settings of a file, or none. */
async function serveDemo({ file, count }: DemoRequest, shutdown: Shutdown): Promise<void> {
  // It is looked at on people's own machines.
  staySmall();
  const demo = await startDemo(Date.now, count);
  try {
    await serveSettings(demoSettings(environment, demo.sources, file), { file: null, demo, shutdown });
  } finally {
    await demo.close();
  }
}

/** Serves until a signal ends it. `file` is what SIGHUP has read again; null: nothing. */
async function serveSettings(
  settings: Settings,
  { file, demo, shutdown }: { readonly file: string | null; readonly demo: Demo | null; readonly shutdown: Shutdown },
): Promise<void> {
  isServing = true;
  let reloadSettings = (): void => {
    isReloadDue = true;
  };
  let isReloadDue = false;
  if (file !== null) process.on("SIGHUP", () => reloadSettings());
  const logger = createLogger(settings.logLevel);
  const hold = await holdStore(settings, logger);
  const traces = await startTracing(environment);
  const gateway = await createGateway(settings, { logger, ...(traces !== null && { tracing: traces.tracing }) });
  const listening = gateway.listen();
  const ended = shutdown.closeOnSignal(async (signal) => {
    // What begins to listen is closed once it does; where it cannot, the start fails by itself.
    await listening.catch(() => undefined);
    // Nobody who presses ^C wants to wait for load balancers.
    if (signal === "SIGTERM") await drain(gateway, settings.server.drainMs, logger);
    await gateway.close();
    const isSent = (await traces?.close()) ?? true;
    if (!isSent) logger.warn("failed to export the last traces; they are lost");
    await hold.release();
  });
  const { url } = await listening;
  hold.announce(url);
  optimiseSooner();
  if (file !== null) reloadSettings = () => reload(gateway, file, logger);
  if (isReloadDue) reloadSettings();
  announce(url, demo, settings);
  await ended;
}

/** Goes on serving until load balancers have noticed that they should send nothing more. */
async function drain(gateway: Gateway, drainMs: number, logger: Logger): Promise<void> {
  logger.info({ drainMs }, "draining started; not ready, still serving");
  gateway.drain();
  await new Promise((resolve) => setTimeout(resolve, drainMs));
}

/** A store that this process alone serves. */
interface HeldStore {
  /** Tells commands where it is served. */
  announce(url: string): void;
  release(): Promise<void>;
}

/** Keeps other gateways from the embedded store, and answers commands in its directory; a database is shared. */
async function holdStore(settings: Settings, logger: Logger): Promise<HeldStore> {
  const lock = lockStore(settings);
  let url: string | null = null;
  const status = (): GatewayStatus => ({ pid: process.pid, url });
  const control =
    lock !== null
      ? await serveControl(settings.dataDirectory, status).catch((error: unknown) => {
          logger.warn({ err: error }, "failed to open control socket; commands cannot identify this process");
          return null;
        })
      : null;
  return {
    announce: (served) => {
      url = served;
    },
    async release() {
      await control?.close();
      lock?.release();
    },
  };
}

/** Reads the settings again. With a mistake in them, all stays as it was. */
function reload(gateway: Gateway, file: string, logger: Logger): void {
  try {
    const settings = readSettings(file, environment);
    logger.level = settings.logLevel;
    const later = gateway.reload(settings);
    logger.info("settings reloaded");
    if (later.length > 0) logger.warn({ settings: later }, "changed settings require a restart");
  } catch (error) {
    logger.error({ reason: explain(error) }, "failed to reload settings; previous settings stay in use");
  }
}

function announce(url: string, demo: Demo | null, settings: Settings): void {
  const text =
    demo === null ? `ringback serves ${settings.sources.length} sources at ${url}/graphql\n` : welcome(url, demo);
  process.stdout.write(text);
}

async function check(): Promise<void> {
  const file = settingsFile(environment);
  if (file === null) throw new SettingsError("RINGBACK_CONFIG is not set: set it to the settings file to check");
  const results = await checkSources(readSettings(file, environment));
  for (const { source, ok, message } of results)
    process.stdout.write(`${ok ? "ok    " : "FAILED"} ${source}: ${message}\n`);
  if (results.some(({ ok }) => !ok)) process.exitCode = 1;
}

function showSchema(isSubgraph: boolean): void {
  const schema = createSchema({ vendors: ADAPTERS });
  process.stdout.write(isSubgraph ? printSubgraph(schema) : printGatewaySchema(schema));
}

async function doctor(): Promise<void> {
  const file = settingsFile(environment);
  let settings: Settings;
  try {
    if (file === null) throw new SettingsError("RINGBACK_CONFIG is not set: serve would start the demo");
    settings = readSettings(file, environment);
  } catch (error) {
    process.stdout.write(`fail  settings  ${explain(error)}\n`);
    process.exitCode = 1;
    return;
  }
  const found = `${file} is valid`;
  const findings: Finding[] = [{ state: "ok", name: "settings", found }, ...(await diagnose(settings))];
  process.stdout.write(`${showFindings(findings)}\n`);
  if (findings.some(({ state }) => state === "fail")) process.exitCode = 1;
}

async function showAudit(options: Options): Promise<void> {
  const file = settingsFile(environment);
  const configured = file === null ? null : readSettings(file, environment).sources.map(({ name }) => name);
  show(await listAudit(findStore(environment), toAuditRequest(options), configured));
}

/** Whoever reads what is printed may stop at any time, such as `head`: that is no failure. A gateway goes on. */
function endWithReader(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
  if (!isServing) process.exit();
}

for (const stream of [process.stdout, process.stderr]) stream.on("error", endWithReader);
const args = process.argv.slice(2);
try {
  await run(args);
  // What a server leaves behind, such as an export of traces that nobody takes, does not keep the process.
  if (isServing) process.exit();
} catch (error) {
  const command = args[0] ?? "serve";
  const isStart = ["serve", "demo"].includes(command);
  const what = error instanceof UsageError ? "" : isStart ? " cannot start" : ` ${command} failed`;
  const help = error instanceof UsageError ? `\n${usage(error.command)}` : "";
  process.stderr.write(`ringback${what}: ${await explainWithHolder(error)}\n${help}`);
  process.exit(exitCodeOf(error));
}
