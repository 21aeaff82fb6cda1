import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from "jose";
import { afterEach, describe, expect, it } from "vitest";
import { digestOf, SHARED_KEY } from "../../../test/support/access.js";
import { authSchema } from "./auth-settings.js";
import { createAuthenticator, type Authenticator } from "./authentication.js";

const NOW = Date.UTC(2026, 5, 1, 12);
const TRUSTED = { issuer: "https://login.example", audience: "ringback" };
const servers: Server[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

function by(settings: unknown, clock = (): number => NOW): Authenticator {
  return createAuthenticator(authSchema.parse(settings), clock);
}

interface Signing {
  readonly key?: CryptoKey | Uint8Array;
  readonly header?: { readonly alg: string; readonly kid?: string };
  readonly claims?: Record<string, unknown>;
  readonly expiresAt?: number;
}

const shared = new TextEncoder().encode(SHARED_KEY);

function sign({
  key = shared,
  header = { alg: "HS256" },
  claims = {},
  expiresAt = NOW + 60_000,
}: Signing): Promise<string> {
  return new SignJWT({ sub: "ana", iss: TRUSTED.issuer, aud: TRUSTED.audience, ...claims })
    .setProtectedHeader(header)
    .setExpirationTime(new Date(expiresAt))
    .sign(key);
}

const bearer = (token: string): { authorization: string } => ({ authorization: `Bearer ${token}` });

/** The key page of an issuer, its response and the number of requests to it. */
async function serveKeys(): Promise<{ url: string; keys: object[]; status: number; asked: number }> {
  const page = { url: "", keys: [] as object[], status: 200, asked: 0 };
  const server = createServer((_, response) => {
    page.asked += 1;
    response.writeHead(page.status, { "content-type": "application/json" }).end(JSON.stringify({ keys: page.keys }));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  page.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`;
  return page;
}

describe("an API key", () => {
  const keys = by({
    apiKeys: [{ id: "wallboard", sha256: digestOf("open sesame"), scopes: ["callbacks:read"], sources: ["north"] }],
  });

  it("is known by its digest, as x-api-key and as a bearer token", async () => {
    for (const credentials of [{ "x-api-key": "open sesame" }, bearer("open sesame")]) {
      const caller = await keys.authenticate(credentials);
      expect([caller.id, [...caller.scopes], [...(caller.sources ?? [])]]).toEqual([
        "key:wallboard",
        ["callbacks:read"],
        ["north"],
      ]);
    }
  });

  it.each([
    ["no credentials", {}],
    ["another key", { "x-api-key": "open barley" }],
    ["the digest itself", { "x-api-key": digestOf("open sesame") }],
    ["an empty key", { "x-api-key": "" }],
    ["another scheme", { authorization: "Basic b3Blbjpz" }],
    ["no text", { authorization: ["Bearer open sesame"], "x-api-key": 7 }],
  ])("lets nobody in by %s", async (_, credentials) => {
    await expect(keys.authenticate(credentials)).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
  });
});

describe("a token", () => {
  const tokens = by({ jwt: { key: SHARED_KEY, ...TRUSTED } });

  it("contains the caller, its scopes, its sources and its expiry", async () => {
    const token = await sign({ claims: { scope: "callbacks:read root pii:read", sources: ["north", 7] } });
    const caller = await tokens.authenticate(bearer(token));
    expect({ ...caller, scopes: [...caller.scopes], sources: [...(caller.sources ?? [])] }).toMatchObject({
      id: "jwt:https://login.example ana",
      scopes: ["callbacks:read", "pii:read"],
      maySearchPeople: true,
      sources: ["north"],
      expiresAt: NOW + 65_000,
    });
  });

  it("without the claim of sources sees none; the settings may say that there is no such claim", async () => {
    const token = await sign({});
    expect((await tokens.authenticate(bearer(token))).sources).toEqual(new Set());
    const trusting = by({ jwt: { key: SHARED_KEY, ...TRUSTED, sourcesClaim: null } });
    expect((await trusting.authenticate(bearer(token))).sources).toBeNull();
    const all = await sign({ claims: { sources: "*" } });
    expect((await tokens.authenticate(bearer(all))).sources).toBeNull();
  });

  it.each<[string, Signing | string]>([
    ["of another issuer", { claims: { iss: "https://other.example" } }],
    ["for another audience", { claims: { aud: "elsewhere" } }],
    ["that has expired", { expiresAt: NOW - 6000 }],
    ["that is not valid yet", { claims: { nbf: NOW / 1000 + 60 } }],
    ["signed by another key", { key: new TextEncoder().encode("another key of more than thirty-two bytes") }],
    ["without a subject", { claims: { sub: undefined } }],
    ["that is none", "abc.def.ghi"],
    ["without a signature", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbmEifQ."],
  ])("%s is refused, without a word of what is in it", async (_, signing) => {
    const token = typeof signing === "string" ? signing : await sign(signing);
    const error = await tokens.authenticate(bearer(token)).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "UNAUTHENTICATED" });
    expect(String(error)).not.toContain(token.slice(-10));
  });

  it("is taken for as long as the clocks may differ, and no longer, however often it came before", async () => {
    let now = NOW;
    const patient = by({ jwt: { key: SHARED_KEY, ...TRUSTED } }, () => now);
    const token = await sign({ expiresAt: NOW + 1000 });
    now = NOW + 5999;
    await expect(patient.authenticate(bearer(token))).resolves.toMatchObject({ id: "jwt:https://login.example ana" });
    now = NOW + 6001;
    await expect(patient.authenticate(bearer(token))).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
  });
});

describe("a token by the issuer's published keys", () => {
  it("is verified by the key that it names; a new key is fetched once", async () => {
    const page = await serveKeys();
    const tokens = by({ jwt: { jwksUrl: page.url, ...TRUSTED, jwksCooldownMs: 0 } });
    for (const kid of ["first", "second"]) {
      const { publicKey, privateKey } = await generateKeyPair("ES256");
      page.keys.push({ ...(await exportJWK(publicKey)), kid, alg: "ES256" });
      const header = { alg: "ES256", kid };
      for (const sub of ["ana", "ben"]) {
        const token = await sign({ key: privateKey, header, claims: { sub } });
        await expect(tokens.authenticate(bearer(token))).resolves.toMatchObject({
          id: `jwt:https://login.example ${sub}`,
        });
      }
    }
    expect(page.asked).toBe(2);
    const { privateKey } = await generateKeyPair("ES256");
    const stranger = await sign({ key: privateKey, header: { alg: "ES256", kid: "third" } });
    await expect(tokens.authenticate(bearer(stranger))).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
  });

  it("never by the published key as if it were a shared one", async () => {
    const page = await serveKeys();
    const tokens = by({ jwt: { jwksUrl: page.url, ...TRUSTED } });
    const forged = await sign({ key: shared, header: { alg: "HS256", kid: "first" } });
    await expect(tokens.authenticate(bearer(forged))).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
  });

  it("cannot be verified while the keys cannot be read, which is not a login failure", async () => {
    const page = await serveKeys();
    page.status = 500;
    const { privateKey } = await generateKeyPair("ES256");
    const token = await sign({ key: privateKey, header: { alg: "ES256", kid: "first" } });
    const tokens = by({ jwt: { jwksUrl: page.url, ...TRUSTED } });
    await expect(tokens.authenticate(bearer(token))).rejects.toMatchObject({ code: "AUTHENTICATION_UNAVAILABLE" });
    const nobody = by({ jwt: { jwksUrl: "http://127.0.0.1:1/jwks", ...TRUSTED } });
    await expect(nobody.authenticate(bearer(token))).rejects.toMatchObject({ code: "AUTHENTICATION_UNAVAILABLE" });
  });
});

describe("settings of authentication", () => {
  it.each([
    ["nobody to let in", {}],
    ["a key that is too short", { jwt: { key: "short", ...TRUSTED } }],
    ["two ways to find keys", { jwt: { key: SHARED_KEY, jwksUrl: "https://a.example", ...TRUSTED } }],
    ["keys that anybody could change on their way", { jwt: { jwksUrl: "http://a.example", ...TRUSTED } }],
    ["an algorithm of the other kind", { jwt: { key: SHARED_KEY, algorithms: ["RS256"], ...TRUSTED } }],
    ["an API key in plain text", { apiKeys: [{ id: "a", sha256: "secret", scopes: ["admin"], sources: "*" }] }],
    ["an unknown scope", { apiKeys: [{ id: "a", sha256: digestOf("a"), scopes: ["root"], sources: "*" }] }],
    ["no word on sources", { apiKeys: [{ id: "a", sha256: digestOf("a"), scopes: ["admin"] }] }],
  ])("refuse %s", (_, settings) => {
    expect(authSchema.safeParse(settings).success).toBe(false);
  });
});
