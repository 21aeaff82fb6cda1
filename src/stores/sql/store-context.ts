import { createCustomerOf } from "../../domain/customer.js";
import { GatewayError } from "../../domain/errors.js";
import type { PromiseSettings } from "../../domain/promise.js";
import type { RetentionPolicy } from "../../domain/retention.js";
import type { RecordedChange } from "../../domain/query.js";
import type { ChangeListener } from "../store.js";
import { createStoredSources, type StoredSources } from "./callbacks/stored-sources.js";
import { createRowCache, type RowReader } from "./callbacks/row-cache.js";
import { createRowReader } from "./callbacks/row-reader.js";
import { createKeyedHash } from "./erasure/erased-records.js";
import type { Engine, Reading } from "./engine.js";
import type { Recording } from "./recording/recording.js";
import { createStatements } from "./statements.js";
import { createWritability, type Writability } from "./writability.js";

/** The parts that all modules of a store share. */
export interface StoreContext extends Recording, Pick<Engine, "readTogether" | "writeSoftly"> {
  readonly engine: Engine;
  readonly sources: StoredSources;
  /** Reads rows that are not cached. */
  readonly uncached: RowReader;
  readonly writability: Writability;
  readonly promises: Map<string, PromiseSettings>;
  readonly retention: Map<string, RetentionPolicy>;
  /** Runs an operation of the engine. Rejects with STORE_UNAVAILABLE where it fails, and once the store is closed. */
  readonly run: <Result>(operation: () => Promise<Result>) => Promise<Result>;
  /** Runs a read that may be served by a replica: see `Replicas`. */
  readonly readAnywhere: <Result>(read: (from: Reading) => Promise<Result>) => Promise<Result>;
  /** Calls all listeners. */
  readonly notify: (appended: readonly RecordedChange[]) => void;
  readonly onChanges: (listener: ChangeListener) => () => void;
  /** Rejects all operations from now on. */
  close(): void;
}

/** `secret` is the key of the hashes of customers and erased records. */
export function createStoreContext(engine: Engine, secret: string): StoreContext {
  const { db, sharing } = engine;
  const statements = createStatements();
  const promises = new Map<string, PromiseSettings>();
  const writability = createWritability(engine);
  const listeners = new Set<ChangeListener>();
  let isClosed = false;
  const notify = (appended: readonly RecordedChange[]): void => {
    for (const listener of listeners) listener(appended);
  };
  sharing?.onChanges(() => notify([]));
  return {
    engine,
    ...engine,
    customerOf: createCustomerOf(secret),
    keyedHash: createKeyedHash(secret),
    statements,
    promises,
    retention: new Map(),
    writability,
    notify,
    cache: createRowCache(engine, statements),
    uncached: createRowReader(engine, statements),
    sources: createStoredSources(db),
    async run(operation) {
      if (isClosed) throw new GatewayError("STORE_UNAVAILABLE", "the store is closed");
      try {
        return await operation();
      } catch (error) {
        if (error instanceof GatewayError) throw error;
        writability.noteFailure(error);
        throw new GatewayError("STORE_UNAVAILABLE", engine.explain(error), { cause: error });
      }
    },
    readAnywhere: (read) => sharing?.replicas?.read(engine, read) ?? read(engine),
    onChanges(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      isClosed = true;
    },
  };
}
