import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse as parseGraphQL, validate as validateGraphQL, type DocumentNode } from "graphql";
import { describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { ADAPTERS } from "../src/adapters/registry.js";
import { parseCommandLine } from "../src/cli/command-line.js";
import { parseSettings } from "../src/config/config.js";
import { createSchema } from "../src/graphql/schema.js";
import { blocksOf, PAGES, readDoc, ROOT, type CodeBlock } from "./support/docs.js";

const BLOCKS = PAGES.flatMap(blocksOf);
const inLanguage = (name: string): CodeBlock[] => BLOCKS.filter(({ language }) => language === name);

/** Languages of code blocks; `text` is for diagrams. */
const LANGUAGES = ["sh", "graphql", "json", "yaml", "ts", "text", "html", "js", "jsx"];

const { scripts } = JSON.parse(readDoc("package.json")) as { scripts: Record<string, string> };

/** Variables of the environment that the gateway, its image or Node reads. */
const VARIABLES = [
  "RINGBACK_TOKEN",
  "RINGBACK_CONFIG",
  "RINGBACK_DATA_DIR",
  "RINGBACK_CACHES",
  "PORT",
  "HOST",
  "DATABASE_URL",
  "DATABASE_READ_URL",
  "LOG_LEVEL",
  "NODE_ENV",
  "NODE_EXTRA_CA_CERTS",
  "POSTGRES_PASSWORD",
  ...secretsIn(readDoc("ringback.example.yaml")),
];

function secretsIn(text: string): string[] {
  return [...text.matchAll(/\$\{(\w+)\}/gu)].map(([, name = ""]) => name);
}

/** Returns the commands of a shell block: continued lines joined, comments dropped, `&&` and pipes split. */
function commandsOf(text: string): string[][] {
  return text
    .replaceAll(/\\\n\s*/gu, " ")
    .split("\n")
    .map((line) => line.replace(/(?:^|\s)#.*$/u, "").trim())
    .flatMap((line) => line.split(/\s+(?:&&|\|)\s+/u))
    .filter((line) => line !== "")
    .map((line) => line.match(/(?:[^\s"']|"[^"]*"|'[^']*')+/gu) ?? []);
}

const isFile = (path: string): boolean => existsSync(join(ROOT, path));

/** Files that the reader makes before the command that names them. */
const MADE_BY_READER = ["ringback.yaml", "federation.yaml", ".env"];

/** For each program: what is wrong with its arguments; null if nothing. */
const PROGRAMS: Readonly<Record<string, (args: readonly string[]) => string | null>> = {
  npm([verb = "", ...rest]) {
    if (["ci", "init", "install", "start", "test", "pack"].includes(verb)) return null;
    const name = rest.find((word) => !word.startsWith("-")) ?? "";
    return verb === "run" && name in scripts ? null : `there is no script ${name}`;
  },
  npx([tool = "", ...rest]) {
    if (tool === "vitest") return isFile(rest.at(-1) ?? "") ? null : `there is no ${rest.at(-1)}`;
    return tool === "ringback" ? ringback(rest) : `${tool} is not a tool of this project`;
  },
  node: (args) => (args.includes("bin/ringback.js") ? ringback(args.slice(args.indexOf("bin/ringback.js") + 1)) : null),
  cp: ([from = ""]) => (isFile(from) ? null : `there is no ${from}`),
  bash: ([script = ""]) => (isFile(script) ? null : `there is no ${script}`),
  export: (args) => unknownVariables(args),
  docker([verb = "", ...rest]) {
    if (verb === "build") return isFile("Dockerfile") ? null : "there is no Dockerfile";
    if (verb === "compose") return rest.includes("up") && isFile("compose.yaml") ? null : "there is no compose.yaml";
    return verb === "run" ? unknownVariables(rest.filter((word) => word.startsWith("RINGBACK_"))) : `docker ${verb}`;
  },
  kubectl([verb = "", ...rest]) {
    if (verb === "create") return ["configmap", "secret"].includes(rest[0] ?? "") ? null : `kubectl create ${rest[0]}`;
    const file = rest[rest.indexOf("-f") + 1] ?? "";
    return verb === "apply" && isFile(file) ? null : `there is no ${file}`;
  },
  curl: () => null,
  kill: () => null,
  openssl: () => null,
};

function ringback(args: readonly string[]): string | null {
  try {
    parseCommandLine(args);
    return null;
  } catch (error) {
    return String(error);
  }
}

function unknownVariables(assignments: readonly string[]): string | null {
  const unknown = assignments.map((word) => word.split("=")[0] ?? "").filter((name) => !VARIABLES.includes(name));
  return unknown.length === 0 ? null : `nothing reads ${unknown.join(", ")}`;
}

function faultOf(words: readonly string[]): string | null {
  const first = words.findIndex((word) => !/^[A-Z_]+=/u.test(word));
  const fault = unknownVariables(words.slice(0, first === -1 ? words.length : first));
  if (fault !== null || first === -1) return fault;
  const [program = "", ...rest] = words.slice(first);
  const redirect = rest.indexOf(">");
  const check = PROGRAMS[program];
  if (check === undefined) return `${program} is not checked`;
  return check(redirect === -1 ? rest : rest.slice(0, redirect));
}

/** A source that is valid, for settings that name none. */
const ANY_SOURCE = { north: { vendor: "talkdesk", baseUrl: "https://api.talkdeskapp.com", accessToken: "a" } };
const SECTIONS = ["server", "auth", "answers", "actions", "sync", "retention", "database", "sources"];

/** Returns the settings of a YAML block: a settings file, or sources alone; null for a file of another program. */
function settingsOf(value: unknown): Record<string, unknown> | null {
  if (typeof value !== "object" || value === null) return null;
  const entries = Object.entries(value);
  if (entries.every(([name]) => SECTIONS.includes(name))) return { sources: ANY_SOURCE, ...value };
  const isSource = (one: unknown): boolean => typeof one === "object" && one !== null && "vendor" in one;
  return entries.every(([, one]) => isSource(one)) ? { sources: value as object } : null;
}

describe("the code blocks of the documentation", () => {
  it("name their language", () => {
    const others = BLOCKS.filter(({ language }) => !LANGUAGES.includes(language));
    expect(others.map(({ page, text }) => `${page}: ${text.slice(0, 60)}`)).toEqual([]);
    for (const name of LANGUAGES) expect(inLanguage(name), name).not.toEqual([]);
  });

  it("in sh name commands, options, scripts, files and variables that exist", () => {
    const faults = inLanguage("sh").flatMap(({ page, text }) =>
      commandsOf(text).flatMap((words) => {
        const fault = faultOf(words);
        return fault === null ? [] : [`${page}: ${words.join(" ")}: ${fault}`];
      }),
    );
    expect(faults).toEqual([]);
    const named = inLanguage("sh").flatMap(({ text }) => [
      ...text.replaceAll("$PWD/", "").matchAll(/[\w./-]+\.(?:yaml|sh|js|env)\b/gu),
    ]);
    const paths = named.map(([path]) => path.replace(/^\.\//u, "")).filter((path) => !path.startsWith("/"));
    expect(paths.filter((path) => !isFile(path) && !MADE_BY_READER.includes(path))).toEqual([]);
  });

  it("in GraphQL parse", () => {
    for (const { page, text } of inLanguage("graphql")) expect(() => parseGraphQL(text), page).not.toThrow();
  });

  it("in JSON parse", () => {
    for (const { page, text } of inLanguage("json")) expect(() => JSON.parse(text) as unknown, page).not.toThrow();
  });

  it("in YAML parse, and settings are valid", () => {
    let count = 0;
    for (const { page, text } of inLanguage("yaml")) {
      const documents = parseAllDocuments(text);
      expect(documents.flatMap(({ errors }) => errors.map(({ message }) => `${page}: ${message}`))).toEqual([]);
      const settings = settingsOf(documents[0]?.toJS());
      if (settings === null || page.startsWith("test/")) continue;
      count += 1;
      const environment = Object.fromEntries(secretsIn(text).map((name) => [name, "something"]));
      expect(() => parseSettings(settings, environment, () => null), page).not.toThrow();
    }
    expect(count).toBeGreaterThan(8);
  });

  it("in TypeScript and JavaScript import only exports of the client package", async () => {
    // Not imported by name: the types of React are for programs in browsers.
    const files = ["index", "apollo", "codegen", "react", "urql"];
    const entries = Object.fromEntries(
      await Promise.all(
        files.map(async (name) => {
          const entry = (await import(join(ROOT, `packages/client/src/${name}.ts`))) as object;
          return [name === "index" ? "" : `/${name}`, entry] as const;
        }),
      ),
    );
    const imports = ["ts", "jsx"]
      .flatMap(inLanguage)
      .flatMap(({ text }) => [...text.matchAll(/import \{([^}]+)\} from "@ringback\/client([^"]*)"/gu)]);
    const names = imports.flatMap(([, list = "", entry = ""]) =>
      list.split(",").map((name) => ({ entry, name: name.trim() })),
    );
    expect(names.filter(({ entry, name }) => !(name in (entries[entry] ?? {})))).toEqual([]);
    expect([...new Set(names.map(({ entry }) => entry))].sort()).toEqual(Object.keys(entries));
  });
});

describe("the text of the documentation", () => {
  it("has valid GraphQL in code spans as well", () => {
    const schema = createSchema({ vendors: ADAPTERS });
    const spans = PAGES.filter((page) => page !== "docs/federation.md").flatMap((page) =>
      [...readDoc(page).matchAll(/`(\{ [^`…{]*\{[^`…]* \})`/gu)].map(([, text = ""]) => ({ page, text })),
    );
    const shown = spans.flatMap(({ page, text }) => {
      const document = parsedOf(text);
      return document === null ? [] : [{ page, text, document }];
    });
    expect(shown.length).toBeGreaterThan(0);
    const faults = shown.flatMap(({ page, text, document }) =>
      validateGraphQL(schema, document).map(({ message }) => `${page}: ${text}: ${message}`),
    );
    expect(faults).toEqual([]);
  });

  it("quotes messages of the store that the code has", () => {
    const page = readDoc("docs/operations.md");
    const table = page.slice(page.indexOf("## Troubleshooting the store"), page.indexOf("## Alerts"));
    const fragments = [...table.matchAll(/^\| `([^`]+)`/gmu)].flatMap(([, message = ""]) => message.split("…"));
    const texts = fragments.map((text) => text.trim()).filter((text) => text !== "");
    expect(texts.length).toBeGreaterThan(6);
    const code = [
      "stores/sqlite/failure.ts",
      "stores/sqlite/lock.ts",
      "stores/sql/schema/migrate.ts",
      "stores/sqlite/backup.ts",
    ]
      .map((file) => readDoc(`src/${file}`))
      .join("\n");
    expect(texts.filter((text) => !code.includes(text))).toEqual([]);
  });

  it("names settings that exist", () => {
    const names = PAGES.filter((page) => !page.startsWith("src/")).flatMap((page) =>
      [...readDoc(page).matchAll(/`((?:server|answers|actions|sync|retention|database)\.[\w.]+)[`:]/gu)].map(
        ([, path = ""]) => `${page}: ${path}`,
      ),
    );
    expect(names.length).toBeGreaterThan(40);
    expect(names.filter((name) => !isSetting(name.split(": ")[1] ?? ""))).toEqual([]);
  });
});

/** Returns the document of a text; null if it is not GraphQL, such as an object in JSON or YAML. */
function parsedOf(text: string): DocumentNode | null {
  try {
    return parseGraphQL(text);
  } catch {
    return null;
  }
}

const DEFAULTS: unknown = parseSettings({ sources: ANY_SOURCE }, {}, () => null);

/** True for a path of the settings. Settings with a default are found in the parsed defaults. */
function isSetting(path: string): boolean {
  let value: unknown = DEFAULTS;
  for (const key of path.split(".")) {
    if (typeof value !== "object" || value === null || !(key in value)) return false;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return true;
}

describe("the deployment files", () => {
  it.each(["compose.yaml", "docs/kubernetes.yaml", "docs/alerts.yaml", "ringback.example.yaml"])(
    "%s parses",
    (file) => {
      const documents = parseAllDocuments(readFileSync(join(ROOT, file), "utf8"));
      expect(documents.flatMap(({ errors }) => errors)).toEqual([]);
    },
  );

  it("kubernetes.yaml uses the names that the README creates", () => {
    const text = readDoc("docs/kubernetes.yaml");
    const readme = readDoc("README.md");
    for (const [kind, pattern] of [
      ["configmap", /configMap: \{ name: (\w+) \}/u],
      ["secret generic", /secretRef: \{ name: (\w+) \}/u],
    ] as const) {
      const [, name = ""] = pattern.exec(text) ?? [];
      expect(readme).toContain(`kubectl create ${kind} ${name} `);
    }
  });
});
