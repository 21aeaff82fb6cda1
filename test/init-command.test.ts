import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { serveFake } from "../src/adapters/fake/serve.js";
import { ADAPTERS } from "../src/adapters/registry.js";
import { parseSettings, readSettings } from "../src/config/config.js";
import { isJsonObject, type JsonObject, type JsonValue } from "../src/lib/json.js";
import { checkSources } from "../src/cli/check.js";
import { promptForValues, toInitRequest, writeSettings } from "../src/cli/init.js";
import { EXAMPLE_FILE, exampleSources } from "../src/cli/example-settings.js";

const VENDORS = ADAPTERS.map(({ vendor }) => vendor.toLowerCase());
const SOURCES = exampleSources(readFileSync(EXAMPLE_FILE, "utf8"));

/** Vendors whose address is a setting, and is not derived from the name of an account: a fake can stand for them. */
const REACHABLE = SOURCES.filter(({ values }) => {
  const names = values.map(({ path }) => path.at(-1));
  return names.includes("baseUrl") && !names.includes("accountName");
}).map(({ vendor }) => vendor);

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ringback-"));
  file = join(folder, "ringback.yaml");
});
afterEach(() => rmSync(folder, { recursive: true }));

const requestFor = (vendors: string) => toInitRequest({ vendors, output: file }, false);
/** Every variable that the file reads. */
const variablesIn = (text: string): Record<string, string> =>
  Object.fromEntries([...text.matchAll(/\$\{(\w+)\}/gu)].map(([, name = ""]) => [name, "something"]));

function withMissing(given: JsonObject, own: JsonObject): JsonObject {
  const merged = Object.entries(own).map(([name, value]) => {
    const set = given[name];
    return [name, isJsonObject(set) && isJsonObject(value) ? withMissing(set, value) : (set ?? value)];
  });
  return { ...given, ...(Object.fromEntries(merged) as JsonObject) };
}

describe("ringback init", () => {
  it.each([...VENDORS, VENDORS.join(",")])("writes a file that the gateway accepts, for %s", (vendors) => {
    const request = requestFor(vendors);
    const steps = writeSettings(request, request.vendors ?? [], ({ example }) => example).join("\n");
    const text = readFileSync(file, "utf8");
    const { sources } = readSettings(file, variablesIn(text));
    expect(sources.map(({ definition }) => definition.vendor.toLowerCase())).toEqual(vendors.split(","));
    const isSecret = /^(?:.*(?:secret|password|token)|accessKeyId)$/iu;
    const secretsOf = (value: unknown, key = ""): unknown[] =>
      typeof value === "object" && value !== null
        ? Object.entries(value).flatMap(([name, inner]) => secretsOf(inner, name))
        : isSecret.test(key)
          ? [value]
          : [];
    const secrets = secretsOf(parse(text));
    expect(secrets.filter((secret) => !/^\$\{\w+\}$/u.test(String(secret)))).toEqual([]);
    for (const secret of secrets) expect(steps).toContain(String(secret).slice(2, -1));
  });

  it.each(REACHABLE)("prompts for the settings of %s, and `ringback check` reaches the source", async (vendor) => {
    const definition = ADAPTERS.find((one) => one.vendor.toLowerCase() === vendor);
    if (definition === undefined) throw new Error(`there is no adapter of ${vendor}`);
    const fake = definition.createFake(Date.now, { count: 0 });
    const served = await serveFake(fake);
    try {
      const own = fake.settings(served.baseUrl);
      const at = (path: readonly string[]): JsonValue | undefined =>
        path.reduce<JsonValue | undefined>((value, key) => (value as JsonObject | undefined)?.[key], own);
      const sources = SOURCES.filter((source) => source.vendor === vendor);
      const values = await promptForValues(sources, (question) => {
        const [, ...path] = question.slice(0, question.indexOf(" [")).split(".");
        const value = at(path);
        return Promise.resolve(
          Array.isArray(value) ? value.join(", ") : typeof value === "object" ? "" : String(value ?? ""),
        );
      });
      writeSettings(requestFor(vendor), [vendor], ({ path }) => values.get(path.join(".")) ?? null);
      const environment: Record<string, string> = {};
      const fill = (value: unknown, path: readonly string[]): void => {
        const [, name] = /^\$\{(\w+)\}$/u.exec(String(value)) ?? [];
        if (name !== undefined) {
          const own = at(path.slice(2));
          environment[name] = typeof own === "string" ? own : "unused";
        } else if (typeof value === "object" && value !== null) {
          for (const [key, inner] of Object.entries(value)) fill(inner, [...path, key]);
        }
      };
      fill(parse(readFileSync(file, "utf8")), []);
      // Addresses of the fake that a vendor's own settings do not need.
      const content = parse(readFileSync(file, "utf8")) as { sources: Record<string, JsonObject> };
      for (const [name, source] of Object.entries(content.sources)) content.sources[name] = withMissing(source, own);
      const settings = parseSettings(content, environment, () => null);
      expect(await checkSources(settings)).toMatchObject([
        { ok: true, message: expect.stringContaining("authenticated") as string },
      ]);
    } finally {
      await served.close();
    }
  });

  it("overwrites no file without --force", () => {
    writeFileSync(file, "mine");
    expect(() => requestFor("webex")).toThrow(/already exists: choose another file with --output/u);
    const request = toInitRequest({ vendors: "webex", output: file, force: true }, false);
    writeSettings(request, ["webex"], () => null);
    expect(readFileSync(file, "utf8")).toContain("vendor: webex");
    // A file that appears after the options were read.
    expect(() => writeSettings({ ...request, isForced: false }, ["webex"], () => null)).toThrow(/EEXIST/u);
  });

  it("requires vendors without a terminal, and lists them", () => {
    expect(() => toInitRequest({ output: file }, false)).toThrow(
      `without a terminal, --vendors is required: some of ${VENDORS.join(", ")}`,
    );
    expect(() => requestFor("webex,avaya")).toThrow(/unknown vendor avaya; expected some of webex/u);
    expect(() => requestFor(",")).toThrow(/no vendor is named/u);
    expect(toInitRequest({ output: file }, true).vendors).toBeNull();
  });
});
