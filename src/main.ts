import "reflect-metadata";
import { parseCommandLine, UsageError } from "./cli/command-line.js";
import { definitionOf, usage } from "./cli/commands.js";
import { exitCodeOf, explainWithHolder } from "./cli/explain.js";
import { readVersion } from "./cli/version.js";

/** True once this process serves: it then survives the reader of its output. */
let isServing = false;

async function run(args: readonly string[]): Promise<void> {
  const line = parseCommandLine(args);
  if (line.kind === "help") {
    process.stdout.write(usage(line.command));
  } else if (line.kind === "version") {
    process.stdout.write(`${readVersion()}\n`);
  } else {
    const { options, argument } = line;
    const startServing = (): void => {
      isServing = true;
    };
    await definitionOf(line.command).run({ environment: process.env, options, argument, startServing });
  }
}

/** A reader of the output such as `head` may close it at any time: a command then ends, and a gateway continues. */
function onOutputError(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
  if (!isServing) process.exit();
}

for (const stream of [process.stdout, process.stderr]) stream.on("error", onOutputError);
const args = process.argv.slice(2);
try {
  await run(args);
  // Remains of a server, such as an export of traces without a receiver, must not keep the process alive.
  if (isServing) process.exit();
} catch (error) {
  const command = args[0] ?? "serve";
  const isStart = ["serve", "demo"].includes(command);
  const what = error instanceof UsageError ? "" : isStart ? " cannot start" : ` ${command} failed`;
  const help = error instanceof UsageError ? `\n${usage(error.command)}` : "";
  process.stderr.write(`ringback${what}: ${await explainWithHolder(error)}\n${help}`);
  process.exit(exitCodeOf(error));
}
