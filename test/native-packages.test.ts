import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { ROOT } from "./support/docs.js";
import { join } from "node:path";

interface LockedPackage {
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
}

const { packages } = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")) as {
  readonly packages: Readonly<Record<string, LockedPackage>>;
};

/** Packages with native code that building and running the gateway needs. */
const NATIVE = ["libsql", "lightningcss", "rolldown", "typescript"];
const PLATFORMS = [
  { os: "linux", cpu: "x64", libc: "glibc" },
  { os: "linux", cpu: "x64", libc: "musl" },
  { os: "linux", cpu: "arm64", libc: "glibc" },
  { os: "linux", cpu: "arm64", libc: "musl" },
  { os: "darwin", cpu: "arm64", libc: null },
  { os: "win32", cpu: "x64", libc: null },
] as const;

const includes = (names: readonly string[] | undefined, name: string): boolean => names?.includes(name) ?? true;

/** Whether the binaries of a package are for a platform. Names say which libc they need where the lock file does not. */
function isFor(name: string, { os, cpu, libc }: (typeof PLATFORMS)[number]): boolean {
  const locked = packages[`node_modules/${name}`];
  if (locked?.os === undefined || !includes(locked.os, os) || !includes(locked.cpu, cpu)) return false;
  if (libc === null) return true;
  if (locked.libc !== undefined) return includes(locked.libc, libc);
  return !/-(gnu|musl)/u.test(name) || name.includes(libc === "musl" ? "musl" : "gnu");
}

it.each(NATIVE.flatMap((name) => PLATFORMS.map((platform) => ({ name, ...platform }))))(
  "the lock file has $name for $os on $cpu ($libc)",
  ({ name, ...platform }) => {
    const binaries = Object.keys(packages[`node_modules/${name}`]?.optionalDependencies ?? {});
    expect(binaries.length).toBeGreaterThan(3);
    expect(binaries.filter((one) => isFor(one, platform))).toHaveLength(1);
  },
);
