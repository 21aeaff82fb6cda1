import { expect, vi } from "vitest";
import { openPostgresStore } from "../../src/stores/postgres/postgres.js";
import { closeWith, startWell, type Case } from "./alert-states.js";
import { scrape } from "./alerts.js";
import { createDatabase, startPostgres } from "./postgres.js";

/** The alerts of read replicas. */
export const REPLICA_ALERTING: Case[] = [
  [
    "RingbackReplicaDown",
    "a replica that was killed",
    async () => {
      const primary = await startPostgres();
      closeWith(() => primary.stop());
      const replica = await primary.startReplica("reader");
      closeWith(() => replica.stop());
      const { url } = await createDatabase(primary.url());
      const urls = [replica.url(new URL(url).pathname.slice(1))];
      const world = await startWell({
        settings: { sync: { polling: false } },
        openStore: () =>
          openPostgresStore({ url, connections: 4, statementTimeoutMs: 10_000 }, { urls, maxLagMs: 1000 }),
      });
      const isServing = (is: boolean): Promise<void> =>
        vi.waitFor(() => expect(world.store.replicas?.states()).toMatchObject([{ isServing: is }]), 60_000);
      await isServing(true);
      const before = await scrape(world.url);
      await replica.kill();
      await isServing(false);
      return [before, await scrape(world.url)];
    },
    {},
  ],
];
