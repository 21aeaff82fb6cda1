import { readFileSync } from "node:fs";

/** Returns the version of the package, which is two folders above this file and above the bundle. */
export function readVersion(): string {
  try {
    const file = new URL("../../package.json", import.meta.url);
    const { version } = JSON.parse(readFileSync(file, "utf8")) as { readonly version?: string };
    return version ?? "unknown";
  } catch {
    return "unknown";
  }
}
