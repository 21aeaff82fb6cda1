import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { countRequests } from "../../domain/change/request-stamp.js";
import type { ScheduleCommand } from "../../domain/command.js";
import type { JsonObject } from "../../lib/json.js";
import type { Adapter } from "../adapter.js";
import { serveFake, type ServedFake } from "../fake/serve.js";
import { createWebexFake } from "./fake.js";
import { webex } from "./index.js";

const NOW = Date.UTC(2026, 5, 1, 12);
const NUMBER = "+14155550100";
const COMMAND: ScheduleCommand = {
  phoneNumber: NUMBER,
  customerName: null,
  window: null,
  reason: null,
  queueId: null,
  campaignId: null,
  agentId: null,
  originInteractionId: null,
};
const options = { signal: new AbortController().signal };

let fake: ReturnType<typeof createWebexFake>;
let served: ServedFake;
let adapter: Adapter;

beforeEach(async () => {
  fake = createWebexFake(() => NOW, { count: 0 });
  served = await serveFake(fake);
});
afterEach(async () => {
  await adapter.close();
  await served.close();
});

function open(own: JsonObject = {}): void {
  const settings = webex.settings.parse({ ...fake.settings(served.baseUrl), ...own });
  adapter = webex.create(settings, {
    source: "north",
    vendor: "WEBEX",
    clock: () => NOW,
    stampRequest: countRequests(() => NOW),
  });
}

describe("a callback as soon as possible at Webex", () => {
  it("is created as a task of the entry point, and read back", async () => {
    open({ immediate: { entryPointId: "ep-1", origin: "+14155550190" } });
    const plan = await adapter.schedule?.(COMMAND, options);
    const written = await plan?.send(options);
    const [id] = [...fake.tasks.keys()];
    expect(written).toMatchObject({ vendorId: id, page: { observations: [{ callback: { status: "QUEUED" } }] } });
    const [request] = fake.log.filter(({ path }) => path === "/v1/tasks");
    expect(JSON.parse(request?.body ?? "")).toEqual({
      destination: NUMBER,
      entryPointId: "ep-1",
      origin: "+14155550190",
      outboundType: "CALLBACK",
      mediaType: "telephony",
      callback: { callbackOrigin: "web", callbackType: "immediate" },
    });
  });

  it("is found by its number, so that a lost response can be reconciled, within the lag of the Search API", async () => {
    open({ immediate: { entryPointId: "ep-1" } });
    await (await adapter.schedule?.(COMMAND, options))?.send(options);
    const page = await adapter.findByPhoneNumber?.(NUMBER, options);
    expect(page?.observations.map(({ callback }) => callback.timing)).toEqual(["ASAP"]);
    expect(adapter.lagMs).toBe(60_000);
  });

  it("is rejected without an entry point in the settings", async () => {
    open();
    await expect(adapter.schedule?.(COMMAND, options)).rejects.toThrow("window is required");
    expect(fake.log).toEqual([]);
  });

  it("is rejected with fields that its request lacks", async () => {
    open({ immediate: { entryPointId: "ep-1" } });
    await expect(adapter.schedule?.({ ...COMMAND, queueId: "q" }, options)).rejects.toThrow("queueId: not supported");
  });

  it("needs the Search API, which alone shows it", () => {
    open();
    const settings = { ...fake.settings(served.baseUrl), immediate: { entryPointId: "e" }, search: { enabled: false } };
    expect(() => webex.settings.parse(settings)).toThrow("needs search.enabled");
  });
});
