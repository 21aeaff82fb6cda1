import { readFileSync } from "node:fs";
import { trimSetting } from "../lib/setting-text.js";

/** An error in the settings, with its path. Never contains a secret. */
export interface Mistake {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

const VARIABLE = /\$\{([^}]*)\}/gu;
const FILE = "file:";
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/u;

/**
 * Replaces `${NAME}` by the variable of the environment, and `${file:/path}` by the content of the file, at any depth.
 * A missing one is an error at its path; the text then stays as it is.
 */
export function interpolate(
  value: unknown,
  environment: Readonly<Record<string, string | undefined>>,
  mistakes: Mistake[],
  path: readonly PropertyKey[] = [],
): unknown {
  if (typeof value === "string") {
    return value.replaceAll(VARIABLE, (whole, name: string) => {
      const file = name.startsWith(FILE) ? name.slice(FILE.length) : null;
      const found = file === null ? (NAME.test(name) ? environment[name] : undefined) : readSecret(file);
      const missing = file === null ? `the environment variable ${name} is not set` : `the file ${file} cannot be read`;
      if (found === undefined) mistakes.push({ path, message: missing });
      return found ?? whole;
    });
  }
  if (Array.isArray(value))
    return value.map((item, index) => interpolate(item, environment, mistakes, [...path, index]));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, interpolate(item, environment, mistakes, [...path, key])]),
  );
}

/**
 * Returns the content of a file without line breaks and byte order marks at its ends; undefined if it cannot be read.
 */
export function readSecret(file: string): string | undefined {
  try {
    return trimSetting(textOf(readFileSync(file)));
  } catch {
    return undefined;
  }
}

/** A file of some shells on Windows is UTF-16, and says so by its byte order mark. */
function textOf(bytes: Buffer): string {
  const mark = bytes.subarray(0, 2).toString("hex");
  return new TextDecoder(mark === "fffe" ? "utf-16le" : mark === "feff" ? "utf-16be" : "utf-8").decode(bytes);
}

/** The variables that settings are read from, without line breaks and byte order marks at the ends of their values. */
export function trimEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [name, value === undefined ? value : trimSetting(value)]),
  );
}

/** A variable that is set to nothing counts as not set. */
export function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== "";
}
