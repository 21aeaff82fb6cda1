import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { keepOutput } from "./logs.js";

const BIN = fileURLToPath(new URL("../../bin/ringback.js", import.meta.url));

/** ringback as its users start it: a process of its own. */
export interface RunningProcess {
  readonly child: ChildProcess;
  /** What it has written so far, both streams. */
  output(): string;
  /** The first match of a pattern in what it writes; rejects when it ends without one. */
  waitFor(pattern: RegExp): Promise<RegExpExecArray>;
  /** Its exit code, or the signal that ended it. */
  ended(): Promise<number | string>;
}

/** Starts a command with nothing of this process's own settings in its environment. `bin` is that of this checkout. */
export function startProcess(
  command: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  bin = BIN,
): RunningProcess {
  const { PATH = "", HOME = "" } = process.env;
  const child = spawn(process.execPath, [bin, ...command], { env: { PATH, HOME, ...environment } });
  let written = "";
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      written += text;
      for (const listener of listeners) listener();
    });
  }
  const end = once(child, "close").then(([code, signal]) => {
    // What the other commands print is asked for, and may be the records themselves.
    if (command[0] === "serve" || command[0] === "demo") keepOutput(String(child.pid), written);
    return (code ?? signal) as number | string;
  });
  return {
    child,
    output: () => written,
    ended: () => end,
    waitFor: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const match = pattern.exec(written);
          if (match === null) return;
          listeners.delete(look);
          resolve(match);
        };
        listeners.add(look);
        look();
        void end.then(() => reject(new Error(`it ended without ${String(pattern)}:\n${written}`)));
      }),
  };
}
