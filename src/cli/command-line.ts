import { parseArgs } from "node:util";
import { ArgumentError, type Command, type Options } from "./command.js";
import { COMMANDS, definitionOf, findCommand, type CommandName } from "./commands.js";

/** The parsed arguments of the process. */
export type CommandLine =
  | { readonly kind: "run"; readonly command: CommandName; readonly options: Options; readonly argument: string }
  | { readonly kind: "help"; readonly command: CommandName | null }
  | { readonly kind: "version" };

/** Thrown for invalid arguments. The message names the argument, and what is expected. */
export class UsageError extends ArgumentError {
  constructor(
    message: string,
    /** The command whose help is printed; null for that of all commands. */
    readonly command: CommandName | null,
  ) {
    super(message);
  }
}

/** Environment variables that set what an option sets in other programs. */
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
  const [name = "serve", ...rest] = args[0]?.startsWith("-") === true ? ["serve", ...args] : args;
  const command = findCommand(name);
  if (command === null) {
    throw new UsageError(`unknown command ${name}; expected one of ${Object.keys(COMMANDS).join(", ")}`, null);
  }
  const definition = definitionOf(command);
  const { tokens } = parseArgs({
    args: rest,
    options: { ...EVERYWHERE, ...toParseOptions(definition) },
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const hasOption = (option: string): boolean =>
    tokens.some((token) => token.kind === "option" && token.name === option);
  if (hasOption("help")) return { kind: "help", command: name === args[0] ? command : null };
  if (hasOption("version")) return { kind: "version" };
  const options: Record<string, string | true> = {};
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    const { rawName } = token;
    if (Object.hasOwn(options, token.name)) throw new UsageError(`${rawName} is given twice`, command);
    options[token.name] = valueOf(token, command);
  }
  if (command === "help" && positionals.length > 0) return helpOf(positionals);
  return { kind: "run", command, options, argument: argumentOf(positionals, command) };
}

function toParseOptions({ options }: Command): Record<string, { type: "string" | "boolean" }> {
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
  // An option in the place of a value: the value is missing.
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

function argumentOf(positionals: readonly string[], command: CommandName): string {
  const { argument } = definitionOf(command);
  const [first, ...others] = positionals;
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

function helpOf([name = "", ...others]: readonly string[]): CommandLine {
  const command = findCommand(name);
  if (command === null || others.length > 0) {
    throw new UsageError(`unknown command ${[name, ...others].join(" ")}; help takes one command`, null);
  }
  return { kind: "help", command };
}
