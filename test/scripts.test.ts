import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "ringback-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** Runs a script of the project to its end. */
function run(script: string, ...args: readonly string[]): { readonly code: number | null; readonly output: string } {
  const path = fileURLToPath(new URL(`../scripts/${script}`, import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [path, ...args], { encoding: "utf8" });
  return { code: status, output: stdout + stderr };
}

interface Installed {
  /** What its package.json says; missing where it is not installed. */
  readonly licence?: unknown;
  readonly lock?: Readonly<Record<string, boolean>>;
}

/** A tree with these packages below node_modules. */
function install(packages: Readonly<Record<string, Installed>>): void {
  const locked: Record<string, unknown> = { "": { name: "a tree of the tests" } };
  for (const [name, { licence, lock = {} }] of Object.entries(packages)) {
    locked[`node_modules/${name}`] = lock;
    if (licence === undefined) continue;
    const folder = join(directory, "node_modules", name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "package.json"), JSON.stringify({ name, license: licence }));
  }
  writeFileSync(join(directory, "package-lock.json"), JSON.stringify({ packages: locked }));
}

describe("the check of licences", () => {
  it("accepts the listed licences, in every notation of a package", () => {
    install({
      plain: { licence: "MIT" },
      old: { licence: { type: "ISC" } },
      choice: { licence: "(GPL-3.0 OR Apache-2.0)" },
      "@scope/both": { licence: "(MIT AND BSD-3-Clause)" },
      "of-another-platform": { lock: { optional: true } },
      "of-developers": { licence: "GPL-3.0", lock: { dev: true } },
    });
    expect(run("licences.js", directory)).toMatchObject({ code: 0, output: expect.stringContaining("MIT: 1") });
  });

  it.each([["GPL-3.0"], ["(MIT AND GPL-2.0)"], ["UNLICENSED"], ["SEE LICENSE IN terms.txt"], [null]])(
    "fails for %s, and names the package",
    (licence) => {
      install({ fine: { licence: "MIT" }, "@scope/forbidden": { licence } });
      const { code, output } = run("licences.js", directory);
      expect(code).toBe(1);
      expect(output).toContain(`node_modules/@scope/forbidden: ${licence ?? "none"}`);
      expect(output).not.toContain("node_modules/fine");
    },
  );

  it("fails if a required package is missing", () => {
    install({ missing: {} });
    const { code, output } = run("licences.js", directory);
    expect([code, output]).toEqual([1, expect.stringContaining("node_modules/missing is not installed")]);
  });
});

describe("the comparison with the released schema", () => {
  const RELEASED = `
    type Query { a: A, old: Old @deprecated(reason: "Use a."), list(first: Int, skip: Int @deprecated(reason: "Use after.")): [A!] }
    type A { id: ID!, name: String, title: String @deprecated(reason: "Use name."), kind: Kind }
    type Old { id: ID }
    enum Kind { ONE TWO THREE @deprecated(reason: "Never returned.") }
    input In { a: Int }
    type Mutation { act(input: In!): A }`;
  const compare = (schema: string): ReturnType<typeof run> => {
    const files = [join(directory, "released.graphql"), join(directory, "schema.graphql")] as const;
    writeFileSync(files[0], RELEASED);
    writeFileSync(files[1], schema);
    return run("schema-diff.js", ...files);
  };
  const replaced = (...pairs: readonly (readonly [string, string])[]): string =>
    pairs.reduce((text, [from, to]) => {
      expect(text).toContain(from);
      return text.replace(from, to);
    }, RELEASED);

  it.each([
    ["nothing", "Int", "Int"],
    ["a field", "name: String,", "name: String, other: Int,"],
    ["a type", "input In", "type New { id: ID } input In"],
    ["an enum value", "ONE TWO", "ONE TWO FOUR"],
    ["an optional input field", "input In { a: Int }", "input In { a: Int, b: Int }"],
    ["an optional argument", "list(first: Int", "list(last: Int, first: Int"],
  ])("passes where %s was added", (_, from, to) => {
    expect(compare(replaced([from, to]))).toMatchObject({ code: 0, output: expect.stringContaining("0 would break") });
  });

  it.each([
    ["a field", [['title: String @deprecated(reason: "Use name.")', ""]]],
    ["an enum value", [['THREE @deprecated(reason: "Never returned.")', ""]]],
    ["an argument", [[', skip: Int @deprecated(reason: "Use after.")', ""]]],
    [
      "a type and its field",
      [
        ['old: Old @deprecated(reason: "Use a."),', ""],
        ["type Old { id: ID }", ""],
      ],
    ],
  ] as const)("passes where %s was removed after a release had it deprecated", (_, pairs) => {
    expect(compare(replaced(...pairs))).toMatchObject({ code: 0, output: expect.stringContaining("0 would break") });
  });

  it.each([
    ["a field was removed", "name: String,", "", "A.name"],
    ["an enum value was removed", "ONE TWO", "ONE", "Kind.TWO"],
    ["an argument was removed", "first: Int, ", "", "Query.list.first"],
    ["a field became nullable", "id: ID!", "id: ID", "A.id"],
    ["an input field became required", "a: Int }", "a: Int! }", "In.a"],
    ["a required input field was added", "a: Int }", "a: Int, b: Int! }", "In.b"],
    ["a deprecated field got another type", "title: String", "title: Int", "A.title"],
  ])("fails where %s, and says what to do", (_, from, to, path) => {
    const { code, output } = compare(replaced([from, to]));
    expect(code).toBe(1);
    expect(output).toContain(`- ${path}: `);
    expect(output).toContain("@deprecated");
  });

  it("fails for a removed type that something led to", () => {
    const { code, output } = compare(
      replaced(["kind: Kind", "kind: String"], [/enum Kind .*/u.exec(RELEASED)?.[0] ?? "-", ""]),
    );
    expect([code, output]).toEqual([1, expect.stringContaining("- Kind: ")]);
  });

  it("writes the released schema with the flag alone", () => {
    const files = [join(directory, "released.graphql"), join(directory, "schema.graphql")] as const;
    writeFileSync(files[1], "type Query { a: Int }");
    expect(run("schema-diff.js", "--release", ...files).code).toBe(0);
    expect(run("schema-diff.js", ...files)).toMatchObject({ code: 0, output: expect.stringContaining("0 changes") });
  });
});

describe("the audit", () => {
  const judge = (report: unknown): ReturnType<typeof run> => {
    const file = join(directory, "report.json");
    writeFileSync(file, typeof report === "string" ? report : JSON.stringify(report));
    return run("audit.js", file);
  };
  const reportOf = (severity: string): unknown => {
    const none = { info: 0, low: 0, moderate: 0, high: 0, critical: 0 };
    return {
      vulnerabilities: { leaky: { severity, range: "<1.2.3" } },
      metadata: { vulnerabilities: { ...none, [severity]: 1, total: 1 } },
    };
  };

  it.each([
    ["critical", 1],
    ["high", 1],
    ["moderate", 0],
    ["low", 0],
  ])("names the package of a %s vulnerability and exits with %i", (severity, code) => {
    expect(judge(reportOf(severity))).toMatchObject({
      code,
      output: expect.stringContaining(`${severity}: leaky <1.2.3`),
    });
  });

  it.each([
    ["of a registry that cannot be asked", { message: "request to the registry failed" }, "request to the registry"],
    ["that is none", "not JSON", "no answer"],
  ])("exits with 2 for a report %s: not audited is not safe", (_, report, reason) => {
    const { code, output } = judge(report);
    expect([code, output]).toEqual([2, expect.stringContaining(reason)]);
  });

  it("reports that there are no vulnerabilities", () => {
    const empty = { vulnerabilities: {}, metadata: { vulnerabilities: { high: 0, critical: 0, total: 0 } } };
    expect(judge(empty)).toEqual({ code: 0, output: "No known holes.\n" });
  });
});
