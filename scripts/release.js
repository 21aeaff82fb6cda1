// Packs what is published, after `npm run build`: the gateway, whose bundle contains most of its dependencies, and the client.
// node scripts/release.js <folder>: writes the tarballs, and prints their names
// node scripts/release.js --manifest: prints the package.json of an image, which has the optional packages as well
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));
const EXTERNAL = JSON.parse(readFileSync(join(root, "scripts", "external-packages.json"), "utf8"));
const PUBLISHED = ["name", "version", "description", "license", "bin", "files", "type", "exports", "engines"];
const [target] = process.argv.slice(2);
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

if (target === "--manifest") console.log(toJson(publishedManifest({ isImage: true })));
else if (target === undefined) fail("name the folder for the tarballs: node scripts/release.js <folder>");
else release(resolve(target));

/** The manifest without the parts for developers, and with the dependencies that are not in the bundle. */
function publishedManifest({ isImage }) {
  const { dependencies, overrides } = manifest;
  const published = Object.fromEntries(PUBLISHED.map((name) => [name, manifest[name]]));
  const pick = (names) => Object.fromEntries(names.map((name) => [name, dependencies[name]]));
  if (isImage) {
    return { ...published, private: true, dependencies: pick([...EXTERNAL.required, ...EXTERNAL.optional]), overrides };
  }
  return {
    ...published,
    dependencies: pick(EXTERNAL.required),
    peerDependencies: pick(EXTERNAL.optional),
    peerDependenciesMeta: Object.fromEntries(EXTERNAL.optional.map((name) => [name, { optional: true }])),
  };
}

function release(folder) {
  if (!existsSync(join(root, "dist", "bundle", "main.js"))) fail("there is no build: run npm run build");
  mkdirSync(folder, { recursive: true });
  const staging = mkdtempSync(join(tmpdir(), "ringback-release-"));
  try {
    for (const name of [...manifest.files, "README.md", "CHANGELOG.md", "LICENSE"]) {
      cpSync(join(root, name), join(staging, name), { recursive: true });
    }
    writeFileSync(join(staging, "package.json"), toJson(publishedManifest({ isImage: false })));
    pack(staging, folder);
    pack(join(root, "packages", "client"), folder);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

function pack(directory, folder) {
  const options = {
    cwd: directory,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
    shell: process.platform === "win32",
  };
  const { status, stdout } = spawnSync(
    "npm",
    ["pack", "--silent", "--ignore-scripts", "--pack-destination", folder],
    options,
  );
  if (status !== 0) fail(`${directory} could not be packed`);
  console.log(join(folder, stdout.trim()));
}

function toJson(value) {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
