import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { Kind, parse, validate, type DocumentNode } from "graphql";
import { describe, expect, it } from "vitest";
import { parse as parseYaml } from "yaml";
import { ADAPTERS } from "../src/adapters/registry.js";
import { COMMANDS, usage } from "../src/cli/commands.js";
import { ERROR_CODES } from "../src/domain/errors.js";
import { USER_ERROR_CODES } from "../src/domain/user-error.js";
import { parseSettings } from "../src/config/config.js";
import { COLUMNS } from "../src/graphql/export/columns.js";
import { createSchema } from "../src/graphql/schema.js";
import { createSubgraph } from "../src/graphql/federation/subgraph.js";
import { anchorsOf, PAGES, readDoc as read, ROOT, samplesOf } from "./support/docs.js";

describe("the documentation", () => {
  it("explains every error code to clients", () => {
    const page = read("docs/errors.md");
    expect(Object.keys(ERROR_CODES).filter((code) => !page.includes(`\`${code}\``))).toEqual([]);
  });

  it("lists every column of an export", () => {
    const page = read("docs/export.md");
    const listed = [...page.matchAll(/^\| `(\w+)` +\| `([\w.]+)` +\|$/gmu)].map(([, name, path]) => [name, path]);
    expect(listed).toEqual(COLUMNS.flatMap(({ name, path }) => (path === null ? [] : [[name, path]])));
  });

  it("explains every reason why a command is not fulfilled", () => {
    const page = read("docs/errors.md");
    expect(Object.keys(USER_ERROR_CODES).filter((code) => !page.includes(`| \`${code}\``))).toEqual([]);
  });

  it("lists every command that there is, as the help does, and names no other", () => {
    const all = Object.keys(COMMANDS);
    expect([...usage().matchAll(/^ {2}([a-z][\w-]+)/gmu)].map(([, name]) => name)).toEqual(all);
    const operations = read("docs/operations.md");
    const table = operations.slice(operations.indexOf("## Commands"), operations.indexOf("## Backup"));
    expect([...table.matchAll(/^\| `([\w-]+)`/gmu)].map(([, name]) => name)).toEqual(all);
    const [, listed = ""] = /\*\*Commands:\*\* ([^.]+)\./u.exec(read("CHANGELOG.md")) ?? [];
    expect(new Set(listed.match(/[\w-]+/gu))).toEqual(new Set(all));
    const named = [...PAGES, "ringback.example.yaml", "package.json", "docs/alerts.yaml"].flatMap((page) =>
      [...read(page).matchAll(/(?:npx |`|bin\/)ringback(?:\.js)? (\w[\w-]*)/gu)].map(([, name = ""]) => name),
    );
    expect([...new Set(named)].filter((name) => !all.includes(name))).toEqual([]);
    expect(named.length).toBeGreaterThan(20);
  });

  it.each(PAGES)("%s has no broken links", (page) => {
    const links = [...read(page).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/gu)].map(([, target = ""]) => target);
    expect(links.filter((target) => !existsSync(join(ROOT, dirname(page), target)))).toEqual([]);
  });

  it.each(PAGES)("%s links only to headings that there are", (page) => {
    const links = [...read(page).matchAll(/\]\((?!https?:|mailto:)([^)#\s]*)#([^)\s]+)\)/gu)];
    const broken = links.filter(([, file = "", anchor = ""]) => {
      const target = file === "" ? page : join(dirname(page), file);
      return target.endsWith(".md") && !anchorsOf(target).includes(anchor);
    });
    expect(broken.map(([link]) => link)).toEqual([]);
  });

  it("has valid operations, and in the README one of each kind", () => {
    const schema = createSubgraph(createSchema({ vendors: ADAPTERS }), { isSchemaSecret: false, hasScopes: false });
    const operationsOf = (page: string): DocumentNode[] =>
      samplesOf(page, "graphql")
        .map((text) => parse(text))
        .filter(({ definitions }) => definitions.every(({ kind }) => kind === Kind.OPERATION_DEFINITION));
    const mistakes = PAGES.flatMap((page) =>
      operationsOf(page).flatMap((document) => validate(schema, document).map(({ message }) => `${page}: ${message}`)),
    );
    expect(mistakes).toEqual([]);
    const kinds = operationsOf("README.md").flatMap(({ definitions }) =>
      definitions.map((definition) => "operation" in definition && definition.operation),
    );
    expect(kinds).toEqual(["query", "subscription", "mutation"]);
  });

  it("has valid examples of sources", () => {
    const samples = samplesOf("docs/vendors.md", "yaml").map((text) => parseYaml(text) as Record<string, object>);
    const vendors = samples.flatMap((sources) =>
      Object.values(sources).map((source) => "vendor" in source && source.vendor),
    );
    expect(vendors).toEqual(ADAPTERS.map(({ vendor }) => vendor.toLowerCase()));
    const secrets = read("docs/vendors.md").matchAll(/\$\{(\w+)\}/gu);
    const environment = Object.fromEntries([...secrets].map(([, name]) => [name, "something"]));
    for (const sources of samples) expect(() => parseSettings({ sources }, environment, () => null)).not.toThrow();
  });

  it("names every operation of the library", () => {
    const page = read("docs/clients.md");
    const names = readdirSync(join(ROOT, "schema/operations"))
      .flatMap((file) => parse(read(`schema/operations/${file}`)).definitions)
      .flatMap((definition) => (definition.kind === Kind.OPERATION_DEFINITION ? [definition.name?.value ?? ""] : []));
    expect(names.filter((name) => !page.includes(`\`${name}Document\``))).toEqual([]);
  });

  it("names scripts that there are", () => {
    const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
    const named = PAGES.flatMap((page) =>
      [...read(page).matchAll(/npm run (?:-s |--silent )?([\w:]+)/gu)].filter(([, name = ""]) => !(name in scripts)),
    );
    expect(named.map(([text]) => text)).toEqual([]);
  });
});
