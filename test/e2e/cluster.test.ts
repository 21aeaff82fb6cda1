import { foldCase } from "../../src/domain/change/comparable.js";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createRandom, type Random } from "../../src/adapters/fake/random.js";
import { groupBy } from "../../src/lib/group.js";
import { checkClients, createClients, missingFrom, visit } from "./clients.js";
import { openCluster, type Asked, type Cluster, type LeaseEvent } from "./cluster.js";

const SEED = 7;
const GATEWAYS = 3;
const BLOWS = 16;
/** The sources are asked about so many times between two blows. */
const MOST_REQUESTS = 80;

let cluster: Cluster;
let random: Random;

beforeEach(async () => {
  random = createRandom(SEED);
  cluster = await openCluster(random, GATEWAYS);
}, 120_000);
afterEach(() => cluster.close(), 30_000);

const GATEWAY_INDEXES = Array.from({ length: GATEWAYS }, (_, index) => index);
/** By gateway: its last start. */
const starts = new Map<number, Promise<void>>();

/** Two of three blows are to a gateway, one to the database. Nobody waits until a gateway is up again. */
async function strike(): Promise<void> {
  if (random.int(1, 3) === 1) return cluster.restartDatabase(random.pick(["stop", "crash"]));
  const index = random.pick(GATEWAY_INDEXES);
  await starts.get(index);
  starts.set(index, cluster.restartGateway(index, random.pick(["SIGKILL", "SIGKILL", "SIGTERM"])));
}

/** What the leases of a source were, in the database's own order; a lease that passes on has ended before. */
function earlyTakeovers(events: readonly LeaseEvent[]): LeaseEvent[] {
  let holder: LeaseEvent | null = null;
  return events.filter((event) => {
    const before = holder;
    holder = event.kind === "DELETE" ? null : event;
    return before !== null && event.gateway !== before.gateway && event.at < before.expiresAt;
  });
}

/** What was sent before a lease was given back may arrive at a fake so much later, on a machine that is busy. */
const ON_ITS_WAY_MS = 300;

/** Requests of a process that had no lease for the source at that moment. */
function withoutLease(asked: readonly Asked[], events: readonly LeaseEvent[]): Asked[] {
  return asked.filter(({ at, pid }) => {
    const own = events.filter(({ gateway }) => gateway.includes(`:${pid}:`));
    const last = own.findLast((event) => event.at <= at);
    if (last === undefined) return true;
    return at > (last.kind === "DELETE" ? last.at + ON_ITS_WAY_MS : last.expiresAt);
  });
}

/** Looks of one process while the database was up. The first may be lost with a connection that had just died. */
const LOOKS = 3;

describe("three gateways on one PostgreSQL", () => {
  it(
    `lose nothing and double nothing over ${BLOWS} kills and restarts at random, and one at a time polls a source`,
    { timeout: 600_000 },
    async () => {
      const where = (): Promise<string> => cluster.url();
      const clients = createClients();
      let isOver = false;
      let end = (): void => undefined;
      const over = new Promise<void>((resolve) => {
        end = resolve;
      });
      const visits = clients.map(async (client) => {
        while (!isOver) await Promise.race([visit(client, where, random.int(1, 60), over), over]);
      });

      for (let blows = 0; blows < BLOWS; blows += 1) {
        await cluster.requests(random.int(1, MOST_REQUESTS));
        await strike();
      }
      await Promise.all(starts.values());
      await cluster.requests(MOST_REQUESTS);
      cluster.calmDown();
      const polled = [...cluster.asked];
      // Every source has been looked at to the end since the last change of the fakes.
      for (const source of cluster.acts.keys()) {
        const count = (): number => cluster.asked.filter((asked) => asked.source === source).length;
        const before = count();
        await expect.poll(count, { timeout: 120_000 }).toBeGreaterThan(before + 60);
      }
      const leases = groupBy(await cluster.leaseEvents(), ({ name }) => name);
      isOver = true;
      end();
      await Promise.all(visits);
      const log = await checkClients(clients, where);

      let demanded = 0;
      for (const [source, { shown }] of cluster.acts) {
        for (const [vendorId, words] of shown) {
          const seen = words
            .filter(({ looks }) => Math.max(0, ...looks.values()) >= LOOKS)
            .map(({ word }) => foldCase(word));
          const wanted = seen.filter((word, index) => word !== seen[index - 1]);
          demanded += wanted.length;
          const told = log.filter(({ callback }) => callback.vendorId === vendorId);
          const vendorWords = told.map(({ callback }) => callback.vendorStatus);
          expect(missingFrom(vendorWords, wanted), `${source} ${vendorId}`).toEqual([]);
        }
      }
      for (const [source, asked] of groupBy(polled, (one) => one.source)) {
        const events = leases.get(source) ?? [];
        expect(earlyTakeovers(events), source).toEqual([]);
        expect(withoutLease(asked, events), source).toEqual([]);
        // More than one gateway had its turn.
        expect(new Set(asked.map(({ pid }) => pid)).size, source).toBeGreaterThan(1);
      }
      // The chaos was one: enough happened for the promises above to mean something.
      expect(demanded).toBeGreaterThan(50);
      expect(log.length).toBeGreaterThan(200);
    },
  );
});
