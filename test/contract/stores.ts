import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inject } from "vitest";
import { openStore } from "../../src/stores/registry.js";
import type { Store } from "../../src/stores/store.js";
import { createDatabase } from "../support/postgres.js";

/** An engine under test: its name, and how to open the same store again. */
export interface StoreUnderTest {
  readonly name: string;
  /** True where several gateways may open the same store. */
  readonly isShared: boolean;
  /** An empty place to keep a store in. */
  place(): Promise<StorePlace>;
}

export interface StorePlace {
  open(): Promise<Store>;
  remove(): Promise<void>;
}

const database = { connections: 5, statementTimeoutMs: 10_000 };

export const STORES: readonly StoreUnderTest[] = [
  {
    name: "embedded",
    isShared: false,
    place() {
      const dataDirectory = mkdtempSync(join(tmpdir(), "ringback-"));
      return Promise.resolve({
        open: () => openStore({ databaseUrl: null, dataDirectory, database }),
        remove: () => Promise.resolve(rmSync(dataDirectory, { recursive: true, force: true })),
      });
    },
  },
  {
    name: "PostgreSQL",
    isShared: true,
    async place() {
      const made = await createDatabase(inject("postgresUrl"));
      return {
        open: () => openStore({ databaseUrl: made.url, dataDirectory: "", database }),
        remove: () => made.drop(),
      };
    },
  },
];
