import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import type { FakeVendor } from "../../src/adapters/fake/fake.js";
import { serveFake, type ServedFake } from "../../src/adapters/fake/serve.js";
import { findAdapter } from "../../src/adapters/registry.js";
import type { JsonObject } from "../../src/lib/json.js";
import { createDatabase } from "../support/postgres.js";
import { startProcess, type RunningProcess } from "../support/process.js";
import { agentId, aCommand, isWrite, recordAction, schedule, type CallbackPayload } from "../support/commands.js";

const QUARTER = 900_000;
/** A time that every vendor takes: on the quarter, two hours from now. */
const now = Math.ceil(Date.now() / QUARTER) * QUARTER;
const WISHES = 8;

/** One of two gateway processes, which reaches the vendor by an address of its own. */
interface Gateway {
  readonly served: ServedFake;
  readonly running: RunningProcess;
  readonly url: string;
}

let directory: string;
let database: Awaited<ReturnType<typeof createDatabase>>;
let fake: FakeVendor;
let gateways: Gateway[] = [];
/** What a vendor does with a request of a gateway before it answers; a test says. */
let before: (request: Request, gateway: number) => Promise<void>;

/** Two gateways on one PostgreSQL over one vendor, which has one tenant. */
async function open(source: string): Promise<void> {
  const definition = findAdapter(source);
  if (definition === undefined) throw new Error(`There is no ${source}.`);
  fake = definition.createFake(Date.now, { count: 0, quota: null });
  for (const index of [0, 1]) {
    const served = await serveFake({
      async handle(request) {
        await before(request, index);
        return fake.handle(request);
      },
    });
    const own: JsonObject = { vendor: source, ...fake.settings(served.baseUrl), quota: null, timeoutMs: 30_000 };
    const file = join(directory, `gateway-${index}.yaml`);
    const sync = { polling: false };
    // JSON is YAML.
    writeFileSync(file, JSON.stringify({ sources: { [source]: own }, sync, logLevel: "warn" }));
    const environment = { RINGBACK_CONFIG: file, PORT: "0", HOST: "127.0.0.1", DATABASE_URL: database.url };
    const running = startProcess(["serve"], environment);
    gateways.push({ served, running, url: (await running.waitFor(/at (http:\S+)\/graphql/u))[1] ?? "" });
  }
}

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "ringback-"));
  database = await createDatabase(inject("postgresUrl"));
  before = () => Promise.resolve();
});
afterEach(async () => {
  for (const { running, served } of gateways) {
    running.child.kill("SIGKILL");
    await running.ended();
    await served.close();
  }
  gateways = [];
  await database.drop();
  rmSync(directory, { recursive: true, force: true });
});

const writes = (): number => fake.log.filter(isWrite).length;
const urls = (): readonly string[] => gateways.map(({ url }) => url);
const numberOf = (index: number): string => `+1415555010${index}`;
const keys = Array.from({ length: WISHES }, (_, index) => index);
/** The callback may be observed again before the last payload. */
const withoutObservation = (payload: CallbackPayload | undefined) => ({
  ...payload,
  callback: { ...payload?.callback, observedAt: null },
});

describe("one key at two gateway processes at once", { timeout: 240_000 }, () => {
  it("schedules one callback, and both return the same payload", async () => {
    await open("mindful");
    // Nothing is booked before both have planned to: what is offered is asked for while planning.
    const planning = new Set<number>();
    let begin = (): void => undefined;
    const begun = new Promise<void>((resolve) => (begin = resolve));
    before = async (request, gateway) => {
      if (request.method === "GET") planning.add(gateway);
      if (planning.size === 2) begin();
      if (request.url.includes("request_callback")) await begun;
    };
    const outcomes = await Promise.all(
      keys.map((index) => {
        const input = aCommand("mindful", now, { phoneNumber: numberOf(index), idempotencyKey: `command-${index}` });
        return Promise.all([...urls(), ...urls()].map((url) => schedule(url, input)));
      }),
    );
    for (const [first, ...others] of outcomes) {
      expect(first?.userErrors).toEqual([]);
      for (const other of others) expect(withoutObservation(other)).toEqual(withoutObservation(first));
    }
    expect(writes()).toBe(WISHES);
    const scheduled = outcomes.map(([first]) => first?.callback?.vendorId);
    expect(new Set(scheduled)).toEqual(new Set(fake.records.keys()));
  });

  it("sends one agent action, and both have the same receipt", async () => {
    await open("webex");
    const outcomes = await Promise.all(
      keys.map((index) => {
        const about = { agentId: agentId("webex"), clientId: "wellbeing", actionType: "BREAK" };
        return Promise.all(urls().map((url) => recordAction(url, { ...about, idempotencyKey: `action-${index}` })));
      }),
    );
    for (const [one, other] of outcomes) {
      expect(one).toMatchObject({ action: { vendorId: expect.any(String) }, userErrors: [] });
      expect(other).toEqual(one);
    }
    expect(writes()).toBe(WISHES);
  });

  it("is rejected at the second for another command", async () => {
    await open("mindful");
    const [one = "", other = ""] = urls();
    const command = (index: number): Parameters<typeof schedule>[1] =>
      aCommand("mindful", now, { phoneNumber: numberOf(index), idempotencyKey: "command" });
    const outcomes = await Promise.all([schedule(one, command(0)), schedule(other, command(1))]);
    const codes = outcomes.map(({ userErrors }) => userErrors.map(({ code }) => code));
    expect(new Set(codes.flat())).toEqual(new Set(["IDEMPOTENCY_CONFLICT"]));
    expect(codes.filter((told) => told.length === 0)).toHaveLength(1);
    expect(writes()).toBe(1);
  });

  it("finds at the second the outcome of the first, which died before it responded", async () => {
    await open("mindful");
    const [one = "", other = ""] = urls();
    const input = aCommand("mindful", now, { phoneNumber: numberOf(0), idempotencyKey: "command" });
    before = async (request, gateway) => {
      if (gateway !== 0 || !request.url.includes("request_callback")) return;
      await fake.handle(request.clone());
      const { running } = gateways[0] ?? {};
      running?.child.kill("SIGKILL");
      await running?.ended();
      // What the vendor would do once more is of the dead connection.
      throw new Error("nobody is there any more");
    };
    await expect(schedule(one, input)).rejects.toThrow();
    await expect
      .poll(async () => (await schedule(other, input)).userErrors.map(({ code }) => code), { timeout: 120_000 })
      .toEqual([]);
    const { callback } = await schedule(other, input);
    expect([...fake.records.keys()]).toEqual([callback?.vendorId]);
    expect(writes()).toBe(1);
  });
});
