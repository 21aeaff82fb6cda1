import { readFileSync } from "node:fs";
import { inPackage } from "../lib/package-folder.js";

/** Returns the version of the package. */
export function readVersion(): string {
  try {
    const { version } = JSON.parse(readFileSync(inPackage("package.json"), "utf8")) as { readonly version?: string };
    return version ?? "unknown";
  } catch {
    return "unknown";
  }
}
