import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSqliteStore } from "../../src/stores/sqlite/sqlite.js";
import { startProcess, type RunningProcess } from "../support/process.js";

const BIN = fileURLToPath(new URL("../../bin/ringback.js", import.meta.url));
const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
  version: string;
};

let directory: string;
let settings: string;
const running: RunningProcess[] = [];

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
  rmSync(directory, { recursive: true, force: true });
});

function start(command: readonly string[], environment: Readonly<Record<string, string>> = {}): RunningProcess {
  const own = { PORT: "0", RINGBACK_DATA_DIR: join(directory, "data"), RINGBACK_CONFIG: settings };
  const started = startProcess(command, { ...own, ...environment });
  running.push(started);
  return started;
}

async function run(command: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const started = start(command, environment);
  return { code: await started.ended(), output: started.output() };
}

const NO_TRACE = /\n\s+at /u;

describe("the command line", { timeout: 240_000 }, () => {
  it.each(["serve", "demo", "restore"])("%s --help prints its usage and does nothing else", async (name) => {
    const { code, output } = await run([name, "--help"]);
    expect([code, output]).toEqual([0, expect.stringMatching(new RegExp(`^ringback ${name}\n\n  ${name}`, "u"))]);
  });

  it("--version is that of the package", async () => {
    for (const args of [["--version"], ["serve", "--version"], ["audit", "-v"]]) {
      expect(await run(args)).toEqual({ code: 0, output: `${version}\n` });
    }
  });

  it("prints all commands after an unknown one", async () => {
    const all = await run(["help"]);
    expect(all).toMatchObject({ code: 0, output: expect.stringContaining("ringback <command>") as unknown });
    expect(await run(["--help"])).toEqual(all);
    const lost = await run(["dance"]);
    expect(lost.code).toBe(2);
    expect(lost.output).toContain("ringback: unknown command dance");
    expect(lost.output).toContain(all.output);
  });

  it.each([
    [["serve", "--port", "5450"], "ringback: unknown option --port; set PORT"],
    [["--port", "5450"], "ringback: unknown option --port; set PORT"],
    [["demo", "extra"], "ringback: unexpected argument extra"],
    [["backup"], "ringback: backup requires <file>"],
    [["audit", "--limit", "many"], "ringback: --limit many: expected a whole number from 1 to 1000"],
    [["audit", "--source", "nope"], "ringback audit failed: unknown source nope; expected one of north"],
  ])("%j exits with 2 and a message", async (args, message) => {
    const { code, output } = await run(args);
    expect(output).toContain(message);
    expect(output).not.toMatch(NO_TRACE);
    expect(code).toBe(2);
  });

  it.each([
    ["PORT", "abc"],
    ["PORT", "65536"],
    ["PORT", "-1"],
    ["PORT", "1.5"],
    ["PORT", " 80"],
    ["PORT", "0x50"],
    ["LOG_LEVEL", "loud"],
    ["RINGBACK_CACHES", "maybe"],
    ["DATABASE_URL", "nonsense"],
  ])("names %s if it is %s", async (name, value) => {
    const { code, output } = await run([value === "abc" ? "demo" : "serve"], { [name]: value });
    expect([code, output]).toEqual([1, expect.stringContaining(name)]);
    expect(output).not.toMatch(NO_TRACE);
    if (name === "PORT") expect(output).toMatch(new RegExp(`PORT=${value} in the environment: .*expected`, "u"));
  });

  it("reports that the port is in use, with advice", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    const { port } = taken.address() as AddressInfo;
    for (const command of ["serve", "demo"]) {
      const { code, output } = await run([command], { PORT: String(port), HOST: "127.0.0.1" });
      expect(code).toBe(1);
      expect(output).toMatch(/ringback cannot start: port \d+ of 127\.0\.0\.1 is in use .*PORT.*EADDRINUSE/u);
      expect(output).not.toMatch(NO_TRACE);
    }
    taken.close();
  });

  it("reports that the host is not this machine's, with advice", async () => {
    writeFileSync(settings, `auth: none\n${readFileSync(settings, "utf8")}`);
    const { code, output } = await run(["serve"], { HOST: "192.0.2.1" });
    expect(code).toBe(1);
    expect(output).toMatch(/ringback cannot start: .*192\.0\.2\.1.* is not an address of this machine: set HOST/u);
  });

  it("reports an unknown source only if it is in neither settings nor audit", async () => {
    expect((await run(["audit", "--source", "north"])).code).toBe(0);
    await (await openSqliteStore(join(directory, "data"))).close();
    const { code, output } = await run(["audit", "--source", "north"]);
    expect([code, output]).toEqual([0, "The audit of north is empty: no commands were recorded.\n"]);
  });

  it.each([["schema"], ["help"], ["audit"], ["doctor"], ["quarantine"]])(
    "%s ends without an error when the reader of its output exits",
    async (...args) => {
      const env = { PATH: process.env["PATH"], RINGBACK_DATA_DIR: join(directory, "data"), RINGBACK_CONFIG: settings };
      const child = spawn(process.execPath, [BIN, ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
      child.stdout.destroy();
      let errors = "";
      child.stderr.setEncoding("utf8").on("data", (text: string) => {
        errors += text;
      });
      const [code, signal] = (await once(child, "close")) as [number | null, string | null];
      expect(errors).toBe("");
      // What the doctor finds is its exit code, read or not.
      expect([code, signal]).toEqual([args[0] === "doctor" ? 1 : 0, null]);
    },
  );

  it("a gateway survives the exit of the reader of its output", async () => {
    const gateway = start(["serve"]);
    const [, url = ""] = await gateway.waitFor(/(http:\S+)\/graphql/u);
    gateway.child.stdout?.destroy();
    gateway.child.stderr?.destroy();
    gateway.child.kill("SIGHUP");
    for (let round = 0; round < 3; round += 1) expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    gateway.child.kill("SIGTERM");
    expect(await gateway.ended()).toBe(0);
  });
});
