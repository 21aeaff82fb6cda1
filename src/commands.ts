/** What the process can be told to do, as a closed set: the arguments, and what it does. */
export const COMMANDS = {
  serve: { arguments: "", does: ["serve the sources of RINGBACK_CONFIG; without it, the demo"] },
  demo: {
    arguments: "[--config <file>] [--callbacks <1 to 100000>]",
    does: [
      "serve the demo: a fake of each vendor, moving by itself; --config: with the settings of a file",
      "that names no sources; --callbacks: so many at each vendor, for a tenant's size",
    ],
  },
  doctor: {
    arguments: "",
    does: [
      "look at settings, sources, clocks, store, disk and port, and say what to do; exit code 1 where",
      "something fails",
    ],
  },
  check: {
    arguments: "",
    does: ["say for each source of RINGBACK_CONFIG whether it can be reached and authenticated"],
  },
  backup: { arguments: "<file>", does: ["copy the embedded store to a file, also while it is in use"] },
  restore: {
    arguments: "<file> [--force]",
    does: ["put a backup in the place of the embedded store; --force: also where there is one already"],
  },
  quarantine: {
    arguments: "[--raw]",
    does: ["list the records that could not be read; --raw shows them, with the people's data in them"],
  },
  audit: {
    arguments: "[--limit <1 to 1000>] [--source <name>]",
    does: ["list what was wished for, by whom, and what came of it, the latest first; numbers are masked"],
  },
  schema: {
    arguments: "[--federation]",
    does: ["print the GraphQL schema; --federation: as a subgraph, for those who compose a supergraph"],
  },
  help: { arguments: "", does: ["show this"] },
} as const satisfies Readonly<Record<string, { readonly arguments: string; readonly does: readonly string[] }>>;

export type CommandName = keyof typeof COMMANDS;

/** Null for a word that is no command. */
export function findCommand(word: string): CommandName | null {
  return Object.hasOwn(COMMANDS, word) ? (word as CommandName) : null;
}

/** How the process is used, as text for people: all that it can be told. */
export function usage(): string {
  const lines = Object.entries(COMMANDS).flatMap(([name, { arguments: expected, does }]) => [
    `  ${name} ${expected}`.trimEnd(),
    ...does.map((line) => `      ${line}`),
  ]);
  return `ringback <command>\n\n${lines.join("\n")}\n`;
}
