import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { parse } from "yaml";
import { checkDeliveryFilters, probeReceivers } from "../src/cli/check-deliveries.js";
import { runDeliveries } from "../src/cli/deliveries.js";
import { parseSettings, type Settings } from "../src/config/config.js";
import { databaseSchema } from "../src/config/settings-sections.js";
import { keyOf, signatureHeaders } from "../src/deliveries/signature.js";
import { eventOfGap } from "../src/domain/delivery.js";
import { openStore } from "../src/stores/registry.js";
import { blocksOf } from "./support/docs.js";
import { startReceiver } from "./support/receiver.js";

const SECRET = `whsec_${Buffer.alloc(32, 3).toString("base64")}`;
const NOON = Date.UTC(2026, 5, 1, 12);
const SOURCES = { north: { vendor: "talkdesk", baseUrl: "https://api.talkdeskapp.com", accessToken: "a" } };

const read = (deliveries: object): Settings => parseSettings({ sources: SOURCES, deliveries }, {}, () => null);
const crm = (fields: object): Settings =>
  read({ crm: { url: "https://crm.example.com/events", secret: SECRET, ...fields } });

describe("the page of deliveries", () => {
  const block = (language: string): string =>
    blocksOf("docs/deliveries.md").find((one) => one.language === language)?.text ?? "";

  it("has settings that can be read", () => {
    const environment = {
      CRM_WEBHOOK_SECRET: SECRET,
      WEBEX_ORGANIZATION_ID: "0f3b2a1c-1111-4222-8333-444455556666",
      WEBEX_ACCESS_TOKEN: "token",
    };
    const settings = parseSettings(parse(block("yaml")), environment, () => null);
    expect(() => checkDeliveryFilters(settings)).not.toThrow();
    expect(Object.keys(settings.deliveries)).toEqual(["crm"]);
  });

  it("has a verification that accepts authentic events alone, for five minutes", async () => {
    const file = join(mkdtempSync(join(tmpdir(), "ringback-verify-")), "verify.mjs");
    writeFileSync(file, block("js"));
    type Verify = (secret: string, headers: object, body: string, now?: number) => boolean;
    const { isAuthentic } = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as { isAuthentic: Verify };
    const keys = [Buffer.alloc(24, 5), keyOf(SECRET)!];
    const headers = signatureHeaders(keys, { id: "crm-1", body: "{}", at: NOON });
    expect(isAuthentic(SECRET, headers, "{}", NOON)).toBe(true);
    expect(isAuthentic(SECRET, headers, "{} ", NOON)).toBe(false);
    expect(isAuthentic(SECRET, { ...headers, "webhook-id": "crm-2" }, "{}", NOON)).toBe(false);
    expect(isAuthentic(SECRET, { ...headers, "webhook-signature": "v1,AAAA" }, "{}", NOON)).toBe(false);
    expect(isAuthentic(SECRET, headers, "{}", NOON + 301_000)).toBe(false);
  });
});

describe("the check of the settings", () => {
  it.each([
    [{ statuses: ["WAITING"] }, 'deliveries.crm.filter.statuses.0: Value "WAITING" does not exist'],
    [{ status: "QUEUED" }, 'deliveries.crm.filter: Field "status" is not defined'],
    [{ sources: ["south"] }, 'deliveries.crm.filter.sources names the unknown source "south"; expected north'],
    [{ queueIds: ["nonsense"] }, "deliveries.crm.filter.queueIds[0]"],
    [{ phoneNumbers: ["12"] }, "deliveries.crm.filter.phoneNumbers[0]"],
    [{ search: "ab" }, "deliveries.crm.filter.search: expected a word"],
  ])("names the path of an invalid filter: %j", (filter, message) => {
    expect(() => checkDeliveryFilters(crm({ filter }))).toThrow(message);
  });

  it("names the path of any other error, and quotes no secret", () => {
    let message = "";
    try {
      crm({ secret: "whsec_c2VjcmV0", url: "http://crm.example.com" });
    } catch (error) {
      message = String(error);
    }
    expect(message).toContain("deliveries.crm.secret: expected whsec_ and the base64 of 24 to 64 random bytes");
    expect(message).toContain("deliveries.crm.url: expected an https URL");
    expect(message).not.toContain("c2VjcmV0");
  });

  it("tries whether receivers respond, and delivers nothing", async () => {
    const receiver = await startReceiver();
    const well = { url: receiver.url, secret: SECRET, allowPrivateAddresses: true };
    const port = "https://localhost:1/";
    const settings = read({
      well,
      away: { ...well, url: port },
      private: { ...well, url: port, allowPrivateAddresses: false },
    });
    expect(await probeReceivers(settings)).toEqual([
      { delivery: "well", responds: true, message: "responds to HEAD with 405" },
      { delivery: "away", responds: false, message: "does not respond: ECONNREFUSED" },
      { delivery: "private", responds: false, message: "does not respond: PRIVATE_ADDRESS" },
    ]);
    expect(receiver.received).toEqual([]);
    await receiver.close();
  });
});

describe("ringback deliveries", () => {
  it("lists deliveries and dead letters, and retries them", async () => {
    const dataDirectory = mkdtempSync(join(tmpdir(), "ringback-deliveries-"));
    onTestFinished(() => rmSync(dataDirectory, { recursive: true }));
    const settings = { dataDirectory, databaseUrl: null, database: databaseSchema.parse({}) };
    const run = (options: Record<string, string | true>, names = ["crm"]): Promise<readonly string[]> =>
      runDeliveries(settings, options, names, NOON + 90_000);
    expect(await run({})).toEqual([expect.stringContaining("no store exists yet")]);
    expect(await run({ "dead-letters": true })).toEqual(["There are no dead letters."]);
    await expect(run({ retry: "crm" })).rejects.toThrow("start the gateway once");
    const store = await openStore(settings);
    await store.beginDelivery("crm", "now");
    const failed = { attempts: 3, firstAttemptAt: NOON, reason: "HTTP 422" };
    const [first, second, third] = [1, 2, 3].map((position) => ({
      ...eventOfGap("crm", position, NOON),
      kind: "CREATED",
      callbackId: `callback-${position}`,
    }));
    const dead = [first!, second!].map((event) => ({ ...event, ...failed, deadSince: NOON + 1000 }));
    await store.saveDelivery("crm", 0, { position: 9, stoppedAt: NOON, done: [], pending: [third!], dead }, NOON);
    await store.close();
    expect(await run({}, ["billing"])).toEqual([
      "crm  position 9 of 0  lag 90 s  pending 1  dead letters 2  ended by the receiver at 2026-06-01T12:00:00.000Z  not in the settings",
      "billing  begins when the gateway starts",
    ]);
    expect((await run({ "dead-letters": true }))[0]).toBe(
      `2026-06-01T12:00:01.000Z  crm  ${first!.id}  CREATED  callback-1  attempts 3  HTTP 422`,
    );
    expect(await run({ retry: "crm", id: first!.id })).toEqual([
      "Dead letters of crm to deliver again: 1. A running gateway sends them within seconds.",
    ]);
    await expect(run({ retry: "crm", id: first!.id })).rejects.toThrow("no such dead letter of crm");
    await expect(run({ retry: "other" })).rejects.toThrow("no such delivery; expected one of crm");
    await expect(run({ id: "1" })).rejects.toThrow("--id requires --retry <delivery>");
    await expect(run({ retry: "crm", "dead-letters": true })).rejects.toThrow("does not go with");
    expect(await run({})).toEqual(["crm  position 9 of 0  lag 90 s  pending 2  dead letters 1"]);
  });
});
