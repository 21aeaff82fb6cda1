import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, inject, it, vi } from "vitest";
import type { FakeVendor } from "../../src/adapters/fake/fake.js";
import { createRandom, type Random } from "../../src/adapters/fake/random.js";
import { serveFake, type ServedFake } from "../../src/adapters/fake/serve.js";
import { findAdapter } from "../../src/adapters/registry.js";
import { ask } from "../support/ask.js";
import { FAST_SYNC } from "../support/fast-sync.js";
import { createDatabase } from "../support/postgres.js";
import { startProcess, type RunningProcess } from "../support/process.js";
import { startReceiver, type ReceiverResponse, type Receiver } from "../support/receiver.js";

const CALLBACKS = 8;
const KILLS = 8;
const LEASE_MS = 1000;
const SECRET = `whsec_${Buffer.alloc(32, 4).toString("base64")}`;
const FAULTS: readonly ReceiverResponse[] = [{ status: 500 }, { status: 404 }, "cut", "hang"];

let directory: string;
let random: Random;
let fake: FakeVendor;
let served: ServedFake;
let receiver: Receiver;
/** While it is true, each request to the vendor may change a callback. */
let isChanging: boolean;
const running = new Set<RunningProcess>();

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "ringback-"));
  random = createRandom(11);
  fake = findAdapter("talkdesk")!.createFake(Date.now, { count: 0, quota: null, lagMs: 0 });
  for (let index = 0; index < CALLBACKS; index += 1) {
    fake.add({ phoneNumber: `+1415555010${index}`, start: Date.now() + 3_600_000 });
  }
  const words = Object.keys(fake.vendorStatuses);
  isChanging = true;
  served = await serveFake({
    handle(request) {
      if (isChanging && random.int(1, 2) === 1)
        fake.setVendorStatus(random.pick([...fake.records.keys()]), random.pick(words));
      return fake.handle(request);
    },
  });
  receiver = await startReceiver();
});
afterEach(async () => {
  for (const { child } of running) child.kill("SIGKILL");
  await Promise.all([...running].map((one) => one.ended()));
  running.clear();
  await served.close();
  await receiver.close();
  rmSync(directory, { recursive: true, force: true });
});

/** Starts a gateway that names itself in a header of its events. Resolves when it serves. */
async function startGateway(
  name: string,
  environment: Record<string, string>,
): Promise<RunningProcess & { url: string }> {
  const crm = {
    url: receiver.url,
    secret: SECRET,
    allowPrivateAddresses: true,
    from: "beginning",
    timeoutMs: 1000,
    headers: { "x-gateway": name },
  };
  const source = { vendor: "talkdesk", ...fake.settings(served.baseUrl), quota: null };
  const settings = {
    server: { drainMs: 0 },
    sources: { talkdesk: source },
    sync: { ...FAST_SYNC, leaseMs: LEASE_MS },
    deliveries: { crm },
    dataDirectory: join(directory, "data"),
    logLevel: "error",
  };
  const file = join(directory, `${name}.yaml`);
  // JSON is YAML.
  writeFileSync(file, JSON.stringify(settings));
  const started = startProcess(["serve"], { RINGBACK_CONFIG: file, PORT: "0", HOST: "127.0.0.1", ...environment });
  running.add(started);
  const [, url = ""] = await started.waitFor(/at (http:\S+)\/graphql/u);
  return { ...started, url };
}

async function kill(gateway: RunningProcess): Promise<void> {
  gateway.child.kill("SIGKILL");
  await gateway.ended();
  running.delete(gateway);
}

interface Histories {
  readonly callbacks: {
    readonly nodes: readonly {
      readonly id: string;
      readonly history: { readonly nodes: readonly { cursor: string }[] };
    }[];
  };
}

/** By callback, the cursors of its changes: those of the log, and those that the receiver accepted, each once. */
async function compare(url: string): Promise<{ readonly log: Cursors; readonly accepted: Cursors }> {
  const query = "{ callbacks(first: 50) { nodes { id history(first: 100) { nodes { cursor } } } } }";
  const { callbacks } = await ask<Histories>(url, query);
  const log = Object.fromEntries(
    callbacks.nodes.map(({ id, history }) => [id, history.nodes.map(({ cursor }) => cursor)]),
  );
  const accepted: Record<string, string[]> = {};
  for (const { subject = "", data } of receiver.accepted()) {
    const cursor = data["cursor"] as string;
    const cursors = (accepted[subject] ??= []);
    if (!cursors.includes(cursor)) cursors.push(cursor);
  }
  return { log, accepted };
}
type Cursors = Readonly<Record<string, readonly string[]>>;

/** Every change of the log has arrived, and the first arrivals of a callback's changes are in order. */
async function expectComplete(url: string): Promise<number> {
  isChanging = false;
  receiver.respondWith(() => ({ status: 204 }));
  // The last change of the vendor may be recorded between two comparisons.
  const log = await vi.waitFor(
    async () => {
      const compared = await compare(url);
      expect(compared.accepted).toEqual(compared.log);
      return compared.log;
    },
    { timeout: 90_000, interval: 100 },
  );
  expect(receiver.accepted().some(({ type }) => type === "ringback.gap")).toBe(false);
  return Object.values(log).flat().length;
}

const ENGINES: readonly [
  name: string,
  open: () => Promise<{ environment: Record<string, string>; drop(): Promise<void> }>,
][] = [
  ["the embedded store", () => Promise.resolve({ environment: {}, drop: () => Promise.resolve() })],
  [
    "PostgreSQL",
    async () => {
      const database = await createDatabase(inject("postgresUrl"));
      return { environment: { DATABASE_URL: database.url }, drop: () => database.drop() };
    },
  ],
];

describe("a delivery", () => {
  it.each(ENGINES)(
    "loses no change and keeps their order over kills at random, with a receiver that fails: %s",
    { timeout: 300_000 },
    async (_, open) => {
      const place = await open();
      for (let kills = 0; kills < KILLS; kills += 1) {
        const gateway = await startGateway("only", place.environment);
        const left = receiver.received.length + random.int(1, 25);
        // Within a request: the receiver has the event, and the gateway does not know.
        const isReached = new Promise<void>((resolve) => {
          receiver.respondWith(() => {
            if (receiver.received.length >= left) {
              gateway.child.kill("SIGKILL");
              resolve();
            }
            return random.int(1, 5) === 1 ? random.pick(FAULTS) : { status: 204 };
          });
        });
        await isReached;
        await kill(gateway);
      }
      const gateway = await startGateway("only", place.environment);
      const count = await expectComplete(gateway.url);
      // Enough happened for that to mean something.
      expect(count).toBeGreaterThan(CALLBACKS * 3);
      expect(receiver.received.length).toBeGreaterThan(count);
      await kill(gateway);
      await place.drop();
    },
  );

  it("is sent by one of two gateways, and by the other one once that is killed", { timeout: 300_000 }, async () => {
    const database = await createDatabase(inject("postgresUrl"));
    const environment = { DATABASE_URL: database.url };
    const gateways = new Map([
      ["a", await startGateway("a", environment)],
      ["b", await startGateway("b", environment)],
    ]);
    /** The senders in the order of the requests, each once until another one sends. */
    const senders = (from: number): string[] =>
      receiver.received
        .slice(from)
        .map(({ headers }) => String(headers["x-gateway"]))
        .filter((name, index, all) => name !== all[index - 1]);
    await expect.poll(() => receiver.received.length).toBeGreaterThan(30);
    // The lease may have passed once, when the second one came.
    expect(senders(0).length).toBeLessThanOrEqual(2);
    const sender = String(receiver.received.at(-1)?.headers["x-gateway"]);
    const other = sender === "a" ? "b" : "a";
    await kill(gateways.get(sender)!);
    const before = receiver.received.length;
    await expect.poll(() => receiver.received.length).toBeGreaterThan(before + 10);
    expect(senders(before)).toEqual([other]);
    await expectComplete(gateways.get(other)!.url);
    await kill(gateways.get(other)!);
    await database.drop();
  });
});
