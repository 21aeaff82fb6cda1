import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { JsonObject, JsonValue } from "../../lib/json.js";
import type { Adapter, VendorPage } from "../adapter.js";
import { capabilitiesOf } from "../capability.js";
import type { FakeVendor } from "../fake/fake.js";
import { serveFake, type ServedFake } from "../fake/serve.js";
import { mindful } from "./index.js";
import { countRequests } from "../../domain/change/request-stamp.js";

const NOW = Date.UTC(2026, 5, 1, 12);
const clock = (): number => NOW;
const options = { signal: new AbortController().signal };
const PATH = "/api/organization/562a519b54f83b56/callback_status";

const ids = ({ observations }: VendorPage): string[] => observations.map(({ callback }) => callback.vendorId);
const create = (settings: JsonObject): Adapter =>
  mindful.create(mindful.settings.parse(settings), {
    source: "north",
    vendor: "MINDFUL",
    clock,
    stampRequest: countRequests(clock),
  });
const find = async (adapter: Adapter, phoneNumber: string): Promise<VendorPage> => {
  const answer = await adapter.findByPhoneNumber?.(phoneNumber, options);
  if (answer === undefined) throw new Error("it cannot find by number");
  return answer;
};

describe("the adapter of the Mindful Scheduler", () => {
  let fake: FakeVendor;
  let served: ServedFake;
  let adapter: Adapter;

  beforeEach(async () => {
    fake = mindful.createFake(clock, { count: 0 });
    served = await serveFake(fake);
    adapter = create(fake.settings(served.baseUrl));
  });
  afterEach(async () => {
    await adapter.close();
    await served.close();
  });

  const asked = (): unknown[] =>
    fake.log
      .filter(({ path }) => path === PATH)
      .map(({ body }) => (JSON.parse(body) as { contact_number: unknown }).contact_number);

  it("finds and cancels by number, has webhooks, schedules with a widget, lists with the API v2, and supports nothing else", () => {
    expect(capabilitiesOf(adapter)).toEqual(["LIST", "FIND_BY_PHONE_NUMBER", "SCHEDULE", "CANCEL", "PUSH"]);
    const { widgetId: _, api: __, ...without } = fake.settings(served.baseUrl);
    expect(capabilitiesOf(create(without))).toEqual(["FIND_BY_PHONE_NUMBER", "CANCEL", "PUSH"]);
    expect(Object.keys(adapter)).not.toContain("findByCustomer");
  });

  it("sends the organization in the path, the number in the body and the token in the header", async () => {
    fake.add({ phoneNumber: "+14155550100", start: NOW });
    await find(adapter, "+14155550100");
    expect(fake.log).toMatchObject([
      {
        method: "POST",
        path: PATH,
        body: JSON.stringify({ contact_number: "+14155550100" }),
        headers: { authorization: "demo-token", "content-type": "application/json" },
      },
    ]);
  });

  it("sends the token in the configured header, and none without a token", async () => {
    const { token: _, ...rest } = fake.settings(served.baseUrl);
    for (const part of [{ token: "t", tokenHeader: "X-Api-Access-Token" }, {}]) {
      const other = create({ ...rest, ...part });
      await expect(find(other, "+14155550100")).rejects.toMatchObject({ code: "VENDOR_UNAUTHORIZED" });
      await other.close();
    }
    expect(fake.log.map(({ headers }) => [headers["x-api-access-token"], headers["authorization"]])).toEqual([
      ["t", undefined],
      [undefined, undefined],
    ]);
  });

  it("returns all callbacks of a number, observed at the time of the request, in one request", async () => {
    const one = fake.add({ phoneNumber: "+14155550100", start: NOW + 60_000 });
    const other = fake.add({ phoneNumber: "+14155550100", start: NOW + 120_000 });
    fake.add({ phoneNumber: "+14155550101", start: NOW });
    const answer = await find(adapter, "+14155550100");
    expect(ids(answer)).toEqual([one, other]);
    expect(answer).toMatchObject({ isComplete: true, quarantined: [], coerced: [] });
    expect(answer.observations[0]).toMatchObject({ observedAt: NOW, vendorRecord: fake.records.get(one) });
    expect(asked()).toEqual(["+14155550100"]);
  });

  it.each(["14155550100", "4155550100"])(
    "finds a number that the vendor stores as %s by its E.164 form",
    async (held) => {
      const id = fake.add({ phoneNumber: held, start: NOW });
      const answer = await find(adapter, "+14155550100");
      expect(ids(answer)).toEqual([id]);
      expect(answer.observations[0]?.callback.customer).toMatchObject({
        phoneNumber: "+14155550100",
        phoneNumberRaw: held,
      });
      expect(asked()).toEqual(["+14155550100", "14155550100", "4155550100"]);
    },
  );

  it("does not guess at home numbers of other countries, nor at numbers in other forms", async () => {
    await find(adapter, "+442079460000");
    await find(adapter, "(415) 555-0100");
    expect(asked()).toEqual(["+442079460000", "442079460000", "(415) 555-0100"]);
  });

  it("returns a complete, empty page for a number without callbacks", async () => {
    expect(await find(adapter, "+14155550199")).toEqual({
      observations: [],
      quarantined: [],
      coerced: [],
      isComplete: true,
    });
  });

  it("refreshes a callback by its number in the vendor's spelling", async () => {
    fake.add({ phoneNumber: "4155550100", start: NOW });
    const callback = (await find(adapter, "4155550100")).observations[0]?.callback;
    if (callback === undefined) throw new Error("the callback was not found");
    expect(adapter.queryFor(callback)).toEqual({ by: "phoneNumber", phoneNumber: "4155550100" });
    const nameless = { ...callback, customer: { ...callback.customer, phoneNumberRaw: null } };
    expect(adapter.queryFor(nameless)).toBeNull();
  });

  it("watches the numbers of its settings, and verifies with the first one or a fictional one", async () => {
    await adapter.verify(options);
    const watching = create({
      ...fake.settings(served.baseUrl),
      watch: { phoneNumbers: ["+14155550100", 4155550101] },
    });
    expect(watching.watched).toEqual([
      { by: "phoneNumber", phoneNumber: "+14155550100" },
      { by: "phoneNumber", phoneNumber: "4155550101" },
    ]);
    await watching.verify(options);
    await watching.close();
    expect(asked()).toEqual(["+12025550100", "+14155550100"]);
  });

  it("finds all records of its fake through the watched numbers", async () => {
    const full = mindful.createFake(clock, { quota: null });
    const server = await serveFake(full);
    const watching = create({ ...full.settings(server.baseUrl), quota: null });
    const found: string[] = [];
    for (const query of watching.watched) {
      if (query.by === "phoneNumber") found.push(...ids(await find(watching, query.phoneNumber)));
    }
    expect(found.toSorted()).toEqual([...full.records.keys()].toSorted());
    await watching.close();
    await server.close();
  });
});

describe("a response of the Mindful Scheduler", () => {
  let served: ServedFake;
  let adapter: Adapter;
  let body: JsonValue = { data: [] };

  beforeEach(async () => {
    served = await serveFake({ handle: () => Promise.resolve(Response.json(body)) });
    adapter = create({ baseUrl: served.baseUrl, organizationId: "562a519b54f83b56" });
  });
  afterEach(async () => {
    await adapter.close();
    await served.close();
  });

  it("loses no row for another that cannot be read; one without an id makes absence mean nothing", async () => {
    body = { data: [{ call_request_id: "1", status: {} }, { call_request_id: "2" }] };
    const partly = await find(adapter, "+14155550100");
    expect(ids(partly)).toEqual(["2"]);
    expect(partly).toMatchObject({
      quarantined: [{ vendorId: "1", reason: "status: expected text" }],
      isComplete: true,
    });
    body = { data: [null, { call_request_id: "2" }] };
    const lost = await find(adapter, "+14155550100");
    expect(ids(lost)).toEqual(["2"]);
    expect(lost).toMatchObject({ quarantined: [{ vendorId: null }], isComplete: false });
  });

  it.each<[JsonValue]>([
    [{}],
    [{ data: null }],
    [{ data: {} }],
    [[]],
    [null],
    ["data"],
    [{ status: "ContactRequired" }],
  ])("of another shape is malformed, and not an answer without callbacks: %j", async (shape) => {
    body = shape;
    await expect(find(adapter, "+14155550100")).rejects.toMatchObject({ code: "VENDOR_MALFORMED", source: "north" });
  });
});

describe("the settings of the Mindful Scheduler", () => {
  const valid = { baseUrl: "https://acme.scheduler-rt.getmindful.com", organizationId: "562a519b54f83b56" };
  const mistakes = (settings: JsonObject): string[] =>
    mindful.settings.safeParse(settings).error?.issues.map(({ path }) => path.join(".")) ?? [];

  it("need an address and an organization, and nothing else", () => {
    expect(mindful.settings.parse(valid)).toMatchObject({
      ...valid,
      tokenHeader: "Authorization",
      watch: { phoneNumbers: [] },
    });
    expect(mistakes({})).toEqual(["baseUrl", "organizationId"]);
  });

  it.each<[JsonObject, string]>([
    [{ organizationId: 562 }, "organizationId"],
    [{ token: "" }, "token"],
    [{ tokenHeader: "X Token" }, "tokenHeader"],
    [{ watch: { customerIds: ["C1"] } }, "watch"],
    [{ organisationId: "x" }, ""],
  ])("name the field of an error: %j", (part, path) => {
    expect(mistakes({ ...valid, ...part })).toEqual([path]);
  });
});
