import { afterEach, describe, expect, it } from "vitest";
import { GatewayError } from "../../domain/errors.js";
import type { VendorPage } from "../adapter.js";
import { capabilitiesOf, coverageOf } from "../capability.js";
import {
  HOUR,
  NOW,
  NUMBER,
  openNiceCxone,
  options,
  START,
  type NiceCxoneBench,
  type NiceCxoneBenchOptions,
} from "../../../test/support/nice-cxone.js";

const opened: NiceCxoneBench[] = [];
const open = async (own?: NiceCxoneBenchOptions): Promise<NiceCxoneBench> => {
  const bench = await openNiceCxone(own);
  opened.push(bench);
  return bench;
};
afterEach(async () => {
  await Promise.all(opened.splice(0).map((bench) => bench.close()));
});

/** The pages that a list yields, and the error with which it ends. */
const collect = async (pages: AsyncIterable<VendorPage>): Promise<[VendorPage[], unknown]> => {
  const all: VendorPage[] = [];
  try {
    for await (const page of pages) all.push(page);
    return [all, null];
  } catch (error) {
    return [all, error];
  }
};
const idsOf = (pages: readonly VendorPage[]): string[] =>
  pages.flatMap(({ observations }) => observations).map(({ callback }) => callback.vendorId);
const failureOf = async (call: Promise<unknown>): Promise<GatewayError> => {
  const error: unknown = await call.catch((thrown: unknown) => thrown);
  if (!(error instanceof GatewayError)) throw new Error("It did not fail.", { cause: error });
  return error;
};

it("lists, finds by agent and writes; it does not claim what the vendor lacks", async () => {
  const { adapter } = await open();
  expect(capabilitiesOf(adapter).toSorted()).toEqual(["CANCEL", "FIND_BY_AGENT", "LIST", "RESCHEDULE", "SCHEDULE"]);
  expect(coverageOf(adapter)).toBe("COMPLETE");
});

describe("the list", () => {
  it("is the union of the lists of the skills, of which each is one request", async () => {
    const { adapter, fake, add } = await open({ settings: { skills: [4711, 4713] } });
    const ids = [add(), add({ skillId: 4713 })];
    add({ skillId: 4712 });
    const [pages, error] = await collect(adapter.list(options));
    expect([idsOf(pages), pages.at(-1)?.isComplete, error]).toEqual([ids, true, null]);
    expect(fake.log.map(({ method, path }) => `${method} ${path}`)).toEqual([
      "GET /inContactAPI/services/v33.0/skills/4711/scheduled-callbacks",
      "GET /inContactAPI/services/v33.0/skills/4713/scheduled-callbacks",
    ]);
  });

  it("names the skill that fails, after the others were read, and is then not complete", async () => {
    const { adapter, add } = await open({ settings: { skills: [4711, 4799, 4713] } });
    const ids = [add(), add({ skillId: 4713 })];
    const [pages, error] = await collect(adapter.list(options));
    expect(idsOf(pages)).toEqual(ids);
    expect(pages.every(({ isComplete }) => !isComplete)).toBe(true);
    expect(error).toMatchObject({
      code: "VENDOR_REJECTED",
      status: 404,
      message: "skill 4799: cxone responded with 404",
    });
  });

  it("ends at once if the access key is rejected: it concerns all skills", async () => {
    const { adapter, fake } = await open();
    fake.fault = { kind: "status", status: 401 };
    const [pages, error] = await collect(adapter.list(options));
    expect([pages, error]).toMatchObject([[], { code: "VENDOR_UNAUTHORIZED" }]);
  });

  it("contains a callback that moved to another skill during the list once, unless it differs", async () => {
    const { adapter, fake, add } = await open();
    const id = add();
    fake.fault = {
      kind: "hang",
      match: ({ path }) => {
        if (path.includes("4712")) fake.records.set(id, { ...fake.records.get(id), skillId: 4712 });
        return false;
      },
    };
    const [pages] = await collect(adapter.list(options));
    expect(new Set(idsOf(pages))).toEqual(new Set([id]));
  });

  it("with a record that has no id is not complete", async () => {
    const { adapter, add } = await open();
    const id = add();
    add({ callbackId: null });
    const [pages] = await collect(adapter.list(options));
    expect([idsOf(pages), pages.at(-1)?.isComplete]).toEqual([[id], false]);
  });
});

describe("the callbacks of an agent", () => {
  it("are those for the skills of the settings: the list would lack the others", async () => {
    const { adapter, add } = await open({ settings: { skills: [4711, 4713] } });
    const ids = [add({ agentId: 812 }), add({ agentId: 812, skillId: 4713 })];
    add({ agentId: 812, skillId: 4712 });
    add({ agentId: 813 });
    const page = await adapter.findByAgent("812", options);
    expect([idsOf([page]), page.isComplete]).toEqual([ids, true]);
  });

  it("are not complete if one has no skill: it may be one of them", async () => {
    const { adapter, add } = await open();
    const id = add({ agentId: 812 });
    add({ agentId: 812, skillId: null });
    const page = await adapter.findByAgent("812", options);
    expect([idsOf([page]), page.isComplete]).toEqual([[id], false]);
  });

  it("of an agent without callbacks are none", async () => {
    const { adapter } = await open();
    expect(await adapter.findByAgent("999", options)).toMatchObject({ observations: [], isComplete: true });
  });
});

describe("times", () => {
  it.each([
    ["local time of the business unit", false, "America/Chicago"],
    ["UTC with Z", true, null],
  ])("in %s are the same instant", async (_, isUtc, timeZone) => {
    const { add, observed } = await open({ isUtc });
    const { callback } = await observed(add());
    expect(callback.window).toMatchObject({ start: START, end: null, timeZone });
  });

  it("are an hour wrong with the setting of a neighboring zone, which a write reveals", async () => {
    const { add, observed } = await open({ settings: { timeZone: "America/New_York" } });
    expect((await observed(add())).callback.window?.start).toBe(START - HOUR);
  });
});

describe("the token", () => {
  it("is requested with the access key, the client as Basic, and an encoded secret", async () => {
    const { adapter, fake } = await open();
    await adapter.verify(options);
    const [request] = fake.tokenLog;
    expect(request?.headers["content-type"]).toBe("application/x-www-form-urlencoded");
    expect(request?.headers["authorization"]).toMatch(/^Basic /u);
    expect(request?.body).toBe("grant_type=password&username=CXONEFAKEKEY&password=cxone-fake-key-secret%3D%3D");
  });

  it("is requested with the access key alone, as JSON, where there is no client; the host is that of the settings", async () => {
    const { adapter, fake } = await open({ isAccessKeyAlone: true });
    await adapter.verify(options);
    expect(fake.tokenLog.map(({ path, body }) => [path, JSON.parse(body)])).toEqual([
      [
        "/authentication/v1/token/access-key",
        { accessKeyId: "CXONEFAKEKEY", accessKeySecret: "cxone-fake-key-secret==" },
      ],
    ]);
  });

  it("names the host, which has precedence over the settings", async () => {
    const { adapter, fake } = await open({ settings: { baseUrl: "http://127.0.0.1:1/elsewhere" } });
    await adapter.verify(options);
    expect(fake.log.map(({ path }) => path)).toEqual(["/inContactAPI/services/v33.0/skills/4711/scheduled-callbacks"]);
  });

  it("is renewed, and with it the host", async () => {
    const { adapter, fake, time } = await open();
    await adapter.verify(options);
    time.now += HOUR;
    await adapter.verify(options);
    expect([fake.tokenLog.length, fake.log.length]).toEqual([2, 2]);
  });
});

describe("`verify` says clearly", () => {
  it("that the access key is wrong", async () => {
    const { served } = await open();
    const tokenUrl = `${served.baseUrl}/auth/token`;
    const auth = { accessKeyId: "K", accessKeySecret: "wrong", clientId: "C", clientSecret: "C", tokenUrl };
    const { adapter } = await open({ settings: { auth } });
    expect(await failureOf(adapter.verify(options))).toMatchObject({
      code: "VENDOR_UNAUTHORIZED",
      message: "no token for cxone: cxone responded with 401",
    });
  });

  it("which skill is unknown", async () => {
    const { adapter } = await open({ settings: { skills: [4799] } });
    expect(await failureOf(adapter.verify(options))).toMatchObject({
      code: "VENDOR_REJECTED",
      message: "skill 4799: cxone responded with 404",
    });
  });

  it("that the host is wrong", async () => {
    const { adapter } = await open({ isAccessKeyAlone: true, settings: { baseUrl: "http://127.0.0.1:1" } });
    const { code, message } = await failureOf(adapter.verify(options));
    expect([code, message]).toEqual(["VENDOR_UNAVAILABLE", "cxone could not be reached (ECONNREFUSED)"]);
  });
});

it("finds a number through the list, because the vendor has no filter", async () => {
  const { adapter, add, observed } = await open();
  const { callback } = await observed(add());
  expect("findByPhoneNumber" in adapter).toBe(false);
  expect(callback.customer.phoneNumber).toBe(NUMBER);
  expect(adapter.queryFor(callback)).toEqual({ by: "list" });
});

it("returns callbacks that are due until they are dialed", async () => {
  const { adapter, fake, add, time } = await open();
  const id = add({}, NOW + HOUR);
  time.now = NOW + HOUR;
  fake.advance(time.now);
  expect(idsOf((await collect(adapter.list(options)))[0])).toEqual([id]);
  time.now += HOUR;
  fake.advance(time.now);
  const [pages] = await collect(adapter.list(options));
  expect([idsOf(pages), pages.at(-1)?.isComplete]).toEqual([[], true]);
});
