import { describe, expect, it } from "vitest";
import { Webhook } from "standardwebhooks";
import { eventOfGap, type DeliveryEvent } from "../domain/delivery.js";
import { pauseDelay, retryDelay } from "./backoff.js";
import { DeliveryPause } from "./delivery-pause.js";
import { dueQueues, queuesOf } from "./delivery-queues.js";
import { deliveriesSchema } from "./settings.js";
import { keyOf, signatureHeaders } from "./signature.js";

const SECRET = `whsec_${Buffer.alloc(24, 7).toString("base64")}`;
const HOUR = 3_600_000;

const anEvent = (position: number, fields: Partial<DeliveryEvent> = {}): DeliveryEvent => ({
  ...eventOfGap("crm", position, 0),
  rowId: position,
  ...fields,
});

describe("the time until a retry", () => {
  it.each([
    [0, 1000],
    [1, 1000],
    [2, 2000],
    [5, 16_000],
    [12, 2_048_000],
    [13, HOUR],
    [5000, HOUR],
  ])("after %i failures is %i ms, or down to half of it", (attempts, ms) => {
    expect([retryDelay(attempts, 0), retryDelay(attempts, 1)]).toEqual([ms, ms / 2]);
  });

  it("is a minute at most for a pause of the delivery", () => {
    expect([pauseDelay(1, 0), pauseDelay(6, 0), pauseDelay(7, 0), pauseDelay(99, 1)]).toEqual([
      1000, 32_000, 60_000, 30_000,
    ]);
  });
});

describe("the queues of a round", () => {
  const queued = (...events: DeliveryEvent[]) => events.map((event) => ({ event, change: null }));
  const CALM = { isAfterOutage: false, isProbing: false };
  const idsOf = (queues: ReturnType<typeof queuesOf>): string[][] =>
    queues.map((queue) => queue.map(({ event }) => event.id));
  const waiting = anEvent(1, { rowId: 1, nextAttemptAt: 100, attempts: 3 });
  const behind = anEvent(4, { rowId: 1 });
  const [second, third] = [anEvent(2, { attempts: 1 }), anEvent(3)];
  const queues = queuesOf(queued(waiting, second, third, behind));

  it("hold the events of a callback in order, and leave it out until its first event is due", () => {
    expect(idsOf(queues)).toEqual([[waiting.id, behind.id], [second.id], [third.id]]);
    expect(idsOf([...dueQueues(queues, 99, CALM)])).toEqual([[second.id], [third.id]]);
    expect(dueQueues(queues, 100, CALM)).toHaveLength(3);
    expect(dueQueues(queues, 0, { ...CALM, isAfterOutage: true })).toHaveLength(3);
  });

  it("are one while the receiver is down: the one with the fewest failures", () => {
    expect(idsOf([...dueQueues(queues, 100, { ...CALM, isProbing: true })])).toEqual([[third.id]]);
    expect(dueQueues([], 100, { ...CALM, isProbing: true })).toEqual([]);
  });
});

describe("the pause of a delivery", () => {
  it("begins with failures of three callbacks in a row, and ends with a success", () => {
    const pause = new DeliveryPause(() => 0);
    for (const rowId of [1, 2, 2, 2, 1]) pause.failed(rowId, 0, 0);
    expect([pause.isDown, pause.until]).toEqual([false, Number.NEGATIVE_INFINITY]);
    pause.failed(3, 5000, 0);
    expect([pause.isDown, pause.until, pause.takeRecovery()]).toEqual([true, 6000, false]);
    pause.failed(4, 6000, 0);
    expect(pause.until).toBe(8000);
    pause.succeeded();
    expect([pause.isDown, pause.takeRecovery(), pause.takeRecovery()]).toEqual([false, true, false]);
  });

  it("is as long as Retry-After says, from the first failure on", () => {
    const pause = new DeliveryPause(() => 0);
    pause.failed(1, 1000, 30_000);
    pause.failed(1, 2000, 1000);
    expect([pause.isDown, pause.until]).toEqual([false, 31_000]);
  });
});

describe("a signature", () => {
  it("is accepted by the library of Standard Webhooks, for the current and the previous secret", () => {
    const other = `whsec_${Buffer.alloc(64, 9).toString("base64")}`;
    const keys = [SECRET, other].map((secret) => keyOf(secret)!);
    const body = JSON.stringify({ name: "Zoë" });
    const headers = signatureHeaders(keys, { id: "crm-1", body, at: Date.now() });
    for (const secret of [SECRET, other]) {
      expect(new Webhook(secret).verify(body, headers)).toEqual({ name: "Zoë" });
    }
    const foreign = new Webhook(`whsec_${Buffer.alloc(24, 8).toString("base64")}`);
    expect(() => foreign.verify(body, headers)).toThrow("No matching signature");
  });
});

describe("the settings of deliveries", () => {
  const faultsOf = (fields: object, name = "crm"): string[] => {
    const parsed = deliveriesSchema.safeParse({
      [name]: { url: "https://crm.example.com/events", secret: SECRET, ...fields },
    });
    return (parsed.error?.issues ?? []).map(({ path, message }) => `${path.join(".")}: ${message}`);
  };

  it("need a url and a secret, and mask personal data by default", () => {
    expect(faultsOf({})).toEqual([]);
    const { crm } = deliveriesSchema.parse({ crm: { url: "https://crm.example.com", secret: SECRET } });
    expect(crm).toMatchObject({ maskPersonalData: true, allowPrivateAddresses: false, from: "now", kinds: null });
  });

  it.each([
    [{ url: "crm.example.com" }, "crm.url: expected an http or https URL"],
    [{ url: "http://crm.example.com" }, "crm.url: expected an https URL"],
    [{ url: "https://10.1.2.3/" }, "crm.url: is not a public address"],
    [{ url: "https://0x7f.1/" }, "crm.url: is not a public address"],
    [{ url: "https://[::ffff:169.254.169.254]/" }, "crm.url: is not a public address"],
    [{ url: "https://me:pass@crm.example.com/" }, "crm.url: must not contain a user or password"],
    [{ secret: "secret" }, "crm.secret: expected whsec_"],
    [{ secret: `whsec_${Buffer.alloc(23).toString("base64")}` }, "crm.secret: expected whsec_"],
    [{ previousSecret: "whsec_!" }, "crm.previousSecret: expected whsec_"],
    [{ kinds: ["SNAPSHOT"] }, "crm.kinds.0: Invalid option"],
    [{ kinds: [] }, "crm.kinds: "],
    [{ headers: { "Webhook-Id": "1" } }, "crm.headers: expected names of HTTP headers"],
    [{ headers: { "x y": "1" } }, "crm.headers: expected names of HTTP headers"],
    [{ retryForMs: 0 }, "crm.retryForMs: "],
    [{ to: "now" }, "crm: Unrecognized key"],
  ])("reject %j", (fields, fault) => {
    expect(faultsOf(fields).join("\n")).toContain(fault);
  });

  it("reject a name that is not written as that of a source", () => {
    expect(faultsOf({}, "My CRM")).toEqual([expect.stringContaining("My CRM: expected a name")]);
  });

  it("allow private addresses and http where they say so", () => {
    expect(faultsOf({ url: "http://10.1.2.3:8080/", allowPrivateAddresses: true })).toEqual([]);
  });
});
