import { afterEach, describe, expect, it } from "vitest";
import { serveFake } from "../fake/serve.js";
import { bearerCredentials, oauthCredentials, type BearerCredentials, type OauthOptions } from "./oauth.js";

const never = new AbortController().signal;
const opened: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()));
});

async function against(
  handle: (request: Request) => Response | Promise<Response>,
  options: Partial<OauthOptions> = {},
): Promise<BearerCredentials> {
  const served = await serveFake({ handle: (request) => Promise.resolve(handle(request)) });
  const credentials = oauthCredentials({
    source: "north",
    tokenUrl: `${served.baseUrl}/oauth/token?tenant=7`,
    timeoutMs: 5000,
    clock: () => 0,
    form: () => ({ grant_type: "client_credentials" }),
    ...options,
  });
  opened.push(served, credentials);
  return credentials;
}

describe("a token endpoint", () => {
  it("is sent the form and the headers, at its whole address", async () => {
    let seen: unknown;
    const credentials = await against(
      async (request) => {
        const { pathname, search } = new URL(request.url);
        seen = [request.method, pathname + search, request.headers.get("authorization"), await request.text()];
        return Response.json({ access_token: "t" });
      },
      { headers: { authorization: "Basic abc" } },
    );
    expect(await credentials.headers(never)).toEqual({ authorization: "Bearer t" });
    expect(seen).toEqual(["POST", "/oauth/token?tenant=7", "Basic abc", "grant_type=client_credentials"]);
  });

  it("may take JSON instead of a form", async () => {
    let sent: unknown;
    const credentials = await against(
      async (request) => {
        sent = [request.headers.get("content-type"), await request.json()];
        return Response.json({ access_token: "t" });
      },
      { isJson: true, form: () => ({ key: "a=b" }) },
    );
    await credentials.headers(never);
    expect(sent).toEqual(["application/json", { key: "a=b" }]);
  });

  it("may name the address of the API, with each token anew", async () => {
    const named = ["https://one.test/api/", null];
    const credentials = await against(() => Response.json({ access_token: "t", base: named.shift() ?? null }), {
      readBaseUrl: (body) => (body as { base: string | null }).base,
    });
    expect(credentials.baseUrl?.()).toBeNull();
    const headers = await credentials.headers(never);
    expect(credentials.baseUrl?.()).toBe("https://one.test/api/");
    credentials.renew?.(headers);
    await credentials.headers(never);
    expect(credentials.baseUrl?.()).toBeNull();
  });

  it("may replace the refresh token, and is sent the new one next", async () => {
    let refreshToken = "r0";
    const sent: (string | null)[] = [];
    const credentials = await against(
      async (request) => {
        sent.push(new URLSearchParams(await request.text()).get("refresh_token"));
        return Response.json({ access_token: `t${sent.length}`, refresh_token: `r${sent.length}` });
      },
      {
        form: () => ({ grant_type: "refresh_token", refresh_token: refreshToken }),
        onRefreshToken(granted) {
          refreshToken = granted;
        },
      },
    );
    credentials.renew?.(await credentials.headers(never));
    await credentials.headers(never);
    expect(sent).toEqual(["r0", "r1"]);
  });

  it.each([
    [400, "VENDOR_UNAUTHORIZED"],
    [401, "VENDOR_UNAUTHORIZED"],
    [403, "VENDOR_UNAUTHORIZED"],
    [429, "VENDOR_RATE_LIMITED"],
    [500, "VENDOR_UNAVAILABLE"],
  ])("with status %i makes the call %s, without a secret in it", async (status, code) => {
    const credentials = await against(() => Response.json({ error: "s3cret" }, { status }), {
      form: () => ({ client_secret: "s3cret" }),
    });
    const error: unknown = await credentials.headers(never).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code,
      source: "north",
      message: `no token for north: north responded with ${status}`,
    });
    expect(JSON.stringify(error)).not.toContain("s3cret");
  });

  it("without a token in its response makes the call VENDOR_MALFORMED", async () => {
    const credentials = await against(() => Response.json({ token: "t" }));
    await expect(credentials.headers(never)).rejects.toMatchObject({ code: "VENDOR_MALFORMED" });
  });

  it("without a response makes the call DEADLINE_EXCEEDED", async () => {
    const credentials = await against(
      async ({ signal }) => {
        await new Promise((resolve) => signal.addEventListener("abort", resolve));
        return new Response();
      },
      { timeoutMs: 30 },
    );
    await expect(credentials.headers(never)).rejects.toMatchObject({ code: "DEADLINE_EXCEEDED" });
  });
});

describe("a token of the settings", () => {
  it("is sent as it is and never renewed", async () => {
    const credentials = bearerCredentials("t");
    expect(await credentials.headers(never)).toEqual({ authorization: "Bearer t" });
    expect(Object.keys(credentials)).not.toContain("renew");
    await credentials.close();
  });
});
