import type { Kysely } from "kysely";
import { groupBy } from "../../../lib/group.js";
import type { CallbackKey } from "../../../domain/change/observation.js";
import { textOfQueue } from "../../../domain/queue.js";
import type { CallbackFilter, StoredCallback } from "../../../domain/query.js";
import type { CallbackStore } from "../../store.js";
import { applyPromises } from "../apply-promises.js";
import { elapseStatuses } from "../recording/elapse.js";
import { recordBatch } from "../recording/record.js";
import { findUnobserved } from "../recording/unobserved.js";
import { countAmbiguous, findCallbackIds } from "../recording/views.js";
import type { Tables } from "../schema/tables.js";
import { countByGroup } from "../statistics/statistics.js";
import type { StoreContext } from "../store-context.js";
import { readOpenTargets } from "../sync-keys.js";
import type { RowFilter } from "./filter.js";
import { listAtOnce, listCallbacks } from "./list.js";
import type { RowCache } from "./row-cache.js";

export function createCallbackStore(context: StoreContext): CallbackStore {
  const { engine, db, cache, uncached, sources, run, readAnywhere, notify } = context;
  /** Has `read` go on with the filter as rows are found by it. */
  const resolve = <Result>(filter: CallbackFilter, read: (filter: RowFilter) => Promise<Result>): Promise<Result> =>
    sources.resolve(filter, ({ search, ...others }) => {
      if (search === undefined) return read(others);
      return engine
        .planSearch(db, search)
        .then(({ page, whole }) => read({ ...others, searchPlan: page, wholeSearchPlan: whole }));
    });
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
    list(request) {
      const rows = request.hasRecords === false ? uncached : cache;
      return run(() =>
        resolve(request.filter, (filter) =>
          readAnywhere((from) =>
            from.readTogether(
              (transaction) => listCallbacks(transaction, { ...request, filter }, rows),
              (alone) => listAtOnce(alone, { ...request, filter }, rows),
            ),
          ),
        ),
      );
    },
    statistics: (request) =>
      run(() =>
        resolve(request.filter, (filter) => readAnywhere((from) => countByGroup(from.db, { ...request, filter }))),
      ),
    readOpenTargets: (source) => run(() => readOpenTargets(db, source)),
    findUnobserved: (source, query, requestNumber, limit) =>
      run(() => findUnobserved(db, source, query, requestNumber, limit)),
    countAmbiguous: () => run(() => countAmbiguous(db)),
    applyPromises: (promises) =>
      run(async () => {
        for (const [source, settings] of promises) context.promises.set(source, settings);
        await applyPromises(context, context.promises);
      }),
    hasAgent: (source, agentId) => run(() => hasKey(db, source, "agent_id", agentId)),
    hasQueue: (queue) => run(() => hasKey(db, queue.source, "queue_key", textOfQueue(queue))),
  };
}

async function findCallbacks(
  db: Kysely<Tables>,
  keys: readonly CallbackKey[],
  cache: RowCache,
): Promise<readonly (StoredCallback | null)[]> {
  const found = new Map<string, ReadonlyMap<string, StoredCallback>>();
  for (const [source, ofSource] of groupBy(keys, (key) => key.source)) {
    const vendorIds = [...new Set(ofSource.map((key) => key.vendorId))];
    found.set(source, await findOfSource(db, source, vendorIds, cache));
  }
  return keys.map((key) => found.get(key.source)?.get(key.vendorId) ?? null);
}

/** By vendor id. A record that was merged into another callback still finds it by its own id. */
async function findOfSource(
  db: Kysely<Tables>,
  source: string,
  vendorIds: readonly string[],
  cache: RowCache,
): Promise<ReadonlyMap<string, StoredCallback>> {
  const read = async (ids: readonly string[]): Promise<Map<string, StoredCallback>> => {
    const { rows } = await cache.read(db, findQuery(db, source, ids), ids.length);
    return new Map(rows.map((row) => [row.callback.vendorId, row]));
  };
  const found = await read(vendorIds);
  const missing = vendorIds.filter((vendorId) => !found.has(vendorId));
  const callbackIds = missing.length === 0 ? new Map<string, string>() : await findCallbackIds(db, source, missing);
  if (callbackIds.size === 0) return found;
  const merged = await read([...new Set(callbackIds.values())]);
  for (const [recordId, vendorId] of callbackIds) {
    const row = merged.get(vendorId);
    if (row !== undefined) found.set(recordId, row);
  }
  return found;
}

function findQuery(db: Kysely<Tables>, source: string, vendorIds: readonly string[]) {
  return {
    name: "find",
    arguments: { source, vendorIds },
    build: (given: { readonly source: string; readonly vendorIds: readonly string[] }) =>
      db.selectFrom("callbacks").where("source", "=", given.source).where("vendor_id", "in", given.vendorIds),
  };
}

async function hasKey(
  db: Kysely<Tables>,
  source: string,
  column: "agent_id" | "queue_key",
  key: string,
): Promise<boolean> {
  const row = await db
    .selectFrom("callbacks")
    .select("row_id")
    .where("source", "=", source)
    .where(column, "=", key)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
