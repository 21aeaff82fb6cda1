import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { soonerFlags } from "./v8-flags.js";

it("gives an engine only flags that it knows", () => {
  const known = execFileSync(process.execPath, ["--v8-options"], { encoding: "utf8" });
  const names = soonerFlags(process.versions.node).map((flag) => flag.slice(0, flag.indexOf("=")));
  for (const name of names) expect(known).toContain(`${name} (`);
});

it("sets no flags in an unknown version of the engine", () => {
  expect(soonerFlags("20.19.0")).toHaveLength(2);
  expect(soonerFlags("22.1.0")).toHaveLength(2);
  expect(soonerFlags("97.0.0")).toEqual([]);
});
