import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline/promises";
import { ADAPTERS } from "../adapters/registry.js";
import { ArgumentError, print, type Command, type Options } from "./command.js";
import {
  composeSettings,
  EXAMPLE_FILE,
  exampleSources,
  type ExampleSource,
  type ExampleValue,
} from "./example-settings.js";

const DEFAULT_FILE = "ringback.yaml";

export const initCommand: Command = {
  options: { vendors: { value: "<names>" }, output: { value: "<file>" }, force: {} },
  does: [
    "write a settings file for the vendors that you have; without --vendors, it prompts for them and their settings;",
    `--vendors: names, separated by commas; --output: default ${DEFAULT_FILE}; --force: overwrite an existing file.`,
    "No secret is written: the file names the environment variables to set",
  ],
  async run({ options }) {
    const request = toInitRequest(options, process.stdin.isTTY);
    if (request.vendors !== null) return print(writeSettings(request, request.vendors, (value) => value.example));
    const prompt = createInterface({ input: process.stdin, output: process.stderr });
    try {
      const vendors = parseVendors(await prompt.question(`Vendors (${vendorNames().join(", ")}): `));
      const values = await promptForValues(sourcesOf(vendors), (question) => prompt.question(question));
      print(writeSettings(request, vendors, ({ path }) => values.get(path.join(".")) ?? null));
    } catch (error) {
      const isEnded = error instanceof Error && error.name === "AbortError";
      throw isEnded ? new ArgumentError("the input ended: no file was written") : error;
    } finally {
      prompt.close();
    }
  },
};

/** The request of the command. */
export interface InitRequest {
  /** Null: the command prompts for them. */
  readonly vendors: readonly string[] | null;
  readonly file: string;
  readonly isForced: boolean;
}

/** Reads the options. Throws an ArgumentError, before the first prompt, also if the file exists. */
export function toInitRequest({ vendors, output, force }: Options, isTerminal: boolean): InitRequest {
  const file = typeof output === "string" ? output : DEFAULT_FILE;
  const isForced = force === true;
  if (existsSync(file) && !isForced) {
    throw new ArgumentError(`${file} already exists: choose another file with --output, or overwrite it with --force`);
  }
  if (typeof vendors === "string") return { vendors: parseVendors(vendors), file, isForced };
  if (!isTerminal) {
    throw new ArgumentError(`without a terminal, --vendors is required: some of ${vendorNames().join(", ")}`);
  }
  return { vendors: null, file, isForced };
}

/** Writes the file, and returns the next steps. `valueOf` returns the value of a setting; null for the example's. */
export function writeSettings(
  { file, isForced }: InitRequest,
  vendors: readonly string[],
  valueOf: (value: ExampleValue) => string | null,
): readonly string[] {
  const { text, variables, examples } = composeSettings(sourcesOf(vendors), valueOf);
  // A file that appeared meanwhile is not overwritten.
  writeFileSync(file, text, { flag: isForced ? "w" : "wx" });
  return [
    `${file} written, for ${vendors.join(", ")}.`,
    ...(examples.length === 0
      ? []
      : ["", "Replace these example values in it:", ...examples.map((path) => `  ${path}`)]),
    ...(variables.length === 0
      ? []
      : ["", "Set these variables in the environment:", ...variables.map((name) => `  ${name}`)]),
    "",
    "Then check the sources, and start the gateway:",
    `  RINGBACK_CONFIG=${file} npx ringback check`,
    `  RINGBACK_CONFIG=${file} npx ringback serve`,
  ];
}

/** Prompts for the value of each setting that the example has a value for. Enter leaves the example's. */
export async function promptForValues(
  sources: readonly ExampleSource[],
  question: (text: string) => Promise<string>,
): Promise<ReadonlyMap<string, string>> {
  const values = new Map<string, string>();
  for (const { values: own } of sources) {
    for (const { path, example } of own) {
      const given = (await question(`${path.join(".")} [${example}]: `)).trim();
      if (given !== "") values.set(path.join("."), given);
    }
  }
  return values;
}

function vendorNames(): readonly string[] {
  return ADAPTERS.map(({ vendor }) => vendor.toLowerCase());
}

function parseVendors(text: string): readonly string[] {
  const names = [...new Set(text.split(/[\s,]+/u).filter((name) => name !== ""))].map((name) => name.toLowerCase());
  const unknown = names.find((name) => !vendorNames().includes(name));
  if (unknown !== undefined || names.length === 0) {
    const what = unknown === undefined ? "no vendor is named" : `unknown vendor ${unknown}`;
    throw new ArgumentError(`--vendors: ${what}; expected some of ${vendorNames().join(", ")}`);
  }
  return names;
}

function sourcesOf(vendors: readonly string[]): readonly ExampleSource[] {
  const all = exampleSources(readFileSync(EXAMPLE_FILE, "utf8"));
  return vendors.map((vendor) => {
    const source = all.find((one) => one.vendor === vendor);
    if (source === undefined) throw new Error(`ringback.example.yaml has no source of ${vendor}`);
    return source;
  });
}
