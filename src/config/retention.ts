import type { RetentionPolicy } from "../domain/retention.js";
import type { Settings } from "./config.js";

/** The retention of each source: its own settings, else those of all sources. */
export function retentionOf({ sources, retention }: Pick<Settings, "sources" | "retention">) {
  const toMs = (setting: number | "off"): number | null => (setting === "off" ? null : setting);
  return new Map<string, RetentionPolicy>(
    sources.map(({ name, retention: own }) => [
      name,
      {
        callbacksMs: toMs(own.callbacksMs ?? retention.callbacksMs),
        vendorRecordsMs: toMs(own.vendorRecordsMs ?? retention.vendorRecordsMs),
        personalDataMs: toMs(own.personalDataMs ?? retention.personalDataMs),
      },
    ]),
  );
}
