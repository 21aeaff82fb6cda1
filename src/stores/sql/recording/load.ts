import type { Kysely } from "kysely";
import type { Observation } from "../../../domain/change/observation.js";
import type { Instant } from "../../../domain/time/instant.js";
import type { StoredCallback } from "../../../domain/query.js";
import { chunks } from "../chunks.js";
import type { Engine } from "../engine.js";
import type { RowCache } from "../callbacks/row-cache.js";
import { withObservation } from "../callbacks/rows.js";
import type { Tables } from "../schema/tables.js";
import type { Statements } from "../statements.js";

/** The parts that the recorder reads rows with. */
export interface Loading extends Pick<Engine, "asArrays"> {
  readonly cache: RowCache;
  readonly statements: Statements;
}

/** The row of an observed callback. */
export interface ExistingRow {
  readonly rowId: number;
  /** The callback in the row; null where no observation of the batch changes anything but the time of observation. */
  readonly stored: StoredCallback | null;
}

const COLUMNS = [
  "callbacks.row_id",
  "vendor_id",
  "request_number",
  "observed_at",
  "content_hash",
  "observations.elapses_at",
];

type Key = readonly [
  rowId: number,
  vendorId: string,
  requestNumber: number,
  observedAt: Instant,
  contentHash: string | null,
  elapsesAt: Instant | null,
];

/**
 * Loads the rows of observed callbacks, by vendor id. Of unchanged ones it reads an index and the narrow table alone.
 */
export async function loadExisting(
  db: Kysely<Tables>,
  source: string,
  observations: readonly Observation[],
  loading: Loading,
): Promise<ReadonlyMap<string, ExistingRow>> {
  const changed = new Set<string>();
  const keys = await readKeys(db, source, observations, loading);
  for (const observation of observations) {
    const { vendorId } = observation.callback;
    const key = keys.get(vendorId);
    if (key !== undefined && !isUnchanged(key, observation)) changed.add(vendorId);
  }
  const changedIds = [...keys.values()].filter(([, vendorId]) => changed.has(vendorId)).map(([rowId]) => rowId);
  const contents = await loading.cache.readContents(db, changedIds);
  const toExisting = ([rowId, vendorId, requestNumber, observedAt]: Key): ExistingRow => {
    const content = changed.has(vendorId) ? contents.get(rowId) : undefined;
    return { rowId, stored: content === undefined ? null : withObservation(content, observedAt, requestNumber) };
  };
  const rows = new Map<string, ExistingRow>();
  for (const [vendorId, key] of keys) rows.set(vendorId, toExisting(key));
  return rows;
}

async function readKeys(
  db: Kysely<Tables>,
  source: string,
  observations: readonly Observation[],
  { asArrays, statements }: Loading,
): Promise<ReadonlyMap<string, Key>> {
  const keys = new Map<string, Key>();
  for (const chunk of chunks([...new Set(observations.map(({ callback }) => callback.vendorId))])) {
    const [found] = await statements.run(db, "existing rows", [source, ...chunk], () =>
      db
        .selectFrom("callbacks")
        .innerJoin("observations", "observations.row_id", "callbacks.row_id")
        .select(asArrays(COLUMNS).as("keys"))
        .where("source", "=", source)
        .where("vendor_id", "in", chunk),
    );
    for (const key of JSON.parse(found?.keys ?? "[]") as Key[]) keys.set(key[1], key);
  }
  return keys;
}

/** Whether an observation says nothing new: a newer one of the same content, before the clock moves the status. */
function isUnchanged(key: Key, { contentHash, requestNumber, observedAt }: Observation): boolean {
  const [, , lastNumber, , lastHash, elapsesAt] = key;
  return lastHash === contentHash && requestNumber > lastNumber && (elapsesAt === null || elapsesAt > observedAt);
}
