import { auditCommand } from "./audit.js";
import { backupCommand } from "./backup.js";
import { checkCommand } from "./check.js";
import type { Command } from "./command.js";
import { deliveriesCommand } from "./deliveries.js";
import { demoCommand } from "./demo.js";
import { doctorCommand } from "./doctor.js";
import { eraseCommand } from "./erase.js";
import { exportCommand } from "./export.js";
import { initCommand } from "./init.js";
import { kioskKeyCommand } from "./kiosk-key.js";
import { mcpCommand } from "./mcp.js";
import { quarantineCommand } from "./quarantine.js";
import { reloadCommand } from "./reload.js";
import { restoreCommand } from "./restore.js";
import { schemaCommand } from "./schema.js";
import { serveCommand } from "./serve.js";

const helpCommand: Command = {
  options: {},
  does: ["print this help; --help after a command prints the help of that command"],
  run: () => void process.stdout.write(usage()),
};

/** All commands by their names, in the order of the help. */
export const COMMANDS = {
  serve: serveCommand,
  demo: demoCommand,
  init: initCommand,
  doctor: doctorCommand,
  check: checkCommand,
  reload: reloadCommand,
  backup: backupCommand,
  restore: restoreCommand,
  quarantine: quarantineCommand,
  audit: auditCommand,
  export: exportCommand,
  erase: eraseCommand,
  deliveries: deliveriesCommand,
  "kiosk-key": kioskKeyCommand,
  mcp: mcpCommand,
  schema: schemaCommand,
  help: helpCommand,
} as const satisfies Readonly<Record<string, Command>>;

export type CommandName = keyof typeof COMMANDS;

/** Returns the command of this name; null if there is none. */
export function findCommand(name: string): CommandName | null {
  return Object.hasOwn(COMMANDS, name) ? (name as CommandName) : null;
}

export function definitionOf(name: CommandName): Command {
  return COMMANDS[name];
}

/** Returns the help of one command, or of all. */
export function usage(name: CommandName | null = null): string {
  const names = name === null ? (Object.keys(COMMANDS) as CommandName[]) : [name];
  const lines = names.flatMap((one) => [
    `  ${[one, ...argumentsOf(definitionOf(one))].join(" ")}`,
    ...definitionOf(one).does.map((line) => `      ${line}`),
  ]);
  const head = name === null ? "ringback <command>" : `ringback ${name}`;
  return `${head}\n\n${lines.join("\n")}\n\n  --help and --version work with every command; other settings come from RINGBACK_CONFIG and the environment.\n`;
}

function argumentsOf({ argument, options }: Command): string[] {
  const optionTexts = Object.entries(options).map(
    ([name, { value }]) => `[--${name}${value === undefined ? "" : ` ${value}`}]`,
  );
  return [...(argument === undefined ? [] : [argument]), ...optionTexts];
}
