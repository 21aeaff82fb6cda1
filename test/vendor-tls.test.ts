import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { request } from "node:http";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { serveFake, type ServedFake } from "../src/adapters/fake/serve.js";
import { ADAPTERS } from "../src/adapters/registry.js";
import { checkSources } from "../src/cli/check.js";
import { parseSettings } from "../src/config/config.js";
import type { JsonObject } from "../src/lib/json.js";

const read = (name: string): string => readFileSync(new URL(`fixtures/tls/${name}`, import.meta.url), "utf8");
const [ca, certificate, key] = [read("ca.pem"), read("client.pem"), read("client.key")];

/** The fake of a vendor behind a server that requires a client's certificate. */
let server: Server;
let fake: ServedFake;
let source: JsonObject;

beforeAll(async () => {
  const definition = ADAPTERS.find(({ vendor }) => vendor === "MINDFUL");
  if (definition === undefined) throw new Error("Mindful is missing");
  const vendor = definition.createFake(Date.now, { count: 1, quota: null });
  fake = await serveFake(vendor);
  server = createServer(
    { ca, cert: read("server.pem"), key: read("server.key"), requestCert: true, rejectUnauthorized: true },
    (incoming, outgoing) => {
      const { method, url, headers } = incoming;
      const forwarded = request(new URL(url ?? "/", fake.baseUrl), { method, headers }, (response) => {
        outgoing.writeHead(response.statusCode ?? 500, response.headers);
        response.pipe(outgoing);
      });
      incoming.pipe(forwarded);
    },
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  // Everything that the fake serves, at the address with TLS.
  const settings = JSON.stringify(vendor.settings(fake.baseUrl)).replaceAll(new URL(fake.baseUrl).origin, origin);
  source = { vendor: "mindful", retries: 0, timeoutMs: 20_000, ...(JSON.parse(settings) as JsonObject) };
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await fake.close();
});

const parse = (tls: JsonObject | null, environment: Record<string, string> = {}) =>
  parseSettings({ sources: { north: { ...source, tls } } }, environment, () => null);

describe("a vendor with its own authority that requires a certificate", () => {
  it("is reached with both", async () => {
    expect(await checkSources(parse({ ca, certificate, key }))).toMatchObject([{ ok: true }]);
  });

  it("is reached with what files and the environment hold", async () => {
    const file = (name: string): string =>
      `\${file:${fileURLToPath(new URL(`fixtures/tls/${name}`, import.meta.url))}}`;
    const tls = { ca: file("ca.pem"), certificate: file("client.pem"), key: "${KEY}" };
    const settings = parse(tls, { KEY: key });
    expect(await checkSources(settings)).toMatchObject([{ ok: true }]);
  });

  it.each<[string, JsonObject | null]>([
    ["without its authority", { certificate, key }],
    ["without a certificate", { ca }],
    ["without settings", null],
  ])("is not reached %s", async (_, tls) => {
    const [result] = await checkSources(parse(tls));
    expect(result).toMatchObject({ ok: false, message: expect.stringContaining("VENDOR_UNAVAILABLE") as string });
  });

  it.each<[string, JsonObject, RegExp]>([
    ["a file's name", { ca: "/etc/ssl/ca.pem" }, /tls\.ca: expected a certificate or key in PEM/u],
    [
      "no certificate",
      { ca: "-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----" },
      /tls\.ca: is not a certificate/u,
    ],
    ["a certificate without its key", { certificate }, /tls\.key: is required with a certificate/u],
    ["a key without its certificate", { key }, /tls\.certificate: is required with a key/u],
    ["another key", { certificate, key: read("server.key") }, /tls\.key: is not the key of the certificate/u],
    ["an unknown setting", { certificat: certificate }, /certificat/u],
  ])("is rejected in settings with %s", (_, tls, message) => {
    expect(() => parse(tls)).toThrow(message);
    // No part of a key is quoted.
    expect(() => parse(tls)).not.toThrow(/MIG|BEGIN PRIVATE/u);
  });
});
