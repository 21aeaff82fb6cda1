import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startProcess, type RunningProcess } from "../support/process.js";

const BIN = fileURLToPath(new URL("../../bin/ringback.js", import.meta.url));
const SIGNALS = ["SIGTERM", "SIGINT"] as const;

let directory: string;
let settings: string;
const running: RunningProcess[] = [];
const cleanUp: (() => void)[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "ringback-"));
  settings = join(directory, "ringback.yaml");
  const north = '{ vendor: mindful, baseUrl: "http://127.0.0.1:1", organizationId: "1" }';
  writeFileSync(settings, `sync: { polling: false }\nsources: { north: ${north} }\n`);
});
afterEach(async () => {
  for (const started of running.splice(0)) {
    started.child.kill("SIGKILL");
    await started.ended();
  }
  for (const clean of cleanUp.splice(0)) clean();
  rmSync(directory, { recursive: true, force: true });
});

function start(command: readonly string[], environment: Readonly<Record<string, string>> = {}): RunningProcess {
  const own = { PORT: "0", RINGBACK_DATA_DIR: join(directory, "data"), RINGBACK_CONFIG: settings };
  const started = startProcess(command, { ...own, ...environment });
  running.push(started);
  return started;
}

/** Node's option by which a process sends itself a signal as soon as something handles that. */
function signalsItself(signal: string): string {
  const file = join(directory, "preload.cjs");
  const send = `setImmediate(() => process.kill(process.pid, name))`;
  writeFileSync(file, `process.on("newListener", (name) => { if (name === ${JSON.stringify(signal)}) ${send}; });`);
  return `--require ${file}`;
}

/** A database that accepts connections, and then never says a word. */
async function silentDatabase(): Promise<{ readonly url: string; connected(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => void sockets.add(socket.on("error", () => socket.destroy())));
  await once(server.listen(0, "127.0.0.1"), "listening");
  cleanUp.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return {
    url: `postgresql://ringback@127.0.0.1:${(server.address() as AddressInfo).port}/ringback`,
    async connected() {
      if (sockets.size === 0) await once(server, "connection");
    },
  };
}

/** Whether this system lets a process be number 1 of a namespace of its own, as in a container. */
const NAMESPACE = ["--user", "--map-root-user", "--pid", "--fork", "--kill-child"];
const canBeFirst = spawnSync("unshare", [...NAMESPACE, "true"]).status === 0;

describe("a signal while the process starts", { timeout: 240_000 }, () => {
  it.each(SIGNALS.flatMap((signal) => [["serve", signal] as const, ["demo", signal] as const]))(
    "ends %s before anything else is loaded: %s",
    async (command, signal) => {
      const gateway = start([command], { NODE_OPTIONS: signalsItself(signal) });
      expect(await gateway.ended()).toBe(0);
      expect(gateway.output()).not.toContain("/graphql");
    },
  );

  it.each([
    ["SIGTERM", 143],
    ["SIGINT", 130],
  ] as const)("reports to the user of another command that it was not done: %s", async (signal, code) => {
    const command = start(["audit"], { NODE_OPTIONS: signalsItself(signal) });
    expect(await command.ended()).toBe(code);
  });

  it.each(SIGNALS)("ends a gateway whose database does not respond: %s", async (signal) => {
    const database = await silentDatabase();
    const gateway = start(["serve"], { DATABASE_URL: database.url });
    await database.connected();
    gateway.child.kill(signal);
    expect(await gateway.ended()).toBe(0);
    expect(gateway.output()).not.toContain("cannot start");
  });

  it("ends a gateway whose database rejects connections, between two tries", async () => {
    const { url } = await silentDatabase();
    for (const clean of cleanUp.splice(0)) clean();
    const gateway = start(["serve"], { DATABASE_URL: url, NODE_OPTIONS: reportsConnections() });
    await gateway.waitFor(/connecting/u);
    gateway.child.kill("SIGTERM");
    expect(await gateway.ended()).toBe(0);
  });

  it.skipIf(!canBeFirst).each(SIGNALS)("ends process 1 of a container: %s", async (signal) => {
    const database = await silentDatabase();
    const env = { PATH: process.env["PATH"], PORT: "0", RINGBACK_CONFIG: settings, DATABASE_URL: database.url };
    // The shell says by which number the outside knows the process that is number 1 inside.
    const child = spawn("unshare", [...NAMESPACE, process.execPath, BIN, "serve"], { env, stdio: "ignore" });
    cleanUp.push(() => void child.kill("SIGKILL"));
    const ended = once(child, "close");
    await database.connected();
    const { stdout } = spawnSync("pgrep", ["-P", String(child.pid)], { encoding: "utf8" });
    process.kill(Number(stdout.trim()), signal);
    expect(await ended).toEqual([0, null]);
  });

  it("does not end a gateway if it requests a reload, which then happens", async () => {
    const gateway = start(["serve"], { NODE_OPTIONS: signalsItself("SIGHUP") });
    await gateway.waitFor(/settings reloaded/u);
    await gateway.waitFor(/(http:\S+)\/graphql/u);
    gateway.child.kill("SIGTERM");
    expect(await gateway.ended()).toBe(0);
  });
});

/** Node's option by which a process writes a line for each connection that it begins. */
function reportsConnections(): string {
  const file = join(directory, "preload.cjs");
  const report = `function (...args) { process.stderr.write("connecting\\n"); return connect.apply(this, args); }`;
  writeFileSync(
    file,
    `const { Socket } = require("node:net"); const { connect } = Socket.prototype; Socket.prototype.connect = ${report};`,
  );
  return `--require ${file}`;
}
