import { existsSync } from "node:fs";

/** Returns a file or folder of the installed package, by its path from the folder of package.json. */
export function inPackage(path: string): URL {
  return new URL(path, PACKAGE_FOLDER);
}

/** The nearest folder above this module with a package.json: the bundle has the module in one of several folders. */
const PACKAGE_FOLDER = findPackage(new URL(".", import.meta.url));

function findPackage(folder: URL): URL {
  if (existsSync(new URL("package.json", folder))) return folder;
  const parent = new URL("..", folder);
  if (parent.href === folder.href) throw new Error(`no folder above ${import.meta.url} has a package.json`);
  return findPackage(parent);
}
