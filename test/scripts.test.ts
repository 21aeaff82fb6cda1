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
function run(script: string, argument: string): { readonly code: number | null; readonly output: string } {
  const path = fileURLToPath(new URL(`../scripts/${script}`, import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [path, argument], { encoding: "utf8" });
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
