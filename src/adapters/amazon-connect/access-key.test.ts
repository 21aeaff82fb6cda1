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
const open = (own: Pick<AccessKeyOptions, "auth" | "role">): AccessKeys => {
  time.now = NOW;
  const keys = accessKeysOf({ source: "care", clock: () => time.now, timeoutMs: 1000, ...own });
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

it("is that of the settings", async () => {
  const keys = open({ auth: { accessKeyId: "AKIA1", secretAccessKey: "s1" } });
  expect(await keys.get(signal)).toEqual({ accessKeyId: "AKIA1", secretAccessKey: "s1", sessionToken: null });
});

describe("the key of a container's role", () => {
  it("is fetched once for all requests, and again five minutes before it expires", async () => {
    const role = await serveRole();
    const keys = open({ role: { uri: role.url, token: "mine" } });
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
    const keys = open({ role: { uri: role.url, tokenFile: file } });
    await keys.get(signal);
    await writeFile(file, "second\n");
    time.now = NOW + 60 * MINUTE;
    await keys.get(signal);
    expect(role.tokens).toEqual(["first", "second"]);
    await rm(folder, { recursive: true });
  });

  it("is an error of the credentials where the endpoint grants none, and is fetched again", async () => {
    const role = await serveRole();
    const keys = open({ role: { uri: role.url } });
    role.isBroken = true;
    await expect(keys.get(signal)).rejects.toMatchObject({ code: "VENDOR_UNAUTHORIZED", source: "care" });
    role.isBroken = false;
    expect((await keys.get(signal)).accessKeyId).toBe("ASIA2");
  });
});
