import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The image that the Dockerfile begins with, as `unpackDebian` makes it. */
export const BASE_IMAGE = "node:22-bookworm-slim";
/** The account `node` of that image. */
export const NODE_USER = { uid: 1000, gid: 1000 } as const;

const PACKAGES = fileURLToPath(new URL("node_modules/", import.meta.url));

/**
 * Makes the file system of the base image in an empty directory: a minimal Debian with the libraries of Node.js, Node.js and
 * npm below /usr/local, and the account `node`.
 */
export function unpackDebian(directory: string): void {
  debootstrap("essential", ["libstdc++6", "passwd"], "bookworm", directory);
  const local = join(directory, "usr/local");
  cpSync(join(PACKAGES, `node-linux-${process.arch}`, "bin/node"), join(local, "bin/node"));
  const npm = join(local, "lib/node_modules/npm");
  mkdirSync(npm, { recursive: true });
  cpSync(join(PACKAGES, "npm"), npm, { recursive: true });
  symlinkSync("../lib/node_modules/npm/bin/npm-cli.js", join(local, "bin/npm"));
  const { uid, gid } = NODE_USER;
  execFileSync("chroot", [directory, "groupadd", "--gid", String(gid), "node"], { stdio: "pipe" });
  const account = ["--uid", String(uid), "--gid", "node", "--create-home", "node"];
  execFileSync("chroot", [directory, "useradd", ...account], { stdio: "pipe" });
}

/** Extracts a package with all that it needs into an empty directory; programs of it run, but nothing is set up. */
export function extractPackage(name: string, suite: string, directory: string): void {
  debootstrap("extract", [name], suite, directory);
  // As the installation does: programs name their loader by these paths.
  for (const folder of ["bin", "lib", "lib64"]) {
    if (!existsSync(join(directory, folder))) symlinkSync(`usr/${folder}`, join(directory, folder));
  }
}

/** In a mount namespace of its own: whatever happens to it, its mounts of /proc and /sys end with it. */
function debootstrap(variant: "essential" | "extract", packages: readonly string[], suite: string, root: string): void {
  const args = ["--quiet", `--variant=${variant}`, `--include=${packages.join(",")}`, suite, root];
  execFileSync("unshare", ["--mount", "mmdebstrap", ...args], { stdio: "pipe" });
}
