import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import type { Readable } from "node:stream";

/** A directory of this machine that is seen at another path inside. */
export interface Mount {
  readonly from: string;
  readonly to: string;
  readonly isWritable: boolean;
}

export interface Account {
  readonly uid: number;
  readonly gid: number;
}

export interface SandboxOptions {
  readonly root: string;
  readonly isRootWritable: boolean;
  readonly mounts?: readonly Mount[];
  /** Default: root. */
  readonly user?: Account;
  readonly environment: Readonly<Record<string, string>>;
  readonly directory: string;
}

/** Variables by which a machine reaches the registry, if it is behind a proxy. */
const OF_NETWORK = ["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy"];

/**
 * The arguments of bubblewrap for a process that sees `root` alone, with processes of its own, of which it is the first. It
 * shares the network of this machine, as a container with `--network host` does.
 */
function argumentsOf({ root, isRootWritable, mounts = [], user, environment, directory }: SandboxOptions): string[] {
  const bind = ({ from, to, isWritable }: Mount): string[] => [isWritable ? "--bind" : "--ro-bind", from, to];
  const namespaces = ["--unshare-pid", "--unshare-ipc", "--unshare-uts", "--as-pid-1", "--die-with-parent"];
  const variables = Object.entries({ PATH: "/usr/local/bin:/usr/bin:/bin", ...environment });
  return [
    ...bind({ from: root, to: "/", isWritable: isRootWritable }),
    "--proc",
    "/proc",
    "--dev",
    "/dev",
    ...namespaces,
    ...mounts.flatMap(bind),
    "--clearenv",
    ...variables.flatMap(([name, value]) => ["--setenv", name, value]),
    "--chdir",
    directory,
    ...(user === undefined ? [] : withoutRights(user)),
  ];
}

/** Becomes an account that can get no right back, and then the command. */
function withoutRights({ uid, gid }: Account): string[] {
  const account = [`--reuid=${uid}`, `--regid=${gid}`, "--clear-groups"];
  return ["/usr/bin/setpriv", ...account, "--no-new-privs", "--inh-caps=-all", "--bounding-set=-all"];
}

/** Runs a command of a build to its end, as root; throws with its output if it fails. */
export function build(
  { root, directory, ...options }: Pick<SandboxOptions, "root" | "environment" | "directory">,
  command: readonly string[],
): void {
  const environment: Record<string, string> = { HOME: "/root", ...options.environment };
  for (const name of OF_NETWORK) {
    const value = process.env[name];
    if (value !== undefined) environment[name] = value;
  }
  const mounts = ["/etc/resolv.conf", "/etc/hosts"].filter((file) => existsSync(file));
  const certificates = process.env["NODE_EXTRA_CA_CERTS"];
  if (certificates !== undefined) environment["NODE_EXTRA_CA_CERTS"] = "/run/certificates.pem";
  const args = argumentsOf({
    root,
    directory,
    environment,
    isRootWritable: true,
    mounts: [
      ...mounts.map((file) => ({ from: file, to: file, isWritable: false })),
      ...(certificates === undefined ? [] : [{ from: certificates, to: "/run/certificates.pem", isWritable: false }]),
    ],
  });
  execFileSync("bwrap", [...args, ...command], { stdio: ["ignore", "ignore", "pipe"], maxBuffer: 1e8 });
}

/** A process in a sandbox. */
export interface Contained {
  /** What it has written so far. */
  output(): string;
  hasEnded(): boolean;
  /** Signals the first process of the sandbox, as an engine does, unless it has ended. */
  signal(name: NodeJS.Signals): void;
  /** Resolves with the exit code when the process has ended, as bubblewrap returns it. */
  ended(): Promise<number | null>;
}

/** Starts a process as an engine starts a container: as the first process, without a shell. */
export async function start(options: SandboxOptions, command: readonly string[]): Promise<Contained> {
  const args = ["--info-fd", "3", ...argumentsOf(options), ...command];
  const child = spawn("bwrap", args, { stdio: ["ignore", "pipe", "pipe", "pipe"] });
  let written = "";
  for (const stream of [child.stdout, child.stderr] as readonly (Readable | null)[]) {
    stream?.setEncoding("utf8").on("data", (text: string) => (written += text));
  }
  const ended = once(child, "close") as Promise<[number | null]>;
  const pid = await firstProcess(child, () => written);
  return {
    output: () => written,
    hasEnded: () => child.exitCode !== null,
    signal(name) {
      if (child.exitCode === null) process.kill(pid, name);
    },
    ended: async () => (await ended)[0],
  };
}

async function firstProcess(child: ChildProcess, output: () => string): Promise<number> {
  const info = child.stdio[3] as Readable;
  let text = "";
  for await (const chunk of info) text += String(chunk);
  if (text === "") throw new Error(`bubblewrap has started nothing: ${output()}`);
  return (JSON.parse(text) as { readonly "child-pid": number })["child-pid"];
}
