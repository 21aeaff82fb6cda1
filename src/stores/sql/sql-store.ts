import { type Kysely } from "kysely";
import { GatewayError } from "../../domain/errors.js";
import { groupBy } from "../../lib/group.js";
import type { CallbackKey } from "../../domain/change/observation.js";
import type { RecordedChange, StoredCallback } from "../../domain/query.js";
import type { LeaseStore } from "../lease-store.js";
import type { ChangeListener, Store } from "../store.js";
import {
  findActionsOfInteractions,
  findAgentAction,
  listAgentActions,
  saveAgentAction,
} from "./commands/agent-actions.js";
import {
  beginCommand,
  countCommands,
  findCommand,
  findClaimed,
  findPending,
  finishCommand,
  listCommands,
  trimCommands,
} from "./commands/commands.js";
import { listOfCustomers, listOfCustomersAtOnce } from "./callbacks/customers.js";
import { elapseStatuses } from "./recording/elapse.js";
import { createHeldSources } from "./callbacks/held-sources.js";
import { readHistory } from "./changelog/history.js";
import { listAtOnce, listCallbacks } from "./callbacks/list.js";
import { readChanges, readLogBounds, trimChanges } from "./changelog/log.js";
import type { Engine } from "./engine.js";
import { claimDeliveryIds } from "./delivery-ids.js";
import { readSchemaVersion } from "./schema/migrate.js";
import { readQuarantine, releaseQuarantined, trimQuarantine } from "./recording/quarantine.js";
import { recordBatch } from "./recording/record.js";
import { findUnobserved } from "./recording/unobserved.js";
import { createRowCache, type RowCache } from "./callbacks/row-cache.js";
import { countByGroup } from "./statistics/statistics.js";
import { readOpenTargets, readSyncKeys, saveSyncKeys, trimSyncKeys } from "./sync-keys.js";
import type { Tables } from "./schema/tables.js";
import { createStatements } from "./statements.js";
import { createWritability } from "./writability.js";

/** The store over an engine whose tables are up to date. */
export function createSqlStore(engine: Engine): Store {
  const { db, locks, sharing } = engine;
  const listeners = new Set<ChangeListener>();
  const statements = createStatements();
  const cache = createRowCache(engine, statements);
  const recording = { ...engine, statements, cache };
  const held = createHeldSources(db);
  const writability = createWritability(engine);
  let closing: Promise<void> | null = null;
  const notify = (appended: readonly RecordedChange[]): void => {
    for (const listener of listeners) listener(appended);
  };
  sharing?.onChanges(() => notify([]));

  /** Names every failure of the engine the same. */
  const answering = async <Result>(ask: () => Promise<Result>): Promise<Result> => {
    if (closing !== null) throw new GatewayError("STORE_UNAVAILABLE", "the store is closed");
    try {
      return await ask();
    } catch (error) {
      if (error instanceof GatewayError) throw error;
      writability.noteFailure(error);
      throw new GatewayError("STORE_UNAVAILABLE", engine.explain(error), { cause: error });
    }
  };
  const leases = sharing?.leases ?? NO_SHARING;
  const quotas = sharing?.quotas ?? null;
  return {
    beat: (gateway, forMs) => answering(() => leases.beat(gateway, forMs)),
    acquireLeases: (gateway, names, forMs) => answering(() => leases.acquireLeases(gateway, names, forMs)),
    releaseLeases: (gateway, names) => answering(() => leases.releaseLeases(gateway, names)),
    leave: (gateway) => answering(() => leases.leave(gateway)),
    quotas:
      quotas === null
        ? null
        : {
            draw: (source, bucket, reserve) => answering(() => quotas.draw(source, bucket, reserve)),
            limit: (source, remaining, forMs) => answering(() => quotas.limit(source, remaining, forMs)),
          },
    claimDeliveryIds: (marks, now, forMs) =>
      answering(() => db.transaction().execute((trx) => claimDeliveryIds(trx, marks, now, forMs))),
    drawRequestNumber: () => answering(() => engine.drawRequestNumber()),
    async record(batch) {
      const changes = await answering(() => recordBatch(batch, recording));
      held.add(batch.source);
      if (changes.length > 0) notify(changes);
      return changes;
    },
    async elapse(now, limit, forgetful = NONE) {
      const elapsed = await answering(() => elapseStatuses({ now, limit, forgetful }, recording));
      if (elapsed.changes.length > 0) notify(elapsed.changes);
      return elapsed;
    },
    async readChanges(after, limit) {
      const changes = await answering(() => readChanges(db, after, limit, statements));
      // Other gateways may have other sources.
      for (const { callback } of changes) held.add(callback.callback.source);
      return changes;
    },
    logBounds: () => answering(() => engine.readTogether(readLogBounds)),
    trimChanges: (bounds) => answering(() => db.transaction().execute((trx) => trimChanges(trx, bounds))),
    find: (keys) => answering(() => findCallbacks(db, keys, cache)),
    list: (request) =>
      answering(() =>
        held.resolve(request.filter, (filter) =>
          engine.readTogether(
            (trx) => listCallbacks(trx, { ...request, filter }, cache),
            (alone) => listAtOnce(alone, { ...request, filter }, cache),
          ),
        ),
      ),
    listOfCustomers: (request) =>
      answering(() =>
        engine.readTogether(
          (trx) => listOfCustomers(trx, request, recording),
          (alone) => listOfCustomersAtOnce(alone, request, recording),
        ),
      ),
    statistics: (request) =>
      answering(() => held.resolve(request.filter, (filter) => countByGroup(db, { ...request, filter }))),
    history: (key, slice) => answering(() => readHistory(db, key, slice)),
    readOpenTargets: (source) => answering(() => readOpenTargets(db, source)),
    readSyncKeys: (source) => answering(() => readSyncKeys(db, source)),
    saveSyncKeys: (source, keys) => answering(() => engine.writeSoftly((soft) => saveSyncKeys(soft, source, keys))),
    trimSyncKeys: (source, before) => answering(() => trimSyncKeys(db, source, before)),
    findUnobserved: (source, query, requestNumber, limit) =>
      answering(() => findUnobserved(db, source, query, requestNumber, limit)),
    hasAgent: (source, agentId) => answering(() => hasAgent(db, source, agentId)),
    trimQuarantine: (lastSeenBefore) => answering(() => trimQuarantine(db, lastSeenBefore)),
    readQuarantine: (limit) => answering(() => readQuarantine(db, limit)),
    releaseQuarantined: (record) => answering(() => releaseQuarantined(db, record)),
    sharedTime: () => answering(async () => (await sharing?.now()) ?? null),
    schemaVersion: () => answering(() => readSchemaVersion(engine)),
    ping: () =>
      answering(async () => {
        await db.selectFrom("sources").select("source").limit(1).execute();
        await writability.check();
      }),
    beginCommand: (attempt) => answering(() => beginCommand(db, attempt)),
    finishCommand: (commandId, outcome) =>
      answering(() =>
        db.transaction().execute(async (trx) => {
          await locks.ofCommands(trx);
          return finishCommand(trx, commandId, outcome);
        }),
      ),
    findCommand: (key) => answering(() => findCommand(db, key)),
    findClaimed: (source, vendorIds) => answering(() => findClaimed(db, source, vendorIds)),
    findPending: (filter, limit) => answering(() => findPending(db, filter, limit, statements)),
    listCommands: (limit, source) => answering(() => listCommands(db, limit, source)),
    countCommands: () => answering(() => countCommands(db)),
    trimCommands: (startedBefore, limit) => answering(() => trimCommands(db, startedBefore, limit)),
    async saveAgentAction(action) {
      await answering(() => saveAgentAction(db, action));
      notify([]);
    },
    findAgentAction: (source, localId) => answering(() => findAgentAction(db, source, localId)),
    listAgentActions: (source, agentId, slice) => answering(() => listAgentActions(db, source, agentId, slice)),
    findActionsOfInteractions: (source, ids) => answering(() => findActionsOfInteractions(db, source, ids)),
    onChanges(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () =>
      (closing ??= (async () => {
        await sharing?.close();
        await db.destroy();
      })()),
  };
}

const NONE: ReadonlySet<string> = new Set();

/** One process has the store by itself: all is its own. */
const NO_SHARING: LeaseStore = {
  beat: (gateway) => Promise.resolve([gateway]),
  acquireLeases: (_, names) => Promise.resolve(names),
  releaseLeases: () => Promise.resolve(),
  leave: () => Promise.resolve(),
};

async function findCallbacks(
  db: Kysely<Tables>,
  keys: readonly CallbackKey[],
  cache: RowCache,
): Promise<readonly (StoredCallback | null)[]> {
  const found = new Map<string, Map<string, StoredCallback>>();
  for (const [source, ofSource] of groupBy(keys, (key) => key.source)) {
    const vendorIds = [...new Set(ofSource.map((key) => key.vendorId))];
    const query = {
      name: "find",
      arguments: { source, vendorIds },
      build: (given: { readonly source: string; readonly vendorIds: readonly string[] }) =>
        db.selectFrom("callbacks").where("source", "=", given.source).where("vendor_id", "in", given.vendorIds),
    };
    const { rows } = await cache.read(db, query, vendorIds.length);
    found.set(source, new Map(rows.map((row) => [row.callback.vendorId, row])));
  }
  return keys.map((key) => found.get(key.source)?.get(key.vendorId) ?? null);
}

async function hasAgent(db: Kysely<Tables>, source: string, agentId: string): Promise<boolean> {
  const row = await db
    .selectFrom("callbacks")
    .select("row_id")
    .where("source", "=", source)
    .where("agent_id", "=", agentId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
