import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FakeRequest, FakeVendor, Fault } from "../../src/adapters/fake/fake.js";
import { ask } from "../support/ask.js";
import {
  agentId,
  aCommand,
  callbackId,
  cancel,
  iso,
  isWrite,
  NUMBER,
  recordAction,
  reschedule,
  schedule,
  seen,
  writesAt,
  type CallbackPayload,
} from "../support/commands.js";
import { START, startWorld, type World } from "../support/world.js";
import { SLOW_SYNC } from "../support/fast-sync.js";

const HOUR = 3_600_000;
const SETTLE_MS = 60_000;
const idempotencyKey = "command-1";

/** What breaks an answer off after the vendor has acted, and before. */
const ACTED: readonly [string, Fault][] = [
  ["cut", { kind: "lost" }],
  ["cut in the middle", { kind: "half" }],
  ["late", { kind: "stall" }],
];
const NOT_ACTED: readonly [string, Fault][] = [
  ["cut", { kind: "cut" }],
  ["late", { kind: "hang" }],
  ["a proxy's 502", { kind: "status", status: 502 }],
  ["a web page", { kind: "not-json" }],
];

let world: World;
const OPTIONS = {
  latencyMs: 1,
  // The test of Genesys Cloud shows what its lag changes.
  lagMs: 0,
  settings: { freshness: { waitMs: 300 }, commands: { maxInFlightMs: SETTLE_MS } },
  // Longer than a busy machine needs for a response of a fake.
  ofSources: { timeoutMs: 1000, retries: 2, breakAfter: 1000 },
};
beforeEach(async () => {
  world = await startWorld(OPTIONS);
});
afterEach(() => world.close());

function fakeOf(source: string): FakeVendor {
  const fake = world.fakes[source];
  if (fake === undefined) throw new Error(`There is no ${source}.`);
  return fake;
}

/** What vendors are asked before they are written to: another command may be about to. */
const isOffer = ({ method, path }: FakeRequest): boolean =>
  method === "GET" && /\/widget\/|\/availability\?/u.test(path);

/** Writes go wrong like this, and then every query for callbacks as well, until `heal`. */
function breakWrites(source: string, fault: Fault, queries: "answered" | "unanswered" = "answered"): () => void {
  const fake = fakeOf(source);
  let isWritten = false;
  fake.fault = {
    ...fault,
    match: (request) => {
      const isHit = isWritten && queries === "unanswered" && !isOffer(request);
      isWritten ||= isWrite(request);
      return isHit || isWrite(request);
    },
  };
  return () => {
    fake.fault = null;
  };
}

const codesOf = ({ userErrors }: Pick<CallbackPayload, "userErrors">): string[] => userErrors.map(({ code }) => code);
const stateOf = async (): Promise<unknown> => (await world.store.listCommands(1, null))[0]?.state;
const statusOf = async (id: string): Promise<string | undefined> =>
  (
    await ask<{ callback: { status: string } | null }>(world.url, `query ($id: ID!) { callback(id: $id) { status } }`, {
      id,
    })
  ).callback?.status;
const listByNumber = `{ callbacks(filter: { phoneNumbers: ["${NUMBER}"] }) { sources { freshness } } }`;
/**
 * Another client's query, to its end at every source: none of its calls comes later. A source that a busy machine let time
 * out is requested again once the clock has moved.
 */
const askByNumber = (): Promise<void> =>
  expect
    .poll(
      async () => {
        const { sources } = (await ask<ListedByNumber>(world.url, listByNumber)).callbacks;
        world.time.now += 1000;
        return sources;
      },
      { timeout: 90_000 },
    )
    .not.toContainEqual({ freshness: expect.stringMatching(/STALE|UNAVAILABLE/u) as unknown });

interface ListedByNumber {
  readonly callbacks: { readonly sources: readonly { readonly freshness: string }[] };
}

describe.each(["webex", "genesys-cloud", "genesys-gms", "nice-cxone", "mindful"])("scheduling at %s", (source) => {
  it.each(ACTED)("is read back and done once if the response is %s", async (_, fault) => {
    breakWrites(source, fault);
    const input = aCommand(source, START, { idempotencyKey });
    const { callback, receipt, userErrors } = await schedule(world.url, input);
    expect(userErrors).toEqual([]);
    expect(callback?.vendorId).toBe([...fakeOf(source).records.keys()][0]);
    expect(receipt).toBeNull();
    expect((await schedule(world.url, input)).callback?.id).toBe(callback?.id);
    expect(writesAt(world, source)).toHaveLength(1);
  });

  it.each(ACTED)("is AMBIGUOUS until it can be read back if the response is %s", async (_, fault) => {
    const heal = breakWrites(source, fault, "unanswered");
    const input = aCommand(source, START, { idempotencyKey });
    expect(codesOf(await schedule(world.url, input))).toEqual(["AMBIGUOUS"]);
    heal();
    const { callback, userErrors } = await schedule(world.url, input);
    expect(userErrors).toEqual([]);
    expect(callback?.vendorId).toBe([...fakeOf(source).records.keys()][0]);
    expect(writesAt(world, source)).toHaveLength(1);
  });

  it.each(NOT_ACTED)(
    "is AMBIGUOUS if %s precedes the vendor's action, and done once when that is certain",
    async (_, fault) => {
      const heal = breakWrites(source, fault);
      const input = aCommand(source, START, { idempotencyKey });
      expect(codesOf(await schedule(world.url, input))).toEqual(["AMBIGUOUS"]);
      heal();
      expect(codesOf(await schedule(world.url, input))).toEqual(["AMBIGUOUS"]);
      expect(fakeOf(source).records.size).toBe(0);
      world.time.now += SETTLE_MS;
      const { callback, userErrors } = await schedule(world.url, input);
      expect(userErrors).toEqual([]);
      expect([...fakeOf(source).records.keys()]).toEqual([callback?.vendorId]);
    },
  );

  it("is VENDOR_UNAVAILABLE if the vendor reports a fault and has no such callback", async () => {
    breakWrites(source, { kind: "status", status: 503 });
    const input = aCommand(source, START, { idempotencyKey });
    expect(codesOf(await schedule(world.url, input))).toEqual(["VENDOR_UNAVAILABLE"]);
    expect(await stateOf()).toBe("FAILED");
  });

  it("finishes when another client's query returns the callback", async () => {
    const heal = breakWrites(source, { kind: "lost" }, "unanswered");
    const input = aCommand(source, START, { idempotencyKey });
    expect(codesOf(await schedule(world.url, input))).toEqual(["AMBIGUOUS"]);
    expect(await stateOf()).toBe("PENDING");
    heal();
    await askByNumber();
    expect(await stateOf()).toBe("SUCCEEDED");
    world.forgetCalls();
    expect((await schedule(world.url, input)).callback?.vendorId).toBe([...fakeOf(source).records.keys()][0]);
    expect(world.callCount()).toBe(0);
  });

  it("does not take a callback for its own that was there before, or has another time", async () => {
    await seen(world, source);
    fakeOf(source).add({ phoneNumber: NUMBER, start: START + 3 * HOUR, end: START + 4 * HOUR });
    breakWrites(source, { kind: "cut" });
    const input = aCommand(source, START, { idempotencyKey });
    expect(codesOf(await schedule(world.url, input))).toEqual(["AMBIGUOUS"]);
    world.time.now += SETTLE_MS;
    // The other one is new, and may be what became of it: nothing is certain.
    expect(codesOf(await schedule(world.url, input))).toEqual(["AMBIGUOUS"]);
    expect(writesAt(world, source)).toHaveLength(1);
  });

  it("gives each of two equal commands without a key its own callback", async () => {
    const heal = breakWrites(source, { kind: "lost" }, "unanswered");
    const input = aCommand(source, START);
    const answers = await Promise.all([schedule(world.url, input), schedule(world.url, input)]);
    expect(answers.map(codesOf)).toEqual([["AMBIGUOUS"], ["AMBIGUOUS"]]);
    heal();
    await askByNumber();
    const attempts = await world.store.listCommands(2, null);
    expect(attempts.map(({ state }) => state)).toEqual(["SUCCEEDED", "SUCCEEDED"]);
    expect(new Set(attempts.map(({ vendorId }) => vendorId))).toEqual(new Set(fakeOf(source).records.keys()));
  });
});

describe.each(["webex", "talkdesk", "genesys-cloud", "genesys-gms", "nice-cxone"])("moving at %s", (source) => {
  it.each(ACTED)("is read back and done once if the response is %s", async (_, fault) => {
    const id = callbackId(source, await seen(world, source));
    world.time.now += 1000;
    breakWrites(source, fault);
    const start = iso(START + 24 * HOUR);
    const { callback, userErrors } = await reschedule(world.url, { id, window: { start }, idempotencyKey });
    expect(userErrors).toEqual([]);
    expect(callback?.window?.start).toBe(start);
    expect(writesAt(world, source)).toHaveLength(1);
  });

  it.each(NOT_ACTED)(
    "is AMBIGUOUS if %s precedes the vendor's action, and done once when that is certain",
    async (_, fault) => {
      const id = callbackId(source, await seen(world, source));
      world.time.now += 1000;
      const heal = breakWrites(source, fault);
      const input = { id, window: { start: iso(START + 24 * HOUR) }, idempotencyKey };
      expect(codesOf(await reschedule(world.url, input))).toEqual(["AMBIGUOUS"]);
      heal();
      world.time.now += SETTLE_MS;
      const { callback, userErrors } = await reschedule(world.url, input);
      expect(userErrors).toEqual([]);
      expect(callback?.window?.start).toBe(input.window.start);
    },
  );
});

describe.each(["webex", "talkdesk", "genesys-cloud", "genesys-gms", "amazon-connect", "nice-cxone", "mindful"])(
  "withdrawing at %s",
  (source) => {
    it.each(ACTED)("is read back and done once if the response is %s", async (_, fault) => {
      const id = callbackId(source, await seen(world, source));
      world.time.now += 1000;
      breakWrites(source, fault);
      const { callback, userErrors } = await cancel(world.url, { id, idempotencyKey });
      expect(userErrors).toEqual([]);
      expect(callback?.status).toBe("CANCELED");
      expect(writesAt(world, source)).toHaveLength(1);
    });

    it.each(NOT_ACTED)(
      "is AMBIGUOUS if %s precedes the vendor's action, and done once when that is certain",
      async (_, fault) => {
        const id = callbackId(source, await seen(world, source));
        world.time.now += 1000;
        const heal = breakWrites(source, fault);
        expect(codesOf(await cancel(world.url, { id, idempotencyKey }))).toEqual(["AMBIGUOUS"]);
        expect(await statusOf(id)).toBe("SCHEDULED");
        heal();
        world.time.now += SETTLE_MS;
        const { callback, userErrors } = await cancel(world.url, { id, idempotencyKey });
        expect(userErrors).toEqual([]);
        expect(callback?.status).toBe("CANCELED");
      },
    );
  },
);

describe("an agent action whose response is lost", () => {
  it("stays AMBIGUOUS, as it cannot be read back, and is never sent twice", async () => {
    const heal = breakWrites("webex", { kind: "lost" });
    const input = { agentId: agentId("webex"), clientId: "wellbeing", actionType: "BREAK", idempotencyKey };
    expect(codesOf(await recordAction(world.url, input))).toEqual(["AMBIGUOUS"]);
    heal();
    world.time.now += SETTLE_MS;
    expect(codesOf(await recordAction(world.url, input))).toEqual(["AMBIGUOUS"]);
    expect(writesAt(world, "webex")).toHaveLength(1);
  });
});

describe("a command with an unknown outcome", () => {
  const SYNC = { polling: true, ...SLOW_SYNC, hotIntervalMs: 100 };
  beforeEach(async () => {
    await world.close();
    world = await startWorld({ ...OPTIONS, settings: { ...OPTIONS.settings, sync: SYNC } });
  });

  it("is reconciled without a client", async () => {
    const heal = breakWrites("webex", { kind: "lost" }, "unanswered");
    expect(codesOf(await schedule(world.url, aCommand("webex", START)))).toEqual(["AMBIGUOUS"]);
    heal();
    await expect.poll(stateOf, { timeout: 90_000 }).toBe("SUCCEEDED");
    const [attempt] = await world.store.listCommands(1, null);
    expect(attempt).toMatchObject({ vendorId: [...fakeOf("webex").records.keys()][0], target: null, knownIds: [] });
    expect(writesAt(world, "webex")).toHaveLength(1);
  });

  it("fails once it is certain that the vendor has not acted, and is sent by no gateway", async () => {
    const heal = breakWrites("webex", { kind: "cut" });
    expect(codesOf(await schedule(world.url, aCommand("webex", START)))).toEqual(["AMBIGUOUS"]);
    heal();
    expect(await stateOf()).toBe("PENDING");
    world.time.now += SETTLE_MS;
    await expect.poll(stateOf, { timeout: 90_000 }).toBe("FAILED");
    expect(fakeOf("webex").records.size).toBe(0);
    expect(writesAt(world, "webex")).toHaveLength(1);
  });
});
