import { describe, expect, it } from "vitest";
import { RefusedDelivery } from "../../domain/vendor/delivery.js";
import { createWebexWebhook, signWebexDelivery } from "./webhook.js";

const SECRET = "a secret of more than 32 characters";
const NOW = Date.UTC(2026, 5, 1, 12);
const webhook = createWebexWebhook(SECRET, true);

function verify(event: unknown, timestamp = String(NOW)): ReturnType<typeof webhook.verify> {
  const body = Buffer.from(JSON.stringify(event));
  const headers = { "x-webexcc-signature": signWebexDelivery(body, SECRET), "x-webexcc-timestamp": timestamp };
  return webhook.verify(body, headers, NOW);
}
const event = (data: unknown): object => ({ id: "1", comciscotimestamp: NOW, data });

describe("an event of Webex", () => {
  it.each([
    [
      "an inbound call: who calls",
      { direction: "INBOUND", origin: "+14155550100", destination: "+18005550199" },
      [{ by: "phoneNumber", phoneNumber: "+14155550100" }],
    ],
    [
      "an outbound call: who is called",
      { direction: "OUTBOUND", origin: "+18005550199", destination: "+14155550100" },
      [{ by: "phoneNumber", phoneNumber: "+14155550100" }],
    ],
    [
      "a call without a direction: both, once each",
      { origin: "+14155550100", destination: "+14155550100" },
      [{ by: "phoneNumber", phoneNumber: "+14155550100" }],
    ],
    ["an agent", { agentId: "a-1" }, [{ by: "agent", agentId: "a-1" }]],
    ["a chat: nobody", { direction: "INBOUND", origin: "jane@example.com" }, []],
    ["fields of other types: nobody", { origin: { number: 1 }, agentId: 7 }, []],
    ["no data at all: nobody", undefined, []],
    [
      "the task of a callback",
      { taskId: "t-1", outboundType: "COURTESY_CALLBACK", direction: "OUTBOUND" },
      [{ by: "id", vendorId: "t-1" }],
    ],
    ["the task of any other call: nobody", { taskId: "t-1", outboundType: "OUTDIAL" }, []],
  ])("hints at %s", (_, data, queries) => {
    expect(verify(event(data)).queries).toEqual(queries);
  });

  it.each([NOW, String(NOW), new Date(NOW).toISOString()])("has the time %s, which its header repeats", (time) => {
    expect(verify({ id: "1", comciscotimestamp: time }, String(time)).deliveryIds).toHaveLength(2);
    expect(() => verify({ id: "1", comciscotimestamp: time }, "1")).toThrow(RefusedDelivery);
  });

  it.each([{ id: "1" }, { comciscotimestamp: NOW }, { id: 1, comciscotimestamp: "soon" }, [], null])(
    "is rejected as %j although it is signed",
    (body) => {
      expect(() => verify(body, "soon")).toThrow(RefusedDelivery);
    },
  );

  it("is rejected if its time cannot be parsed", () => {
    expect(() => verify({ id: "1", comciscotimestamp: "soon" }, "soon")).toThrow("the timestamp is not within");
  });
});
