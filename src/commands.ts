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
  serve: { options: {}, does: ["serve the sources of RINGBACK_CONFIG; without it, the demo"] },
  demo: {
    options: { config: { value: "<file>" }, callbacks: { value: "<1 to 100000>", range: [1, 100_000] } },
    does: [
      "serve the demo: a fake of each vendor, moving by itself; --config: with the settings of a file",
      "that names no sources; --callbacks: so many at each vendor, for a tenant's size",
    ],
  },
  doctor: {
    options: {},
    does: [
      "look at settings, sources, clocks, store, disk and port, and say what to do; exit code 1 where",
      "something fails",
    ],
  },
  check: {
    options: {},
    does: ["say for each source of RINGBACK_CONFIG whether it can be reached and authenticated"],
  },
  backup: { argument: "<file>", options: {}, does: ["copy the embedded store to a file, also while it is in use"] },
  restore: {
    argument: "<file>",
    options: { force: {} },
    does: ["put a backup in the place of the embedded store; --force: also where there is one already"],
  },
  quarantine: {
    options: { raw: {} },
    does: ["list the records that could not be read; --raw shows them, with the people's data in them"],
  },
  audit: {
    options: { limit: { value: "<1 to 1000>", range: [1, 1000] }, source: { value: "<name>" } },
    does: ["list what was wished for, by whom, and what came of it, the latest first; numbers are masked"],
  },
  schema: {
    options: { federation: {} },
    does: ["print the GraphQL schema; --federation: as a subgraph, for those who compose a supergraph"],
  },
  help: { options: {}, does: ["show this; with --help after a command, that command alone"] },
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
  return `${head}\n\n${lines.join("\n")}\n\n  --help and --version go with every command; all else is set by RINGBACK_CONFIG and the environment.\n`;
}

function argumentsOf({ argument, options }: CommandDefinition): string[] {
  const shown = Object.entries(options).map(
    ([name, { value }]) => `[--${name}${value === undefined ? "" : ` ${value}`}]`,
  );
  return [...(argument === undefined ? [] : [argument]), ...shown];
}
