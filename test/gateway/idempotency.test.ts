import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { print } from "graphql";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { authOf } from "../support/access.js";
import { ask } from "../support/ask.js";
import { ScheduleCallbackDocument } from "../../schema/operations.js";
import {
  agentId,
  aCommand,
  callbackId,
  cancel,
  iso,
  recordAction,
  reschedule,
  schedule,
  seen,
  writesAt,
} from "../support/commands.js";
import { startWorld, type World } from "../support/world.js";

const HOUR = 3_600_000;
const idempotencyKey = "command-1";

let world: World;
let dataDirectory: string;
beforeEach(async () => {
  dataDirectory = mkdtempSync(join(tmpdir(), "ringback-"));
  world = await startWorld({ dataDirectory });
});
afterEach(async () => {
  await world.close();
  rmSync(dataDirectory, { recursive: true, force: true });
});

describe("the same key with the same input", () => {
  it.each(["webex", "genesys-cloud", "genesys-gms", "nice-cxone", "mindful"])(
    "schedules once at %s, and gives the same payload, over restarts",
    async (source) => {
      const input = aCommand(source, world.time.now, { idempotencyKey });
      const first = await schedule(world.url, input);
      expect(first.userErrors).toEqual([]);
      world.time.now += 1000;
      expect(await schedule(world.url, input)).toEqual(first);
      await world.restart();
      expect(await schedule(world.url, input)).toEqual(first);
      expect(writesAt(world, source)).toHaveLength(1);
    },
  );

  it("may have its fields in another order, and its time in another form", async () => {
    const { now } = world.time;
    const input = aCommand("mindful", now, { idempotencyKey, window: { start: "2026-06-01T14:00:00.000Z" } });
    const first = await schedule(world.url, input);
    const { source, ...rest } = { ...input, window: { start: "2026-06-01T16:00:00+02:00" } };
    expect(await schedule(world.url, { ...rest, source })).toEqual(first);
    expect(writesAt(world, "mindful")).toHaveLength(1);
  });

  it.each(["webex", "talkdesk", "nice-cxone"])("moves once at %s", async (source) => {
    const id = callbackId(source, await seen(world, source));
    const input = { id, window: { start: iso(world.time.now + 24 * HOUR) }, idempotencyKey };
    world.time.now += 1000;
    const first = await reschedule(world.url, input);
    expect(first.userErrors).toEqual([]);
    expect(await reschedule(world.url, input)).toEqual(first);
    expect(writesAt(world, source)).toHaveLength(1);
  });

  it.each(["webex", "talkdesk", "genesys-cloud", "genesys-gms", "amazon-connect", "nice-cxone", "mindful"])(
    "withdraws once at %s: the second time is no error",
    async (source) => {
      const input = { id: callbackId(source, await seen(world, source)), idempotencyKey };
      world.time.now += 1000;
      const first = await cancel(world.url, input);
      expect(first.callback?.status).toBe("CANCELED");
      expect(await cancel(world.url, input)).toEqual(first);
      expect(writesAt(world, source)).toHaveLength(1);
    },
  );

  it("sends an agent action once, over restarts", async () => {
    const input = { agentId: agentId("webex"), clientId: "wellbeing", actionType: "BREAK", idempotencyKey };
    const first = await recordAction(world.url, input);
    world.time.now += 1000;
    expect(await recordAction(world.url, input)).toEqual(first);
    await world.restart();
    expect(await recordAction(world.url, input)).toEqual(first);
    expect(writesAt(world, "webex")).toHaveLength(1);
  });

  it("from twenty concurrent clients makes one call and returns one payload to all", async () => {
    const input = aCommand("webex", world.time.now, { idempotencyKey });
    const answers = await Promise.all(Array.from({ length: 20 }, () => schedule(world.url, input)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]?.userErrors).toEqual([]);
    expect(writesAt(world, "webex")).toHaveLength(1);
  });

  it("by twenty clients of two gateways makes one call, and one callback for all", async () => {
    const other = await world.join();
    const input = aCommand("webex", world.time.now, { idempotencyKey });
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => schedule(index % 2 === 0 ? world.url : other.url, input)),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]?.userErrors).toEqual([]);
    expect(writesAt(world, "webex")).toHaveLength(1);
  });

  it("returns the same rejection if the vendor rejected the command permanently", async () => {
    const input = aCommand("webex", world.time.now, { idempotencyKey });
    const fake = world.fakes["webex"];
    if (fake === undefined) throw new Error("There is no fake.");
    fake.fault = { kind: "status", status: 400, match: ({ method }) => method === "POST" };
    const first = await schedule(world.url, input);
    expect(first.userErrors).toMatchObject([{ code: "VENDOR_REJECTED" }]);
    fake.fault = null;
    expect(await schedule(world.url, input)).toEqual(first);
    expect(fake.records.size).toBe(0);
  });

  it.each([403, 429, 503])("may be used again if the vendor rejected it temporarily with %i", async (status) => {
    const input = aCommand("webex", world.time.now, { idempotencyKey });
    const fake = world.fakes["webex"];
    if (fake === undefined) throw new Error("There is no fake.");
    fake.fault = { kind: "status", status, match: ({ method }) => method === "POST" };
    expect((await schedule(world.url, input)).userErrors).toHaveLength(1);
    fake.fault = null;
    world.time.now += 5000;
    expect((await schedule(world.url, input)).userErrors).toEqual([]);
    expect(fake.records.size).toBe(1);
  });

  it("may be used again if the command broke a rule, because nothing was sent", async () => {
    const wrong = aCommand("webex", world.time.now, { idempotencyKey, queueId: null });
    expect((await schedule(world.url, wrong)).userErrors).toMatchObject([{ code: "INVALID_INPUT" }]);
    expect((await schedule(world.url, aCommand("webex", world.time.now, { idempotencyKey }))).userErrors).toEqual([]);
  });
});

describe("the same key with another input", () => {
  it("is a conflict, also for another mutation, and nothing is sent", async () => {
    const id = callbackId("talkdesk", await seen(world, "talkdesk"));
    await schedule(world.url, aCommand("mindful", world.time.now, { idempotencyKey }));
    world.forgetCalls();
    const conflict = [{ code: "IDEMPOTENCY_CONFLICT", field: ["idempotencyKey"] }];
    const other = aCommand("mindful", world.time.now, { idempotencyKey, reason: "Another." });
    expect((await schedule(world.url, other)).userErrors).toMatchObject(conflict);
    expect((await cancel(world.url, { id, idempotencyKey })).userErrors).toMatchObject(conflict);
    await world.restart();
    expect((await schedule(world.url, other)).userErrors).toMatchObject(conflict);
    expect(world.callCount()).toBe(0);
  });

  it("is a conflict while the first is still under way", async () => {
    const fake = world.fakes["webex"];
    if (fake === undefined) throw new Error("There is no fake.");
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const handle = fake.handle.bind(fake);
    const reached = new Promise<void>((resolve) => {
      fake.handle = async (request) => {
        resolve();
        await held;
        return handle(request);
      };
    });
    const first = schedule(world.url, aCommand("webex", world.time.now, { idempotencyKey }));
    await reached;
    const second = await schedule(world.url, aCommand("webex", world.time.now, { idempotencyKey, reason: "Another." }));
    expect(second.userErrors).toMatchObject([{ code: "IDEMPOTENCY_CONFLICT" }]);
    release();
    expect((await first).userErrors).toEqual([]);
  });

  it.each(["", "x".repeat(256)])("is refused where the key is none", async (key) => {
    const { userErrors } = await schedule(world.url, aCommand("mindful", world.time.now, { idempotencyKey: key }));
    expect(userErrors).toMatchObject([{ code: "INVALID_INPUT", field: ["idempotencyKey"] }]);
    expect(world.callCount()).toBe(0);
  });
});

describe("without a key", () => {
  it("each command is a new one", async () => {
    const input = aCommand("webex", world.time.now);
    const [one, two] = [await schedule(world.url, input), await schedule(world.url, input)];
    expect(one.callback?.id).not.toBe(two.callback?.id);
    expect(world.fakes["webex"]?.records.size).toBe(2);
  });
});

describe("commands for one callback at the same time", () => {
  it.each(["webex", "talkdesk"])("end in the vendor's state, at %s", async (source) => {
    const vendorId = await seen(world, source);
    const id = callbackId(source, vendorId);
    world.time.now += 1000;
    const commands = [24, 48].map((hours) =>
      reschedule(world.url, { id, window: { start: iso(world.time.now + hours * HOUR) } }),
    );
    await Promise.all([...commands, cancel(world.url, { id })]);
    world.time.now += 60_000;
    const query = `query ($id: ID!) { callback(id: $id) { status window { start } } }`;
    const after = await ask<{ callback: { status: string } }>(world.url, query, { id });
    // The vendor is asked again, and says nothing else than what was told before.
    expect(after.callback.status).toBe("CANCELED");
    const held = world.fakes[source]?.records.get(vendorId);
    expect(held === undefined || held["status"] === "CANCELED").toBe(true);
  });

  it("from two gateways end in the vendor's state", async () => {
    const vendorId = await seen(world, "talkdesk");
    const id = callbackId("talkdesk", vendorId);
    const other = await world.join();
    world.time.now += 1000;
    const [moved, withdrawn] = await Promise.all([
      reschedule(world.url, { id, window: { start: iso(world.time.now + 24 * HOUR) } }),
      cancel(other.url, { id }),
    ]);
    expect(withdrawn.userErrors).toEqual([]);
    expect(moved.userErrors.every(({ code }) => ["VENDOR_REJECTED", "ALREADY_OVER"].includes(code))).toBe(true);
    world.time.now += 60_000;
    const list = `{ callbacks { nodes { vendorId status window { start } } } }`;
    const held = world.fakes["talkdesk"]?.records.get(vendorId);
    expect(await ask(world.url, list)).toMatchObject({
      callbacks: {
        nodes: [
          {
            vendorId,
            status: "CANCELED",
            window: { start: iso(Date.parse(JSON.stringify(held?.["time_to_call"]).replaceAll('"', ""))) },
          },
        ],
      },
    });
  });
});

describe("keys", () => {
  it("belong to one caller: another may use the same, and the audit names the caller", async () => {
    await world.close();
    const scopes = ["callbacks:read", "callbacks:write", "pii:read"];
    const auth = authOf(
      { id: "anna", key: "key-of-anna", scopes, sources: "*" },
      { id: "bruno", key: "key-of-bruno", scopes, sources: "*" },
    );
    world = await startWorld({ settings: { auth } });
    const query = print(ScheduleCallbackDocument);
    const input = aCommand("webex", world.time.now, { idempotencyKey });
    const command = async (key: string): Promise<unknown> => {
      const response = await fetch(`${world.url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json", "x-api-key": key },
        body: JSON.stringify({ query, variables: { input } }),
      });
      return response.json();
    };
    const first = await command("key-of-anna");
    expect(first).toMatchObject({ data: { scheduleCallback: { userErrors: [] } } });
    expect(await command("key-of-anna")).toEqual(first);
    expect(await command("key-of-bruno")).toMatchObject({ data: { scheduleCallback: { userErrors: [] } } });
    expect(world.fakes["webex"]?.records.size).toBe(2);
    expect((await world.store.listCommands(10, null)).map(({ actor }) => actor)).toEqual(["key:bruno", "key:anna"]);
  });
});
