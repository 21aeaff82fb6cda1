import type { ChangeLog } from "../../store.js";
import type { StoreContext } from "../store-context.js";
import { readHistory } from "./history.js";
import { readChanges, readLogBounds, trimChanges } from "./log.js";

export function createChangeLog({ engine, db, statements, sources, run, onChanges }: StoreContext): ChangeLog {
  return {
    async readChanges(after, limit) {
      const changes = await run(() => readChanges(db, after, limit, statements));
      // Other gateways may have other sources.
      for (const { callback } of changes) sources.add(callback.callback.source);
      return changes;
    },
    logBounds: () => run(() => engine.readTogether(readLogBounds)),
    trimChanges: (bounds) => run(() => db.transaction().execute((transaction) => trimChanges(transaction, bounds))),
    history: (key, slice) => run(() => readHistory(db, key, slice)),
    onChanges,
  };
}
