import { toError } from "../domain/errors.js";
import type { Settings } from "../config/config.js";
import { inspectStoreReplicas, type ReplicaFinding } from "../stores/registry.js";

/** Checks the replicas of DATABASE_READ_URL, each for up to `database.replicaLagMs`. Never rejects. */
export async function checkReplicas(settings: Settings): Promise<readonly ReplicaFinding[]> {
  if (settings.databaseUrl === null || settings.databaseReadUrls.length === 0) return [];
  try {
    return await inspectStoreReplicas(settings);
  } catch (error) {
    return [{ name: "replicas", problem: `could not be checked: ${toError(error).message}` }];
  }
}
