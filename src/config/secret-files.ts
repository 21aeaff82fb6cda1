import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

/** Files that settings took secrets from, with a digest of each content as it was read. */
export type SecretFiles = ReadonlyMap<string, string>;

/** Returns the content of a file; undefined if it cannot be read. Notes its digest in `read`. */
export function readSecretFile(file: string, read: Map<string, string>): Buffer | undefined {
  try {
    const content = readFileSync(file);
    read.set(file, createHash("sha256").update(content).digest("base64"));
    return content;
  } catch {
    return undefined;
  }
}

export interface SecretWatch {
  /** Returns the files of the settings that are in use. */
  readonly files: () => SecretFiles;
  /** Called with the paths of files whose contents differ from those in use, once for each new content. */
  readonly onChange: (changed: readonly string[]) => void;
  /** Milliseconds between two reads of all files. Default 10,000. */
  readonly everyMs?: number;
}

const EVERY_MS = 10_000;

/**
 * Watches secret files by their contents, because Kubernetes replaces a link above them. A file that cannot be read is
 * left as it is: it may be replaced at this moment. Returns a function that stops it; it keeps no process alive.
 */
export function watchSecretFiles({ files, onChange, everyMs = EVERY_MS }: SecretWatch): () => void {
  const reported = new Map<string, string>();
  const compare = (): void => {
    const found = new Map<string, string>();
    for (const file of files().keys()) readSecretFile(file, found);
    const changed = [...found].filter(([file, digest]) => ![files().get(file), reported.get(file)].includes(digest));
    reported.clear();
    for (const [file, digest] of found) reported.set(file, digest);
    if (changed.length > 0) onChange(changed.map(([file]) => file));
  };
  const timer = setInterval(compare, everyMs).unref();
  return () => clearInterval(timer);
}
