import { beforeEach, describe, expect, it } from "vitest";
import { basicHeader } from "../http/credentials.js";
import type { FakeVendor } from "../fake/fake.js";
import { createGmsFake } from "./fake.js";

const NOW = Date.UTC(2026, 5, 1, 12);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NUMBER = "+14155550100";
const iso = (at: number): string => new Date(at).toISOString();

let now: number;
let fake: FakeVendor;
beforeEach(() => {
  now = NOW;
  fake = createGmsFake(() => now, { count: 0, capacity: 2 });
});

const request = (path: string, method = "GET", json?: unknown, user = "ringback"): Promise<Response> =>
  fake.handle(
    new Request(`http://gms.test/genesys/1/${path}`, {
      method,
      headers: { authorization: basicHeader(user, "demo-password") },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    }),
  );
const bodyOf = async <Body>(path: string): Promise<Body> => (await (await request(path)).json()) as Body;

interface Row {
  readonly _id: string;
  readonly _callback_state: string;
  readonly _callback_reason?: string;
}

describe("the query for administrators", () => {
  it("responds with a map from the queue to its callbacks, by default of a quarter of an hour ago to a day ahead", async () => {
    const starts = [NOW - 16 * MINUTE, NOW - 15 * MINUTE, NOW + DAY, NOW + DAY + MINUTE];
    const ids = starts.map((start) => fake.add({ phoneNumber: NUMBER, start }));
    const map = await bodyOf<Record<string, Row[]>>("admin/callback/queues?target=VQ_Sales_Callback");
    expect(Object.keys(map)).toEqual(["VQ_Sales_Callback"]);
    expect(map["VQ_Sales_Callback"]?.map(({ _id }) => _id)).toEqual(ids.slice(1, 3));
    const all = await bodyOf<Record<string, Row[]>>("admin/callback/queues");
    expect(Object.keys(all)).toEqual(["sales", "support", "billing"]);
  });

  it("limits states and rows", async () => {
    const ids = [0, 1, 2].map(() => fake.add({ phoneNumber: NUMBER, start: NOW }));
    fake.setVendorStatus(ids[0] ?? "", "QUEUED");
    const path = "admin/callback/queues?target=sales&states=SCHEDULED,PROCESSING";
    expect((await bodyOf<Record<string, Row[]>>(path))["sales"]).toHaveLength(2);
    expect((await bodyOf<Record<string, Row[]>>(`${path}&max=1`))["sales"]).toHaveLength(1);
  });
});

describe("the query of a service", () => {
  it("matches keys, all of them or any, and states but one", async () => {
    const [first, second] = [NUMBER, "+14155550101"].map((phoneNumber) => fake.add({ phoneNumber, start: NOW }));
    fake.setVendorStatus(second ?? "", "COMPLETED/CANCELLED");
    const find = async (query: string): Promise<string[]> =>
      (await bodyOf<Row[]>(`service/callback/sales?${query}`)).map(({ _id }) => _id);
    expect(await find("")).toEqual([first, second]);
    expect(await find("_callback_state=!COMPLETED")).toEqual([first]);
    const both = `_customer_number=${encodeURIComponent(NUMBER)}&_callback_state=COMPLETED`;
    expect([await find(both), await find(`operand=OR&${both}`)]).toEqual([[], [first, second]]);
    expect(await bodyOf<Row[]>("service/callback/billing")).toEqual([]);
    expect((await request("service/callback/gone")).status).toBe(404);
  });

  it("returns the keys of `returned-keys`, and names without underscore in older releases", async () => {
    fake = createGmsFake(() => now, { count: 0, returnedKeys: [], hasUnderscores: false });
    fake.add({ phoneNumber: NUMBER, start: NOW });
    const [row] = await bodyOf<Row[]>("service/callback?_callback_state=SCHEDULED");
    expect(Object.keys(row ?? {}).toSorted()).toEqual([
      "_callback_state",
      "_customer_number",
      "_expiration_time",
      "_id",
      "_service_name",
      "desired_time",
      "url",
    ]);
  });

  it("has no record a day after its end", async () => {
    const id = fake.add({ phoneNumber: NUMBER, start: NOW });
    expect((await request(`service/callback/sales/${id}`, "DELETE")).status).toBe(200);
    now += DAY - 1;
    expect(await bodyOf<Row[]>(`service/callback?_id=${id}`)).toMatchObject([{ _callback_reason: "CANCELLED" }]);
    now += 1;
    expect(await bodyOf<Row[]>(`service/callback?_id=${id}`)).toEqual([]);
  });
});

describe("a time slot", () => {
  it("is five minutes long, takes as many callbacks as its capacity, and is left out when it is full", async () => {
    const slots = (): Promise<Record<string, number>> =>
      bodyOf(`service/callback/sales/availability?start=${iso(NOW + HOUR)}&end=${iso(NOW + HOUR + 10 * MINUTE)}`);
    expect(Object.entries(await slots())).toEqual([0, 5, 10].map((minutes) => [iso(NOW + HOUR + minutes * MINUTE), 2]));
    const wanted = { _customer_number: NUMBER, _desired_time: iso(NOW + HOUR + MINUTE) };
    for (let count = 0; count < 2; count += 1) {
      expect((await request("service/callback/sales", "POST", wanted)).status).toBe(200);
    }
    expect(Object.keys(await slots())).toEqual([5, 10].map((minutes) => iso(NOW + HOUR + minutes * MINUTE)));
    const refused = await request("service/callback/sales", "POST", wanted);
    expect(refused.status).toBe(400);
    const body = (await refused.json()) as { message: string; exception: string; availability: Record<string, number> };
    expect(Object.keys(body.availability)[0]).toBe(iso(NOW + HOUR + 5 * MINUTE));
    expect(body.exception).toMatch(/^com\./u);
  });
});

describe("a callback", () => {
  it("is confirmed by a dialog, and is not itself in the response", async () => {
    const response = await request("service/callback/support", "POST", { _customer_number: NUMBER });
    const dialog = (await response.json()) as Record<string, string>;
    expect(dialog).toEqual({
      _action: "ConfirmationDialog",
      _dialogId: "0",
      _id: [...fake.records.keys()][0],
      _text: "You will receive the call shortly",
      _okTitle: "Ok",
    });
    expect(fake.records.get(dialog["_id"] ?? "")).toMatchObject({
      _service_name: "support",
      _vq: "VQ_Support_Callback",
      _callback_state: "QUEUED",
      _desired_time: iso(NOW),
    });
  });

  it.each(["PROCESSING", "COMPLETED/AGENT_CONNECTED"])(
    "that is %s can be neither moved nor withdrawn",
    async (word) => {
      const id = fake.add({ phoneNumber: NUMBER, start: NOW + HOUR, vendorStatus: word });
      const move = { _new_desired_time: iso(NOW + 2 * HOUR) };
      expect((await request(`service/callback/sales/${id}`, "PUT", move)).status).toBe(400);
      expect((await request(`service/callback/sales/${id}`, "DELETE")).status).toBe(400);
      expect((await request(`service/callback/support/${id}`, "DELETE")).status).toBe(404);
    },
  );

  it("has a position while it is queued, in texts; else the vendor responds with 500", async () => {
    const id = fake.add({ phoneNumber: NUMBER, start: NOW, vendorStatus: "QUEUED" });
    const position = { _position: "1", _eta: "45", _total_waiting: "1" };
    expect(await bodyOf(`service/${id}/check-queue-position`)).toEqual(position);
    fake.setVendorStatus(id, "ROUTING");
    const response = await request(`service/${id}/check-queue-position`);
    expect([response.status, await response.json()]).toMatchObject([500, { message: "404 Not Found" }]);
  });

  it("lives from its schedule by the queue and the call to every kind of end", () => {
    fake = createGmsFake(() => now, { seed: 3 });
    const states = new Set<string>();
    for (let step = 0; step < 2000; step += 1) {
      fake.advance((now += 5000));
      for (const { _callback_state: state, _callback_reason: reason } of fake.records.values()) {
        states.add([state, reason].filter((part) => typeof part === "string").join("/"));
      }
    }
    for (const state of [
      "SCHEDULED",
      "QUEUED",
      "PAUSED",
      "ROUTING",
      "PROCESSING",
      "COMPLETED/AGENT_CONNECTED",
      "COMPLETED/CANCELLED",
      "COMPLETED/FAIL_CALL_TO_CUSTOMER",
      "COMPLETED/FAIL_TIMEOUT_TTL",
    ]) {
      expect(states).toContain(state);
    }
  });
});

it("401 for another user", async () => {
  expect((await request("service/callback", "GET", undefined, "other")).status).toBe(401);
});
