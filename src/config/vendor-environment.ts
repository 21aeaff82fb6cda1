import { findAdapter } from "../adapters/registry.js";
import { isJsonObject } from "../lib/json.js";

/** Completes the settings of sources by the environment variables that all programs of their vendors read. */
export function withVendorEnvironment(
  sources: unknown,
  environment: Readonly<Record<string, string | undefined>>,
): unknown {
  if (!isJsonObject(sources)) return sources;
  return Object.fromEntries(
    Object.entries(sources).map(([name, own]) => {
      if (!isJsonObject(own) || typeof own["vendor"] !== "string") return [name, own];
      return [name, findAdapter(own["vendor"])?.withEnvironment?.(own, environment) ?? own];
    }),
  );
}
