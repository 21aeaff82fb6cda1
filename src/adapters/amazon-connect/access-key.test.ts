import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { serveFake } from "../fake/serve.js";
import { accessKeysOf, type AccessKeyOptions, type AccessKeys } from "./access-key.js";

const NOW = Date.UTC(2026, 5, 1, 12);
const MINUTE = 60_000;
const signal = new AbortController().signal;
const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()));
});

const time = { now: NOW };
const open = (environment: AccessKeyOptions["environment"], auth?: AccessKeyOptions["auth"]): AccessKeys => {
  time.now = NOW;
  const clock = (): number => time.now;
  const keys = accessKeysOf({ source: "care", clock, timeoutMs: 1000, auth, environment: environment ?? {} });
  opened.push(keys);
  return keys;
};

/** The endpoint of a container. Its keys are valid for an hour. */
async function serveRole(): Promise<{ readonly url: string; readonly tokens: (string | null)[]; isBroken: boolean }> {
  const role = { url: "", tokens: [] as (string | null)[], isBroken: false };
  const served = await serveFake({
    handle(request) {
      role.tokens.push(request.headers.get("authorization"));
      if (role.isBroken) return Promise.resolve(Response.json({ code: "no role" }, { status: 400 }));
      return Promise.resolve(
        Response.json({
          AccessKeyId: `ASIA${role.tokens.length}`,
          SecretAccessKey: "secret",
          Token: "token",
          Expiration: new Date(time.now + 60 * MINUTE).toISOString(),
        }),
      );
    },
  });
  opened.push(served);
  role.url = `${served.baseUrl}/v2/credentials/role?x=1`;
  return role;
}

describe("the access key", () => {
  const ENVIRONMENT = { AWS_ACCESS_KEY_ID: "AKIA2", AWS_SECRET_ACCESS_KEY: "s2\n", AWS_SESSION_TOKEN: "" };

  it("of the settings goes before that of the environment", async () => {
    const keys = open(ENVIRONMENT, { accessKeyId: "AKIA1", secretAccessKey: "s1" });
    expect(await keys.get(signal)).toEqual({ accessKeyId: "AKIA1", secretAccessKey: "s1", sessionToken: null });
  });

  it("of the environment goes before the container's role", async () => {
    const keys = open({ ...ENVIRONMENT, AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://127.0.0.1:1/" });
    expect(await keys.get(signal)).toEqual({ accessKeyId: "AKIA2", secretAccessKey: "s2", sessionToken: null });
  });

  it("may be temporary", async () => {
    const keys = open({ ...ENVIRONMENT, AWS_SESSION_TOKEN: "t2" });
    expect(await keys.get(signal)).toMatchObject({ sessionToken: "t2" });
  });

  it("is missing where nothing says it, and the error names the places", async () => {
    await expect(open({ AWS_ACCESS_KEY_ID: "AKIA2" }).get(signal)).rejects.toMatchObject({
      code: "VENDOR_UNAUTHORIZED",
      message: expect.stringMatching(/^no AWS access key for care: set auth .*AWS_ACCESS_KEY_ID/u) as string,
    });
  });
});

describe("the key of a container's role", () => {
  it("is fetched once for all requests, and again five minutes before it expires", async () => {
    const role = await serveRole();
    const keys = open({ AWS_CONTAINER_CREDENTIALS_FULL_URI: role.url, AWS_CONTAINER_AUTHORIZATION_TOKEN: "mine" });
    const [first, second] = await Promise.all([keys.get(signal), keys.get(signal)]);
    expect(first).toEqual({ accessKeyId: "ASIA1", secretAccessKey: "secret", sessionToken: "token" });
    expect(second).toEqual(first);
    time.now = NOW + 55 * MINUTE - 1;
    expect((await keys.get(signal)).accessKeyId).toBe("ASIA1");
    time.now += 1;
    expect((await keys.get(signal)).accessKeyId).toBe("ASIA2");
    expect(role.tokens).toEqual(["mine", "mine"]);
  });

  it("reads its token from a file each time, which is rotated", async () => {
    const folder = await mkdtemp(join(tmpdir(), "role-"));
    const file = join(folder, "token");
    await writeFile(file, "first\n");
    const role = await serveRole();
    const keys = open({ AWS_CONTAINER_CREDENTIALS_FULL_URI: role.url, AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: file });
    await keys.get(signal);
    await writeFile(file, "second\n");
    time.now = NOW + 60 * MINUTE;
    await keys.get(signal);
    expect(role.tokens).toEqual(["first", "second"]);
    await rm(folder, { recursive: true });
  });

  it("is an error of the credentials where the endpoint grants none, and is asked for again", async () => {
    const role = await serveRole();
    const keys = open({ AWS_CONTAINER_CREDENTIALS_FULL_URI: role.url });
    role.isBroken = true;
    await expect(keys.get(signal)).rejects.toMatchObject({ code: "VENDOR_UNAUTHORIZED", source: "care" });
    role.isBroken = false;
    expect((await keys.get(signal)).accessKeyId).toBe("ASIA2");
  });

  it("is not sent for over plain HTTP to another host", async () => {
    const keys = open({ AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://example.test/role" });
    await expect(keys.get(signal)).rejects.toMatchObject({
      message: expect.stringMatching(/must be https/u) as string,
    });
  });
});
