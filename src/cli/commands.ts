interface OptionDefinition {
  /** How its value is shown; left out for an option without a value. */
  readonly value?: string;
  /** The whole numbers that its value may be; left out for any text. */
  readonly range?: readonly [number, number];
}

export interface CommandDefinition {
  /** The one argument that it needs; left out for none. */
  readonly argument?: string;
  readonly options: Readonly<Record<string, OptionDefinition>>;
  readonly does: readonly string[];
}

/** What the process can be told to do, as a closed set: argument, options, and what it does. */
export const COMMANDS = {
  serve: { options: {}, does: ["start the gateway with the sources of RINGBACK_CONFIG; without it, start the demo"] },
  demo: {
    options: { config: { value: "<file>" }, callbacks: { value: "<1 to 100000>", range: [1, 100_000] } },
    does: [
      "start the demo with a simulated fake of each vendor; --config: use a settings file without sources;",
      "--callbacks: number of callbacks at each vendor",
    ],
  },
  doctor: {
    options: {},
    does: ["check settings, sources, clocks, store, disk and port, and print advice; exit code 1 if a check", "fails"],
  },
  check: {
    options: {},
    does: ["check that each source of RINGBACK_CONFIG can be reached and accepts its credentials"],
  },
  backup: {
    argument: "<file>",
    options: {},
    does: ["back up the embedded store to a file, also while a gateway uses it"],
  },
  restore: {
    argument: "<file>",
    options: { force: {} },
    does: ["restore the embedded store from a backup; --force: overwrite an existing store"],
  },
  quarantine: {
    options: { raw: {} },
    does: ["list the records that could not be read; --raw: print their content, including PII"],
  },
  audit: {
    options: { limit: { value: "<1 to 1000>", range: [1, 1000] }, source: { value: "<name>" } },
    does: ["list the commands, their callers and outcomes, latest first; numbers are masked"],
  },
  schema: {
    options: { federation: {} },
    does: ["print the GraphQL schema; --federation: as a subgraph, for composing a supergraph"],
  },
  help: { options: {}, does: ["print this help; --help after a command prints the help of that command"] },
} as const satisfies Readonly<Record<string, CommandDefinition>>;

export type CommandName = keyof typeof COMMANDS;

/** Null for a word that is no command. */
export function findCommand(word: string): CommandName | null {
  return Object.hasOwn(COMMANDS, word) ? (word as CommandName) : null;
}

export function definitionOf(name: CommandName): CommandDefinition {
  return COMMANDS[name];
}

/** How the process is used, as text for people: all that it can be told, or one command. */
export function usage(name: CommandName | null = null): string {
  const names = name === null ? (Object.keys(COMMANDS) as CommandName[]) : [name];
  const lines = names.flatMap((one) => [
    `  ${[one, ...argumentsOf(definitionOf(one))].join(" ")}`,
    ...definitionOf(one).does.map((line) => `      ${line}`),
  ]);
  const head = name === null ? "ringback <command>" : `ringback ${name}`;
  return `${head}\n\n${lines.join("\n")}\n\n  --help and --version work with every command; other settings come from RINGBACK_CONFIG and the environment.\n`;
}

function argumentsOf({ argument, options }: CommandDefinition): string[] {
  const shown = Object.entries(options).map(
    ([name, { value }]) => `[--${name}${value === undefined ? "" : ` ${value}`}]`,
  );
  return [...(argument === undefined ? [] : [argument]), ...shown];
}
