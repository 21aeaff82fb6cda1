import type { RecordedChange } from "../../../domain/query.js";
import type { ChangeLog } from "../../store.js";
import type { StoreContext } from "../store-context.js";
import { readHistory } from "./history.js";
import { readChanges, readLogBounds, trimChanges } from "./log.js";

export function createChangeLog({
  engine,
  db,
  statements,
  sources,
  run,
  readAnywhere,
  onChanges,
}: StoreContext): ChangeLog {
  /** Other gateways may have other sources. */
  const noteSources = (changes: readonly RecordedChange[]): readonly RecordedChange[] => {
    for (const { callback } of changes) sources.add(callback.callback.source);
    return changes;
  };
  return {
    async readChanges(after, limit) {
      const changes = await run(() => readChanges(db, after, limit, statements));
      // Their notification may have been lost: from now on replicas have to have them.
      if (changes.length > 0) engine.sharing?.replicas?.noteWrite();
      return noteSources(changes);
    },
    replayChanges: async (after, limit) =>
      noteSources(await run(() => readAnywhere((near) => readChanges(near.db, after, limit, statements)))),
    logBounds: () => run(() => engine.readTogether(readLogBounds)),
    trimChanges: (bounds) => run(() => db.transaction().execute((transaction) => trimChanges(transaction, bounds))),
    history: (key, slice) => run(() => readAnywhere((near) => readHistory(near.db, key, slice))),
    onChanges,
  };
}
