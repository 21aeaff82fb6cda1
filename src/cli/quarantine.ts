import { findStore } from "../config/config.js";
import { describeStore, openStoreReader, type StoreSettings } from "../stores/registry.js";
import { print, type Command } from "./command.js";

export const quarantineCommand: Command = {
  options: { raw: {} },
  does: ["list the records that could not be read; --raw: print their content, including PII"],
  run: async ({ environment, options }) => print(await listQuarantine(findStore(environment), options["raw"] === true)),
};

const MAX_RECORDS = 1000;

/** Lists the quarantined records for an operator, with their content if `isRaw`. */
export async function listQuarantine(settings: StoreSettings, isRaw: boolean): Promise<readonly string[]> {
  const store = await openStoreReader(settings);
  if (store === null) return [`The quarantine is empty: no store exists yet in ${describeStore(settings)}.`];
  try {
    const records = await store.readQuarantine(MAX_RECORDS);
    if (records.length === 0) return ["The quarantine is empty: all records could be read."];
    return records.flatMap(({ source, vendorId, reason, lastSeenAt, seenCount, raw }) => [
      `${new Date(lastSeenAt).toISOString()}  ${source}  ${vendorId ?? "(no id)"}  received ${seenCount}×  ${reason}`,
      ...(isRaw ? [`  ${raw === null ? "(too large to be stored)" : JSON.stringify(raw)}`] : []),
    ]);
  } finally {
    await store.close();
  }
}
