import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ADAPTERS } from "../../src/adapters/registry.js";
import { folderOf } from "./folder-of.js";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Returns the text of a file of the checkout. */
export const readDoc = (path: string): string => readFileSync(join(ROOT, path), "utf8");

/** Every page of the documentation, by its path in the checkout. */
export const PAGES: readonly string[] = [
  "README.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  "SECURITY.md",
  ...["examples/README.md"].filter((page) => existsSync(join(ROOT, page))),
  "packages/client/README.md",
  "test/fixtures/northbell/README.md",
  ...readdirSync(join(ROOT, "docs")).flatMap((name) => (name.endsWith(".md") ? [`docs/${name}`] : [])),
  ...ADAPTERS.map(({ vendor }) => `src/adapters/${folderOf(vendor)}/README.md`),
];

/** A code block of a page. */
export interface CodeBlock {
  readonly page: string;
  /** The language behind the opening fence; empty for none. */
  readonly language: string;
  /** Without the indentation of the fence. */
  readonly text: string;
}

/** Returns the code blocks of a page in their order. */
export function blocksOf(page: string): CodeBlock[] {
  const blocks = readDoc(page).matchAll(/^( *)```(\w*)\n([\s\S]*?)^ *```$/gmu);
  return [...blocks].map(([, indent = "", language = "", text = ""]) => ({
    page,
    language,
    text: text.replaceAll(new RegExp(`^${indent}`, "gmu"), ""),
  }));
}

/** Returns the code blocks of a page in one language. */
export function samplesOf(page: string, language: string): string[] {
  return blocksOf(page).flatMap((block) => (block.language === language ? block.text : []));
}

/** Returns the anchors of a page's headings, as GitHub and GitLab make them. */
export function anchorsOf(page: string): string[] {
  const text = readDoc(page).replaceAll(/^ *```[\s\S]*?^ *```$/gmu, "");
  return [...text.matchAll(/^#+ (.+)$/gmu)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_ -]/gu, "")
      .replaceAll(" ", "-"),
  );
}
