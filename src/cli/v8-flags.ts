import { setFlagsFromString } from "node:v8";

/** Flags to optimise code after fewer calls, by Node's major version: V8 prints a warning for an unknown flag. */
const SOONER: Readonly<Record<string, string>> = {
  20: "--interrupt-budget=40000",
  22: "--invocation-count-for-turbofan=1000",
  24: "--invocation-count-for-turbofan=1000",
};
/** Inlining less makes optimising cheaper; the optimised code was measured to be no slower. */
const LESS_AT_ONCE = "--max-inlined-bytecode-size-cumulative=300";

/** Returns the flags for a Node version, in the form of `process.versions.node`. */
export function soonerFlags(version: string): readonly string[] {
  const flag = SOONER[version.split(".")[0] ?? ""];
  return flag === undefined ? [] : [flag, LESS_AT_ONCE];
}

/**
 * To be called once a gateway serves, so that code of the start is not optimised. A request runs much code and little of it
 * twice: by default V8 optimises it only after thousands of requests.
 */
export function optimiseSooner(): void {
  for (const flag of soonerFlags(process.versions.node)) setFlagsFromString(flag);
}

/**
 * While idle, V8 shrinks its young generation, which then grows slowly by doubling: without this flag, the first thousand
 * requests after a pause collect garbage five times as often. Saves 15 to 30 % of their CPU for 12 MB.
 */
export function growSooner(): void {
  setFlagsFromString("--semi-space-growth-factor=8");
}
