import { describeStore, openStoreReader, type StoreSettings } from "../stores/registry.js";

const MOST_SHOWN = 1000;

/** The records that could not be read, as lines for an operator; their content only where it is asked for. */
export async function listQuarantine(settings: StoreSettings, isRaw: boolean): Promise<readonly string[]> {
  const store = await openStoreReader(settings);
  if (store === null) return [`The quarantine is empty: no store exists yet in ${describeStore(settings)}.`];
  try {
    const kept = await store.readQuarantine(MOST_SHOWN);
    if (kept.length === 0) return ["The quarantine is empty: all records could be read."];
    return kept.flatMap(({ source, vendorId, reason, lastSeenAt, seenCount, raw }) => [
      `${new Date(lastSeenAt).toISOString()}  ${source}  ${vendorId ?? "(no id)"}  received ${seenCount}×  ${reason}`,
      ...(isRaw ? [`  ${raw === null ? "(too large to be stored)" : JSON.stringify(raw)}`] : []),
    ]);
  } finally {
    await store.close();
  }
}
