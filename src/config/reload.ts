import type { Settings, SourceSettings } from "./config.js";

/** The settings that a running gateway applies. */
const RELOADABLE = [
  // Except for their vendors: see changesOfSources.
  "sources",
  // Derived from other settings.
  "secretFiles",
  "warnings",
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

/** The names of sources, by how their settings changed. */
export interface SourceChanges {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  /** The source has another vendor now, which requires a restart: its callbacks are those of the previous one. */
  readonly otherVendor: readonly string[];
}

/** Returns how the settings of sources differ from the running ones. */
export function changesOfSources(before: readonly SourceSettings[], after: readonly SourceSettings[]): SourceChanges {
  const previous = new Map(before.map((source) => [source.name, source]));
  const current = new Set(after.map(({ name }) => name));
  const existing = after.filter(({ name }) => previous.has(name));
  const isOtherVendor = ({ name, definition }: SourceSettings): boolean =>
    previous.get(name)?.definition.vendor !== definition.vendor;
  const isChanged = ({ name, settings }: SourceSettings): boolean => !isEqual(previous.get(name)?.settings, settings);
  const namesOf = (sources: readonly SourceSettings[]): readonly string[] => sources.map(({ name }) => name);
  return {
    added: namesOf(after.filter(({ name }) => !previous.has(name))),
    changed: namesOf(existing.filter((source) => !isOtherVendor(source) && isChanged(source))),
    removed: namesOf(before.filter(({ name }) => !current.has(name))),
    otherVendor: namesOf(existing.filter(isOtherVendor)),
  };
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

/** Returns the members of a section; null for a value that is reported as a whole. */
function partsOf(value: unknown): Readonly<Record<string, unknown>> | null {
  const isPlain = typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  return isPlain ? (value as Readonly<Record<string, unknown>>) : null;
}

function isEqual(one: unknown, other: unknown): boolean {
  return textOf(one) === textOf(other);
}

function textOf(value: unknown): string {
  return JSON.stringify(value instanceof Map ? [...value] : value) ?? "";
}
