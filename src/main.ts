import "reflect-metadata";
import { listAudit, parseAuditArguments } from "./audit.js";
import { parseFileArguments } from "./backup.js";
import { checkSources } from "./check.js";
import { findCommand, usage, type CommandName } from "./commands.js";
import { findStore, readSettings, settingsFile, SettingsError, type Settings } from "./config.js";
import { demoSettings, parseDemoArguments, type DemoRequest } from "./demo-settings.js";
import { startDemo, type Demo } from "./demo/demo.js";
import { growSooner, optimiseSooner, staySmall } from "./engine.js";
import { diagnose, showFindings, type Finding } from "./doctor.js";
import { welcome } from "./demo/welcome.js";
import type { Logger } from "pino";
import { createGateway, type Gateway } from "./gateway.js";
import { GatewayError } from "./callback/errors.js";
import { listQuarantine } from "./quarantine.js";
import { printGatewaySchema } from "./graphql/print.js";
import { createSchema } from "./graphql/schema.js";
import { printSubgraph } from "./graphql/subgraph-print.js";
import { startTracing } from "./telemetry/sdk.js";
import { createLogger } from "./telemetry/logger.js";
import { findGateway, serveControl, type GatewayStatus } from "./control.js";
import { backupStore, lockStore, restoreStore, StoreInUseError } from "./stores/registry.js";
import { ADAPTERS } from "./adapters/registry.js";

const environment = process.env;

/** Every command, with the arguments that follow it. */
const RUN: Readonly<Record<CommandName, (args: readonly string[]) => void | Promise<void>>> = {
  serve: () => serve(settingsFile(environment)),
  demo: showDemo,
  check,
  doctor,
  backup: (args) => moveStore("backup", args),
  restore: (args) => moveStore("restore", args),
  quarantine: (args) => showQuarantine(args.includes("--raw")),
  audit: showAudit,
  schema: (args) => showSchema(args.includes("--federation")),
  help: () => void process.stdout.write(usage()),
};

async function run(word: string, args: readonly string[]): Promise<void> {
  const name = ["--help", "-h"].includes(word) ? "help" : findCommand(word);
  if (name === null) return refuseArguments();
  await RUN[name](args);
}

async function showDemo(args: readonly string[]): Promise<void> {
  const request = parseDemoArguments(args);
  if (request === null) return refuseArguments();
  await serveDemo(request);
}

async function serve(file: string | null): Promise<void> {
  if (file === null) return serveDemo({ file: null });
  growSooner();
  await serveSettings(readSettings(file, environment), { file, demo: null });
}

/** With the settings of a file, or none. */
async function serveDemo({ file, count }: DemoRequest): Promise<void> {
  // It is looked at on people's own machines.
  staySmall();
  const demo = await startDemo(Date.now, count);
  try {
    await serveSettings(demoSettings(environment, demo.sources, file), { file: null, demo });
  } finally {
    await demo.close();
  }
}

/** Serves until a signal ends it. `file` is what SIGHUP has read again; null: nothing. */
async function serveSettings(
  settings: Settings,
  { file, demo }: { readonly file: string | null; readonly demo: Demo | null },
): Promise<void> {
  const logger = createLogger(settings.logLevel);
  const hold = await holdStore(settings, logger);
  const traces = await startTracing(environment);
  const gateway = await createGateway(settings, { logger, ...(traces !== null && { tracing: traces.tracing }) });
  const stop = endOnSignals(async () => {
    await gateway.close();
    const isSent = (await traces?.close()) ?? true;
    if (!isSent) logger.warn("the OpenTelemetry collector did not take the last traces: they are lost");
    await hold.release();
  });
  const { url } = await gateway.listen();
  hold.announce(url);
  optimiseSooner();
  if (file !== null) process.on("SIGHUP", () => reload(gateway, file, logger));
  announce(url, demo, settings);
  await stop;
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
          logger.warn(
            { err: error },
            "no control socket: commands cannot tell which process serves the data directory",
          );
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
    logger.info("the settings were read again");
    if (later.length > 0) logger.warn({ settings: later }, "these settings changed, and need a restart");
  } catch (error) {
    logger.error({ reason: explain(error) }, "the settings were not read again: those from before stay");
  }
}

/** Resolves after the first SIGTERM or SIGINT and the end of what it ends; a second one ends the process at once. */
function endOnSignals(close: () => Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    let stopping = false;
    const stop = (): void => {
      if (stopping) process.exit(130);
      stopping = true;
      close().then(resolve, reject);
    };
    process.on("SIGTERM", stop).on("SIGINT", stop);
  });
}

function announce(url: string, demo: Demo | null, settings: Settings): void {
  const text =
    demo === null ? `ringback serves ${settings.sources.length} sources at ${url}/graphql\n` : welcome(url, demo);
  process.stdout.write(text);
}

async function check(): Promise<void> {
  const file = settingsFile(environment);
  if (file === null) throw new SettingsError("RINGBACK_CONFIG is not set: there is nothing to check");
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
    if (file === null) throw new SettingsError("RINGBACK_CONFIG is not set: only the demo would be served");
    settings = readSettings(file, environment);
  } catch (error) {
    process.stdout.write(`fail  settings  ${explain(error)}\n`);
    process.exitCode = 1;
    return;
  }
  const found = `${file} has no mistakes`;
  const findings: Finding[] = [{ state: "ok", name: "settings", found }, ...(await diagnose(settings))];
  process.stdout.write(`${showFindings(findings)}\n`);
  if (findings.some(({ state }) => state === "fail")) process.exitCode = 1;
}

function moveStore(command: "backup" | "restore", args: readonly string[]): void {
  const request = parseFileArguments(args, command === "restore");
  if (request === null) return refuseArguments();
  const store = findStore(environment);
  if (command === "backup") backupStore(store, request.file);
  else restoreStore(store, request.file, request.isForced);
  process.stdout.write(command === "backup" ? `written to ${request.file}\n` : `restored from ${request.file}\n`);
}

function refuseArguments(): void {
  process.stderr.write(usage());
  process.exitCode = 2;
}

async function showQuarantine(isRaw: boolean): Promise<void> {
  process.stdout.write(`${(await listQuarantine(findStore(environment), isRaw)).join("\n")}\n`);
}

async function showAudit(args: readonly string[]): Promise<void> {
  const request = parseAuditArguments(args);
  if (request === null) return refuseArguments();
  process.stdout.write(`${(await listAudit(findStore(environment), request)).join("\n")}\n`);
}

/** An error whose message says who is in the way, where that can be found out. */
async function withUser(error: unknown): Promise<unknown> {
  if (!(error instanceof StoreInUseError)) return error;
  const gateway = await findGateway(error.directory);
  if (gateway === null) return error;
  const { pid, url } = gateway;
  return new StoreInUseError(error.directory, `process ${pid}${url === null ? ", which is starting" : ` at ${url}`}`);
}

/** One clear message for what a user can mend, be it settings, the store or the system; the whole story for the rest. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isExpected = error instanceof SettingsError || error instanceof GatewayError || "syscall" in error;
  return isExpected ? error.message : (error.stack ?? error.message);
}

const command = process.argv[2] ?? "serve";
try {
  await run(command, process.argv.slice(3));
  // What a server leaves behind, such as an export of traces that nobody takes, does not keep the process.
  if (command === "serve" || command === "demo") process.exit();
} catch (error) {
  const what = command === "backup" || command === "restore" ? `${command} failed` : "cannot start";
  process.stderr.write(`ringback ${what}: ${explain(await withUser(error))}\n`);
  process.exit(1);
}
