import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { authOf } from "../support/access.js";
import { store } from "../support/export.js";
import { freePort } from "../support/free-port.js";
import { agentOf } from "../support/mcp.js";
import { startProcess } from "../support/process.js";
import { startWorld, type World } from "../support/world.js";

const BIN = fileURLToPath(new URL("../../bin/ringback.js", import.meta.url));
const KEY = { id: "desk", key: "key-of-desk", scopes: ["callbacks:read", "pii:read"], sources: "*" } as const;
const { PATH = "", HOME = "" } = process.env;

let world: World;
beforeAll(async () => {
  world = await startWorld({ settings: { auth: authOf(KEY) } });
  await store(world, 20);
  await store(world, 2, "mindful", "MINDFUL");
});
afterAll(() => world.close());

async function run(command: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const started = startProcess(command, environment);
  started.child.stdin?.end();
  return { code: await started.ended(), output: started.output() };
}

describe("ringback mcp", () => {
  it("serves the tools of a gateway to a desktop assistant, and ends with it", async () => {
    const client = new Client({ name: "desktop", version: "1" });
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: [BIN, "mcp", "--url", `${world.url}/graphql`],
      env: { PATH, HOME, RINGBACK_TOKEN: KEY.key },
      stderr: "pipe",
    });
    let complaints = "";
    transport.stderr?.on("data", (text: Buffer) => {
      complaints += text.toString();
    });
    await client.connect(transport);
    const agent = agentOf(client);
    expect((await client.listTools()).tools.map(({ name }) => name)).toContain("list_repeat_customers");
    const overdue = await agent.ask<{ totalCount: number }>("list_callbacks", {
      vendors: ["TALKDESK"],
      isOverdue: true,
    });
    expect(overdue.totalCount).toBeGreaterThan(0);
    const twice = await agent.call("list_repeat_customers");
    expect(JSON.parse(twice.text)).toMatchObject({ totalCount: 2, customers: [{ openCallbackCount: 2 }, {}] });
    expect(twice.text).not.toContain("Anna");
    const wrong = await agent.call("list_callbacks", { overdue: true });
    expect(wrong).toMatchObject({ isError: true, text: expect.stringContaining("unknown argument overdue") as string });
    await client.close();
    expect(complaints).toBe("");
  });

  it("says what to do without a gateway, without a token, and with a wrong one", async () => {
    const nowhere = `http://127.0.0.1:${await freePort()}`;
    const [alone, missing, wrong] = await Promise.all([
      run(["mcp", "--url", nowhere]),
      run(["mcp", "--url", world.url]),
      run(["mcp", "--url", world.url], { RINGBACK_TOKEN: "unknown" }),
    ]);
    const advice = `no gateway can be reached at ${nowhere}/mcp: start it, or name its URL with --url`;
    expect(alone).toEqual({ code: 2, output: expect.stringContaining(advice) as string });
    expect(missing.output).toContain("requires authentication: set RINGBACK_TOKEN");
    expect(wrong.output).toContain("rejects the token in RINGBACK_TOKEN");
  });
});
