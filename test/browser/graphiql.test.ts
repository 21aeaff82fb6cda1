import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startBrowser } from "../support/browser.js";
import { aContext, serveStub, type ServedStub } from "../support/serve-stub.js";
import { aChange, NOW, stubLoaders } from "../support/stub-loaders.js";
import { NO_CUSTOMER } from "../../src/domain/callback.js";
import { instantWindow } from "../../src/domain/time/window.js";

describe("GraphiQL at /", () => {
  let server: ServedStub;
  let browser: Browser;
  let page: Page;
  const requested: string[] = [];
  const complaints: string[] = [];

  beforeAll(async () => {
    const fields = {
      customer: { ...NO_CUSTOMER, name: "Ada Lovelace", phoneNumber: "+15550100001" },
      window: instantWindow(NOW + 3_600_000, null, "Europe/Berlin"),
    };
    const loaders = stubLoaders({ rows: [{ fields }] });
    server = await serveStub({ createContext: () => aContext(loaders, [aChange(7, { fields })]) });
    browser = await startBrowser();
    page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    page.on("request", (request) => requested.push(request.url()));
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.goto(`${server.url}/`);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  /** Clicks as soon as both editors are there, and the page has read the operation of this name. */
  async function execute(operation: string): Promise<void> {
    await page.locator(".graphiql-query-editor .view-lines").getByText(operation).first().waitFor();
    await page.locator(".graphiql-response .monaco-editor").first().waitFor();
    await page.getByRole("tab", { name: operation }).waitFor();
    await page.getByRole("button", { name: /^Execute query/u }).click();
  }

  it("runs its default query and displays the result", async () => {
    await execute("WaitingCallbacks");
    const answer = page.locator(".graphiql-response");
    await answer.getByText("Ada Lovelace").waitFor();
    const text = await answer.innerText();
    expect(text).toContain("totalCount");
    expect(text).not.toContain("errors");
  });

  it("has tabs with examples, named after their operations", async () => {
    const names = await page.getByRole("tab").allInnerTexts();
    expect(names).toEqual(["WaitingCallbacks", "OverdueCallbacks", "CallbackFigures", "FollowChanges"]);
    await page.getByRole("tab", { name: "OverdueCallbacks" }).click();
    await execute("OverdueCallbacks");
    await page.locator(".graphiql-response").getByText("dueAt").first().waitFor();
    expect(await page.locator(".auth-hint").count()).toBe(0);
  });

  it("is opened by the address of the API, and says where to set credentials that are required", async () => {
    const opened = await browser.newPage();
    await opened.goto(`${server.url}/graphql`);
    expect(opened.url()).toBe(`${server.url}/`);
    await opened.route(`${server.url}/`, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: (await response.text()).replace("<html", '<html data-auth="required"') });
    });
    await opened.evaluate("localStorage.clear()");
    await opened.reload();
    await opened.locator(".auth-hint").getByText("set your token or API key under Headers").waitFor();
    await opened.getByText("a token, or an API key").first().waitFor();
    await opened.close();
  });

  it("knows the schema: the documentation lists the root query", async () => {
    await page.getByRole("button", { name: "Show Documentation Explorer" }).click();
    await page.getByRole("link", { name: "Query", exact: true }).first().click();
    await page.getByText("A page of callbacks over all sources, filtered, ordered and counted.").waitFor();
  });

  it("follows a subscription over a socket", async () => {
    await page.getByRole("button", { name: "New tab" }).click();
    await page.locator(".graphiql-query-editor .monaco-editor").first().click();
    await page.keyboard.press("Control+A");
    await page.keyboard.insertText("subscription Watch { callbackStatusChanged { previousStatus status } }");
    await execute("Watch");
    await page.locator(".graphiql-response").getByText("previousStatus").waitFor();
  });

  it("sends requests to its own host only and does not violate its security policy", () => {
    expect(requested.length).toBeGreaterThan(5);
    const elsewhere = requested.filter((url) => /^(?:https?|wss?):/u.test(url) && !url.startsWith(`${server.url}/`));
    expect(elsewhere).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
