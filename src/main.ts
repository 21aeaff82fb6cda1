import "reflect-metadata";
import { listAudit, parseAuditArguments } from "./audit.js";
import { parseFileArguments } from "./backup.js";
import { checkSources } from "./check.js";
import { demoSettings, findStore, readSettings, settingsFile, SettingsError, type Settings } from "./config.js";
import { startDemo, type Demo } from "./demo/demo.js";
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
import { backupStore, restoreStore } from "./stores/registry.js";
import { ADAPTERS } from "./adapters/registry.js";

const USAGE = `ringback <command>

  serve    serve the sources of RINGBACK_CONFIG; without it, the demo
  demo     serve the demo: a fake of each vendor, moving by itself
  doctor   look at settings, sources, clocks, store, disk and port, and say what to do; exit code 1 where something fails
  check    say for each source of RINGBACK_CONFIG whether it can be reached and authenticated
  quarantine [--raw]
           list the records that could not be read; --raw shows them, with the people's data that is in them
  audit [--limit <1 to 1000>] [--source <name>]
           list what was wished for, by whom, and what came of it, the latest first; numbers are masked
  schema [--federation]
           print the GraphQL schema; --federation: as a subgraph, for those who compose a supergraph
`;

const environment = process.env;

async function run(command: string): Promise<void> {
  switch (command) {
    case "serve":
      return serve(settingsFile(environment));
    case "demo":
      return serve(null);
    case "check":
      return check();
    case "doctor":
      return doctor();
    case "backup":
    case "restore":
      return moveStore(command, process.argv.slice(3));
    case "quarantine":
      return showQuarantine(process.argv.includes("--raw"));
    case "audit":
      return showAudit(process.argv.slice(3));
    case "schema":
      return showSchema(process.argv.includes("--federation"));
    default:
      process.stderr.write(USAGE);
      process.exitCode = command === "help" ? 0 : 2;
  }
}

async function serve(file: string | null): Promise<void> {
  const demo = file === null ? await startDemo(Date.now) : null;
  const settings = demo === null ? readSettings(file ?? "", environment) : demoSettings(environment, demo.sources);
  const logger = createLogger(settings.logLevel);
  const traces = await startTracing(environment);
  const gateway = await createGateway(settings, { logger, ...(traces !== null && { tracing: traces.tracing }) });
  const stop = endOnSignals(async () => {
    await gateway.close();
    await traces?.close();
    await demo?.close();
  });
  const { url } = await gateway.listen();
  if (file !== null) process.on("SIGHUP", () => reload(gateway, file, logger));
  announce(url, demo, settings);
  await stop;
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
  process.stderr.write(USAGE);
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

/** One clear message for what a user can mend, be it settings, the store or the system; the whole story for the rest. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isExpected = error instanceof SettingsError || error instanceof GatewayError || "syscall" in error;
  return isExpected ? error.message : (error.stack ?? error.message);
}

const command = process.argv[2] ?? "serve";
try {
  await run(command);
} catch (error) {
  const what = command === "backup" || command === "restore" ? `${command} failed` : "cannot start";
  process.stderr.write(`ringback ${what}: ${explain(error)}\n`);
  process.exit(1);
}
