import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, visit } from "graphql";
import { describe, expect, it } from "vitest";
import { EXCEPTIONS, PRIVATE_WORDS, VAGUE_OPENING } from "./support/glossary.js";
import { readTexts } from "./support/texts.js";

const ROOT = new URL("../", import.meta.url).pathname;
const BOUNDS = join(ROOT, "test/support/language-bounds.json");

/**
 * How many private words each page and each file's comments still have. They may only become fewer. After rewriting or
 * moving files, run `LANGUAGE_BOUNDS=write npx vitest run test/language.test.ts`, and see in the diff that nothing rose.
 */
interface Bounds {
  readonly pages: Readonly<Record<string, number>>;
  readonly comments: Readonly<Record<string, number>>;
  readonly titles: Readonly<Record<string, number>>;
}

/** Part of the comments that may have a vague opening. */
const MAX_VAGUE_OPENINGS = 0.02;

const read = (file: string): string => readFileSync(join(ROOT, file), "utf8");
const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
  cwd: ROOT,
  encoding: "utf8",
})
  .split("\n")
  .filter((file) => file !== "" && existsSync(join(ROOT, file)));
/** Generated: the descriptions of the schema, which have a test of their own. */
const GENERATED = ["packages/client/src/operations.ts", "packages/client/src/tables.ts"];
const sources = files.filter(
  (file) => /^(?:src|packages\/client\/src)\/.*\.tsx?$/u.test(file) && !GENERATED.includes(file),
);
const products = sources.filter((file) => !file.endsWith(".test.ts"));
const pages = files.filter((file) => file.endsWith(".md") && !file.startsWith("test/"));
const texts = new Map(sources.map((file) => [file, readTexts(read(file))]));

/** Names in backticks are API, not language. */
const prose = (text: string): string =>
  text.replaceAll(/```[\s\S]*?```|`[^`]*`/gu, "").replaceAll(/\$\{[^}]*\}/gu, "…");

function privateWordsIn(file: string, text: string): string[] {
  const clean = prose(text);
  return Object.entries(PRIVATE_WORDS).flatMap(([advice, pattern]) => {
    if (EXCEPTIONS.some((exception) => exception.file === file && exception.word === advice)) return [];
    const found = clean.match(new RegExp(pattern.source, "giu")) ?? [];
    return found.map((word) => `${file}: ${word.toLowerCase()} (use ${advice})`);
  });
}

/** Sentences alone: a string without a space between two words is a name, and a statement of SQL is code. */
function isMessage(text: string): boolean {
  const isSql = /\b(?:select|insert into|create|alter|update|delete from|drop|case when|cast|values) ?[\w("'$]/u.test(
    text,
  );
  const isHead = /^[a-z-]+(?: [a-z-]+)?$/u.test(text) && text.length < 12;
  return /\p{L}[,;:.]? (?:\p{L}|\$\{)/u.test(text) && !isSql && !isHead;
}

/** Returns the messages in the strings of a file, and the text between the tags of a page. */
function messagesOf(file: string): readonly string[] {
  const tags = file.endsWith(".tsx") ? read(file).matchAll(/(?<!=)>\s*([^<>{}=;()]*\p{L}[^<>{}=;()]*)[<{]/gu) : [];
  return [...(texts.get(file)?.strings ?? []), ...[...tags].map(([, text = ""]) => text.trim())].filter(isMessage);
}

function countsOf(all: readonly string[], textOf: (file: string) => string): Record<string, number> {
  const counts = all.map((file) => [file, privateWordsIn(file, textOf(file)).length] as const);
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

const TITLE =
  /\b(?:it|test|describe)(?:\.each\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))?\(\s*(["`])((?:\\.|(?!\1).)*)\1/gsu;
const titlesOf = (file: string): readonly string[] => [...read(file).matchAll(TITLE)].map(([, , title = ""]) => title);
const tests = files.filter((file) => file.endsWith(".test.ts"));

const commentsOf = (file: string): readonly string[] => texts.get(file)?.comments ?? [];
const comments = sources.flatMap(commentsOf);
const today: Bounds = {
  pages: countsOf(pages, read),
  comments: countsOf(sources, (file) => commentsOf(file).join("\n")),
  titles: countsOf(tests, (file) => titlesOf(file).join("\n")),
};
if (process.env["LANGUAGE_BOUNDS"] === "write") writeFileSync(BOUNDS, `${JSON.stringify(today, null, 2)}\n`);
const bounds = JSON.parse(readFileSync(BOUNDS, "utf8")) as Bounds;

function above(counts: Readonly<Record<string, number>>, limits: Readonly<Record<string, number>>): string[] {
  const rose = Object.entries(counts).filter(([file, count]) => count > (limits[file] ?? 0));
  return rose.map(([file, count]) => `${file}: ${count} private words, at most ${limits[file] ?? 0}`);
}

describe("the language", () => {
  it("is plain in schema descriptions", () => {
    const found: string[] = [];
    visit(parse(read("schema/schema.graphql")), {
      StringValue: ({ value }) => void found.push(...privateWordsIn("schema/schema.graphql", value)),
    });
    expect(found).toEqual([]);
  });

  it("is plain in errors, log lines, commands, metrics and pages", () => {
    const messages = products.flatMap((file) => messagesOf(file).map((text) => [file, text] as const));
    expect(messages.flatMap(([file, text]) => privateWordsIn(file, text))).toEqual([]);
    expect(messages.length).toBeGreaterThan(800);
  });

  it("is plain in settings and alerts", () => {
    const found = ["ringback.example.yaml", "docs/alerts.yaml"].flatMap((file) =>
      privateWordsIn(file, (read(file).match(/(?:#|summary:).*/gu) ?? []).join("\n")),
    );
    expect(found).toEqual([]);
  });

  it("becomes plain in documents: no page has more private words than its bound", () => {
    expect(above(today.pages, bounds.pages)).toEqual([]);
  });

  it("becomes plain in comments: no file has more private words than its bound", () => {
    expect(above(today.comments, bounds.comments)).toEqual([]);
  });

  it("becomes plain in titles of tests: no file has more private words than its bound", () => {
    expect(tests.flatMap(titlesOf).length).toBeGreaterThan(1500);
    expect(above(today.titles, bounds.titles)).toEqual([]);
  });

  it("names things in comments: few begin with What, Who, Where, That, Nobody or Of", () => {
    expect(comments.length).toBeGreaterThan(2000);
    const vague = comments.filter((text) => VAGUE_OPENING.test(text)).length;
    expect(vague / comments.length).toBeLessThanOrEqual(MAX_VAGUE_OPENINGS);
  });

  it("has no exception that nothing needs", () => {
    const unused = EXCEPTIONS.filter(({ file, word }) => {
      const text = texts.get(file)?.strings.join("\n") ?? (files.includes(file) ? read(file) : "");
      return PRIVATE_WORDS[word]?.test(text) !== true;
    });
    expect(unused).toEqual([]);
  });
});
