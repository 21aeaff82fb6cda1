import type { Environment } from "../config/config.js";

interface OptionDefinition {
  /** How help shows the value; left out for an option without a value. */
  readonly value?: string;
  /** The bounds of a whole number; left out for any text. */
  readonly range?: readonly [number, number];
}

/** The options of a command line: text, or true for an option without a value. */
export type Options = Readonly<Record<string, string | true>>;

export interface CommandContext {
  readonly environment: Environment;
  readonly options: Options;
  /** The argument; "" for a command without one. */
  readonly argument: string;
  /** To be called before the process starts to serve: it then survives the reader of its output. */
  readonly startServing: () => void;
}

/** One command of the command line: its definition, its help, and how it runs. */
export interface Command {
  /** How help shows its required argument; left out for none. */
  readonly argument?: string;
  readonly options: Readonly<Record<string, OptionDefinition>>;
  /** Its help, line by line. */
  readonly does: readonly string[];
  /** Runs it, and prints its result. Rejects if it fails. */
  run(context: CommandContext): void | Promise<void>;
}

/** Thrown for arguments of the command line that are invalid: the process ends with exit code 2. */
export class ArgumentError extends Error {}

/** Prints lines to the standard output. */
export function print(lines: readonly string[]): void {
  process.stdout.write(`${lines.join("\n")}\n`);
}
