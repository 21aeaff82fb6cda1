import { mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { readSecretFile, watchSecretFiles } from "./secret-files.js";

const EVERY_MS = 1000;

let directory: string;
let file: string;
let inUse: Map<string, string>;
let changes: (readonly string[])[];
let stop: () => void;
beforeEach(() => {
  vi.useFakeTimers();
  directory = mkdtempSync(join(tmpdir(), "ringback-"));
  file = join(directory, "token");
  writeFileSync(file, "first");
  inUse = new Map();
  readSecretFile(file, inUse);
  changes = [];
  stop = watchSecretFiles({ files: () => inUse, onChange: (changed) => changes.push(changed), everyMs: EVERY_MS });
});
afterEach(() => {
  stop();
  vi.useRealTimers();
  rmSync(directory, { recursive: true, force: true });
});

const pass = (): void => void vi.advanceTimersByTime(EVERY_MS);

describe("secret files", () => {
  it("are reported once for each new content, also where nothing uses it", () => {
    pass();
    expect(changes).toEqual([]);
    writeFileSync(file, "second");
    pass();
    pass();
    expect(changes).toEqual([[file]]);
    writeFileSync(file, "third");
    pass();
    expect(changes).toEqual([[file], [file]]);
  });

  it("are not reported once their content is in use, and are where it goes back", () => {
    writeFileSync(file, "second");
    readSecretFile(file, inUse);
    pass();
    expect(changes).toEqual([]);
    writeFileSync(file, "first");
    pass();
    expect(changes).toEqual([[file]]);
  });

  it("are compared by content where a link above them is replaced, as Kubernetes does", () => {
    const link = join(directory, "link");
    symlinkSync(file, link);
    readSecretFile(link, inUse);
    const second = join(directory, "token2");
    writeFileSync(second, "first");
    symlinkSync(second, join(directory, "next"));
    renameSync(join(directory, "next"), link);
    pass();
    expect(changes).toEqual([]);
    writeFileSync(second, "second");
    pass();
    expect(changes).toEqual([[link]]);
  });

  it("that cannot be read for a moment are not reported", () => {
    rmSync(file);
    pass();
    writeFileSync(file, "first");
    pass();
    expect(changes).toEqual([]);
  });
});
