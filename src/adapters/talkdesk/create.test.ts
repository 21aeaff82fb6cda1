import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { countRequests } from "../../domain/change/request-stamp.js";
import type { ScheduleCommand } from "../../domain/command.js";
import { instantWindow } from "../../domain/time/window.js";
import { CommandRejected } from "../../domain/user-error.js";
import type { JsonObject } from "../../lib/json.js";
import type { Adapter, Written } from "../adapter.js";
import { capabilitiesOf } from "../capability.js";
import type { FakeVendor } from "../fake/fake.js";
import { serveFake, type ServedFake } from "../fake/serve.js";
import { talkdesk } from "./index.js";

const NOW = Date.UTC(2026, 5, 1, 12);
const START = NOW + 3_600_000;
const clock = (): number => NOW;
const call = { signal: new AbortController().signal };
const CREATE = { callerId: "+14155550190", talkdeskNumber: "+14155550191" };
const COMMAND: ScheduleCommand = {
  phoneNumber: "+14155550100",
  customerName: null,
  window: instantWindow(START, null, "America/New_York"),
  reason: "Invoice",
  queueId: "ring-1",
  campaignId: null,
  agentId: null,
  originInteractionId: null,
};
const SOON: ScheduleCommand = { ...COMMAND, window: null, queueId: null };

let fake: FakeVendor;
let served: ServedFake;
let adapter: Adapter;

const open = (create?: JsonObject): Adapter =>
  talkdesk.create(
    talkdesk.settings.parse({ ...fake.settings(served.baseUrl), ...(create === undefined ? {} : { create }) }),
    { source: "sales", vendor: "TALKDESK", clock, stampRequest: countRequests(clock) },
  );
const schedule = async (command: ScheduleCommand): Promise<Written> => {
  const plan = await adapter.schedule?.(command, call);
  if (plan === undefined) throw new Error("it cannot schedule");
  return plan.send(call);
};
const sent = (): unknown[] => fake.log.filter(({ method }) => method === "POST").map(({ body }) => JSON.parse(body));

beforeEach(async () => {
  fake = talkdesk.createFake(clock, { count: 0, quota: null });
  served = await serveFake(fake);
  adapter = open(CREATE);
});
afterEach(async () => {
  await adapter.close();
  await served.close();
});

describe("scheduling at Talkdesk", () => {
  it("is off unless the settings turn it on", async () => {
    expect(capabilitiesOf(adapter)).toContain("SCHEDULE");
    const plain = open();
    expect(capabilitiesOf(plain)).not.toContain("SCHEDULE");
    await plain.close();
  });

  it("sends the fields that the help article lists, and reads the callback from the list", async () => {
    const { vendorId, page } = await schedule(COMMAND);
    expect(sent()).toEqual([
      {
        phone_number: "+14155550100",
        scheduled_time_to_call: "2026-06-01T13:00:00.000Z",
        timezone: "America/New_York",
        assign_type: "SPECIFIC_RING_GROUP",
        ring_groups: [{ ring_group: "ring-1" }],
        caller_id: "+14155550190",
        dialing_model: "PREVIEW",
        notes: "Invoice",
      },
    ]);
    expect([...fake.records.keys()]).toEqual([vendorId]);
    expect(page.observations).toMatchObject([
      { callback: { vendorId, status: "SCHEDULED", window: { start: START } } },
    ]);
  });

  it("assigns to an agent, else to the queue, else to the ring group of the settings", async () => {
    await schedule({ ...COMMAND, queueId: null, agentId: "agent-1", reason: null, originInteractionId: "ixn-1" });
    expect(sent()).toMatchObject([
      { assign_type: "SPECIFIC_AGENT", agents: [{ agent_id: "agent-1" }], interaction_id: "ixn-1" },
    ]);
    await adapter.close();
    adapter = open({ ...CREATE, ringGroup: "default" });
    await schedule({ ...COMMAND, queueId: null });
    expect(sent().at(-1)).toMatchObject({ ring_groups: [{ ring_group: "default" }] });
  });

  it("requests a callback as soon as possible by a Talkdesk number, and does not expect it in a list", async () => {
    const plan = await adapter.schedule?.({ ...SOON, customerName: "Anna Abbott" }, call);
    expect(plan?.isListed).toBe(false);
    expect(await plan?.send(call)).toMatchObject({ vendorId: null, page: { observations: [], isComplete: false } });
    expect(fake.log.map(({ method, path }) => `${method} ${path}`)).toEqual(["POST /calls/callback"]);
    expect(sent()).toMatchObject([
      {
        talkdesk_phone_number: "+14155550191",
        contact_phone_number: "+14155550100",
        context: {
          fields: [
            { name: "customer_name", value: "Anna Abbott" },
            { name: "reason", value: "Invoice" },
          ],
        },
      },
    ]);
    expect(fake.tokenLog[0]?.body).toContain("callback%3Awrite");
  });

  it.each<[string, Partial<ScheduleCommand>, string[]]>([
    ["a time that has passed", { window: instantWindow(NOW, null, null) }, ["window", "start"]],
    ["a window with an end", { window: instantWindow(START, START + 60_000, null) }, ["window", "end"]],
    ["neither a ring group nor an agent", { queueId: null }, ["queueId"]],
    ["both", { agentId: "agent-1" }, ["queueId"]],
    ["a campaign", { campaignId: "c" }, ["campaignId"]],
    ["a name", { customerName: "Anna" }, ["customerName"]],
    ["a queue for as soon as possible", { window: null }, ["queueId"]],
  ])("rejects %s before anything is sent, with the input's field", async (_, part, field) => {
    const error: unknown = await schedule({ ...COMMAND, ...part }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(CommandRejected);
    expect(error).toMatchObject({ errors: [{ field }] });
    expect(fake.log).toEqual([]);
  });

  it("rejects as soon as possible without a Talkdesk number, and names the setting", async () => {
    await adapter.close();
    adapter = open({ callerId: "+14155550190" });
    await expect(schedule(SOON)).rejects.toMatchObject({
      errors: [{ field: ["window"], message: expect.stringContaining("create.talkdeskNumber") as unknown }],
    });
  });

  it("returns a rejection of the vendor under the input's name", async () => {
    await expect(schedule({ ...COMMAND, phoneNumber: "+1" })).rejects.toMatchObject({
      errors: [{ code: "VENDOR_REJECTED", field: ["phoneNumber"] }],
    });
  });
});

describe("the open list of Talkdesk", () => {
  it("costs a request for each open status, however many callbacks have ended", async () => {
    await adapter.close();
    const own = { ...fake.settings(served.baseUrl), pageSize: 10 };
    adapter = talkdesk.create(talkdesk.settings.parse(own), {
      source: "sales",
      vendor: "TALKDESK",
      clock,
      stampRequest: countRequests(clock),
    });
    for (let count = 0; count < 45; count += 1) {
      fake.add({ phoneNumber: "+14155550100", start: NOW, vendorStatus: count < 40 ? "SUCCESS" : "UNATTEMPTED" });
    }
    for await (const _ of adapter.listOpen?.(call) ?? []) void _;
    expect(fake.log.map(({ path }) => path)).toEqual([
      "/schedule-callbacks?status=UNATTEMPTED&page=1&per_page=10",
      "/schedule-callbacks?status=TO_BE_RETRIED&page=1&per_page=10",
    ]);
    fake.log.length = 0;
    for await (const _ of adapter.list?.(call) ?? []) void _;
    expect(fake.log).toHaveLength(5);
  });
});
