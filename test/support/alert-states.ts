import { expect, vi } from "vitest";
import { scrape, type Scrape } from "./alerts.js";
import { askAll } from "./ask.js";
import { aCommand, NUMBER, schedule } from "./commands.js";
import { openSocket } from "./raw-socket.js";
import { startWorld, type World, type WorldOptions } from "./world.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const SOURCE = "talkdesk";
/** One in which callbacks can be scheduled. */
const SCHEDULING = "mindful";
export const LIST = `{ callbacks(first: 100, maxStaleness: "PT0S") { totalCount nodes { id status customer { name } } } }`;
const DOWN = { kind: "status", status: 503 } as const;

const closing: (() => Promise<unknown>)[] = [];

/** Has `closeAll` end something as well. */
export function closeWith(close: () => Promise<unknown>): void {
  closing.push(close);
}

/** Ends all that the states have begun. */
export async function closeAll(): Promise<void> {
  for (const close of closing.splice(0).toReversed()) await close();
}

export async function startWell(options: WorldOptions = {}): Promise<World> {
  const world = await startWorld({ settings: { sync: { polling: true } }, ...options });
  closing.push(() => world.close());
  // Prometheus knows a histogram from its first sample on.
  await askAll(world.url, "{ __typename }");
  // Until it holds its leases, nobody polls.
  await vi.waitFor(async () => {
    expect(valuesOf(await scrape(world.url), "ringback_lease_held")).not.toContain(0);
  }, 120_000);
  return world;
}

const valuesOf = ({ samples }: Scrape, name: string, labels: Readonly<Record<string, string>> = {}): number[] =>
  [...samples.values()]
    .filter((one) => one.labels["__name__"] === name)
    .filter((one) => Object.entries(labels).every(([label, value]) => one.labels[label] === value))
    .map(({ value }) => value);

/** Brings a gateway into the state of an alert; says what Prometheus has of it before and then. */
type Provoke = () => Promise<readonly [before: Scrape, after: Scrape]>;

/** The state is what a function brings about. */
const by =
  (options: WorldOptions, act: (world: World) => Promise<unknown> | void): Provoke =>
  async () => {
    const world = await startWell(options);
    const before = await scrape(world.url);
    await act(world);
    return [before, await scrape(world.url)];
  };

const off = { sync: { polling: false } };
const impatient = { retries: 0, breakAfter: 1000 };
const failedBy =
  (status: number) =>
  async (world: World): Promise<void> => {
    world.fakes[SOURCE]!.fault = { kind: "status", status };
    for (let call = 0; call < 6; call += 1) {
      world.time.now += 30_000;
      await askAll(world.url, LIST);
    }
  };

/** Has the source say nothing from the beginning, and be waited for: no key of it was ever polled. */
const neverSynced = async (aheadMs: number): Promise<readonly [Scrape, Scrape]> => {
  const world = await startWell({ settings: off, ofSources: { retries: 0 } });
  world.fakes[SOURCE]!.fault = DOWN;
  await askAll(world.url, LIST);
  const before = await scrape(world.url);
  world.time.now += 3 * HOUR;
  world.time.wallAheadMs = aheadMs;
  return [before, await scrape(world.url)];
};

/** An alert, a state in which it fires, and labels under which it does. */
export type Case = [alert: string, how: string, provoke: Provoke, labels?: Record<string, string>];

export const ALERTING: Case[] = [
  [
    "RingbackDown",
    "a gateway that has ended",
    async () => {
      const world = await startWell();
      const before = await scrape(world.url);
      await world.gateway.close();
      return [before, await scrape(world.url)];
    },
  ],
  [
    "RingbackSourceDown",
    "a vendor that answers 503",
    by({ settings: off, ofSources: { retries: 0, breakAfter: 1 } }, failedBy(503)),
    { source: SOURCE },
  ],
  [
    "RingbackCredentialsRefused",
    "a vendor that answers 401",
    by({ settings: off, ofSources: impatient }, failedBy(401)),
    { source: SOURCE },
  ],
  [
    "RingbackQuotaRefused",
    "a vendor that answers 429",
    by({ settings: off, ofSources: impatient }, failedBy(429)),
    { source: SOURCE },
  ],
  [
    "RingbackSourceStale",
    "a source that was polled once, and then no more",
    by({ settings: off }, async (world) => {
      await askAll(world.url, LIST);
      world.time.now += 3 * HOUR;
    }),
    { source: SOURCE },
  ],
  ["RingbackSourceStale", "a source that never synced", () => neverSynced(0), { source: SOURCE }],
  [
    "RingbackSourceStale",
    "a source that never synced, and a clock set back by a day",
    () => neverSynced(-24 * HOUR),
    { source: SOURCE },
  ],
  [
    "RingbackSourceStale",
    "a clock set back by a day since the last poll",
    by({ settings: off }, async (world) => {
      await askAll(world.url, LIST);
      world.time.wallAheadMs = -24 * HOUR;
      world.time.now += 3 * HOUR;
    }),
    { source: SOURCE },
  ],
  [
    "RingbackDueSoonLate",
    "a quota of a request a minute for callbacks that are due",
    by(
      {
        settings: { sync: { polling: false, hotIntervalMs: 1000 } },
        ofSources: { quota: { requests: 1, perMs: MINUTE } },
      },
      async (world) => {
        const { [SOURCE]: fake } = world.fakes;
        for (let index = 0; index < 5; index += 1) {
          fake!.add({ phoneNumber: `+1415555019${index}`, start: world.time.now + MINUTE });
        }
        await askAll(world.url, LIST);
        await askAll(world.url, LIST);
      },
    ),
    { source: SOURCE },
  ],
  [
    "RingbackNobodyPolls",
    "leases that nobody can renew",
    by({ settings: { sync: { polling: true, leaseMs: 500 } } }, async (world) => {
      await world.store.close();
      await vi.waitFor(async () => {
        expect(valuesOf(await scrape(world.url), "ringback_lease_held")).not.toContain(1);
      }, 120_000);
    }),
    { lease: SOURCE },
  ],
  [
    "RingbackNobodyPolls",
    "a lease that two gateways believe to hold",
    async () => {
      const world = await startWell();
      const before = await scrape(world.url);
      const { url } = await world.join();
      // The embedded store is one process's own, and has that process hold everything.
      await vi.waitFor(async () => expect(valuesOf(await scrape(url), "ringback_lease_held")).toContain(1), 10_000);
      const scrapes = await Promise.all([scrape(world.url), scrape(url)]);
      return [before, { samples: new Map(scrapes.flatMap(({ samples }) => [...samples])) }];
    },
  ],
  ["RingbackNobodyPolls", "gateways none of which polls", by({ settings: off }, () => undefined)],
  [
    "RingbackVendorQueue",
    "mutations for a vendor that does not answer",
    by(
      {
        settings: { ...off, server: { operations: { perCaller: 200 } } },
        ofSources: { connections: 1, timeoutMs: 3000, retries: 0 },
      },
      async (world) => {
        world.fakes[SCHEDULING]!.fault = { kind: "hang" };
        const mutations = Array.from({ length: 130 }, async (_, index) => {
          const command = aCommand(SCHEDULING, world.time.now, { phoneNumber: `+1415555${1000 + index}` });
          await schedule(world.url, command).catch(() => undefined);
        });
        closing.push(async () => {
          world.fakes[SCHEDULING]!.fault = null;
          await Promise.all(mutations);
        });
        await vi.waitFor(async () => {
          const waiting = valuesOf(await scrape(world.url), "ringback_vendor_calls_waiting", { source: SCHEDULING });
          expect(waiting[0]).toBeGreaterThan(100);
        }, 120_000);
      },
    ),
    { source: SCHEDULING },
  ],
  [
    "RingbackOperationsFail",
    "a store that cannot be read",
    by({}, async (world) => {
      await world.store.close();
      await askAll(world.url, LIST);
    }),
  ],
  [
    "RingbackStoreFails",
    "a store that cannot be read",
    by({}, async (world) => {
      await world.store.close();
      await askAll(world.url, LIST);
    }),
  ],
  [
    "RingbackFeedBehind",
    "a store that cannot be read",
    by({}, async (world) => {
      await world.store.close();
      await vi.waitFor(async () => expect(valuesOf(await scrape(world.url), "ringback_feed_up")).toEqual([0]), 15_000);
    }),
  ],
  [
    "RingbackSlow",
    "queries that wait for a vendor that does not answer",
    by({ settings: { ...off, freshness: { waitMs: 5500 } } }, async (world) => {
      world.fakes[SOURCE]!.fault = { kind: "hang" };
      await askAll(world.url, LIST);
      world.fakes[SOURCE]!.fault = null;
    }),
  ],
  [
    "RingbackQuarantine",
    "a record of an unknown shape",
    by({ settings: off }, async (world) => {
      const fake = world.fakes[SOURCE]!;
      fake.corrupt(fake.add({ phoneNumber: NUMBER, start: world.time.now + HOUR }));
      await askAll(world.url, LIST);
    }),
    { source: SOURCE },
  ],
  [
    "RingbackClientsReadSlowly",
    "a client that asks for 150 MB and reads nothing",
    by(
      {
        settings: {
          ...off,
          responses: { cacheTtlMs: 60_000 },
          server: {
            subscriptions: { maxBufferedBytes: 1_000_000_000, keepAliveMs: MINUTE, perSocket: 20_000 },
            operations: { rate: { requests: 20_000 }, perCaller: 20_000 },
          },
        },
        count: 100,
      },
      async (world) => {
        const client = await openSocket(world.url, true);
        closing.push(async () => client.socket.terminate());
        client.socket.pause();
        const buffered = async (): Promise<number> =>
          valuesOf(await scrape(world.url), "ringback_buffered_bytes")[0] ?? 0;
        const query = LIST.replace(', maxStaleness: "PT0S"', "");
        for (let asked = 0; asked < 20_000 && (await buffered()) < 110_000_000; asked += 100) {
          for (let index = 0; index < 100; index += 1) client.subscribe(`${asked + index}`, query);
        }
      },
    ),
  ],
  [
    "RingbackEventLoopBlocked",
    "work that leaves the event loop no time",
    by({ settings: off }, async () => {
      for (let round = 0; round < 5; round += 1) {
        const until = performance.now() + 400;
        while (performance.now() < until);
        await new Promise((resolve) => setImmediate(resolve));
      }
    }),
  ],
];
