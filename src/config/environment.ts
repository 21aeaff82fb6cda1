import { faultOfSetting, trimSetting } from "../lib/setting-text.js";
import { readSecretFile } from "./secret-files.js";

/** An error in the settings, with its path. Never contains a secret. */
export interface Mistake {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

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

const URL_EXPECTED = "expected a URL such as postgresql://user@host:5432/name";

/** The location of the database, and of its read replicas. */
export interface DatabaseUrls {
  /** Null for the embedded store. */
  readonly databaseUrl: string | null;
  readonly databaseReadUrls: readonly string[];
}

/** Reads DATABASE_URL and DATABASE_READ_URL, or the files that DATABASE_URL_FILE and DATABASE_READ_URL_FILE name. */
export function databaseUrlsOf(environment: Environment, findings: Findings): DatabaseUrls {
  const primary = textOrFile("DATABASE_URL", environment, findings);
  const replicas = textOrFile("DATABASE_READ_URL", environment, findings);
  const databaseReadUrls = replicas?.text.split(/[\s,]+/u).filter((url) => url !== "") ?? [];
  // The URLs may contain passwords, so no message quotes them.
  if (primary !== null && !URL.canParse(primary.text)) primary.blame(URL_EXPECTED);
  if (replicas !== null && primary === null)
    replicas.blame("set DATABASE_URL as well: it is the primary of the replicas");
  if (databaseReadUrls.some((url) => !isDatabaseUrl(url)))
    replicas?.blame(`${URL_EXPECTED}, or several of them, separated by commas`);
  return { databaseUrl: primary?.text ?? null, databaseReadUrls };
}

function isDatabaseUrl(text: string): boolean {
  return URL.canParse(text) && ["postgres:", "postgresql:"].includes(new URL(text).protocol);
}

/** The value of a variable, or the content of the file that a variable of this name with `_FILE` names; null without both. */
function textOrFile(
  variable: string,
  environment: Environment,
  findings: Findings,
): { readonly text: string; readonly blame: (message: string) => void } | null {
  const [value, file] = [environment[variable], environment[`${variable}_FILE`]];
  const path = [isSet(file) ? `${variable}_FILE` : variable];
  const blame = (message: string): void => void findings.mistakes.push({ path, message });
  if (isSet(file) && isSet(value)) blame(`${variable} is set as well: unset one of them`);
  const text = isSet(file) ? readSecret(file, findings) : value;
  if (isSet(file) && !isSet(text)) blame(`the file ${file} cannot be read, or is empty`);
  if (!isSet(text)) return null;
  const fault = faultOfSetting(text);
  if (fault !== null) blame(fault);
  return { text, blame };
}
