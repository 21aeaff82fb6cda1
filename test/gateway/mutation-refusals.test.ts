import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { askAll } from "../support/ask.js";
import {
  agentId,
  aCommand,
  callbackId,
  cancel,
  iso,
  NUMBER,
  reschedule,
  schedule,
  seen,
  writesAt,
} from "../support/commands.js";
import { startWorld, type World } from "../support/world.js";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ZONE = "America/New_York";

let world: World;
beforeEach(async () => {
  world = await startWorld({ ofSources: { timeoutMs: 1500, retries: 0, breakAfter: 1000 } });
});
afterEach(() => world.close());

describe("a callback that does not exist", () => {
  it("is NOT_FOUND: a source, and a callback that neither side has", async () => {
    const nowhere = await schedule(world.url, aCommand("nowhere", world.time.now));
    expect(nowhere.userErrors).toMatchObject([{ code: "NOT_FOUND", field: ["source"] }]);
    for (const source of ["webex", "talkdesk", "mindful"]) {
      const { userErrors } = await cancel(world.url, {
        id: callbackId(source, "0a0a0a0a-0000-4000-a000-000000000001"),
      });
      expect(userErrors, source).toMatchObject([{ code: "NOT_FOUND", field: ["id"] }]);
      expect(writesAt(world, source)).toEqual([]);
    }
  });

  it("is found at a vendor that supports GET, though the gateway has never observed it", async () => {
    const start = world.time.now + 2 * HOUR;
    const id = world.fakes["webex"]?.add({ phoneNumber: NUMBER, start, end: start + HOUR, timeZone: ZONE }) ?? "";
    const { callback, userErrors } = await cancel(world.url, { id: callbackId("webex", id) });
    expect(userErrors).toEqual([]);
    expect(callback?.status).toBe("CANCELED");
  });

  it("is the client's error if an id is invalid, or of another type", async () => {
    const cancelling = `mutation ($id: ID!) { cancelCallback(input: { id: $id }) { userErrors { code } } }`;
    for (const id of ["nonsense", agentId("webex")]) {
      const { errors } = await askAll(world.url, cancelling, { id });
      expect(errors?.[0]?.extensions?.code).toBe("BAD_USER_INPUT");
      expect(errors?.[0]?.message).toContain("input.id");
    }
    expect(world.callCount()).toBe(0);
  });
});

describe("a callback that is over", () => {
  it.each(["webex", "talkdesk", "genesys-gms", "amazon-connect", "nice-cxone", "mindful"])(
    "can no longer be withdrawn at %s",
    async (source) => {
      const id = callbackId(source, await seen(world, source));
      world.time.now += 1000;
      expect((await cancel(world.url, { id })).userErrors).toEqual([]);
      world.forgetCalls();
      const { callback, userErrors } = await cancel(world.url, { id });
      expect(userErrors).toMatchObject([{ code: "ALREADY_OVER", field: ["id"] }]);
      expect(callback?.status).toBe("CANCELED");
      expect(writesAt(world, source)).toEqual([]);
    },
  );

  it("is over by the vendor's status, without an observation of the gateway", async () => {
    const id = await seen(world, "webex");
    world.fakes["webex"]?.records.delete(id);
    const input = { id: callbackId("webex", id) };
    const moved = await reschedule(world.url, { ...input, window: { start: iso(world.time.now + DAY) } });
    expect(moved.userErrors).toMatchObject([{ code: "ALREADY_OVER", field: ["id"] }]);
    const withdrawn = await cancel(world.url, input);
    expect(withdrawn.userErrors).toMatchObject([{ code: "ALREADY_OVER", field: ["id"] }]);
  });
});

describe("a vendor's own refusal", () => {
  /** The vendor refuses what is written, with this body. */
  const refuses = (source: string, status: number, body: object): void => {
    const fake = world.fakes[source];
    if (fake === undefined) throw new Error(`There is no ${source}.`);
    const handle = fake.handle.bind(fake);
    fake.handle = (request) => {
      const isQuestion = request.method === "GET" || /callback_status|token/u.test(request.url);
      return isQuestion ? handle(request) : Promise.resolve(Response.json(body, { status }));
    };
  };

  it.each([
    ["timeToCall", ["window", "start"]],
    ["timezone", ["window", "timeZone"]],
    ["agents", ["agentId"]],
    ["phoneNumber", null],
  ])("of talkdesk for %s names the input field %j", async (name, field) => {
    const id = callbackId("talkdesk", await seen(world, "talkdesk"));
    refuses("talkdesk", 400, { code: "0140000", message: "invalid", fields: [{ name, description: "is invalid" }] });
    const { userErrors, receipt } = await reschedule(world.url, { id, window: { start: iso(world.time.now + HOUR) } });
    expect(userErrors).toMatchObject([{ code: "VENDOR_REJECTED", field }]);
    expect(userErrors[0]?.message).toContain("0140000");
    expect(receipt).toBeNull();
  });

  it.each([
    ["DuplicateRequest", ["phoneNumber"]],
    ["InvalidContact", ["phoneNumber"]],
    ["AppointmentTimeInThePast", ["window", "start"]],
    ["SomethingElse", null],
  ])("of mindful with %s names the input field %j", async (word, field) => {
    refuses("mindful", 400, { data: [{ status: word }] });
    const { userErrors } = await schedule(world.url, aCommand("mindful", world.time.now));
    expect(userErrors).toMatchObject([{ code: "VENDOR_REJECTED", field }]);
    expect(userErrors[0]?.message).toContain(word);
  });

  it.each([
    ["InteractionNotFound", "NOT_FOUND"],
    ["TooManyInteractions", "TOO_MANY_CALLBACKS"],
    ["FAILED", "VENDOR_REJECTED"],
  ])("of mindful in a 200 with %s is %s", async (word, code) => {
    const id = callbackId("mindful", await seen(world, "mindful"));
    refuses("mindful", 200, { data: [{ status: word, message: "" }] });
    const { callback, userErrors } = await cancel(world.url, { id });
    expect(userErrors).toMatchObject([{ code, field: ["id"] }]);
    expect(callback?.status).toBe("SCHEDULED");
  });

  it.each([
    [400, "VENDOR_REJECTED"],
    [401, "VENDOR_UNAUTHORIZED"],
    [403, "VENDOR_UNAUTHORIZED"],
    [429, "VENDOR_RATE_LIMITED"],
    [503, "VENDOR_UNAVAILABLE"],
  ])("of webex with %i is %s and leaves only an audit entry", async (status, code) => {
    refuses("webex", status, {});
    const { callback, receipt, userErrors } = await schedule(world.url, aCommand("webex", world.time.now));
    expect(userErrors).toMatchObject([{ code, field: null }]);
    expect([callback, receipt]).toEqual([null, null]);
    expect((await world.store.logBounds()).last).toBe(0);
    const [attempt, ...others] = await world.store.listCommands(10, null);
    expect(others).toEqual([]);
    expect(attempt).toMatchObject({ state: "FAILED", source: "webex", kind: "SCHEDULE", actor: null, target: null });
    expect(JSON.stringify(attempt)).not.toContain(NUMBER);
    expect(attempt?.subject["phoneNumber"]).toBe("***77");
  });
});
