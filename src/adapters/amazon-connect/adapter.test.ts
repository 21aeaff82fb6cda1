import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  call,
  callbacksOf,
  NOW,
  openAmazonConnect,
  type AmazonConnectBench,
} from "../../../test/support/amazon-connect.js";
import { isJsonObject, type JsonObject } from "../../lib/json.js";
import { contactsIn, textOf } from "./fake-contact.js";

const HOUR = 3_600_000;
const NOTHING = { observations: [], quarantined: [], coerced: [], isComplete: true };

let bench: AmazonConnectBench;
beforeEach(async () => {
  bench = await openAmazonConnect();
});
afterEach(async () => {
  await bench.close();
});

/** The ids of all contacts of a callback, in the order of time. */
const contactIds = (vendorId: string): string[] =>
  contactsIn(bench.fake.records.get(vendorId) ?? {}).map(({ Id: id }) => textOf(id));
/** The paths of the requests so far. */
const paths = (): string[] =>
  bench.fake.log.splice(0).map(({ method, path }) => `${method} ${path.split("/")[1] ?? ""}`);
const change = (id: string, fields: JsonObject): void =>
  void bench.fake.records.set(id, { ...bench.fake.records.get(id), ...fields });

describe("a callback of several contacts", () => {
  it("has the id of its first contact, whichever contact is queried", async () => {
    const id = bench.add("TELECOM_BUSY, QUEUED");
    const ids = contactIds(id);
    expect(ids).toHaveLength(2);
    for (const contactId of ids) {
      expect(await bench.read(contactId)).toMatchObject({ vendorId: id, status: "RETRYING", attemptCount: 1 });
    }
  });

  it("does not contain the call in which it was requested, nor another callback of that call", async () => {
    const id = bench.add("QUEUED");
    const other = bench.add("TELECOM_BUSY, QUEUED");
    const { InitialContactId: initialId = null, InitialContact: initial = null } = bench.fake.records.get(id) ?? {};
    change(other, { InitialContactId: initialId, PreviousContactId: initialId, InitialContact: initial });
    bench.fake.setVendorStatus(other, "QUEUED");
    expect(await bench.read(id)).toMatchObject({
      vendorId: id,
      originInteractionId: initialId,
      origin: { category: "LIVE_CALL", vendorOrigin: "INBOUND" },
    });
    expect(await bench.read(other)).toMatchObject({ vendorId: other });
    expect(await bench.adapter.get(textOf(initialId ?? undefined), call)).toEqual(NOTHING);
  });

  it("is found in a tree of contacts that has several pages", async () => {
    bench.fake.associatedPageSize = 1;
    const id = bench.add("TELECOM_UNANSWERED, INITIATED");
    const [, later = ""] = contactIds(id);
    expect(await bench.read(later)).toMatchObject({ vendorId: id, status: "RETRYING" });
    expect(paths().filter((path) => path === "GET contact")).toHaveLength(3);
  });

  it("is read though one of its contacts is gone", async () => {
    const id = bench.add("TELECOM_BUSY, QUEUED");
    const [, later = ""] = contactIds(id);
    bench.fake.fault = { kind: "status", status: 404, match: ({ path }) => path.endsWith(`/${id}`) };
    expect(callbacksOf(await bench.adapter.get(later, call))).toMatchObject([{ status: "QUEUED" }]);
  });

  it("is read again if it went on while it was read", async () => {
    const id = bench.add("CONNECTED_TO_AGENT");
    bench.fake.fault = {
      kind: "cut",
      match({ path }) {
        if (path.startsWith("/contact/associated")) bench.fake.setVendorStatus(id, "TELECOM_BUSY, QUEUED");
        return false;
      },
    };
    expect(await bench.read(id)).toMatchObject({ status: "RETRYING", vendorStatus: "TELECOM_BUSY, QUEUED" });
  });

  it("is listed again if its last contact ended after it was listed", async () => {
    const id = bench.add("TELECOM_BUSY, QUEUED");
    const [, second = ""] = contactIds(id);
    let isListed = false;
    bench.fake.fault = {
      kind: "cut",
      match({ path }) {
        if (isListed && path.endsWith(second)) {
          const [first, again = {}] = contactsIn(bench.fake.records.get(id) ?? {});
          const over = { ...again, DisconnectTimestamp: NOW / 1000 + 9, DisconnectReason: "TELECOM_TIMEOUT" };
          const third = { ...again, Id: "c-third", PreviousContactId: second, InitiationTimestamp: NOW / 1000 + 9 };
          bench.fake.records.set(id, { ...first, FollowingContacts: [over, third] });
        }
        isListed ||= path.startsWith("/contact/associated");
        return false;
      },
    };
    bench.fake.log.length = 0;
    await bench.adapter.get(id, call);
    expect(paths().filter((path) => path === "GET contact")).toHaveLength(2);
  });

  it("is as new as its last contact", async () => {
    const id = bench.add("TELECOM_BUSY, QUEUED");
    const [observation] = (await bench.adapter.get(id, call)).observations;
    expect(observation?.requestNumber).toBe(3);
  });

  it("costs one request again while it waits, and two while it is tried again", async () => {
    const id = bench.add("QUEUED");
    await bench.read(id);
    expect(paths()).toEqual(["GET contacts", "GET contact"]);
    await bench.read(id);
    expect(paths()).toEqual(["GET contacts"]);
    bench.fake.setVendorStatus(id, "TELECOM_BUSY, QUEUED");
    await bench.read(id);
    expect(paths()).toEqual(["GET contacts", "GET contact", "GET contacts"]);
  });
});

describe("a contact", () => {
  it.each(["INBOUND", "TRANSFER", "API"])("of the method %s is no callback", async (method) => {
    const id = bench.add("QUEUED");
    change(id, { InitiationMethod: method });
    expect(await bench.adapter.get(id, call)).toEqual(NOTHING);
  });

  it("has only the attributes that the settings name", async () => {
    const id = bench.add("QUEUED");
    change(id, { Attributes: { reason: "Invoice", callbackNumber: "+442079460017" }, CustomerEndpoint: null });
    const [observation] = (await bench.adapter.get(id, call)).observations;
    expect(observation?.vendorRecord["Attributes"]).toEqual({ reason: "Invoice" });
    expect(observation?.callback).toMatchObject({ reason: "Invoice", customer: { phoneNumber: null } });
    await bench.reopen({ numberAttribute: "callbackNumber" });
    expect((await bench.read(id)).customer).toMatchObject({ phoneNumber: "+442079460017" });
  });

  it("is missing after one 404, which alone marks nothing as gone", async () => {
    const id = bench.add("QUEUED");
    await bench.read(id);
    bench.fake.records.delete(id);
    expect(await bench.adapter.get(id, call)).toEqual(NOTHING);
    expect(
      bench.adapter.queryFor({
        vendorId: id,
        customer: { phoneNumberRaw: null, contactId: null },
        assignment: null,
        timing: "ASAP",
      }),
    ).toEqual({
      by: "id",
      vendorId: id,
    });
  });
});

describe("the search for ended callbacks", () => {
  it("finds ended callbacks, and none that waits", async () => {
    bench.add("QUEUED");
    bench.add("INITIATED");
    const [failed, reached] = [
      bench.add("TELECOM_BUSY"),
      bench.add("CONNECTED_TO_AGENT, CONNECTED_TO_SYSTEM, AGENT_DISCONNECT"),
    ];
    bench.time.now += 1000;
    expect((await bench.search()).map(({ vendorId }) => vendorId).toSorted()).toEqual([failed, reached].toSorted());
  });

  it("reads a callback once, though several of its contacts ended", async () => {
    const id = bench.add("CONNECTED_TO_SYSTEM, CUSTOMER_DISCONNECT");
    bench.time.now += 1000;
    expect((await bench.search()).map(({ vendorId }) => vendorId)).toEqual([id]);
    expect(await bench.search()).toEqual([]);
  });

  it("reads none again that was read since its end", async () => {
    const id = bench.add("TELECOM_BUSY");
    await bench.read(id);
    paths();
    bench.time.now += 1000;
    expect(await bench.search()).toEqual([]);
    expect(paths()).toEqual(["POST search-contacts"]);
  });

  it("reaches two days back at first, and then from an hour before the last one", async () => {
    const ranges = (): unknown[] =>
      bench.fake.log.splice(0).map(({ body }) => (JSON.parse(body) as { TimeRange: unknown }).TimeRange);
    await bench.search();
    bench.time.now += HOUR / 6;
    await bench.search();
    expect(ranges()).toEqual([
      { Type: "DISCONNECT_TIMESTAMP", StartTime: (NOW - 48 * HOUR) / 1000, EndTime: NOW / 1000 },
      { Type: "DISCONNECT_TIMESTAMP", StartTime: (NOW - HOUR) / 1000, EndTime: (NOW + HOUR / 6) / 1000 },
    ]);
  });

  it("begins again at the same time if it broke off", async () => {
    const ids = Array.from({ length: 3 }, () => bench.add("TELECOM_BUSY"));
    bench.time.now += 1000;
    let isBroken = false;
    bench.fake.fault = { kind: "status", status: 503, match: ({ method }) => method === "GET" && isBroken };
    const found: string[] = [];
    const read = async (): Promise<void> => {
      for await (const page of bench.adapter.listEnded(call)) {
        found.push(...callbacksOf(page).map(({ vendorId }) => vendorId));
        isBroken = true;
      }
    };
    await expect(read()).rejects.toMatchObject({ code: "VENDOR_UNAVAILABLE" });
    expect(found).toHaveLength(1);
    bench.fake.fault = null;
    await read();
    expect(found.toSorted()).toEqual(ids.toSorted());
  });

  it("reads every page", async () => {
    const ids = Array.from({ length: 230 }, () => bench.add("TELECOM_BUSY"));
    bench.time.now += 1000;
    expect((await bench.search()).map(({ vendorId }) => vendorId).toSorted()).toEqual(ids.toSorted());
    expect(paths().filter((path) => path === "POST search-contacts")).toHaveLength(3);
  });
});

describe("a failure", () => {
  const messageOf = async (): Promise<string> =>
    bench.adapter.verify(call).then(
      () => "ok",
      (error: unknown) => (error instanceof Error ? error.message : ""),
    );

  it.each([
    [
      "a wrong secret",
      { auth: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wrong" } },
      /403: the secret access key/u,
    ],
    [
      "an unknown key",
      { auth: { accessKeyId: "AKIDOTHER", secretAccessKey: "wrong" } },
      /403: AWS does not know the access key id/u,
    ],
    ["another region", { region: "eu-west-1" }, /403: the address belongs to another region: check region/u],
    [
      "another instance",
      { instanceId: "11111111-1111-1111-1111-111111111111" },
      /404: this region has no such instance or contact: check region and instanceId/u,
    ],
  ])("because of %s says what to check", async (_, settings, message) => {
    await bench.reopen(settings);
    expect(await messageOf()).toMatch(message);
  });

  it.each([-301_000, 301_000])("because of a clock that is wrong by %d ms says so", async (skewMs) => {
    bench.time.aheadMs = skewMs;
    expect(await messageOf()).toMatch(/403: the signature's time is too far from the vendor's/u);
  });

  it("of the rate has no time to wait for, and is a rate limit", async () => {
    bench.fake.fault = { kind: "status", status: 429, headers: { "x-amzn-errortype": "TooManyRequestsException" } };
    await expect(bench.adapter.get("c-1", call)).rejects.toMatchObject({
      code: "VENDOR_RATE_LIMITED",
      vendorCode: "TooManyRequestsException",
    });
  });
});

describe("the fake's events", () => {
  it("name every contact that changed, some of them twice", () => {
    const ids = Array.from({ length: 40 }, () => bench.add("TELECOM_BUSY, QUEUED"));
    const due = bench.fake.events.due();
    expect(new Set(due)).toEqual(new Set(ids.flatMap(contactIds)));
    expect(due.length).toBeGreaterThan(new Set(due).size);
    expect(bench.fake.events.due()).toEqual([]);
    const detail = JSON.parse(bench.fake.webhook?.deliver(due[0] ?? "", NOW).body ?? "") as JsonObject;
    expect(isJsonObject(detail["detail"]) && detail["detail"]["contactId"]).toBe(due[0]);
  });

  it("are lost if the fault says so", () => {
    bench.fake.events.areLost = true;
    bench.add("QUEUED");
    expect(bench.fake.events.due()).toEqual([]);
  });
});
