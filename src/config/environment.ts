import { faultOfSetting, trimSetting } from "../lib/setting-text.js";
import { readSecretFile } from "./secret-files.js";

/** An error in the settings, with its path. Never contains a secret. */
export interface Mistake {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

const VARIABLE = /\$\{([^}]*)\}/gu;
const FILE = "file:";
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/u;

/** Findings of the reading of settings, beside their values. */
export interface Findings {
  readonly mistakes: Mistake[];
  /** The files that were read, with digests of their contents. */
  readonly secretFiles: Map<string, string>;
}

/**
 * Replaces `${NAME}` by the variable of the environment, and `${file:/path}` by the content of the file, at any depth.
 * A missing one is an error at its path; the text then stays as it is.
 */
export function interpolate(
  value: unknown,
  environment: Readonly<Record<string, string | undefined>>,
  findings: Findings,
  path: readonly PropertyKey[] = [],
): unknown {
  if (typeof value === "string") {
    return value.replaceAll(VARIABLE, (whole, name: string) => {
      const file = name.startsWith(FILE) ? name.slice(FILE.length) : null;
      const found = file === null ? (NAME.test(name) ? environment[name] : undefined) : readSecret(file, findings);
      const missing = file === null ? `the environment variable ${name} is not set` : `the file ${file} cannot be read`;
      if (found === undefined) findings.mistakes.push({ path, message: missing });
      return found ?? whole;
    });
  }
  if (Array.isArray(value))
    return value.map((item, index) => interpolate(item, environment, findings, [...path, index]));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, interpolate(item, environment, findings, [...path, key])]),
  );
}

/**
 * Returns the content of a file without line breaks and byte order marks at its ends; undefined if it cannot be read.
 */
export function readSecret(file: string, { secretFiles }: Pick<Findings, "secretFiles">): string | undefined {
  const content = readSecretFile(file, secretFiles);
  return content === undefined ? undefined : trimSetting(textOf(content));
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

/** Returns DATABASE_URL, or the content of the file in DATABASE_URL_FILE. */
export function databaseUrlOf(
  { DATABASE_URL, DATABASE_URL_FILE }: Readonly<Record<string, string | undefined>>,
  findings: Findings,
): string | null {
  const name = isSet(DATABASE_URL_FILE) ? "DATABASE_URL_FILE" : "DATABASE_URL";
  const blame = (message: string): unknown => findings.mistakes.push({ path: [name], message });
  if (isSet(DATABASE_URL_FILE) && isSet(DATABASE_URL)) blame("DATABASE_URL is set as well: unset one of them");
  const found = isSet(DATABASE_URL_FILE) ? readSecret(DATABASE_URL_FILE, findings) : DATABASE_URL;
  if (isSet(DATABASE_URL_FILE) && !isSet(found)) blame(`the file ${DATABASE_URL_FILE} cannot be read, or is empty`);
  if (!isSet(found)) return null;
  // The URL may contain a password, so the message does not quote it.
  const fault = faultOfSetting(found);
  if (fault !== null) blame(fault);
  else if (!URL.canParse(found)) blame("expected a URL such as postgresql://user@host:5432/name");
  return found;
}
