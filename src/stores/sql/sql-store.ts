import type { LeaseStore } from "../lease-store.js";
import type { QuarantineStore, Store, SyncStateStore } from "../store.js";
import { createCallbackStore } from "./callbacks/callback-store.js";
import { createCustomerStore } from "./callbacks/customer-store.js";
import { createChangeLog } from "./changelog/change-log.js";
import { createCommandStore } from "./commands/command-store.js";
import { createErasureStore } from "./erasure/erasure-store.js";
import { createDeliveryStore } from "./deliveries.js";
import { createKioskStore } from "./kiosk-keys.js";
import { createNameStore } from "./names.js";
import { claimDeliveryIds } from "./delivery-ids.js";
import type { Engine } from "./engine.js";
import { countExactly } from "./performance/exact.js";
import { isRolledUp, readRollup } from "./performance/rollup.js";
import { readQuarantine, releaseQuarantined, trimQuarantine } from "./recording/quarantine.js";
import { readSchemaVersion } from "./schema/migrate.js";
import { readCustomerKey } from "./store-keys.js";
import { createStoreContext, type StoreContext } from "./store-context.js";
import { readSyncKeys, saveSyncKeys, trimSyncKeys } from "./sync-keys.js";

/** Creates the store over an engine whose tables are up to date. */
export async function createSqlStore(engine: Engine): Promise<Store> {
  const context = createStoreContext(engine, await readCustomerKey(engine.db));
  const { db, run, readAnywhere } = context;
  let closing: Promise<void> | null = null;
  return {
    ...createCallbackStore(context),
    ...createChangeLog(context),
    ...createCommandStore(context),
    ...createCustomerStore(context),
    ...createErasureStore(context),
    ...createDeliveryStore(context),
    ...createLeaseStore(context),
    ...createKioskStore(context),
    ...createNameStore(context),
    ...createQuarantineStore(context),
    performance: (request) =>
      run(() =>
        context.sources.resolve(request.filter, (filter) =>
          readAnywhere((from) =>
            isRolledUp(filter)
              ? readRollup({ ...engine, db: from.db }, { ...request, filter })
              : countExactly(from.db, { ...request, filter }),
          ),
        ),
      ),
    ...createSyncStateStore(context),
    hasSearchIndex: engine.hasSearchIndex,
    replicas: engine.sharing?.replicas ?? null,
    schemaVersion: () => run(() => readSchemaVersion(engine)),
    ping: () =>
      run(async () => {
        await db.selectFrom("sources").select("source").limit(1).execute();
        await context.writability.check();
      }),
    close() {
      context.close();
      return (closing ??= closeEngine(engine));
    },
  };
}

async function closeEngine({ db, sharing }: Engine): Promise<void> {
  await sharing?.replicas?.close();
  await sharing?.close();
  await db.destroy();
}

function createQuarantineStore({ db, run }: StoreContext): QuarantineStore {
  return {
    readQuarantine: (limit) => run(() => readQuarantine(db, limit)),
    trimQuarantine: (lastSeenBefore) => run(() => trimQuarantine(db, lastSeenBefore)),
    releaseQuarantined: (record) => run(() => releaseQuarantined(db, record)),
  };
}

function createSyncStateStore({ engine, db, run }: StoreContext): SyncStateStore {
  const { sharing } = engine;
  const { quotas = null, rates = null } = sharing ?? {};
  return {
    quotas:
      quotas === null
        ? null
        : {
            draw: (source, bucket, reserve) => run(() => quotas.draw(source, bucket, reserve)),
            limit: (source, remaining, forMs) => run(() => quotas.limit(source, remaining, forMs)),
          },
    rates:
      rates === null
        ? null
        : {
            drawTokens: (rate, drawn) => run(() => rates.drawTokens(rate, drawn)),
            trimRates: (unusedMs) => run(() => rates.trimRates(unusedMs)),
          },
    drawRequestNumber: () => run(() => engine.drawRequestNumber()),
    readSyncKeys: (source) => run(() => readSyncKeys(db, source)),
    saveSyncKeys: (source, keys) => run(() => engine.writeSoftly((soft) => saveSyncKeys(soft, source, keys))),
    trimSyncKeys: (source, before) => run(() => trimSyncKeys(db, source, before)),
    claimDeliveryIds: (ids, now, forMs) =>
      run(() => db.transaction().execute((transaction) => claimDeliveryIds(transaction, ids, now, forMs))),
    sharedTime: () => run(async () => (await sharing?.now()) ?? null),
  };
}

/** A process that has the store to itself holds every lease. */
const ALL_LEASES: LeaseStore = {
  beat: (gateway) => Promise.resolve([gateway]),
  acquireLeases: (_, names) => Promise.resolve(names),
  releaseLeases: () => Promise.resolve(),
  removeGateway: () => Promise.resolve(),
};

function createLeaseStore({ engine, run }: StoreContext): LeaseStore {
  const leases = engine.sharing?.leases ?? ALL_LEASES;
  return {
    beat: (gateway, forMs) => run(() => leases.beat(gateway, forMs)),
    acquireLeases: (gateway, names, forMs) => run(() => leases.acquireLeases(gateway, names, forMs)),
    releaseLeases: (gateway, names) => run(() => leases.releaseLeases(gateway, names)),
    removeGateway: (gateway) => run(() => leases.removeGateway(gateway)),
  };
}
