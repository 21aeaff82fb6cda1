import { z } from "zod";
import { ADAPTERS, findAdapter } from "../adapters/registry.js";
import type { AdapterDefinition } from "../adapters/adapter.js";
import { sharedSettings } from "../adapters/settings.js";
import { authSchema, isLoopback } from "../server/auth/auth-settings.js";
import { serverSchema } from "../server/settings.js";
import { deliveriesSchema } from "../deliveries/settings.js";
import { CACHE_NAMES } from "../lib/cache.js";
import { readTrustedDocuments } from "./trusted-documents.js";
import {
  databaseUrlsOf,
  interpolate,
  isSet,
  trimEnvironment,
  type DatabaseUrls,
  type Findings,
  type Mistake,
} from "./environment.js";
import type { SecretFiles } from "./secret-files.js";
import { withVendorEnvironment } from "./vendor-environment.js";
import { readProxies, type Proxies } from "./proxies.js";
import { wallboardSchema } from "./wallboard-settings.js";
import { withRenamedSettings } from "./renamed-settings.js";
import {
  commandsSchema,
  databaseSchema,
  freshnessSchema,
  responsesSchema,
  retentionSchema,
  syncSchema,
} from "./settings-sections.js";
import {
  parseScalars,
  readSettingsFile,
  SettingsError,
  type LineFinder,
  type ScalarReadings,
} from "./settings-file.js";

/** One source of the settings: its name, its vendor's adapter definition, and its parsed settings. */
export interface SourceSettings extends z.infer<typeof sharedSettings> {
  readonly name: string;
  readonly definition: AdapterDefinition;
  readonly settings: unknown;
}

export interface Settings extends z.infer<typeof fileSchema>, DatabaseUrls {
  readonly sources: readonly SourceSettings[];
  /** The trusted documents by hash; null if any document is executed. */
  readonly trustedDocuments: ReadonlyMap<string, string> | null;
  /** Deprecations for the operator: settings keys that were renamed. */
  readonly warnings: readonly string[];
  /** The proxies for requests to vendors and key sets; null for direct connections. */
  readonly proxies: Proxies | null;
  readonly secretFiles: SecretFiles;
}

export { SettingsError } from "./settings-file.js";

const DEFAULT_DIRECTORY = "./data";
const CACHES_EXPECTED = `expected on, off, or a list of caches: ${CACHE_NAMES.join(", ")}`;

/** Schema of the settings file, without its sources. */
export const fileSchema = z.strictObject({
  server: serverSchema.prefault({}),
  /** Authentication and authorisation. Default: none; then only requests from this machine are served. */
  auth: authSchema.nullable().default(null),
  freshness: freshnessSchema.prefault({}),
  responses: responsesSchema.prefault({}),
  commands: commandsSchema.prefault({}),
  sync: syncSchema.prefault({}),
  retention: retentionSchema.prefault({}),
  wallboard: wallboardSchema.prefault({}),
  /** Outgoing webhooks of changes, by name. Default: none. */
  deliveries: deliveriesSchema.default({}),
  /** Directory of the embedded store. Default `./data`. */
  dataDirectory: z.string().min(1).default(DEFAULT_DIRECTORY),
  /** Settings of the database connection; used with DATABASE_URL. */
  database: databaseSchema.prefault({}),
  /** Minimum log level. Default `info`. */
  logLevel: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
  /** `off` turns off all caches, a list the named ones, to find out whether one of them causes a problem. Default `on`. */
  caches: z.union([z.enum(["on", "off"]), z.array(z.enum(CACHE_NAMES, { error: CACHES_EXPECTED }))]).default("on"),
});

const sourceName = /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/u;

/** Environment variables; a parameter, so that tests can pass their own. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Returns the path of the settings file from RINGBACK_CONFIG; null for the demo. */
export function settingsFile(environment: Environment): string | null {
  const { RINGBACK_CONFIG } = trimEnvironment(environment);
  return isSet(RINGBACK_CONFIG) ? RINGBACK_CONFIG : null;
}

/** Returns the location of the store: from the settings file if there is one, else the demo's. */
export function findStore(
  found: Environment,
): Pick<Settings, "dataDirectory" | "databaseUrl" | "databaseReadUrls" | "database"> {
  const environment = trimEnvironment(found);
  const file = settingsFile(environment);
  if (file !== null) return readSettings(file, environment);
  const { RINGBACK_DATA_DIR } = environment;
  const findings: Findings = { mistakes: [], secretFiles: new Map() };
  const { mistakes } = findings;
  const urls = databaseUrlsOf(environment, findings);
  if (mistakes.length > 0) throw new SettingsError(mistakes.map(({ message }) => message).join("\n"));
  return {
    dataDirectory: isSet(RINGBACK_DATA_DIR) ? RINGBACK_DATA_DIR : DEFAULT_DIRECTORY,
    ...urls,
    database: databaseSchema.parse({}),
  };
}

/** Reads the settings file. Throws a SettingsError that lists every error in it, and in what `complete` returned. */
export function readSettings(
  file: string,
  environment: Environment,
  complete: (own: unknown) => unknown = (own) => own,
): Settings {
  const { content, line, readings } = readSettingsFile(file);
  try {
    return parseSettings(complete(content), environment, line, readings);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    throw new SettingsError(`the settings file ${file} has errors:\n${error.message}`);
  }
}

/** Parses settings. Throws a SettingsError that lists every error. */
export function parseSettings(
  input: unknown,
  found: Environment,
  line: LineFinder,
  readings: ScalarReadings = new Map(),
): Settings {
  const environment = trimEnvironment(found);
  const findings: Findings = { mistakes: [], secretFiles: new Map() };
  const { mistakes, secretFiles } = findings;
  const filled = interpolate(input ?? {}, environment, findings);
  const { sources, ...rest } = (typeof filled === "object" && filled !== null ? filled : {}) as Record<string, unknown>;
  const { settings: renamed, warnings } = withRenamedSettings(rest);
  const file = parseScalars(fileSchema, withEnvironment(renamed, environment), [], readings);
  if (!file.success) mistakes.push(...file.error.issues.flatMap(toMistakes([])).map(namingVariable(environment)));
  const parsed = parseSources(withVendorEnvironment(sources, environment), mistakes, readings);
  const slow = parsed.find(({ timeoutMs }) => file.success && timeoutMs >= file.data.commands.maxInFlightMs);
  if (slow !== undefined) {
    // Another gateway may still be waiting for the response: an absent callback may still be created.
    const message = `must be larger than the timeoutMs of every source: ${slow.name} has ${slow.timeoutMs}`;
    mistakes.push({ path: ["commands", "maxInFlightMs"], message });
  }
  if (file.success) mistakes.push(...mistakesOfAccess(file.data, parsed));
  const trustedDocuments = findTrusted(file.data?.server.operations.trustedDocuments ?? null, mistakes);
  const databaseUrls = databaseUrlsOf(environment, findings);
  const proxies = readProxies(environment, mistakes);
  if (mistakes.length > 0 || !file.success) {
    const texts = mistakes.map(({ path, message }) => {
      const at = line(path);
      return `  ${path.map(String).join(".") || "(root)"}: ${message}${at === null ? "" : ` (line ${at})`}`;
    });
    throw new SettingsError([...new Set(texts)].join("\n"));
  }
  return { ...file.data, sources: parsed, trustedDocuments, ...databaseUrls, warnings, proxies, secretFiles };
}

/** The settings that an environment variable overrides. None of these variables holds a secret. */
const VARIABLES: Readonly<Record<string, string>> = {
  "server.port": "PORT",
  "server.host": "HOST",
  dataDirectory: "RINGBACK_DATA_DIR",
  logLevel: "LOG_LEVEL",
  caches: "RINGBACK_CACHES",
};

/** Says where a wrong setting is from, where that is the environment. */
function namingVariable(environment: Environment): (mistake: Mistake) => Mistake {
  return ({ path, message }) => {
    const variable = VARIABLES[path.filter((part) => typeof part === "string").join(".")];
    const value = variable === undefined ? undefined : environment[variable];
    return { path, message: isSet(value) ? `${variable}=${value} in the environment: ${message}` : message };
  };
}

/** Applies environment variables, which take precedence over the file. */
function withEnvironment(file: Record<string, unknown>, environment: Environment): Record<string, unknown> {
  const { PORT, HOST, RINGBACK_DATA_DIR, LOG_LEVEL, RINGBACK_CACHES } = environment;
  const isProduction = environment["NODE_ENV"] === "production";
  const server = typeof file["server"] === "object" ? file["server"] : file["server"] === undefined ? {} : null;
  return {
    ...file,
    ...(server === null
      ? {}
      : {
          server: {
            ...(isProduction ? { introspection: false, graphiql: false } : {}),
            ...server,
            ...(isSet(PORT) ? { port: numeric(PORT) } : {}),
            ...(isSet(HOST) ? { host: HOST } : {}),
          },
        }),
    ...(isSet(RINGBACK_DATA_DIR) ? { dataDirectory: RINGBACK_DATA_DIR } : {}),
    ...(isSet(LOG_LEVEL) ? { logLevel: LOG_LEVEL } : {}),
    ...(isSet(RINGBACK_CACHES) ? { caches: cachesOf(RINGBACK_CACHES) } : {}),
  };
}

/** `on`, `off`, or names of caches, separated by commas. */
function cachesOf(text: string): string | string[] {
  return text === "on" || text === "off" ? text : text.split(",").map((name) => name.trim());
}

function numeric(text: string): number | string {
  return /^\d+$/u.test(text) ? Number(text) : text;
}

function parseSources(input: unknown, mistakes: Mistake[], readings: ScalarReadings): SourceSettings[] {
  const named = z.record(z.string(), z.record(z.string(), z.unknown())).safeParse(input);
  if (!named.success || Object.keys(named.data).length === 0) {
    mistakes.push({ path: ["sources"], message: "expected at least one source, as a mapping of names to settings" });
    return [];
  }
  return Object.entries(named.data).flatMap(
    ([name, settings]) => parseSource(name, settings, mistakes, readings) ?? [],
  );
}

function parseSource(
  name: string,
  { vendor, ...own }: Record<string, unknown>,
  mistakes: Mistake[],
  readings: ScalarReadings,
): SourceSettings | null {
  const path = ["sources", name];
  if (!sourceName.test(name)) {
    mistakes.push({
      path,
      message: "expected a source name of lower-case letters, digits and hyphens, at most 64 characters",
    });
  }
  const definition = typeof vendor === "string" ? findAdapter(vendor) : undefined;
  if (definition === undefined) {
    const vendors = ADAPTERS.map((adapter) => adapter.vendor.toLowerCase()).join(", ");
    mistakes.push({ path: [...path, "vendor"], message: `expected one of ${vendors}` });
    return null;
  }
  const parsed = parseScalars(definition.settings, own, path, readings);
  if (!parsed.success) {
    mistakes.push(...parsed.error.issues.flatMap(toMistakes(path)));
    return null;
  }
  return { name, definition, settings: parsed.data, ...sharedSettings.parse(parsed.data) };
}

function findTrusted(files: readonly string[] | null, mistakes: Mistake[]): Settings["trustedDocuments"] {
  if (files === null) return null;
  const documents = files.flatMap((file) => {
    try {
      return [...readTrustedDocuments(file)];
    } catch (error) {
      const reason = error instanceof Error ? error.message : "";
      const message = `${file} is not a manifest of documents, or cannot be read: ${reason}`;
      mistakes.push({ path: ["server", "operations", "trustedDocuments"], message });
      return [];
    }
  });
  return new Map(documents);
}

/** Returns errors for an open address without authentication, and for API keys that name unknown sources. */
function mistakesOfAccess({ server, auth }: z.infer<typeof fileSchema>, sources: readonly SourceSettings[]): Mistake[] {
  if (auth === null && !isLoopback(server.host)) {
    const message =
      "an address that other machines can reach requires authentication: set auth (or auth: none, to allow everybody)";
    return [{ path: ["server", "host"], message }];
  }
  if (auth === null || auth === "none") return [];
  const existing = new Set(sources.map(({ name }) => name));
  return auth.apiKeys.flatMap(({ sources: named }, index) => {
    const unknown = named === "*" ? [] : named.filter((name) => !existing.has(name));
    const path = ["auth", "apiKeys", index, "sources"];
    return unknown.length === 0 ? [] : [{ path, message: `unknown source ${unknown.join(", ")}` }];
  });
}

function toMistakes(prefix: readonly PropertyKey[]): (issue: z.core.$ZodIssue) => Mistake[] {
  return (issue) => {
    const path = [...prefix, ...issue.path];
    // The errors of the last alternative are more helpful than those of the first.
    if (issue.code === "invalid_union") return issue.errors.at(-1)?.flatMap(toMistakes(path)) ?? [];
    const message = issue.code === "unrecognized_keys" ? `unknown setting: ${issue.keys.join(", ")}` : issue.message;
    return [{ path, message }];
  };
}
