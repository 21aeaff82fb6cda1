import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FakeVendor } from "../../src/adapters/fake/fake.js";
import { ADAPTERS } from "../../src/adapters/registry.js";
import { encodeChangeCursor } from "../../src/domain/change/cursor.js";
import { ask } from "../support/ask.js";
import { folderOf } from "../support/folder-of.js";
import { CHANGE_FIELDS, follow, type Following } from "../support/follow.js";
import { startWorld, type World } from "../support/world.js";

const CHANGES = `subscription ($after: String) { callbackChanged(after: $after) { ${CHANGE_FIELDS} } }`;
const TOKEN = "a token for those who know";
const MINUTE = 60_000;
const fakeOf = (vendor: string): FakeVendor => ADAPTERS.find((one) => one.vendor === vendor)!.createFake(() => 0);
/** The sources whose vendors tell of changes by themselves, and the others. */
const PUSHING = ADAPTERS.map(({ vendor }) => vendor).filter((vendor) => fakeOf(vendor).webhook !== undefined);
const RECORDS_IN_BODY = new Set(["MINDFUL"]);
const SILENT = ADAPTERS.map(({ vendor }) => vendor).filter((vendor) => fakeOf(vendor).webhook === undefined);

interface Refusal {
  readonly status: number;
  readonly code: string | undefined;
  readonly message: string | undefined;
}

/** Numbers that belong to nobody, or to nobody alone. */
const NOBODY = ["Restricted", "+266696687", 266696687, "0000000000", "+14155550100 ext. 22"].map((phoneNumber) => ({
  phoneNumber,
}));

let world: World;
let following: Following;

beforeEach(async () => {
  world = await startWorld({ settings: { server: { port: 0, hintToken: TOKEN, maxBodyBytes: 65_536 } } });
  // From the log's beginning: however late it begins, it is told of everything.
  following = follow(world.url, "ws", CHANGES, { after: encodeChangeCursor(0) });
});
afterEach(async () => {
  await following.stop();
  await world.close();
});

async function send(path: string, body: string | Buffer, headers: Readonly<Record<string, string>>): Promise<Refusal> {
  const response = await fetch(`${world.url}${path}`, { method: "POST", headers: { ...headers }, body });
  const { errors } = (await response.json()) as {
    errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
  };
  return { status: response.status, code: errors?.[0]?.extensions.code, message: errors?.[0]?.message };
}

const hint = (source: string, body: unknown, token = TOKEN): Promise<Refusal> =>
  send(`/webhooks/${source}/hint`, JSON.stringify(body), { authorization: `Bearer ${token}` });

/** A callback that the gateway does not know yet. */
function addCallback(source: string): string {
  const start = world.time.now + 60 * MINUTE;
  return world.fakes[source]!.add({ phoneNumber: "+14155550100", start, customerId: "customer-1" });
}

function deliver(source: string, id: string, sentAt = world.time.now): Promise<Refusal> {
  const { headers, body } = world.fakes[source]!.webhook!.deliver(id, sentAt);
  return send(`/webhooks/${source}`, body, headers);
}

describe.each(PUSHING)("a webhook of %s", (vendor) => {
  const source = folderOf(vendor);

  it("gets 202, and the vendor's response to the following fetch is published", async () => {
    const id = addCallback(source);
    expect(await deliver(source, id)).toMatchObject({ status: 202 });
    expect(await following.next(1)).toMatchObject([{ kind: "CREATED", callback: { vendorId: id } }]);
  });

  it("appears as the capability PUSH", async () => {
    const { sources } = await ask<{ sources: { name: string; capabilities: string[] }[] }>(
      world.url,
      "{ sources { name capabilities } }",
    );
    const pushing = sources.filter(({ capabilities }) => capabilities.includes("PUSH")).map(({ name }) => name);
    expect(pushing.toSorted()).toEqual(PUSHING.map((name) => folderOf(name)).toSorted());
  });

  it("is rejected without a vendor request unless it is authentic", async () => {
    const { headers, body } = world.fakes[source]!.webhook!.deliver(addCallback(source), world.time.now);
    const names = Object.keys(headers).filter((name) => /signature|authorization|secret/u.test(name));
    expect(names).toHaveLength(1);
    const wrong: Record<string, string>[] = names.flatMap((name) => [
      { ...headers, [name]: "" },
      { ...headers, [name]: `${headers[name]}0` },
      { ...headers, [name]: "0".repeat(64) },
      Object.fromEntries(Object.entries(headers).filter(([other]) => other !== name)),
    ]);
    for (const tampered of wrong) {
      expect(await send(`/webhooks/${source}`, body, tampered)).toMatchObject({ status: 401, code: "UNAUTHENTICATED" });
    }
    expect(world.callCount()).toBe(0);
  });

  it("is authenticated before its body is read, and rejected if the body is too large", async () => {
    const { headers } = world.fakes[source]!.webhook!.deliver(addCallback(source), world.time.now);
    const unsigned = Object.fromEntries(
      Object.entries(headers).filter(([name]) => !/signature|authori|secret/u.test(name)),
    );
    expect(await send(`/webhooks/${source}`, "{ not json", unsigned)).toMatchObject({ status: 401 });
    expect(await send(`/webhooks/${source}`, " ".repeat(70_000), headers)).toMatchObject({
      status: 413,
      code: "PAYLOAD_TOO_LARGE",
    });
    expect(world.callCount()).toBe(0);
  });

  it("publishes a change once for any number of concurrent deliveries", async () => {
    const id = addCallback(source);
    await Promise.all([1, 2, 3, 4].map(() => deliver(source, id)));
    // A delivery that contains the record is published before the API completes it.
    const count = RECORDS_IN_BODY.has(vendor) ? 2 : 1;
    expect(await following.next(count)).toHaveLength(count);
    await hint(source, { phoneNumber: "+14155550100" });
    expect(following.told.map(({ kind }) => kind)).toEqual(["CREATED", "UPDATED"].slice(0, count));
  });
});

describe("a webhook that is signed with a time", () => {
  const source = "webex";

  it("is rejected if it is older than 5 minutes, or from the future", async () => {
    const id = addCallback(source);
    for (const offset of [-5 * MINUTE - 1, 5 * MINUTE + 1]) {
      const refused = await deliver(source, id, world.time.now + offset);
      expect(refused).toMatchObject({ status: 401, message: "the timestamp is not within 5 minutes of now" });
    }
    expect(await deliver(source, id, world.time.now - 5 * MINUTE)).toMatchObject({ status: 202 });
  });

  it("is rejected the second time, with any headers", async () => {
    const { headers, body } = world.fakes[source]!.webhook!.deliver(addCallback(source), world.time.now);
    expect(await send("/webhooks/webex", body, headers)).toMatchObject({ status: 202 });
    await following.next(1);
    const calls = world.callCount();
    expect(await send("/webhooks/webex", body, headers)).toMatchObject({ status: 409, code: "CONFLICT" });
    const upper = { ...headers, "x-webexcc-signature": headers["x-webexcc-signature"]!.toUpperCase() };
    expect(await send("/webhooks/webex", body, upper)).toMatchObject({ status: 409 });
    expect(world.callCount()).toBe(calls);
  });
});

/** Everything that a client can tell answers apart by; the id and the time of the request are its own. */
async function answerTo(path: string, body: string, headers: Record<string, string>): Promise<string> {
  const response = await fetch(`${world.url}${path}`, { method: "POST", headers, body });
  const told = [...response.headers].filter(([name]) => name !== "x-request-id" && name !== "date");
  return JSON.stringify([response.status, told, await response.text()]);
}

describe("webhooks without proof", () => {
  const SOURCES = [...PUSHING, ...SILENT].map(folderOf);
  const UNKNOWN = ["nowhere", "0", "a".repeat(64), "%2e%2e%2e", "__proto__", "toString"];

  it.each<[string, Record<string, string>]>([
    ["nothing", {}],
    ["a wrong signature", { "x-webexcc-signature": "0".repeat(64), "x-webexcc-timestamp": "1" }],
    ["a wrong secret", { authorization: "wrong", "x-mindful-secret": "wrong" }],
    ["the token of hints", { authorization: `Bearer ${TOKEN}` }],
  ])("get the same response %s, whether the source has webhooks, has none, or does not exist", async (_, headers) => {
    expect([PUSHING.length, SILENT.length]).not.toContain(0);
    const answers = new Set<string>();
    for (const source of [...SOURCES, ...UNKNOWN]) {
      for (const body of ["{}", "{ not json", ""]) answers.add(await answerTo(`/webhooks/${source}`, body, headers));
    }
    expect(answers.size).toBe(1);
    expect([...answers][0]).toContain("UNAUTHENTICATED");
    expect(world.callCount()).toBe(0);
  });

  it.each(["nowhere", ...SOURCES])("count as failed logins at %s", async (source) => {
    await world.close();
    world = await startWorld({
      settings: { server: { port: 0, hintToken: TOKEN, failedLogins: { requests: 3, perMs: 60_000 } } },
    });
    for (let count = 0; count < 3; count += 1) {
      expect(await send(`/webhooks/${source}`, "{}", {})).toMatchObject({ status: 401, code: "UNAUTHENTICATED" });
    }
    expect(await send(`/webhooks/${source}`, "{}", {})).toMatchObject({ status: 429, code: "RATE_LIMITED" });
    expect(await hint("talkdesk", { id: "1" })).toMatchObject({ status: 429, code: "RATE_LIMITED" });
    world.time.now += 20_000;
    expect(await send(`/webhooks/${source}`, "{}", {})).toMatchObject({ status: 401 });
  });

  it("do not lock the vendor out: signatures cannot be guessed, and a valid secret is accepted", async () => {
    await world.close();
    world = await startWorld({ settings: { server: { port: 0, failedLogins: { requests: 1, perMs: 3_600_000 } } } });
    for (const source of ["nowhere", "nowhere"]) await send(`/webhooks/${source}`, "{}", {});
    for (const vendor of PUSHING) {
      const source = folderOf(vendor);
      const isGuessable = ["MINDFUL", "GENESYS_CLOUD", "AMAZON_CONNECT"].includes(vendor);
      expect(await deliver(source, addCallback(source))).toMatchObject({ status: isGuessable ? 429 : 202 });
      world.time.now += 3_600_000;
      expect(await deliver(source, addCallback(source))).toMatchObject({ status: 202 });
      for (let count = 0; count < 3; count += 1) await send(`/webhooks/${source}`, "{}", {});
      expect(await deliver(source, addCallback(source))).toMatchObject({ status: 202 });
    }
  });
});

describe("a hint", () => {
  it.each(["genesys", "genesys-gms", "nice-cxone", "mindful", "talkdesk", "webex"])(
    "causes a fetch from %s, and the change is published",
    async (source) => {
      const id = addCallback(source);
      const body = source === "genesys" ? { customerId: "customer-1" } : { phoneNumber: "+14155550100" };
      expect(await hint(source, body)).toMatchObject({ status: 202 });
      expect(await following.next(1)).toMatchObject([{ kind: "CREATED", callback: { vendorId: id } }]);
    },
  );

  it.each([
    [JSON.stringify({ phoneNumber: 14155550100 })],
    [`\ufeff${JSON.stringify({ phoneNumber: "+14155550100" })}`],
    [JSON.stringify({ phoneNumber: "tel:+1-415-555-0100" })],
    [JSON.stringify({ phoneNumber: "\u202a+1 (415) 555-0100\u202c" })],
  ])("names a number as programs write it: %s", async (body) => {
    const id = addCallback("mindful");
    const authorization = `Bearer ${TOKEN}`;
    expect(await send("/webhooks/mindful/hint", body, { authorization })).toMatchObject({ status: 202 });
    expect(await following.next(1)).toMatchObject([{ kind: "CREATED", callback: { vendorId: id } }]);
  });

  it("names a callback by its id", async () => {
    const sources = ["genesys", "genesys-gms", "nice-cxone", "talkdesk", "webex"];
    const ids = sources.map((source) => [source, addCallback(source)] as const);
    for (const [source, id] of ids) expect(await hint(source, { id })).toMatchObject({ status: 202 });
    const told = await following.next(ids.length);
    expect(told.map(({ callback }) => callback.vendorId).toSorted()).toEqual(ids.map(([, id]) => id).toSorted());
  });

  it("needs the token of the settings", async () => {
    for (const token of ["", "wrong", TOKEN.slice(1)]) {
      expect(await hint("talkdesk", { id: "1" }, token)).toMatchObject({ status: 401, code: "UNAUTHENTICATED" });
    }
    expect(await hint("nowhere", { id: "1" }, "wrong")).toMatchObject({ status: 401 });
    expect(world.callCount()).toBe(0);
  });

  it("is rejected for an unknown source, an invalid shape, or an unsupported query", async () => {
    expect(await hint("nowhere", { id: "1" })).toMatchObject({
      status: 404,
      code: "NOT_FOUND",
    });
    for (const wrong of [
      {},
      [],
      null,
      { id: "" },
      { id: "1", agentId: "2" },
      { other: "1" },
      { phoneNumber: 7 },
      ...NOBODY,
    ]) {
      expect(await hint("talkdesk", wrong), JSON.stringify(wrong)).toMatchObject({ status: 400, code: "BAD_REQUEST" });
    }
    const authorization = `Bearer ${TOKEN}`;
    expect(await send("/webhooks/talkdesk/hint", "{ not json", { authorization })).toMatchObject({ status: 400 });
    expect(await hint("genesys", { phoneNumber: "+14155550100" })).toMatchObject({ status: 404, code: "UNSUPPORTED" });
    expect(world.callCount()).toBe(0);
  });

  it("is rejected if the settings have no token", async () => {
    const closed = await startWorld();
    const response = await fetch(`${closed.url}/webhooks/talkdesk/hint`, { method: "POST", body: "{}" });
    expect([response.status, await response.text()]).toEqual([403, expect.stringContaining("server.hintToken")]);
    await closed.close();
  });
});
