import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Observation } from "../../domain/change/observation.js";
import { CommandRejected, type UserError } from "../../domain/user-error.js";
import { instantWindow } from "../../domain/time/window.js";
import {
  call,
  COMMAND,
  NOW,
  NUMBER,
  openGenesysCloudBench,
  type GenesysCloudBench,
} from "../../../test/support/genesys-cloud.js";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const AGENT = "5e11a9e7-1111-4222-a333-000000000010";

let bench: GenesysCloudBench;
beforeEach(async () => {
  bench = await openGenesysCloudBench();
});
afterEach(() => bench.close());

const writes = (): unknown[] =>
  bench.fake.log
    .filter(({ method, path }) => method !== "GET" && !path.endsWith("/query"))
    .map(({ method, path, body }) => [method, path, JSON.parse(body) as unknown]);

/** The reasons for which a command is rejected. Throws where it is not. */
async function rejectionOf(command: Promise<unknown>): Promise<readonly UserError[]> {
  const error: unknown = await command.catch((thrown: unknown) => thrown);
  if (!(error instanceof CommandRejected)) throw new Error("The command was not rejected.", { cause: error });
  return error.errors;
}

async function read(id: string): Promise<Observation> {
  const [observation] = (await bench.adapter.get(id, call)).observations;
  if (observation === undefined) throw new Error("The callback was not found.");
  bench.fake.log.length = 0;
  return observation;
}

describe("scheduling", () => {
  it("sends a time only if one is requested, and the reason as the attribute of the settings", async () => {
    const asap = await (await bench.adapter.schedule(COMMAND, call)).send(call);
    const window = instantWindow(NOW + HOUR, null, null);
    const later = { ...COMMAND, reason: null, customerName: null, window };
    const scheduled = await (await bench.adapter.schedule(later, call)).send(call);
    const path = "/api/v2/conversations/callbacks";
    const { queueId } = COMMAND;
    expect(writes()).toEqual([
      ["POST", path, { queueId, callbackNumbers: [NUMBER], callbackUserName: "Jane Doe", data: { reason: "Invoice" } }],
      ["POST", path, { queueId, callbackNumbers: [NUMBER], callbackScheduledTime: "2026-06-01T13:00:00.000Z" }],
    ]);
    expect(asap.page.observations[0]?.callback).toMatchObject({ timing: "ASAP", status: "QUEUED", window: null });
    expect(scheduled.page.observations[0]?.callback).toMatchObject({ timing: "SCHEDULED", window });
  });

  it.each([
    ["no queue", { queueId: null }, ["queueId"]],
    ["an end", { window: instantWindow(NOW + HOUR, NOW + 2 * HOUR, null) }, ["window", "end"]],
    ["a time that has passed", { window: instantWindow(NOW, null, null) }, ["window", "start"]],
    ["a time in more than 30 days", { window: instantWindow(NOW + 30 * DAY + 1, null, null) }, ["window", "start"]],
    ["an agent", { agentId: AGENT }, ["agentId"]],
    ["a campaign", { campaignId: "c-1" }, ["campaignId"]],
    ["an interaction", { originInteractionId: "i-1" }, ["originInteractionId"]],
  ])("with %s is rejected by the field, before anything is sent", async (_, fields, field) => {
    expect(await rejectionOf(bench.adapter.schedule({ ...COMMAND, ...fields }, call))).toMatchObject([
      { code: "INVALID_INPUT", field },
    ]);
    expect(writes()).toEqual([]);
  });

  it("with a reason is rejected where the settings name no attribute", async () => {
    await bench.reopen({ reasonAttribute: undefined });
    expect(await rejectionOf(bench.adapter.schedule(COMMAND, call))).toMatchObject([{ field: ["reason"] }]);
  });

  it("for a queue that the vendor lacks is rejected by the field", async () => {
    const plan = await bench.adapter.schedule({ ...COMMAND, queueId: "none" }, call);
    expect(await rejectionOf(plan.send(call))).toMatchObject([{ code: "INVALID_INPUT", field: ["queueId"] }]);
  });
});

describe("moving a callback", () => {
  const window = instantWindow(NOW + 2 * HOUR, null, null);

  it("is done for the agent of the command, else for the assigned one", async () => {
    const owned = await read(bench.add({ agentId: AGENT }));
    await (await bench.adapter.reschedule(owned, { window, agentId: null }, call)).send(call);
    expect(writes()).toMatchObject([["PATCH", "/api/v2/conversations/callbacks", { agentId: AGENT }]]);
    const free = await read(bench.add());
    const written = await (await bench.adapter.reschedule(free, { window, agentId: "u-2" }, call)).send(call);
    const callbackScheduledTime = "2026-06-01T14:00:00.000Z";
    expect(writes()).toEqual([
      [
        "PATCH",
        "/api/v2/conversations/callbacks",
        { conversationId: free.callback.vendorId, agentId: "u-2", callbackScheduledTime },
      ],
    ]);
    expect(written.page.observations[0]?.callback).toMatchObject({
      window,
      status: "SCHEDULED",
      assignment: { agentId: "u-2", type: "SPECIFIC_AGENT" },
    });
  });

  it("without any agent is rejected, and says why", async () => {
    const free = await read(bench.add());
    expect(await rejectionOf(bench.adapter.reschedule(free, { window, agentId: null }, call))).toMatchObject([
      { code: "INVALID_INPUT", field: ["agentId"], message: expect.stringContaining("for an agent only") as string },
    ]);
    expect(bench.fake.log).toEqual([]);
  });
});

describe("canceling", () => {
  it.each(["scheduled", "acd interact", "dialing, scheduled"])("is possible while it waits: %s", async (word) => {
    const waiting = await read(bench.add({ vendorStatus: word }));
    const { page } = await (await bench.adapter.cancel(waiting, call)).send(call);
    expect(writes()).toEqual([
      ["PATCH", `/api/v2/conversations/callbacks/${waiting.callback.vendorId}`, { state: "disconnected" }],
    ]);
    expect(page.observations[0]?.callback).toMatchObject({ status: "CANCELED", nextAttemptAt: null });
  });

  it.each([
    ["agent alert", "INVALID_INPUT"],
    ["agent interact", "INVALID_INPUT"],
    ["customer dialing", "INVALID_INPUT"],
    ["customer interact", "INVALID_INPUT"],
    ["acd client", "ALREADY_OVER"],
    ["customer interact, agent interact", "ALREADY_OVER"],
  ])("is rejected before anything is sent, by its live state: %s", async (word, code) => {
    const waiting = await read(bench.add());
    bench.fake.setVendorStatus(waiting.callback.vendorId, word);
    expect(await rejectionOf(bench.adapter.cancel(waiting, call))).toMatchObject([{ code, field: ["id"] }]);
    expect(writes()).toEqual([]);
  });
});
