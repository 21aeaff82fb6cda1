import { describe, expect, it } from "vitest";
import { ADAPTERS } from "../../src/adapters/registry.js";
import type { VendorName } from "../../src/domain/names.js";
import type { Queue } from "../../src/domain/queue.js";
import type { JsonObject } from "../../src/lib/json.js";
import { stampOf } from "../support/observations.js";
import { openBench } from "./adapters.js";

interface Case {
  readonly record: JsonObject;
  readonly queue: Queue | null;
  readonly names?: readonly VendorName[];
}

const segments = [{ segmentType: "interact", segmentStart: "2026-06-01T12:00:00Z", queueId: "q-1" }];
const participant = {
  participantId: "p",
  purpose: "agent",
  userId: "u-1",
  participantName: "Carla Evans",
  sessions: [{ sessionId: "s", mediaType: "callback", segments }],
};

/** Records of each vendor, the queue that they name, and the names in them. */
const CASES: Readonly<Record<string, readonly Case[]>> = {
  WEBEX: [
    { record: { id: "1", queueId: "q-2" }, queue: { kind: "QUEUE", vendorId: "q-2" } },
    {
      record: { id: "1", isCallback: true, callbackData: {}, lastQueue: { id: "q-1", name: " Billing " } },
      queue: { kind: "QUEUE", vendorId: "q-1" },
      names: [{ kind: "QUEUE", vendorId: "q-1", name: "Billing" }],
    },
  ],
  TALKDESK: [
    {
      record: { callback_id: "1", ring_groups: [{ ring_group: "b" }, { ring_group: "a" }, {}] },
      queue: { kind: "QUEUE", vendorId: "a" },
    },
    {
      record: { callback_id: "1", campaign_id: "c", ring_groups: [{ ring_group: "a" }] },
      queue: { kind: "CAMPAIGN", vendorId: "c" },
    },
    { record: { callback_id: "1" }, queue: null },
  ],
  GENESYS: [{ record: { interaction_id: "1", callback_status: 1 }, queue: null }],
  GENESYS_GMS: [
    { record: { _id: "1", _service_name: "sales", _vq: "VQ" }, queue: { kind: "SERVICE", vendorId: "sales" } },
    { record: { _id: "1", _vq: "VQ" }, queue: { kind: "QUEUE", vendorId: "VQ" } },
  ],
  GENESYS_CLOUD: [
    {
      record: { conversationId: "1", participants: [participant] },
      queue: { kind: "QUEUE", vendorId: "q-1" },
      names: [{ kind: "AGENT", vendorId: "u-1", name: "Carla Evans" }],
    },
  ],
  AMAZON_CONNECT: [
    { record: { Id: "1", QueueInfo: { Id: "q-1" } }, queue: { kind: "QUEUE", vendorId: "q-1" } },
    {
      record: { Id: "1", QueueInfo: { Id: "arn:aws:connect:eu-central-1:1:instance/i/queue/agent/a-1" } },
      queue: { kind: "AGENT", vendorId: "a-1" },
    },
  ],
  NICE_CXONE: [{ record: { callbackId: 1, skillId: 4711 }, queue: { kind: "SKILL", vendorId: "4711" } }],
  MINDFUL: [
    { record: { call_request_id: "1", call_target_id: "4001" }, queue: { kind: "CALL_TARGET", vendorId: "4001" } },
    {
      record: { id: "1", originalId: "1", retryAttempt: 0, callTargetId: "4001", callTargetName: "Billing" },
      queue: { kind: "CALL_TARGET", vendorId: "4001" },
      names: [{ kind: "CALL_TARGET", vendorId: "4001", name: "Billing" }],
    },
  ],
};

describe.each(ADAPTERS)("a record of $vendor", (definition) => {
  it("has the queue that it names first, and the names in it beside the callback", async () => {
    const bench = await openBench(definition);
    const cases = CASES[definition.vendor] ?? [];
    expect(cases.length).toBeGreaterThan(0);
    for (const { record, queue, names = [] } of cases) {
      const { observations, quarantined } = bench.adapter.reread(record, stampOf(1));
      expect(quarantined).toEqual([]);
      expect(observations.map((one) => one.callback.queue)).toEqual([queue]);
      expect(observations.flatMap((one) => one.names ?? [])).toEqual(names);
    }
    await bench.close();
  });
});
