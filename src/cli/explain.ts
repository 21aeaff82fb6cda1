import { GatewayError } from "../domain/errors.js";
import { ArgumentError } from "./command.js";
import { SettingsError } from "../config/config.js";
import { findGateway } from "../server/ops/control-socket.js";
import { MissingPackageError } from "../telemetry/sdk.js";
import { StoreInUseError } from "../stores/registry.js";

/** Advice for the system errors of an address that cannot be listened on. */
const LISTEN_ADVICE: Readonly<Record<string, string>> = {
  EADDRINUSE: "is in use by another program: stop that program, or choose another port with PORT or server.port",
  EACCES: "may not be used by this user: choose a port of 1024 or above with PORT or server.port",
  EADDRNOTAVAIL:
    "is not an address of this machine: set HOST or server.host to one of its addresses, or to 0.0.0.0 for all",
  ENOTFOUND: "is an unknown host name: set HOST or server.host to an address of this machine, or to localhost",
  EAI_AGAIN: "cannot be resolved now: set HOST or server.host to an address of this machine, or to localhost",
};

/** Returns the message of an error that a user can correct (settings, store, system); the stack of any other. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const listening = explainListening(error);
  if (listening !== null) return listening;
  const isExpected =
    error instanceof SettingsError ||
    error instanceof GatewayError ||
    error instanceof ArgumentError ||
    error instanceof MissingPackageError ||
    "syscall" in error;
  return isExpected ? error.message : (error.stack ?? error.message);
}

/** Returns the same, and which process uses the store if it is in use. */
export async function explainWithHolder(error: unknown): Promise<string> {
  const gateway = error instanceof StoreInUseError ? await findGateway(error.directory) : null;
  if (!(error instanceof StoreInUseError) || gateway === null) return explain(error);
  const { pid, url } = gateway;
  const holder = `process ${pid}${url === null ? ", which is starting" : ` at ${url}`}`;
  return new StoreInUseError(error.directory, holder).message;
}

/** Returns 2 for invalid arguments, else 1. */
export function exitCodeOf(error: unknown): number {
  return error instanceof ArgumentError ? 2 : 1;
}

function explainListening(error: Error & { code?: string; syscall?: string; port?: number }): string | null {
  const { code = "", syscall, port } = error;
  const host = "address" in error ? error.address : "hostname" in error ? error.hostname : "";
  const isListening = syscall === "listen" || (syscall === "getaddrinfo" && "hostname" in error);
  const advice = isListening ? LISTEN_ADVICE[code] : undefined;
  if (advice === undefined) return null;
  return `${port === undefined ? String(host) : `port ${port} of ${String(host)}`} ${advice} (${code})`;
}
