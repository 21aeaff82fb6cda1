import type { Kysely } from "kysely";
import { groupBy } from "../../../lib/group.js";
import type { CallbackKey } from "../../../domain/change/observation.js";
import type { StoredCallback } from "../../../domain/query.js";
import type { CallbackStore } from "../../store.js";
import { elapseStatuses } from "../recording/elapse.js";
import { recordBatch } from "../recording/record.js";
import { findUnobserved } from "../recording/unobserved.js";
import type { Tables } from "../schema/tables.js";
import { countByGroup } from "../statistics/statistics.js";
import type { StoreContext } from "../store-context.js";
import { readOpenTargets } from "../sync-keys.js";
import { listOfCustomers, listOfCustomersAtOnce } from "./customers.js";
import { listAtOnce, listCallbacks } from "./list.js";
import type { RowCache } from "./row-cache.js";

export function createCallbackStore(context: StoreContext): CallbackStore {
  const { engine, db, cache, sources, run, notify } = context;
  return {
    async record(batch) {
      const changes = await run(() => recordBatch(batch, context));
      sources.add(batch.source);
      if (changes.length > 0) notify(changes);
      return changes;
    },
    async elapse(now, limit, forgetful = new Set()) {
      const elapsed = await run(() => elapseStatuses({ now, limit, forgetful }, context));
      if (elapsed.changes.length > 0) notify(elapsed.changes);
      return elapsed;
    },
    find: (keys) => run(() => findCallbacks(db, keys, cache)),
    list: (request) =>
      run(() =>
        sources.resolve(request.filter, (filter) =>
          engine.readTogether(
            (transaction) => listCallbacks(transaction, { ...request, filter }, cache),
            (alone) => listAtOnce(alone, { ...request, filter }, cache),
          ),
        ),
      ),
    listOfCustomers: (request) =>
      run(() =>
        engine.readTogether(
          (transaction) => listOfCustomers(transaction, request, context),
          (alone) => listOfCustomersAtOnce(alone, request, context),
        ),
      ),
    statistics: (request) =>
      run(() => sources.resolve(request.filter, (filter) => countByGroup(db, { ...request, filter }))),
    readOpenTargets: (source) => run(() => readOpenTargets(db, source)),
    findUnobserved: (source, query, requestNumber, limit) =>
      run(() => findUnobserved(db, source, query, requestNumber, limit)),
    hasAgent: (source, agentId) => run(() => hasAgent(db, source, agentId)),
  };
}

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
