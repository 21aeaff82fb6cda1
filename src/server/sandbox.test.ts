import Fastify from "fastify";
import { expect, it } from "vitest";
import { leadBrowsersToPage } from "./pages.js";
import { serveSandbox } from "./sandbox.js";

const HOSTS = ["https://embeddable-sandbox.cdn.apollographql.com", "https://sandbox.embed.apollographql.com"];

async function get(path: string, headers: Record<string, string> = {}) {
  const app = Fastify({ routerOptions: { ignoreTrailingSlash: true } });
  leadBrowsersToPage(app, "/graphql");
  app.get("/graphql", (_, reply) => reply.send("{}"));
  serveSandbox(app);
  const response = await app.inject({ path, headers });
  await app.close();
  return response;
}

it("serves a page that may load Apollo Sandbox from its CDN, call this server, and nothing else", async () => {
  const { statusCode, headers, body } = await get("/sandbox");
  expect([statusCode, headers["content-type"]]).toEqual([200, "text/html; charset=utf-8"]);
  const policy = String(headers["content-security-policy"]);
  expect(policy.match(/https?:\/\/[^\s;]+/gu)).toEqual(HOSTS);
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("connect-src 'self';");
  expect(policy).not.toMatch(/unsafe|\*/u);
  // Without inline scripts and styles, which the policy forbids.
  expect(body).not.toMatch(/<script>|<style|style=/u);
  const own = [...body.matchAll(/(?:src|href)="(sandbox\/[^"]+)"/gu)].map(([, path]) => path);
  expect(own).toHaveLength(2);
  for (const path of own) expect((await get(`/${path}`)).statusCode).toBe(200);
  expect((await get("/sandbox/page.js")).body).toContain("endpointIsEditable: false");
  expect((await get("/sandbox/")).headers["location"]).toBe("../sandbox");
});

it.each([
  ["/graphql", "text/html,application/xhtml+xml,*/*;q=0.8", "./"],
  ["/graphql/", "text/html", "../"],
  ["/graphql?query=%7Ba%7D", "text/html", undefined],
  ["/graphql", "application/json", undefined],
  ["/graphql", "*/*", undefined],
  ["/graphql", "application/json, text/html;q=0.5", undefined],
])("GET %s with accept: %s is redirected to %s", async (path, accept, location) => {
  const { statusCode, headers } = await get(path, { accept });
  expect([statusCode, headers["location"]]).toEqual([location === undefined ? 200 : 302, location]);
});
