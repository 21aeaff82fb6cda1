import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Fastify from "fastify";
import { afterAll, describe, expect, it } from "vitest";
import { GRAPHIQL, servePage, WALLBOARD, type BuiltPage } from "./pages.js";
import { formatHttpErrors } from "./http/rejection.js";

const folder = mkdtempSync(join(tmpdir(), "pages-"));
mkdirSync(join(folder, "built", "assets"), { recursive: true });
writeFileSync(join(folder, "built", "index.html"), "<title>page</title>");
writeFileSync(join(folder, "built", "assets", "main-1.js"), "run()");
writeFileSync(join(folder, "built", "assets", "main-1.js.br"), "br of run()");
writeFileSync(join(folder, "built", "assets", "main-1.js.gz"), "gzip of run()");
mkdirSync(join(folder, "built", "wallboard", "assets"), { recursive: true });
writeFileSync(join(folder, "built", "wallboard", "assets", "main-1.js"), "run()");
writeFileSync(join(folder, "secret.txt"), "secret");
afterAll(() => rmSync(folder, { recursive: true }));

async function get(
  path: string,
  built = "built",
  page: BuiltPage = GRAPHIQL,
  requested: Record<string, string> = {},
): Promise<{ status: number; headers: Record<string, unknown>; body: string }> {
  const app = Fastify({ routerOptions: { ignoreTrailingSlash: true } });
  formatHttpErrors(app);
  servePage(app, { ...page, folder: join(folder, built) });
  const { statusCode, headers, body } = await app.inject({ path, headers: requested });
  await app.close();
  return { status: statusCode, headers, body };
}

describe("the page at /wallboard", () => {
  it("may not even write styles into itself, and has its assets beside it", async () => {
    const { status, headers } = await get("/wallboard?source=a", "built", WALLBOARD);
    expect(status).toBe(200);
    expect(headers["content-security-policy"]).toContain("style-src 'self';");
    expect(headers["content-security-policy"]).not.toMatch(/https?:|\*|unsafe/u);
    expect((await get("/wallboard/assets/main-1.js", "built", WALLBOARD)).body).toBe("run()");
  });
});

describe("a page with a slash at the end of its address", () => {
  it.each([
    ["/wallboard/", "../wallboard"],
    ["/wallboard/?source=a&b=%3F", "../wallboard?source=a&b=%3F"],
    ["/wallboard/?a?b", "../wallboard?a?b"],
  ])("%s is at %s, relative to the requested address", async (path, location) => {
    const { status, headers } = await get(path, "built", WALLBOARD);
    expect([status, headers["location"]]).toEqual([308, location]);
  });
});

describe("the page at /", () => {
  it("is marked where requests require credentials", async () => {
    const built = mkdtempSync(join(folder, "marked-"));
    mkdirSync(join(built, "assets"));
    writeFileSync(join(built, "index.html"), '<!doctype html><html lang="en"></html>');
    const app = Fastify();
    servePage(app, { ...GRAPHIQL, folder: built }, { requiresAuth: true });
    expect((await app.inject("/")).body).toBe('<!doctype html><html data-auth="required" lang="en"></html>');
    await app.close();
  });

  it("is what was built, and may load and call nothing but this server", async () => {
    const { status, headers, body } = await get("/");
    expect([status, headers["content-type"], body]).toEqual([200, "text/html; charset=utf-8", "<title>page</title>"]);
    const policy = String(headers["content-security-policy"]);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("connect-src 'self'");
    expect(policy).not.toMatch(/https?:|\*|unsafe-eval/u);
  });

  it("has assets that browsers keep, because their names change with their content", async () => {
    const { status, headers, body } = await get("/assets/main-1.js");
    expect([status, headers["cache-control"], body]).toEqual([200, "public, max-age=31536000, immutable", "run()"]);
  });

  it.each([
    ["br", "br"],
    ["gzip", "gzip"],
    ["gzip, deflate, br, zstd", "br"],
    ["br;q=0, gzip", "gzip"],
    ["identity", undefined],
    ["zstd", undefined],
  ])("has assets that the build has compressed, for who accepts %s", async (accept, coding) => {
    const { status, headers, body } = await get("/assets/main-1.js", "built", GRAPHIQL, { "accept-encoding": accept });
    expect([status, headers["content-encoding"], body]).toEqual([
      200,
      coding,
      coding === undefined ? "run()" : `${coding} of run()`,
    ]);
    expect(headers["content-type"]).toMatch(/^(?:text|application)\/javascript/u);
    expect(headers["cache-control"]).toBe("public, max-age=31536000, immutable");
  });

  it("serves no file beside its own", async () => {
    for (const path of [
      "/assets/../../secret.txt",
      "/assets/..%2f..%2fsecret.txt",
      "/assets/",
      "/index.html",
      "/assets/none.js",
    ]) {
      const { status, body } = await get(path);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(JSON.parse(body)).toMatchObject({ errors: [{ extensions: { code: expect.any(String) } }] });
    }
  });

  it("says in plain words how to build it where that was not done", async () => {
    const { status, headers, body } = await get("/", "nowhere");
    expect([status, headers["content-type"]]).toEqual([503, "text/plain; charset=utf-8"]);
    expect(body).toContain("npm run build");
  });
});
