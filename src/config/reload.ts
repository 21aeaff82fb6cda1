import type { Settings } from "./config.js";

/** The settings that a running gateway applies. */
const RELOADABLE = [
  "logLevel",
  "auth.jwt",
  "auth.apiKeys",
  "auth.searchWithoutPii",
  "server.corsOrigins",
  "server.hintToken",
  "server.failedLogins",
  "server.operations",
  "trustedDocuments",
  "wallboard",
] as const;
/** Read once by who waits on it. */
const FIXED = ["server.operations.timeoutMs"];

/** Returns the paths of settings that differ from the running ones and require a restart. */
export function changesOf(before: Settings, after: Settings): readonly string[] {
  return differences(before, after, "").filter((path) => FIXED.includes(path) || !isReloadable(path));
}

function isReloadable(path: string): boolean {
  return RELOADABLE.some((one) => path === one || path.startsWith(`${one}.`));
}

/** The names of what differs: never its values, which may be secrets. */
function differences(before: unknown, after: unknown, path: string): readonly string[] {
  const [one, other] = [partsOf(before), partsOf(after)];
  if (one === null || other === null) return isEqual(before, after) ? [] : [path];
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].flatMap((name) => differences(one[name], other[name], path === "" ? name : `${path}.${name}`));
}

/**
 * Returns the members of a section; null for a value that is reported as a whole. Sources are reported by their names.
 */
function partsOf(value: unknown): Readonly<Record<string, unknown>> | null {
  if (
    Array.isArray(value) &&
    value.every((item) => typeof item === "object" && item !== null && "definition" in item)
  ) {
    return Object.fromEntries(
      value.map((source: { name: string; settings: unknown }) => [source.name, [source.settings]]),
    );
  }
  const isPlain = typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  return isPlain ? (value as Readonly<Record<string, unknown>>) : null;
}

function isEqual(one: unknown, other: unknown): boolean {
  return textOf(one) === textOf(other);
}

function textOf(value: unknown): string {
  return JSON.stringify(value instanceof Map ? [...value] : value) ?? "";
}
