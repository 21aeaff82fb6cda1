import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import { readSettings, type Environment, type Settings } from "../../src/config/config.js";

/** Settings with one source, `north`. */
export const ONE_SOURCE =
  "sources:\n  north: { vendor: mindful, baseUrl: https://north.example, organizationId: a1 }\n";

/** Reads settings from text, as a file of its own in a folder that ends with each test. */
export interface SettingsReader {
  readonly read: (yaml: string, environment?: Environment) => Settings;
  /** The mistakes that reading finds; empty where it finds none. */
  readonly mistakesIn: (yaml: string, environment?: Environment) => string;
  /** Writes another file beside the settings, and says where. */
  readonly write: (name: string, content: string) => string;
}

/** For the top level of a test file. */
export function settingsReader(): SettingsReader {
  let directory = "";
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "ringback-"));
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));
  const write: SettingsReader["write"] = (name, content) => {
    const file = join(directory, name);
    writeFileSync(file, content);
    return file;
  };
  const read: SettingsReader["read"] = (yaml, environment = {}) =>
    readSettings(write("ringback.yaml", yaml), environment);
  return {
    read,
    mistakesIn(yaml, environment) {
      try {
        read(yaml, environment);
      } catch (error) {
        return String(error);
      }
      return "";
    },
    write,
  };
}
