import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startBrowser } from "../support/browser.js";
import { startPrefixProxy, type PrefixProxy } from "../support/prefix-proxy.js";
import { openWallStage, watchPage, type WallStage } from "../support/wall.js";

let stage: WallStage;
let browser: Browser;
let gateway: string;

beforeAll(async () => {
  stage = await openWallStage({ count: 5 });
  gateway = await stage.start();
  browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

describe.each(["/ringback", "/tools/call-backs/v1"])("below %s", (prefix) => {
  let proxy: PrefixProxy;
  let page: Page;
  let watched: ReturnType<typeof watchPage>;
  const failed: string[] = [];

  beforeAll(async () => {
    proxy = await startPrefixProxy(gateway, prefix);
    page = await browser.newPage();
    watched = watchPage(page);
    page.on("response", (response) => {
      if (response.status() >= 400) failed.push(`${response.status()} ${response.url()}`);
    });
  });
  afterAll(async () => {
    await page?.close();
    await proxy?.close();
  });

  it.each(["/wallboard", "/wallboard?status=QUEUED", "/wallboard/", "/wallboard/?status=QUEUED"])(
    "the wallboard at %s loads, is live, and keeps its address",
    async (path) => {
      await page.goto(`${proxy.url}${path}`);
      await page.locator(".connection.live").waitFor();
      expect(page.url()).toBe(`${proxy.url}${path.replace("/wallboard/", "/wallboard")}`);
    },
  );

  it("GraphiQL runs its query, and knows the schema", async () => {
    await page.goto(`${proxy.url}/`);
    await page.locator(".graphiql-query-editor .view-lines").getByText("WaitingCallbacks").first().waitFor();
    await page.getByRole("tab", { name: "WaitingCallbacks" }).waitFor();
    await page.locator(".graphiql-response .monaco-editor").first().waitFor();
    await page.getByRole("button", { name: /^Execute query/u }).click();
    await page.locator(".graphiql-response").getByText("totalCount").waitFor();
  });

  it("requests nothing outside the path, without failures or browser warnings", () => {
    const { complaints, requested } = watched;
    expect(requested.some((url) => url.startsWith("ws:"))).toBe(true);
    const below = `${proxy.url}/`.replace("http:", "");
    expect(
      requested.filter((url) => !url.replace(/^(?:http|ws):/u, "").startsWith(below) && !/^(?:data|blob):/u.test(url)),
    ).toEqual([]);
    expect(failed).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
