import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { freePort } from "../support/free-port.js";

/** A server of the comparison, in a process of its own. */
export interface BenchServer {
  readonly name: string;
  readonly url: string;
  /** From the start of the process to its first answer, in milliseconds. */
  readonly startMs: number;
  /** User and system time that the process has used, in milliseconds, as the operating system counts it. */
  cpuMs(): number;
  /** Resident memory in bytes. */
  residentBytes(): number;
  /** Ends it as an operator does, and waits until it has. */
  end(): Promise<void>;
  close(): Promise<void>;
}

export interface ServerSpec {
  readonly name: string;
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Answers once the server is ready. */
  readonly probe: (url: string) => Promise<boolean>;
}

const TICKS_PER_SECOND = 100;
const PAGE_BYTES = 4096;
const LONGEST_START_MS = 30_000;
/** The server has one core to itself, what loads it and the vendors have the others. */
const pinned = (core: string): string[] => (availableParallelism() > 1 ? ["taskset", "-c", core] : []);
export const SERVER_CORE = "0";
export const OTHER_CORES = `1-${Math.max(1, availableParallelism() - 1)}`;

export async function startServer(spec: ServerSpec): Promise<BenchServer> {
  const port = await freePort();
  const startedAt = performance.now();
  const child = spawnPinned(SERVER_CORE, spec.command, { ...spec.environment, PORT: String(port) });
  const url = `http://127.0.0.1:${port}`;
  while (!(await spec.probe(url).catch(() => false))) {
    if (child.exitCode !== null) throw new Error(`${spec.name} ended with ${child.exitCode}`);
    if (performance.now() - startedAt > LONGEST_START_MS) throw new Error(`${spec.name} did not start`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const startMs = performance.now() - startedAt;
  return {
    name: spec.name,
    url,
    startMs,
    cpuMs: () => cpuMsOf(child.pid ?? 0),
    residentBytes: () => Number(readFileSync(`/proc/${child.pid}/statm`, "utf8").split(" ")[1]) * PAGE_BYTES,
    async end() {
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
    },
    close: () => stop(child),
  };
}

/** Starts a process of this runtime on some cores. */
export function spawnPinned(
  cores: string,
  command: readonly string[],
  environment: Readonly<Record<string, string>>,
): ChildProcess {
  const { PATH = "", HOME = "" } = process.env;
  const [program = "", ...args] = [...pinned(cores), process.execPath, ...command];
  return spawn(program, args, { env: { PATH, HOME, ...environment }, stdio: ["ignore", "pipe", "inherit", "ipc"] });
}

export async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}

/** User and system time of a process, in milliseconds; also that of its children that have ended, if that is wanted. */
export function cpuMsOf(pid: number, isWithEnded = false): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const ticks = fields.slice(11, isWithEnded ? 15 : 13).reduce((sum, field) => sum + Number(field), 0);
  return (ticks * 1000) / TICKS_PER_SECOND;
}
