import { parseArgs } from "node:util";
import { COMMANDS, definitionOf, findCommand, type CommandDefinition, type CommandName } from "./commands.js";

/** What the process is told to do by its arguments. */
export type CommandLine =
  | { readonly kind: "run"; readonly command: CommandName; readonly options: Options; readonly argument: string }
  | { readonly kind: "help"; readonly command: CommandName | null }
  | { readonly kind: "version" };

/** The options that were given: text, or true for one without a value. */
export type Options = Readonly<Record<string, string | true>>;

/** The arguments cannot be understood. The message says which, and what to write instead. */
export class UsageError extends Error {
  constructor(
    message: string,
    /** Whose usage helps; null: that of all. */
    readonly command: CommandName | null,
  ) {
    super(message);
  }
}

/** What is set by the environment, for those who expect an option. */
const VARIABLES: Readonly<Record<string, string>> = {
  port: "PORT",
  p: "PORT",
  host: "HOST",
  config: "RINGBACK_CONFIG",
  c: "RINGBACK_CONFIG",
  "data-dir": "RINGBACK_DATA_DIR",
  "data-directory": "RINGBACK_DATA_DIR",
  "log-level": "LOG_LEVEL",
  "database-url": "DATABASE_URL",
};
const EVERYWHERE = { help: { type: "boolean", short: "h" }, version: { type: "boolean", short: "v" } } as const;

/** Reads the arguments of the process, without Node's own two. No command is `serve`. Throws a UsageError. */
export function parseCommandLine(args: readonly string[]): CommandLine {
  const [word = "serve", ...rest] = args[0]?.startsWith("-") === true ? ["serve", ...args] : args;
  const command = findCommand(word);
  if (command === null) {
    throw new UsageError(`unknown command ${word}; expected one of ${Object.keys(COMMANDS).join(", ")}`, null);
  }
  const definition = definitionOf(command);
  const { tokens } = parseArgs({
    args: rest,
    options: { ...EVERYWHERE, ...toParseOptions(definition) },
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const isGiven = (name: string): boolean => tokens.some((token) => token.kind === "option" && token.name === name);
  if (isGiven("help")) return { kind: "help", command: word === args[0] ? command : null };
  if (isGiven("version")) return { kind: "version" };
  const options: Record<string, string | true> = {};
  const given: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") given.push(token.value);
    if (token.kind !== "option") continue;
    const { name, rawName } = token;
    if (Object.hasOwn(options, name)) throw new UsageError(`${rawName} is given twice`, command);
    options[name] = valueOf(token, command);
  }
  if (command === "help" && given.length > 0) return helpOf(given);
  return { kind: "run", command, options, argument: argumentOf(given, command) };
}

function toParseOptions({ options }: CommandDefinition): Record<string, { type: "string" | "boolean" }> {
  const entries = Object.entries(options).map(
    ([name, { value }]) => [name, { type: value === undefined ? ("boolean" as const) : ("string" as const) }] as const,
  );
  return Object.fromEntries(entries);
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

function valueOf({ name, rawName, value, inlineValue }: OptionToken, command: CommandName): string | true {
  const { options } = definitionOf(command);
  const option = Object.hasOwn(options, name) && rawName.startsWith("--") ? options[name] : undefined;
  if (option === undefined) throw new UsageError(unknownOption(name, rawName), command);
  if (option.value === undefined) {
    if (value !== undefined) throw new UsageError(`${rawName} takes no value`, command);
    return true;
  }
  // An option in the place of a value: the value was forgotten.
  if (value === undefined || value === "" || (inlineValue !== true && value.startsWith("-"))) {
    throw new UsageError(`${rawName} requires a value: ${rawName} ${option.value}`, command);
  }
  const [least, most] = option.range ?? [0, 0];
  const isNumber = /^\d{1,9}$/u.test(value) && Number(value) >= least && Number(value) <= most;
  if (option.range !== undefined && !isNumber) {
    throw new UsageError(`${rawName} ${value}: expected a whole number from ${least} to ${most}`, command);
  }
  return value;
}

function unknownOption(name: string, rawName: string): string {
  const variable = Object.hasOwn(VARIABLES, name) ? VARIABLES[name] : undefined;
  const owners = Object.keys(COMMANDS).filter((one) => Object.hasOwn(COMMANDS[one as CommandName].options, name));
  const advice =
    owners.length > 0 && variable === undefined
      ? `; ${owners.join(" and ")} ${owners.length === 1 ? "has" : "have"} it`
      : variable === undefined
        ? ""
        : `; set ${variable} in the environment`;
  return `unknown option ${rawName}${advice}`;
}

function argumentOf(given: readonly string[], command: CommandName): string {
  const { argument } = definitionOf(command);
  const [first, ...others] = given;
  if (argument === undefined && first !== undefined) {
    throw new UsageError(`unexpected argument ${first}: ${command} takes none`, command);
  }
  if (others[0] !== undefined) {
    throw new UsageError(`unexpected argument ${others[0]}: ${command} takes one ${argument}`, command);
  }
  if (argument !== undefined && (first === undefined || first === "")) {
    throw new UsageError(`${command} requires ${argument}`, command);
  }
  return first ?? "";
}

function helpOf([word = "", ...others]: readonly string[]): CommandLine {
  const command = findCommand(word);
  if (command === null || others.length > 0) {
    throw new UsageError(`unknown command ${[word, ...others].join(" ")}; help takes one command`, null);
  }
  return { kind: "help", command };
}
