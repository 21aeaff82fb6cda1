import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Webhook } from "standardwebhooks";
import { NO_CUSTOMER } from "../../src/domain/callback.js";
import { decodeChangeCursor } from "../../src/domain/change/cursor.js";
import { derivedStatus, reportedStatus, type CallbackStatus } from "../../src/domain/status.js";
import type { JsonObject } from "../../src/lib/json.js";
import { ask } from "../support/ask.js";
import { callbackId } from "../support/commands.js";
import { anObservation } from "../support/observations.js";
import { startReceiver, type CloudEvent, type Receiver } from "../support/receiver.js";
import { startWorld, type World } from "../support/world.js";

const SOURCE = "talkdesk";
const NUMBER = "+14155550123";
const SECRET = `whsec_${Buffer.alloc(32, 1).toString("base64")}`;
const OLD_SECRET = `whsec_${Buffer.alloc(24, 2).toString("base64")}`;
const HOUR = 3_600_000;

let receiver: Receiver;
let world: World;

beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(async () => {
  await world.close();
  await receiver.close();
});

/** Starts a gateway with one delivery to the receiver. */
async function start(delivery: JsonObject = {}, settings: JsonObject = {}): Promise<void> {
  const crm = { url: receiver.url, secret: SECRET, allowPrivateAddresses: true, ...delivery };
  world = await startWorld({ settings: { deliveries: { crm }, ...settings } });
}

/** Records a callback with this status, one second after what was recorded before. */
async function record(vendorId: string, status: CallbackStatus = "QUEUED", source = SOURCE): Promise<void> {
  world.time.now += 1000;
  const { now } = world.time;
  const customer = { ...NO_CUSTOMER, phoneNumber: NUMBER, phoneNumberRaw: NUMBER, name: "Jane Roe" };
  const reported = status === "SCHEDULED" ? derivedStatus(status) : reportedStatus(status, status);
  const fields = { source, vendor: source.toUpperCase(), vendorId, ...reported, customer, reason: "a broken phone" };
  const observations = [anObservation(now, fields)];
  await world.store.record({ source, observations, quarantined: [], answered: null, now });
}

const deliveredTo = ({ subject }: CloudEvent, vendorId: string): boolean => subject === callbackId(SOURCE, vendorId);
const statusesOf = (vendorId: string): unknown[] =>
  receiver
    .accepted()
    .filter((event) => deliveredTo(event, vendorId))
    .map(({ data }) => data["status"]);
const pendingCount = async (): Promise<number | undefined> => (await world.store.listDeliveries())[0]?.pendingCount;
/** Moves the clock past every retry again and again, until the condition holds. */
async function passTime(condition: () => boolean | Promise<boolean>): Promise<void> {
  await expect
    .poll(async () => {
      if (await condition()) return true;
      world.time.now += HOUR;
      return false;
    })
    .toBe(true);
}

describe("a delivery", () => {
  it("sends each change as a signed CloudEvent with the data of the API, masked", async () => {
    await start({ previousSecret: OLD_SECRET, headers: { authorization: "Bearer of-the-receiver" } });
    await record("1");
    await record("1", "IN_PROGRESS");
    await expect.poll(() => statusesOf("1")).toEqual(["QUEUED", "IN_PROGRESS"]);
    const [created, changed] = receiver.received;
    for (const [index, secret] of [SECRET, SECRET, OLD_SECRET].entries()) {
      const { body, headers } = receiver.received[index % 2]!;
      const now = Number(headers["webhook-timestamp"]) * 1000;
      expect(now).toBeLessThanOrEqual(world.time.now);
      expect(headers).toMatchObject({
        "content-type": "application/cloudevents+json; charset=utf-8",
        authorization: "Bearer of-the-receiver",
        "webhook-id": JSON.parse(body).id,
      });
      expect(verify(secret, body, headers as Record<string, string>)).toEqual(JSON.parse(body));
      expect(() => verify(secret, `${body} `, headers as Record<string, string>)).toThrow();
    }
    expect(created?.path).toBe("/events?tenant=1");
    expect([created?.event.type, changed?.event.type]).toEqual([
      "ringback.callback.created",
      "ringback.callback.status_changed",
    ]);
    expect(changed?.event).toMatchObject({
      specversion: "1.0",
      source: "/ringback/deliveries/crm",
      subject: callbackId(SOURCE, "1"),
      time: new Date(world.time.now).toISOString(),
      datacontenttype: "application/json",
    });
    const query = `query ($id: ID!) { callback(id: $id) { history { nodes {
      cursor kind previousStatus status changedFields occurredAt observedAt } } } }`;
    const { callback } = await ask<{ callback: { history: { nodes: JsonObject[] } } }>(world.url, query, {
      id: callbackId(SOURCE, "1"),
    });
    expect(receiver.received.map(({ event }) => event.data)).toMatchObject(callback.history.nodes);
    expect(changed?.event.data["callback"]).toMatchObject({
      source: { name: SOURCE },
      customer: { name: "***", phoneNumber: null, phoneNumberRaw: "***23" },
      reason: "***",
    });
    expect(changed?.body).not.toMatch(/Roe|5550123|broken/u);
    expect(created!.event.sequence < changed!.event.sequence).toBe(true);
  });

  it("sends names and numbers where the settings say so", async () => {
    await start({ maskPersonalData: false });
    await record("1");
    await expect.poll(() => receiver.accepted()).toHaveLength(1);
    expect(receiver.accepted()[0]?.data["callback"]).toMatchObject({
      customer: { name: "Jane Roe", phoneNumber: NUMBER },
      reason: "a broken phone",
    });
  });

  it("sends the changes of its filter and kinds alone, and none of sources that are not in the settings", async () => {
    await start({ filter: { statuses: ["IN_PROGRESS"], sources: [SOURCE] }, kinds: ["STATUS_CHANGED"] });
    await record("1");
    await record("1", "IN_PROGRESS");
    await record("2", "IN_PROGRESS");
    await record("1", "COMPLETED");
    await record("3", "QUEUED", "mindful");
    await record("3", "IN_PROGRESS", "mindful");
    await record("4");
    await record("4", "IN_PROGRESS");
    await expect.poll(() => statusesOf("4")).toEqual(["IN_PROGRESS"]);
    // A callback that leaves the filter is sent, too.
    expect(statusesOf("1")).toEqual(["IN_PROGRESS", "COMPLETED"]);
    expect(receiver.accepted()).toHaveLength(3);
  });

  it("retries a callback in order, while others go on", async () => {
    await start();
    receiver.respondWith((event) => ({ status: deliveredTo(event, "1") ? 500 : 204 }));
    await record("1");
    await expect.poll(() => receiver.received).toHaveLength(1);
    await record("1", "IN_PROGRESS");
    await record("2");
    await record("1", "COMPLETED");
    await record("3");
    await expect.poll(() => statusesOf("3")).toEqual(["QUEUED"]);
    expect(statusesOf("2")).toEqual(["QUEUED"]);
    await expect.poll(pendingCount).toBe(3);
    // Later changes of a callback wait behind the one that fails.
    expect(receiver.received.filter(({ event }) => event.data["status"] !== "QUEUED")).toEqual([]);
    receiver.respondWith(() => ({ status: 200 }));
    await passTime(() => statusesOf("1").length === 3);
    expect(statusesOf("1")).toEqual(["QUEUED", "IN_PROGRESS", "COMPLETED"]);
    const ids = receiver.received.filter(({ event }) => event.data["status"] === "QUEUED" && deliveredTo(event, "1"));
    expect(new Set(ids.map(({ event }) => event.id)).size).toBe(1);
    await expect.poll(pendingCount).toBe(0);
  });

  it.each([
    ["hangs", "hang", "no response within 200 ms"],
    ["cuts connections", "cut", "UND_ERR_SOCKET"],
    ["redirects", { status: 307, headers: { location: "/elsewhere" } }, "HTTP 307: redirects are not followed"],
    ["fails", { status: 503 }, "HTTP 503"],
    ["rejects the credentials", { status: 401 }, "HTTP 401"],
  ] as const)("retries when the receiver %s", async (_, response, reason) => {
    await start(response === "hang" ? { timeoutMs: 200 } : {});
    receiver.respondWith(() => response);
    for (const vendorId of ["1", "2", "3", "4", "5"]) await record(vendorId);
    const failed = async (): Promise<unknown[]> =>
      ((await world.store.readDelivery("crm"))?.pending ?? []).flatMap((event) => event.reason ?? []);
    await expect.poll(failed).toContain(reason);
    expect(receiver.received.every(({ path }) => path === "/events?tenant=1")).toBe(true);
    receiver.respondWith(() => ({ status: 204 }));
    await passTime(() => new Set(receiver.accepted().map(({ subject }) => subject)).size === 5);
    await expect.poll(pendingCount).toBe(0);
    expect(await world.store.listDeadLetters(10)).toEqual([]);
  });

  it("waits as long as Retry-After says", async () => {
    await start();
    receiver.respondWith(() => ({ status: 429, headers: { "retry-after": "7200" } }));
    await record("1");
    await expect.poll(async () => (await world.store.readDelivery("crm"))?.pending).toHaveLength(1);
    const [event] = (await world.store.readDelivery("crm"))?.pending ?? [];
    expect(event?.nextAttemptAt).toBe(world.time.now + 7_200_000);
    receiver.respondWith(() => ({ status: 204 }));
    const allowedAt = world.time.now + 7_200_000;
    await record("2");
    world.time.now += 7_100_000;
    await record("3");
    const times = (): number[] => receiver.received.map(({ headers }) => Number(headers["webhook-timestamp"]) * 1000);
    // Each attempt says when it was made.
    await passTime(() => receiver.accepted().length === 3);
    expect(times().filter((at) => at >= allowedAt)).toHaveLength(3);
    expect(times()).toHaveLength(4);
  });

  it("sets an event aside that the receiver refuses, or does not accept in time, and goes on", async () => {
    await start({ retryForMs: 10 * HOUR });
    receiver.respondWith((event) => ({ status: deliveredTo(event, "1") ? 422 : deliveredTo(event, "2") ? 500 : 204 }));
    await record("1");
    await record("2");
    await record("3");
    await expect.poll(() => statusesOf("3")).toEqual(["QUEUED"]);
    await passTime(async () => (await world.store.listDeadLetters(10)).length === 2);
    expect(await world.store.listDeadLetters(10)).toMatchObject([
      { delivery: "crm", callbackId: callbackId(SOURCE, "1"), reason: "HTTP 422" },
      { delivery: "crm", callbackId: callbackId(SOURCE, "2"), reason: "HTTP 500" },
    ]);
    receiver.respondWith(() => ({ status: 204 }));
    await record("2", "IN_PROGRESS");
    await expect.poll(() => statusesOf("2")).toEqual(["IN_PROGRESS"]);
    const [letter] = await world.store.listDeadLetters(10);
    await world.store.retryDeadLetters("crm", letter?.id ?? "");
    await expect.poll(() => statusesOf("1")).toEqual(["QUEUED"]);
    expect(await world.store.listDeadLetters(10)).toHaveLength(1);
  });

  it("stops when the receiver responds with 410, and goes on when an operator has it", async () => {
    await start();
    receiver.respondWith(() => ({ status: 410 }));
    await record("1");
    await expect.poll(async () => (await world.store.readDelivery("crm"))?.stoppedAt).not.toBeNull();
    await record("2");
    receiver.respondWith(() => ({ status: 204 }));
    await world.store.retryDeadLetters("crm", null);
    await expect.poll(() => statusesOf("2")).toEqual(["QUEUED"]);
    expect(statusesOf("1")).toEqual(["QUEUED"]);
    expect(receiver.received.filter(({ status }) => status === 410)).toHaveLength(1);
  });

  it("reports a gap when changes were deleted before they were delivered", async () => {
    await start();
    receiver.respondWith(() => ({ status: 410 }));
    await record("1");
    await expect.poll(async () => (await world.store.readDelivery("crm"))?.stoppedAt).not.toBeNull();
    for (const vendorId of ["2", "3", "4"]) await record(vendorId);
    await world.store.trimChanges({ noticedBefore: 0, keep: 2, limit: 100 });
    receiver.respondWith(() => ({ status: 204 }));
    await world.store.retryDeadLetters("crm", null);
    await expect.poll(() => statusesOf("4")).toEqual(["QUEUED"]);
    const gaps = receiver.accepted().filter(({ type }) => type === "ringback.gap");
    expect(gaps).toHaveLength(1);
    expect(gaps[0]?.subject).toBeUndefined();
    const { cursor } = gaps[0]!.data as { readonly cursor: string };
    expect(decodeChangeCursor("cursor", cursor)).toBe((await world.store.logBounds()).floor);
    expect([statusesOf("1"), statusesOf("2"), statusesOf("3")]).toEqual([[], [], ["QUEUED"]]);
    await expect.poll(pendingCount).toBe(0);
  });

  it("reports one gap for all events whose changes were deleted while they were retried", async () => {
    await start();
    receiver.respondWith((event) => ({ status: deliveredTo(event, "4") ? 204 : 500 }));
    await record("1");
    await record("2");
    await record("2", "IN_PROGRESS");
    await record("4");
    await expect.poll(async () => [statusesOf("4"), await pendingCount()]).toEqual([["QUEUED"], 3]);
    await world.store.trimChanges({ noticedBefore: 0, keep: 1, limit: 100 });
    receiver.respondWith(() => ({ status: 204 }));
    await passTime(async () => (await pendingCount()) === 0);
    expect(receiver.accepted().map(({ type }) => type)).toEqual(["ringback.callback.created", "ringback.gap"]);
    expect(await world.store.listDeadLetters(1)).toEqual([]);
  });
});

/** As a receiver verifies by the library, at the moment of the signature. */
function verify(secret: string, body: string, headers: Record<string, string>): unknown {
  const { now } = Date;
  Date.now = () => Number(headers["webhook-timestamp"]) * 1000;
  try {
    return new Webhook(secret).verify(body, headers);
  } finally {
    Date.now = now;
  }
}
