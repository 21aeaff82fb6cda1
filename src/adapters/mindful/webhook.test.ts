import { describe, expect, it } from "vitest";
import { RefusedDelivery } from "../../domain/vendor/delivery.js";
import { MINDFUL_READER } from "./reader.js";
import { createMindfulWebhook } from "./webhook.js";

const webhook = createMindfulWebhook(
  { secret: "secret", header: "X-Own-Header" },
  { reader: MINDFUL_READER, mapping: { source: "north", vendor: "MINDFUL", defaultRegion: null } },
);
const verify = (body: string): ReturnType<typeof webhook.verify> =>
  webhook.verify(Buffer.from(body), { "x-own-header": "secret" }, 0);
const about = (call: unknown): string => JSON.stringify({ data: { call, event: "Registered Callback" } });

describe("an event of Mindful", () => {
  it.each([
    ["the number to call", { phoneNumber: "+14155550100", ani: "14155550100" }, "+14155550100"],
    ["the caller's number", { ani: "14155550100" }, "14155550100"],
    ["the caller's number as the older page has it", { phoneNumber: null, ani: 14155550100 }, "14155550100"],
  ])("hints at %s", (_, call, phoneNumber) => {
    expect(verify(about(call)).queries).toEqual([{ by: "phoneNumber", phoneNumber }]);
  });

  it("is a hint without queries if it has no number, and may be repeated", () => {
    expect(verify(about({}))).toEqual({ queries: [], deliveryIds: [] });
  });

  it("is recorded if it reports a state of a callback that it names, also with commas before closing brackets", () => {
    const call = '{"id":"126b5e1e7f65da3","ani":13395559005,"metadata":{"a":",}","b":"\\",]"},},';
    const { observe } = verify(`{"data":{"call":${call}"event":"Registered Callback","id":"7v35",},}`);
    const { observations = [], quarantined } = observe?.({ requestNumber: 1, requestedAt: 0 }) ?? {};
    expect(quarantined).toEqual([]);
    expect(observations).toMatchObject([
      {
        view: "registered",
        vendorRecord: { call: { metadata: { a: ",}", b: '",]' } } },
        callback: { vendorId: "126b5e1e7f65da3", customer: { phoneNumber: "+13395559005" } },
      },
    ]);
  });

  it.each([
    ["of an unknown kind", { id: "1", ani: "14155550100" }, "Scheduled Reminder"],
    ["without the callback's id", { ani: "14155550100" }, "Registered Callback"],
    ["without a name", { id: "1", ani: "14155550100" }, undefined],
  ])("%s is a hint only", (_, call, event) => {
    const hint = verify(JSON.stringify({ data: { call, event } }));
    expect(hint.observe).toBeUndefined();
    expect(hint.queries).toEqual([{ by: "phoneNumber", phoneNumber: "14155550100" }]);
  });

  it.each(["", "{}", '{"data":null}', '{"data":{"call":[]}}', '{"data":{"call":{"ani":1}'])(
    "is rejected as %j",
    (body) => {
      expect(() => verify(body)).toThrow(RefusedDelivery);
    },
  );
});
