import { spawn, type ChildProcess } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask } from "../support/ask.js";
import { startBrowser } from "../support/browser.js";
import { installClient, type InstalledClient } from "../support/client-package.js";
import { readDoc } from "../support/docs.js";
import { freePort } from "../support/free-port.js";
import { startWorld, type World } from "../support/world.js";

let world: World;
let app: InstalledClient;
let browser: Browser;
let vite: ChildProcess;
beforeAll(async () => {
  [world, app, browser] = await Promise.all([
    startWorld(),
    installClient(["react", "react-dom", "vite"]),
    startBrowser(),
  ]);
});
afterAll(async () => {
  vite.kill();
  await browser.close();
  await world.close();
  app.remove();
});

/** Returns the files of the section, by the names in their first lines. */
function filesOfSection(): Map<string, string> {
  const page = readDoc("docs/clients.md");
  const start = page.indexOf("## A live list in a React page");
  const section = page.slice(start, page.indexOf("\n## ", start + 1));
  const blocks = section.matchAll(/^```(?:html|jsx?)\n((?:\/\/|<!--) ([\w.]+)[\s\S]*?)^```$/gmu);
  return new Map([...blocks].map(([, text = "", name = ""]) => [name, text]));
}

describe("the newcomer's page of docs/clients.md", () => {
  it("is a live list in at most 20 lines of own code", async () => {
    const files = filesOfSection();
    expect([...files.keys()]).toEqual(["index.html", "vite.config.js", "main.jsx"]);
    const lines = [...files.values()].flatMap((text) => text.split("\n")).filter((line) => line.trim() !== "");
    expect(lines.filter((line) => !/^(?:\/\/|<!-- )/u.test(line)).length).toBeLessThanOrEqual(20);

    for (const [name, text] of files) {
      writeFileSync(join(app.folder, name), text.replace("http://localhost:4000", world.url));
    }
    const port = await freePort();
    const args = ["node_modules/vite/bin/vite.js", "--host", "127.0.0.1", "--port", String(port), "--strictPort"];
    vite = spawn(process.execPath, args, { cwd: app.folder, stdio: ["ignore", "pipe", "inherit"] });
    await new Promise<void>((resolve) =>
      vite.stdout?.on("data", (text) => String(text).includes("Local") && resolve()),
    );

    const fake = world.fakes["talkdesk"]!;
    const add = (name: string): string =>
      fake.add({ phoneNumber: "+14155550100", name, start: world.time.now + 3_600_000 });
    const poll = async (): Promise<void> => {
      world.time.now += 2000;
      await ask(
        world.url,
        `{ callbacks(first: 1, maxStaleness: "PT0S", filter: { sources: ["talkdesk"] }) { totalCount } }`,
      );
    };
    const id = add("Ada Early");
    await poll();
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${port}/`);
    await page.getByText("Ada Early: SCHEDULED at TALKDESK").waitFor();
    add("Leo Late");
    await poll();
    await page.getByText("Leo Late: SCHEDULED at TALKDESK").waitFor();
    await page.getByText("2 open").waitFor();
    fake.setVendorStatus(id, "CANCELED");
    await poll();
    await page.getByText("1 open").waitFor();
    expect(await page.getByRole("listitem").allTextContents()).toEqual(["Leo Late: SCHEDULED at TALKDESK"]);
  });
});
