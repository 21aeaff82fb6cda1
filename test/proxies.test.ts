import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { serveFake, type ServedFake } from "../src/adapters/fake/serve.js";
import { ADAPTERS } from "../src/adapters/registry.js";
import type { JsonObject } from "../src/lib/json.js";
import { checkSources } from "../src/cli/check.js";
import { parseSettings, type Environment, type Settings } from "../src/config/config.js";
import { demoSettings } from "../src/config/demo-settings.js";
import { diagnose } from "../src/cli/doctor.js";
import { describeProxies } from "../src/config/proxies.js";
import { ask } from "./support/ask.js";
import { folderOf } from "./support/folder-of.js";
import { startForwardProxy, type ForwardProxy } from "./support/forward-proxy.js";
import { settingsReader, ONE_SOURCE } from "./support/read-settings.js";
import { startWorld, type World } from "./support/world.js";

let proxy: ForwardProxy;
const fakes: ServedFake[] = [];
let world: World | null = null;
beforeEach(async () => {
  proxy = await startForwardProxy();
});
afterEach(async () => {
  await world?.close();
  world = null;
  await Promise.all(fakes.splice(0).map((fake) => fake.close()));
  await proxy.close();
});

/** Settings of one source of each vendor, each at a fake of its own. */
async function settingsOf(environment: Environment): Promise<{ settings: Settings; hosts: string[] }> {
  const sources: Record<string, JsonObject> = {};
  const hosts: string[] = [];
  for (const definition of ADAPTERS) {
    const fake = definition.createFake(Date.now, { count: 1, quota: null });
    const served = await serveFake(fake);
    fakes.push(served);
    hosts.push(new URL(served.baseUrl).host);
    const vendor = definition.vendor.toLowerCase();
    sources[folderOf(vendor)] = { vendor, ...fake.settings(served.baseUrl), retries: 0 };
  }
  const all = { sources, dataDirectory: "/nonexistent", server: { port: 0 } };
  return { settings: parseSettings(all, environment, () => null), hosts };
}

describe("vendors and their token endpoints", () => {
  it.each(["HTTP_PROXY", "http_proxy"])("are reached by the proxy that %s names", async (name) => {
    const { settings, hosts } = await settingsOf({ [name]: `http://${proxy.host}` });
    expect((await checkSources(settings)).map(({ ok, message }) => [ok, message])).toEqual(
      ADAPTERS.map(() => [true, expect.stringContaining("reached")]),
    );
    expect([...new Set(proxy.reached)].toSorted()).toEqual(hosts.toSorted());
  });

  it.each([
    ["no proxy is set", {}],
    ["the variables are empty", { HTTP_PROXY: "", HTTPS_PROXY: "" }],
    ["NO_PROXY names them", { NO_PROXY: "127.0.0.1" }],
    ["no_proxy names them", { no_proxy: "localhost, 127.0.0.1" }],
    ["NO_PROXY names everything", { NO_PROXY: "*" }],
  ])("are reached directly if %s", async (_, environment) => {
    const proxies = "HTTP_PROXY" in environment ? {} : { HTTP_PROXY: proxy.host };
    const isUnset = Object.keys(environment).length === 0;
    const { settings } = await settingsOf({ ...(isUnset ? {} : proxies), ...environment });
    expect((await checkSources(settings)).map(({ ok }) => ok)).toEqual(ADAPTERS.map(() => true));
    expect(proxy.reached).toEqual([]);
  });

  it("are reached by the proxy alone while the gateway runs, which the password is sent to", async () => {
    world = await startWorld({ environment: { HTTP_PROXY: `http://user:p%40ss@${proxy.host}` }, count: 1 });
    expect(await ask(world.url, "{ callbacks { totalCount } }")).toMatchObject({
      callbacks: { totalCount: expect.any(Number) },
    });
    expect(new Set(proxy.reached).size).toBeGreaterThan(1);
    const basic = `Basic ${Buffer.from("user:p@ss").toString("base64")}`;
    for (const headers of proxy.headers) expect(headers["proxy-authorization"]).toBe(basic);
  });

  it.each([403, 407, 502])("report that the proxy responded with %i", async (status) => {
    proxy.refusal = status;
    const { settings } = await settingsOf({ HTTP_PROXY: proxy.host });
    for (const { ok, message } of await checkSources(settings)) {
      expect([ok, message]).toEqual([false, expect.stringContaining(`the proxy responded with ${status}`)]);
    }
  });

  it.each([
    ["HTTPS_PROXY", (host: string) => ({ HTTPS_PROXY: `http://${host}` })],
    ["https_proxy", (host: string) => ({ https_proxy: host })],
    ["HTTP_PROXY alone", (host: string) => ({ HTTP_PROXY: host })],
  ])("over TLS are reached by %s", async (_, environment) => {
    proxy.refusal = 403;
    const sources = {
      north: { vendor: "mindful", baseUrl: "https://north.example", organizationId: "a1", retries: 0 },
    };
    const settings = parseSettings({ sources }, environment(proxy.host), () => null);
    await checkSources(settings);
    expect(proxy.reached[0]).toBe("north.example:443");
  });
});

it("ringback doctor uses the proxy and names it", async () => {
  const { settings, hosts } = await settingsOf({
    HTTP_PROXY: `http://user:secret@${proxy.host}`,
    NO_PROXY: "10.0.0.1",
  });
  const findings = await diagnose(settings);
  expect([...new Set(proxy.reached)].toSorted()).toEqual(hosts.toSorted());
  expect(findings.find(({ name }) => name === "proxies")?.found).toBe(
    `http by ${proxy.host}, https by ${proxy.host}, 10.0.0.1 directly`,
  );
  expect(JSON.stringify(findings)).not.toContain("secret");
});

it("key sets of token issuers are read by the proxy", async () => {
  const { publicKey, privateKey } = await generateKeyPair("ES256");
  const keys = [{ ...(await exportJWK(publicKey)), kid: "1", alg: "ES256" }];
  const issuer = createServer((_, response) => void response.end(JSON.stringify({ keys })));
  await new Promise<void>((resolve) => issuer.listen(0, "127.0.0.1", resolve));
  const host = `127.0.0.1:${(issuer.address() as AddressInfo).port}`;
  try {
    const jwt = { jwksUrl: `http://${host}/keys?a=b`, issuer: "i", audience: "a" };
    world = await startWorld({ settings: { auth: { jwt } }, environment: { HTTP_PROXY: proxy.host } });
    const token = await new SignJWT({ sub: "ana", scope: "callbacks:read" })
      .setProtectedHeader({ alg: "ES256", kid: "1" })
      .setIssuer("i")
      .setAudience("a")
      .setExpirationTime(new Date(world.time.now + 60_000))
      .sign(privateKey);
    const send = async (): Promise<number> =>
      (
        await fetch(`${world?.url}/graphql`, {
          method: "POST",
          headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
          body: JSON.stringify({ query: "{ __typename }" }),
        })
      ).status;
    proxy.refusal = 502;
    expect(await send()).toBe(503);
    proxy.refusal = null;
    expect(await send()).toBe(200);
    expect(new Set(proxy.reached)).toEqual(new Set([host]));
  } finally {
    issuer.closeAllConnections();
    await new Promise((resolve) => issuer.close(resolve));
  }
});

it("the demo reaches its fakes directly", () => {
  const sources = { north: { vendor: "mindful", baseUrl: "http://127.0.0.1:1", organizationId: "a1" } };
  const environment = { HTTP_PROXY: proxy.host, https_proxy: proxy.host };
  expect(demoSettings(environment, sources, null).proxies).toBeNull();
});

describe("the variables", () => {
  const { read, mistakesIn } = settingsReader();

  it.each([
    ["http://proxy.example:3128", "http by proxy.example:3128, https by proxy.example:3128"],
    ["proxy.example:3128", "http by proxy.example:3128, https by proxy.example:3128"],
    ["https://proxy.example", "http by proxy.example, https by proxy.example"],
    ["http://user:secret@proxy.example:3128/\n", "http by proxy.example:3128, https by proxy.example:3128"],
  ])("name a proxy as %s", (HTTP_PROXY, described) => {
    const { proxies } = read(ONE_SOURCE, { HTTP_PROXY });
    expect(proxies === null ? null : describeProxies(proxies)).toBe(described);
  });

  it.each([
    ["HTTP_PROXY", "socks5://user:secret@proxy.example"],
    ["https_proxy", "http://user:secret@"],
    ["HTTPS_PROXY", "user:secret"],
  ])("%s=%s is rejected by its name, without its value", (name, value) => {
    const mistakes = mistakesIn(ONE_SOURCE, { [name]: value });
    expect(mistakes).toContain(`${name}: expected the URL of a proxy`);
    expect(mistakes).not.toContain("secret");
  });
});
