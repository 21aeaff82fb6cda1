import { existsSync, createWriteStream, renameSync } from "node:fs";
import { pipeline } from "node:stream/promises";
import { GraphQLError } from "graphql";
import { pino } from "pino";
import { ADAPTERS } from "../adapters/registry.js";
import { readSettings, settingsFile, type Environment, type Settings } from "../config/config.js";
import { GatewayError } from "../domain/errors.js";
import type { SourceDescription } from "../domain/source.js";
import { columnsOf } from "../graphql/export/columns.js";
import { openExport, type ExportFile } from "../graphql/export/export-file.js";
import { freeList } from "../graphql/export/exported-list.js";
import { BYTE_ORDER_MARK, EXPORT_FORMATS, type ExportFormatName } from "../graphql/export/formats.js";
import { createSchema } from "../graphql/schema.js";
import { staySmall } from "../lib/heap.js";
import { createStoredLoaders } from "../loaders/stored-loaders.js";
import { describeStore, openStoreReader } from "../stores/registry.js";
import type { StoreReader } from "../stores/store.js";
import { openNames } from "../sync/names/names.js";
import { ArgumentError, type Command, type Options } from "./command.js";

export const exportCommand: Command = {
  options: {
    format: { value: "<csv or ndjson>" },
    filter: { value: "<JSON>" },
    order: { value: "<JSON>" },
    fields: { value: "<names>" },
    after: { value: "<cursor>" },
    bom: {},
    output: { value: "<file>" },
  },
  does: [
    "write the stored callbacks, with PII, as CSV or NDJSON; also while a gateway runs; no vendor is queried",
    '--filter: a CallbackFilter of the API, such as {"isOpen": true}; --order: a CallbackOrder; --fields: columns;',
    "--after: go on after this cursor; --bom: begin with a byte order mark; --output: a new file (default: standard output)",
  ],
  run: ({ environment, options }) => exportCallbacks(environment, toExportOptions(options), Date.now),
};

/** The options of the command. */
export interface ExportOptions {
  readonly format: ExportFormatName;
  /** The variables of the list: `filter` and `orderBy`. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly fields: string | null;
  readonly after: string | null;
  readonly hasBom: boolean;
  /** Null for the standard output. */
  readonly output: string | null;
}

/** Reads the options of the command. Throws an ArgumentError. */
export function toExportOptions({ format = "csv", ...options }: Options): ExportOptions {
  if (format !== "csv" && format !== "ndjson") throw new ArgumentError(`--format ${format}: expected csv or ndjson`);
  if (format !== "csv" && options["bom"] === true)
    throw new ArgumentError("--bom is for CSV: JSON has no byte order mark");
  return {
    format,
    variables: { filter: toJson("filter", options["filter"]), orderBy: toJson("order", options["order"]) },
    fields: textOf(options["fields"]),
    after: textOf(options["after"]),
    hasBom: options["bom"] === true,
    output: textOf(options["output"]),
  };
}

/**
 * Writes the callbacks of the store of the settings, all of them or those of a filter. A file appears under its name once it
 * is complete. Rejects with an ArgumentError for an invalid filter, order, column, cursor or file name.
 */
export async function exportCallbacks(
  environment: Environment,
  { format, output, hasBom, ...options }: ExportOptions,
  clock: () => number,
): Promise<void> {
  staySmall();
  const file = settingsFile(environment);
  if (file === null) throw new ArgumentError("export requires settings: set RINGBACK_CONFIG to the settings file");
  if (output !== null && existsSync(output)) throw new ArgumentError(`--output ${output}: the file already exists`);
  const settings = readSettings(file, environment);
  const store = await openStoreReader(settings);
  if (store === null) throw new GatewayError("STORE_UNAVAILABLE", `no store exists yet in ${describeStore(settings)}`);
  try {
    const opened = await blamingArguments(async () => open(settings, store, { ...options, format }, clock));
    const texts = textsOf(opened, hasBom);
    if (output === null) {
      await pipeline(texts, process.stdout, { end: false });
    } else {
      const partial = `${output}.partial`;
      await pipeline(texts, createWriteStream(partial, { mode: 0o600 }));
      renameSync(partial, output);
    }
  } finally {
    await store.close();
  }
}

async function open(
  { sources }: Settings,
  store: StoreReader,
  { variables, fields, after, format }: Pick<ExportOptions, "variables" | "fields" | "after" | "format">,
  clock: () => number,
): Promise<ExportFile> {
  const list = freeList(createSchema({ vendors: ADAPTERS }), variables);
  const descriptions = sources.map(({ name, definition, promise, displayName, names }): SourceDescription => ({
    name,
    vendor: definition.vendor,
    capabilities: [],
    coverage: "OBSERVED",
    promise,
    displayName,
    areAgentsPublic: names.agentsArePublic,
  }));
  const names = await openNames({
    store: { readNames: (source) => store.readNames(source), saveNames: () => Promise.resolve(), onNames: () => stay },
    settings: new Map(sources.map((source) => [source.name, source.names])),
    logger: pino({ level: "silent" }),
  });
  return openExport({
    list,
    columns: columnsOf(fields, list.selected),
    format: EXPORT_FORMATS[format],
    after,
    createLoaders: () => createStoredLoaders({ store, sources: descriptions, names, now: clock() }),
  });
}

/** A command reads the names once. */
const stay = (): void => undefined;

async function* textsOf(file: ExportFile, hasBom: boolean): AsyncGenerator<string, void, undefined> {
  if (hasBom) yield BYTE_ORDER_MARK;
  for await (const { text } of file.chunks()) yield text;
}

/** Has the user read what is wrong with the arguments, instead of the stack of an error. */
async function blamingArguments<Result>(run: () => Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    const isInput = error instanceof GraphQLError || (error instanceof GatewayError && error.code === "BAD_USER_INPUT");
    throw isInput ? new ArgumentError(error.message) : error;
  }
}

function toJson(name: string, text: string | true | undefined): unknown {
  if (typeof text !== "string") return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new ArgumentError(`--${name}: expected JSON, such as {"isOpen": true}`);
  }
}

function textOf(option: string | true | undefined): string | null {
  return typeof option === "string" ? option : null;
}
