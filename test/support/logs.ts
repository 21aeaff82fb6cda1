import { appendFileSync, createWriteStream } from "node:fs";
import { join } from "node:path";
import type { Logger } from "pino";
import { createLogger } from "../../src/telemetry/logger.js";

/** Where everything that gateways of this run write is kept, to be looked through at its end. */
export const LOG_DIRECTORY = "RINGBACK_TEST_LOGS";

/** A logger of everything, into a file of this process. */
export function createTestLogger(): Logger {
  const directory = process.env[LOG_DIRECTORY];
  if (directory === undefined) return createLogger("silent");
  return createLogger("trace", createWriteStream(join(directory, `worker-${process.pid}.log`), { flags: "a" }));
}

/** Keeps what a gateway in a process of its own has written. */
export function keepOutput(name: string, output: string): void {
  const directory = process.env[LOG_DIRECTORY];
  if (directory !== undefined) appendFileSync(join(directory, `process-${name}.log`), output);
}
