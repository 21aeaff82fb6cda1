import type { ErasureStore } from "../../erasure-store.js";
import type { StoreContext } from "../store-context.js";
import { deleteEnded, removeFromEnded } from "./ended.js";
import { erase } from "./erase.js";
import { admitErased } from "./erased-records.js";
import { findSources } from "./find.js";

export function createErasureStore(context: StoreContext): ErasureStore {
  const { db, run, notify, retention, keyedHash } = context;
  return {
    applyRetention(policies) {
      for (const [source, policy] of policies) retention.set(source, policy);
    },
    estimateCallbacks: () =>
      run(async () => {
        const first = await db.selectFrom("callbacks").select("row_id").orderBy("row_id").limit(1).executeTakeFirst();
        const last = await db
          .selectFrom("callbacks")
          .select("row_id")
          .orderBy("row_id", "desc")
          .limit(1)
          .executeTakeFirst();
        return first === undefined || last === undefined ? 0 : last.row_id - first.row_id + 1;
      }),
    deleteEnded: (request) => run(() => deleteEnded(request, context)),
    removeFromEnded: (request, removal) => run(() => removeFromEnded(request, removal, context)),
    async erase(request) {
      const { erasure, changes } = await run(() => erase(request, context));
      if (changes.length > 0) notify(changes);
      return erasure;
    },
    admitErased: ({ subject, sources }) =>
      run(async () => {
        let admitted = 0;
        for (const source of sources ?? (await findSources(db))) {
          admitted += await admitErased(db, subject, source, keyedHash);
        }
        return admitted;
      }),
  };
}
