import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";

const BIN = fileURLToPath(new URL("../../bin/ringback.js", import.meta.url));
/** The program of util-linux, which runs a command at a pseudo terminal; that of other systems has other options. */
const hasTerminal = spawnSync("script", ["--version"], { encoding: "utf8" }).stdout?.includes("util-linux") === true;

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ringback-"));
  file = join(folder, "ringback.yaml");
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs `ringback init` at a terminal. Types a line at each prompt; `lineFor` returns null to end the input instead. */
async function initAtTerminal(lineFor: (prompt: string) => string | null): Promise<{ code: number; output: string }> {
  const command = `'${process.execPath}' '${BIN}' init --output '${file}'`;
  const child = spawn("script", ["--quiet", "--return", "--command", command, "/dev/null"]);
  const END_OF_INPUT = "\u0004";
  let output = "";
  let read = 0;
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
    const [prompt] = /[^\r\n]+: $/u.exec(stripped(output.slice(read))) ?? [];
    if (prompt === undefined) return;
    read = output.length;
    const line = lineFor(prompt);
    child.stdin.write(line === null ? END_OF_INPUT : `${line}\n`);
  });
  const [code] = (await once(child, "close")) as [number];
  return { code, output: stripped(output) };
}

/** Without the sequences that move the cursor of a terminal. */
function stripped(text: string): string {
  // oxlint-disable-next-line no-control-regex -- sequences begin with one
  return text.replaceAll(/\u001b\[[0-9;?]*[A-Za-z]/gu, "");
}

describe.skipIf(!hasTerminal)("ringback init at a terminal", { timeout: 300_000 }, () => {
  it("prompts for the vendors and their settings, and writes what was typed; Enter leaves the example's value", async () => {
    const prompts: string[] = [];
    const { code, output } = await initAtTerminal((prompt) => {
      prompts.push(prompt);
      if (prompt.startsWith("Vendors")) return "talkdesk";
      return prompts.length === 2 ? "typed-value" : "";
    });
    expect(output).toContain(`${file} written, for talkdesk.`);
    expect(code).toBe(0);
    expect(prompts.length).toBeGreaterThan(1);
    const [, first = ""] = prompts;
    const [source = "", setting = ""] = first.slice(0, first.indexOf(" [")).split(".");
    const { sources } = parse(readFileSync(file, "utf8")) as { sources: Record<string, Record<string, unknown>> };
    expect(Object.keys(sources)).toEqual([source]);
    expect(sources[source]?.[setting]).toBe("typed-value");
  });

  it("says which vendors there are when a name is unknown, and writes no file", async () => {
    const { code, output } = await initAtTerminal(() => "talkdsk");
    expect(output).toContain("unknown vendor talkdsk; expected some of");
    expect(code).toBe(2);
    expect(existsSync(file)).toBe(false);
  });

  it("writes no file when the input ends", async () => {
    const { code, output } = await initAtTerminal((prompt) => (prompt.startsWith("Vendors") ? "talkdesk" : null));
    expect(output).toContain("the input ended: no file was written");
    expect(code).toBe(2);
    expect(existsSync(file)).toBe(false);
  });
});
