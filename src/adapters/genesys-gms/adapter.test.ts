import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { countRequests } from "../../domain/change/request-stamp.js";
import type { JsonObject } from "../../lib/json.js";
import type { Adapter, VendorPage } from "../adapter.js";
import { capabilitiesOf } from "../capability.js";
import { serveFake, type ServedFake } from "../fake/serve.js";
import type { FakeVendor } from "../fake/fake.js";
import { createGmsFake, type GmsFakeOptions } from "./fake.js";
import { genesysGms } from "./index.js";
import { genesysGmsSettings } from "./settings.js";

const NOW = Date.UTC(2026, 5, 1, 12);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NUMBER = "+14155550100";
const options = { signal: new AbortController().signal };
const iso = (at: number): string => new Date(at).toISOString();

/** A queue, and services of which one has the callbacks of the queue. */
const ALL = { queues: ["VQ_Sales_Callback"], services: ["sales", "support", "billing"] };

let fake: FakeVendor;
let served: ServedFake;
let now: number;
const opened: { close(): Promise<void> }[] = [];

async function serve(own: GmsFakeOptions = {}): Promise<void> {
  now = NOW;
  fake = createGmsFake(() => now, { count: 0, ...own });
  served = await serveFake(fake);
  opened.push(served);
}

function open(settings: JsonObject = {}): Adapter {
  const parsed = genesysGmsSettings.parse({ ...fake.settings(served.baseUrl), ...ALL, retries: 0, ...settings });
  const context = { source: "gms", vendor: "GENESYS_GMS", clock: () => now, stampRequest: countRequests(() => now) };
  const adapter = genesysGms.create(parsed, context);
  opened.push(adapter);
  return adapter;
}

beforeEach(() => serve());
afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()));
});

const add = (start: number, fields: JsonObject = {}): string => {
  const id = fake.add({ phoneNumber: NUMBER, start });
  fake.records.set(id, { ...fake.records.get(id), ...fields });
  return id;
};
const idsOf = (pages: readonly VendorPage[]): string[] =>
  pages.flatMap(({ observations }) => observations).map(({ callback }) => callback.vendorId);
const collect = async (pages: AsyncIterable<VendorPage> | undefined): Promise<VendorPage[]> => {
  const all: VendorPage[] = [];
  for await (const page of pages ?? []) all.push(page);
  return all;
};
const queries = (): [string, Record<string, string>][] =>
  fake.log.map(({ path }) => {
    const { pathname, searchParams } = new URL(path, served.baseUrl);
    return [pathname.replace("/genesys/1/", ""), Object.fromEntries(searchParams)];
  });

/** The pages that a list yields before it fails, and its error. */
const collectFailing = async (list: AsyncIterable<VendorPage> | undefined): Promise<[VendorPage[], unknown]> => {
  const pages: VendorPage[] = [];
  try {
    for await (const page of list ?? []) pages.push(page);
    return [pages, null];
  } catch (error) {
    return [pages, error];
  }
};

describe("the list", () => {
  it("states its window, which the vendor would set to a quarter of an hour ago and a day ahead", async () => {
    const ids = [add(NOW - 3 * DAY), add(NOW), add(NOW + 25 * DAY)];
    const pages = await collect(open({ services: [], queues: ["VQ_Sales_Callback"] }).list?.(options));
    expect(queries()).toEqual([
      [
        "admin/callback/queues",
        { target: "VQ_Sales_Callback", start_time: iso(NOW - 7 * DAY), end_time: iso(NOW + 31 * DAY), max: "5000" },
      ],
    ]);
    expect([idsOf(pages), pages.at(-1)?.isComplete]).toEqual([ids, true]);
    fake.log.length = 0;
    const narrow = { queues: ["VQ_Sales_Callback"], services: [], windowBeforeMinutes: 60, windowAheadDays: 1 };
    expect(idsOf(await collect(open(narrow).list?.(options)))).toEqual([ids[1]]);
  });

  it("reads queues and services, and each callback once", async () => {
    const own = add(NOW + HOUR);
    const other = add(NOW + HOUR, { _service_name: "support", _vq: "VQ_Support_Callback" });
    const pages = await collect(open({ services: ["sales", "support"] }).list?.(options));
    const paths = ["admin/callback/queues", "service/callback/sales", "service/callback/support"];
    expect(new Set(queries().map(([path]) => path))).toEqual(new Set(paths));
    expect(pages.map((page) => idsOf([page]))).toEqual([[own], [], [other], []]);
    expect(pages.map(({ isComplete }) => isComplete)).toEqual([false, false, false, true]);
  });

  it("returns a callback again if it has changed between two requests", async () => {
    const id = add(NOW + HOUR);
    fake.fault = {
      kind: "hang",
      match({ path }) {
        if (path.includes("/callback/sales")) fake.setVendorStatus(id, "QUEUED");
        return false;
      },
    };
    const [pages] = await collectFailing(
      open({ services: ["support", "billing", "gone", "away", "sales"] }).list?.(options),
    );
    const statuses = pages.flatMap(({ observations }) => observations).map(({ callback }) => callback.status);
    expect(statuses).toEqual(["SCHEDULED", "QUEUED"]);
  });

  it("limited to open callbacks filters by state, and leaves out ended ones", async () => {
    const states = ["SCHEDULED", "QUEUED", "PAUSED", "ROUTING", "PROCESSING"];
    const ids = states.map((state) => add(NOW + HOUR, { _callback_state: state }));
    add(NOW + HOUR, { _callback_state: "COMPLETED", _callback_reason: "CANCELLED" });
    for (const settings of [{ services: [] }, { queues: [] }]) {
      expect(new Set(idsOf(await collect(open(settings).listOpen?.(options))))).toEqual(new Set(ids));
    }
    expect(queries()[0]?.[1]["states"]).toBe(states.join(","));
    expect(queries()[1]?.[1]).toEqual({ _callback_state: "!COMPLETED" });
  });

  it("fails with the name of a service that fails, after the others were read", async () => {
    const id = add(NOW + HOUR, { _service_name: "billing", _vq: "VQ_Billing_Callback" });
    const adapter = open({ services: ["sales", "gone", "billing"] });
    for (const list of [adapter.list?.bind(adapter), adapter.listOpen?.bind(adapter)]) {
      const [pages, error] = await collectFailing(list?.(options));
      expect([idsOf(pages), pages.some(({ isComplete }) => isComplete)]).toEqual([[id], false]);
      expect(error).toMatchObject({ code: "VENDOR_REJECTED", status: 404, source: "gms" });
      expect(String(error)).toContain("service gone: ");
    }
  });

  it.each([
    ["500", { kind: "status", status: 500 }],
    ["403", { kind: "status", status: 403 }],
    ["a page of HTML", { kind: "not-json" }],
  ] as const)("fails with the name of a queue that responds with %s, after the others were read", async (_, fault) => {
    const id = add(NOW + HOUR);
    fake.fault = { ...fault, match: ({ path }) => path.includes("/admin/") };
    const [pages, error] = await collectFailing(open().list?.(options));
    expect(idsOf(pages)).toEqual([id]);
    expect(String(error)).toContain("queue VQ_");
  });

  it.each([
    ["401", { kind: "status", status: 401 }, "VENDOR_UNAUTHORIZED"],
    ["429", { kind: "status", status: 429 }, "VENDOR_RATE_LIMITED"],
    ["a cut connection", { kind: "cut" }, "VENDOR_UNAVAILABLE"],
  ] as const)("ends at once for %s, which concerns the whole installation", async (_, fault, code) => {
    fake.fault = fault;
    const services = Array.from({ length: 20 }, (_service, number) => `service ${number}`);
    await expect(collect(open({ services }).list?.(options))).rejects.toMatchObject({ code, source: "gms" });
    expect(fake.log.length).toBeLessThanOrEqual(5);
  });

  it("is incomplete if a queue returns as many callbacks as it may", async () => {
    const ids = [add(NOW), add(NOW), add(NOW)];
    const settings = { services: [], maxPerQueue: 3 };
    const pages = await collect(open(settings).list?.(options));
    expect([idsOf(pages), pages.at(-1)?.isComplete]).toEqual([ids, false]);
    expect((await collect(open({ ...settings, maxPerQueue: 4 }).list?.(options))).at(-1)?.isComplete).toBe(true);
  });

  it("is a window: absence from it proves nothing", () => {
    expect(open().listCoverage).toBe("WINDOW");
  });
});

describe("an open callback", () => {
  it("is polled with the others while the open list is whole, else by itself", async () => {
    const adapter = open({ services: ["sales", "gone"] });
    const customer = { phoneNumberRaw: NUMBER, contactId: null };
    const target = { vendorId: "1", customer, assignment: null, timing: "SCHEDULED" } as const;
    expect([adapter.queryFor(target), adapter.groupFor?.(target)]).toEqual([
      { by: "id", vendorId: "1" },
      { by: "openList" },
    ]);
    await expect(collect(adapter.listOpen?.(options))).rejects.toThrow("service gone: ");
    expect(adapter.groupFor?.(target)).toBeNull();
    const whole = open();
    await collect(whole.listOpen?.(options));
    expect(whole.groupFor?.(target)).toEqual({ by: "openList" });
    fake.fault = { kind: "cut" };
    await collect(whole.listOpen?.(options)).catch(() => undefined);
    expect(whole.groupFor?.(target)).toEqual({ by: "openList" });
  });
});

describe("a query by number", () => {
  it("finds callbacks of all services, also of services that the settings do not name", async () => {
    const ids = [add(NOW), add(NOW, { _service_name: "other" })];
    const page = await open({ services: ["sales"] }).findByPhoneNumber?.(NUMBER, options);
    expect(page === undefined ? [] : idsOf([page])).toEqual(ids);
    expect(queries()).toEqual([["service/callback", { _customer_number: NUMBER }]]);
  });

  it("tries the other forms in which the vendor may store the number, unless the form is exact", async () => {
    const id = fake.add({ phoneNumber: "4155550100", start: NOW });
    const adapter = open();
    const page = await adapter.findByPhoneNumber?.(NUMBER, options);
    expect(page?.observations.map(({ callback }) => callback.vendorId)).toEqual([id]);
    expect(new Set(queries().map(([, query]) => query["_customer_number"]))).toEqual(
      new Set([NUMBER, "14155550100", "4155550100"]),
    );
    expect((await adapter.findByPhoneNumber?.(NUMBER, { ...options, isExactForm: true }))?.observations).toEqual([]);
    expect(adapter.otherForms?.(NUMBER)).toEqual(["14155550100", "4155550100"]);
    expect(adapter.otherForms?.("5115")).toEqual([]);
    expect(open({ defaultRegion: null }).otherForms?.("+442079460017")).toEqual(["442079460017"]);
  });

  it("is watched as the settings say", () => {
    expect(open({ watch: { phoneNumbers: [NUMBER] } }).watched).toEqual([{ by: "phoneNumber", phoneNumber: NUMBER }]);
  });
});

describe("a callback by its id", () => {
  it("is gone once the vendor has removed its record, a day after its end", async () => {
    const id = add(NOW - HOUR, {
      _callback_state: "COMPLETED",
      _callback_reason: "AGENT_CONNECTED",
      _expiration_time: iso(NOW + DAY),
    });
    const adapter = open();
    expect((await adapter.get?.(id, options))?.observations[0]?.callback.status).toBe("COMPLETED");
    now = NOW + DAY;
    expect(await adapter.get?.(id, options)).toEqual({
      observations: [],
      quarantined: [],
      coerced: [],
      isComplete: true,
    });
  });

  it("is read without its list, too", async () => {
    const other = await serveFake({
      handle: () => Promise.resolve(Response.json({ _id: 7, _callback_state: "QUEUED" })),
    });
    opened.push(other);
    const page = await open({ baseUrl: `${other.baseUrl}/genesys` }).get?.("7", { ...options, priority: "background" });
    expect(page?.observations.map(({ callback }) => callback.vendorId)).toEqual(["7"]);
  });
});

describe("an installation", () => {
  it("of an older release, which returns other names and fewer keys, reads the same", async () => {
    await serve({ hasUnderscores: false, returnedKeys: [] });
    const id = add(NOW + HOUR);
    const [first] = await collect(open().list?.(options));
    expect(first?.observations[0]?.vendorRecord).toMatchObject({ _id: id, desired_time: iso(NOW + HOUR) });
    expect(first?.observations[0]?.callback).toMatchObject({
      status: "SCHEDULED",
      timing: "UNKNOWN",
      window: { start: NOW + HOUR },
      routing: { queueId: null, callTargetId: "sales" },
    });
  });

  it("without a user is sent no credentials", async () => {
    const parsed = { ...fake.settings(served.baseUrl), user: undefined, password: undefined };
    const context = { source: "gms", vendor: "GENESYS_GMS", clock: () => now, stampRequest: countRequests(() => now) };
    const adapter = genesysGms.create(genesysGmsSettings.parse(parsed), context);
    opened.push(adapter);
    await expect(adapter.verify(options)).rejects.toMatchObject({ code: "VENDOR_UNAUTHORIZED" });
    expect(fake.log[0]?.headers["authorization"]).toBeUndefined();
  });

  it("is verified by one small query of its first queue, or of its first service", async () => {
    await open().verify(options);
    await open({ queues: [] }).verify(options);
    expect(queries()).toMatchObject([
      ["admin/callback/queues", { target: "VQ_Sales_Callback", start_time: iso(NOW), end_time: iso(NOW + 60_000) }],
      ["service/callback/sales", { _customer_number: "+12025550100" }],
    ]);
  });

  it("without services cannot be written to", () => {
    expect(capabilitiesOf(open({ services: [] }))).toEqual(["LIST", "FIND_BY_PHONE_NUMBER", "GET"]);
    const writes = ["SCHEDULE", "RESCHEDULE", "CANCEL"];
    expect(capabilitiesOf(open())).toEqual(["LIST", "FIND_BY_PHONE_NUMBER", "GET", ...writes]);
  });
});
