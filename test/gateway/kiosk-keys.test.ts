import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runKioskKey } from "../../src/cli/kiosk-key.js";
import { databaseSchema } from "../../src/config/settings-sections.js";
import { authOf } from "../support/access.js";
import { startWorld, type World } from "../support/world.js";

const HOUR = 3_600_000;
const NUMBER = "+14155550123";
const lines: string[] = [];
const keys: string[] = [];
let world: World;
let settings: Parameters<typeof runKioskKey>[0];

const run = (options: Record<string, string | true>): Promise<readonly string[]> =>
  runKioskKey(settings, options, Object.keys(world.fakes), world.time.now);
const make = async (name: string, options: Record<string, string | true> = {}): Promise<string> => {
  const [key = ""] = await run({ name, ...options });
  keys.push(key);
  return key;
};
const post = (key: string, query: string, accept = "application/json"): Promise<Response> =>
  fetch(`${world.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${key}`, accept },
    body: JSON.stringify({ query }),
  });
const read = async (key: string, query: string): Promise<string> => (await post(key, query)).text();

describe("a key of a display", () => {
  const dataDirectory = mkdtempSync(join(tmpdir(), "ringback-kiosk-"));
  beforeAll(async () => {
    settings = { dataDirectory, databaseUrl: null, database: databaseSchema.parse({}) };
    const logger = pino({ level: "trace" }, { write: (line: string) => void lines.push(line) });
    world = await startWorld({ dataDirectory, logger, settings: { auth: authOf() } });
    world.fakes["talkdesk"]?.add({ phoneNumber: NUMBER, start: world.time.now + HOUR, name: "Jane Roe" });
  });
  afterAll(async () => {
    await world.close();
    rmSync(dataDirectory, { recursive: true });
  });

  it("reads callbacks of its sources, without numbers and names, and writes nothing", async () => {
    const key = await make("lobby", { sources: "talkdesk,mindful" });
    expect(JSON.parse(await read(key, "{ viewer { id scopes sources } callbacks { totalCount } }"))).toMatchObject({
      data: {
        viewer: {
          id: "kiosk:lobby",
          scopes: ["CALLBACKS_READ"],
          sources: expect.arrayContaining(["talkdesk", "mindful"]),
        },
        callbacks: { totalCount: 1 },
      },
    });
    const people = await read(key, "{ callbacks { nodes { customer { name phoneNumberRaw } } } }");
    expect(people).toContain("***23");
    expect(people).not.toContain("Roe");
    const write = `mutation { cancelCallback(input: { id: "x", idempotencyKey: "k" }) { userErrors { code } } }`;
    expect(await read(key, write)).toContain("missing scope callbacks:write");
    const other = await make("other", { sources: "mindful" });
    expect(await read(other, "{ callbacks { totalCount } }")).toContain('"totalCount":0');
  });

  it("reads numbers and names where it was made with --pii", async () => {
    const key = await make("team lead", { pii: true });
    expect(await read(key, "{ callbacks { nodes { customer { name } } } }")).toContain("Roe");
  });

  it("is rejected once it has expired", async () => {
    const key = await make("short", { expires: "1h" });
    expect((await post(key, "{ viewer { id } }")).status).toBe(200);
    world.time.now += HOUR;
    const response = await post(key, "{ viewer { id } }");
    expect([response.status, await response.text()]).toEqual([401, expect.stringContaining("has expired")]);
  });

  it("ends its open subscriptions within seconds after it was revoked, and is rejected from then on", async () => {
    const key = await make("hall");
    const stream = await post(key, "subscription { callbackChanged(snapshot: true) { cursor } }", "text/event-stream");
    expect(stream.status).toBe(200);
    expect((await run({ revoke: "hall" })).join()).toContain("revoked");
    // The stream ends by itself: this waits for its last byte.
    expect(await stream.text()).toContain("UNAUTHENTICATED");
    const response = await post(key, "{ viewer { id } }");
    expect([response.status, await response.text()]).toEqual([401, expect.stringContaining("was revoked")]);
  });

  it("is unknown if it was never made, and a name is used once at a time", async () => {
    expect((await post(`rbk_${"a".repeat(43)}`, "{ viewer { id } }")).status).toBe(401);
    await make("door");
    await expect(make("door")).rejects.toThrow("this key exists; choose another name, or --revoke it first");
    await run({ revoke: "door" });
    expect((await post(await make("door"), "{ viewer { id } }")).status).toBe(200);
  });

  it.each<[Record<string, string | true>, RegExp]>([
    [{}, /--name: expected/u],
    [{ name: "a\nb" }, /--name: expected/u],
    [{ name: "x", expires: "5y" }, /--expires 5y: expected hours or days, from 1h to 730d/u],
    [{ name: "x", expires: "731d" }, /--expires 731d/u],
    [{ name: "x", sources: "webex,nowhere" }, /unknown source nowhere; expected some of webex/u],
    [{ revoke: "nowhere" }, /--revoke nowhere: no valid key has this name; valid are: /u],
    [{ list: true, name: "x" }, /--name does not go with --list/u],
  ])("is not made with the options %j", async (options, message) => {
    await expect(run(options)).rejects.toThrow(message);
  });

  it("is listed with its state, and stands in no list and in no log", async () => {
    const listed = (await run({ list: true })).join("\n");
    expect(listed).toMatch(/^hall {2}revoked/mu);
    expect(listed).toMatch(/^short {2}expired/mu);
    expect(listed).toMatch(/^team lead {2}valid .* callbacks:read pii:read {2}all sources$/mu);
    expect(lines.length).toBeGreaterThan(0);
    for (const key of keys) expect([...lines, listed].filter((line) => line.includes(key))).toEqual([]);
  });
});
