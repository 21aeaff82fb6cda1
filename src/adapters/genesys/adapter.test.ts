import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { JsonObject, JsonValue } from "../../lib/json.js";
import type { Adapter, VendorPage } from "../adapter.js";
import { capabilitiesOf } from "../capability.js";
import type { FakeVendor } from "../fake/fake.js";
import { serveFake, type ServedFake } from "../fake/serve.js";
import { genesys } from "./index.js";
import { countRequests } from "../../domain/change/request-stamp.js";

const NOW = Date.UTC(2026, 5, 1, 12);
const options = { signal: new AbortController().signal };

let now = NOW;
const clock = (): number => now;
const ids = ({ observations }: VendorPage): string[] => observations.map(({ callback }) => callback.vendorId);

const create = (settings: JsonObject): Adapter =>
  genesys.create(genesys.settings.parse(settings), {
    source: "north",
    vendor: "GENESYS",
    clock,
    stampRequest: countRequests(clock),
  });

describe("the adapter of Context Services", () => {
  let fake: FakeVendor;
  let served: ServedFake;
  let adapter: Adapter;

  beforeEach(async () => {
    now = NOW;
    fake = genesys.createFake(clock, { count: 0 });
    served = await serveFake(fake);
    adapter = create(fake.settings(served.baseUrl));
  });
  afterEach(async () => {
    await adapter.close();
    await served.close();
  });

  it("supports GET and queries by customer, but neither LIST nor queries by number or agent", () => {
    expect(capabilitiesOf(adapter)).toEqual(["FIND_BY_CUSTOMER", "GET"]);
  });

  it("sends requests below the path of its base URL, with the tenant and user of its settings", async () => {
    await adapter.findByCustomer?.("C/1 ü", options);
    await adapter.get?.("a/b", options);
    expect(fake.log.map(({ method, path }) => [method, path])).toEqual([
      ["GET", "/genesys/1/cs/customers/C%2F1%20%C3%BC/interactions"],
      ["GET", "/genesys/1/cs/interactions/a%2Fb"],
    ]);
    expect(fake.log[0]?.headers).toMatchObject({
      contactcenterid: "101",
      authorization: `Basic ${Buffer.from("ringback:demo-password").toString("base64")}`,
    });
    expect(fake.log[0]?.headers).not.toHaveProperty("groupid");
  });

  it("sends its group if it has one, and no authorization without a user", async () => {
    const { user: _, password: __, ...rest } = fake.settings(served.baseUrl);
    const plain = create({ ...rest, groupId: 7 });
    await expect(plain.findByCustomer?.("C1", options)).rejects.toMatchObject({ code: "VENDOR_UNAUTHORIZED" });
    await plain.close();
    expect(fake.log[0]?.headers).toMatchObject({ groupid: "7" });
    expect(fake.log[0]?.headers).not.toHaveProperty("authorization");
  });

  it("returns the callbacks of a customer, observed at the time of the request", async () => {
    const start = NOW + 60_000;
    const one = fake.add({ phoneNumber: "+14155550100", start, customerId: "C1" });
    const other = fake.add({ phoneNumber: "+14155550101", start, customerId: "C1" });
    fake.add({ phoneNumber: "+14155550102", start, customerId: "C2" });
    const answer = await adapter.findByCustomer?.("C1", options);
    expect(answer && ids(answer)).toEqual([one, other]);
    expect(answer).toMatchObject({ isComplete: true, quarantined: [], coerced: [] });
    expect(answer?.observations[0]).toMatchObject({
      observedAt: NOW,
      vendorRecord: fake.records.get(one),
      callback: { source: "north", customer: { phoneNumber: "+14155550100", contactId: "C1" }, window: { start } },
    });
  });

  it("returns a complete, empty page for an unknown customer or id", async () => {
    const nothing = { observations: [], quarantined: [], coerced: [], isComplete: true };
    expect(await adapter.findByCustomer?.("nobody", options)).toEqual(nothing);
    expect(await adapter.get?.("nothing", options)).toEqual(nothing);
  });

  it("refreshes a callback by its customer, or by its id if it has none", async () => {
    const id = fake.add({ phoneNumber: "+14155550100", start: NOW, customerId: "C1" });
    const callback = (await adapter.get?.(id, options))?.observations[0]?.callback;
    if (callback === undefined) throw new Error("the callback was not found");
    expect(adapter.queryFor(callback)).toEqual({ by: "customer", customerId: "C1" });
    const anonymous = { ...callback, customer: { ...callback.customer, contactId: null } };
    expect(adapter.queryFor(anonymous)).toEqual({ by: "id", vendorId: id });
  });

  it("watches the customers of its settings", () => {
    const watching = create({ ...fake.settings(served.baseUrl), watch: { customerIds: ["C1", 42] } });
    expect(watching.watched).toEqual([
      { by: "customer", customerId: "C1" },
      { by: "customer", customerId: "42" },
    ]);
  });

  it("reports a rejection by the exception's class name, without its message", async () => {
    const wrong = create({ ...fake.settings(served.baseUrl), password: "wrong-password" });
    await expect(wrong.verify(options)).rejects.toMatchObject({ code: "VENDOR_UNAUTHORIZED", vendorCode: "401" });
    await wrong.close();
    const misplaced = create({ ...fake.settings(served.baseUrl), baseUrl: served.baseUrl });
    await expect(misplaced.findByCustomer?.("C1", options)).rejects.toMatchObject({
      code: "VENDOR_REJECTED",
      vendorCode: "com.example.contextservices.InteractionNotFoundException",
      message: "north responded with 404",
    });
    await misplaced.close();
  });

  it("is verified by a watched customer, or by an id that need not exist", async () => {
    await adapter.verify(options);
    const watching = create({ ...fake.settings(served.baseUrl), watch: { customerIds: ["C1"] } });
    await watching.verify(options);
    await watching.close();
    expect(fake.log.map(({ path }) => path)).toEqual([
      "/genesys/1/cs/interactions/0",
      "/genesys/1/cs/customers/C1/interactions",
    ]);
  });
});

describe("a response of Context Services", () => {
  let served: ServedFake;
  let adapter: Adapter;
  let body: JsonValue = [];

  beforeEach(async () => {
    served = await serveFake({ handle: () => Promise.resolve(Response.json(body)) });
    adapter = create({ baseUrl: `${served.baseUrl}/`, contactCenterId: 101 });
  });
  afterEach(async () => {
    await adapter.close();
    await served.close();
  });

  const fixture = (name: string): JsonValue =>
    JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), "utf8")) as JsonValue;
  const callback = { interaction_id: "1", entity_type: 5 };

  it("gives its callbacks, and no interaction of another kind", async () => {
    body = fixture("interactions-of-a-customer");
    const answer = await adapter.findByCustomer?.("C1001", options);
    expect(answer && ids(answer)).toEqual(["01HV8Q2A3B4C5D6E", "01HV8Q2A3B4C5D62"]);
    expect(answer).toMatchObject({ quarantined: [], isComplete: true });
  });

  it.each<[JsonValue, number]>([
    [{ interaction_id: "1", entity_type: 5 }, 1],
    [{ interaction_id: "1", entity_type: "5" }, 1],
    [{ interaction_id: "1", entity_type: "5-CALLBACK" }, 1],
    [{ interaction_id: "1", entity_type: "callback" }, 1],
    [{ interaction_id: "1", desired_response_type: "Voice" }, 1],
    [{ interaction_id: "1", entity_type: null, callback_status: 0 }, 1],
    [{ interaction_id: "1", entity_type: "", callback_status: 0 }, 1],
    [{ interaction_id: "1" }, 0],
    [{ interaction_id: "1", entity_type: 0, callback_status: 0 }, 0],
    [{ interaction_id: "1", entity_type: 0 }, 0],
    [{ interaction_id: "1", entity_type: 3 }, 0],
    [{ interaction_id: "1", entity_type: 4 }, 0],
    [{ interaction_id: "1", entity_type: 9 }, 0],
    [{ interaction_id: "1", entity_type: "FAX" }, 0],
  ])(
    "knows a callback by its entity type, and without one by fields that only callbacks have: %j",
    async (row, count) => {
      body = [row];
      const answer = await adapter.findByCustomer?.("C1", options);
      expect(answer?.observations).toHaveLength(count);
      expect(answer?.quarantined).toEqual([]);
    },
  );

  it("by id may be a list or one interaction, and is empty if that is no callback", async () => {
    for (const shape of [callback, [callback]]) {
      body = shape;
      const answer = await adapter.get?.("1", options);
      expect(answer && ids(answer)).toEqual(["1"]);
    }
    for (const shape of [[], { interaction_id: "1", entity_type: 3 }]) {
      body = shape;
      expect(await adapter.get?.("1", options)).toMatchObject({ observations: [], isComplete: true });
    }
  });

  it("loses no row for another that cannot be read; one without an id makes absence mean nothing", async () => {
    body = [
      { ...callback, start_time: {} },
      { ...callback, interaction_id: "2" },
    ];
    const partly = await adapter.findByCustomer?.("C1", options);
    expect(partly && ids(partly)).toEqual(["2"]);
    expect(partly).toMatchObject({
      quarantined: [{ vendorId: "1", reason: "start_time: expected text" }],
      isComplete: true,
    });
    body = ["what", { ...callback, interaction_id: "2" }];
    const lost = await adapter.findByCustomer?.("C1", options);
    expect(lost && ids(lost)).toEqual(["2"]);
    expect(lost).toMatchObject({ quarantined: [{ vendorId: null, raw: "what" }], isComplete: false });
    body = [{ ...callback, entity_type: {} }];
    expect(await adapter.findByCustomer?.("C1", options)).toMatchObject({ quarantined: [{ vendorId: "1" }] });
  });

  it.each<[JsonValue]>([
    [{ interactions: [callback] }],
    [{ message: "Sorry", exception: "x.Y" }],
    [null],
    ["[]"],
    [7],
    [[7, "no"]],
    [[[callback]]],
  ])("of another shape is malformed, and not an answer without callbacks: %j", async (shape) => {
    body = shape;
    await expect(adapter.findByCustomer?.("C1", options)).rejects.toMatchObject({ code: "VENDOR_MALFORMED" });
    await expect(adapter.get?.("1", options)).rejects.toMatchObject({ code: "VENDOR_MALFORMED", source: "north" });
  });

  it("with a single interaction is malformed for a query by customer", async () => {
    body = callback;
    await expect(adapter.findByCustomer?.("C1", options)).rejects.toMatchObject({ code: "VENDOR_MALFORMED" });
  });
});

describe("the settings of Context Services", () => {
  const valid = { baseUrl: "https://gms.example.com/genesys/1/cs", contactCenterId: "101" };
  const mistakes = (settings: JsonObject): string[] =>
    genesys.settings.safeParse(settings).error?.issues.map(({ path }) => path.join(".")) ?? [];

  it("need an address and a tenant, and nothing else", () => {
    expect(genesys.settings.parse(valid)).toMatchObject({ ...valid, watch: { customerIds: [] }, defaultRegion: null });
    expect(mistakes({})).toEqual(["baseUrl", "contactCenterId"]);
  });

  it.each<[JsonObject, string]>([
    [{ contactCenterId: "" }, "contactCenterId"],
    [{ user: "ringback" }, "password"],
    [{ password: "secret" }, "password"],
    [{ baseUrl: "ftp://example.com" }, "baseUrl"],
    [{ watch: { phoneNumbers: ["+14155550100"] } }, "watch"],
    [{ contactCentreId: "101" }, ""],
  ])("name the field of an error: %j", (part, path) => {
    expect(mistakes({ ...valid, ...part })).toEqual([path]);
  });
});
