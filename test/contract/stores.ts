import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStore } from "../../src/stores/registry.js";
import type { Store } from "../../src/stores/store.js";

/** An engine under test: its name, and how to open the same store again. */
export interface StoreUnderTest {
  readonly name: string;
  /** An empty place to keep a store in. */
  place(): Promise<StorePlace>;
}

export interface StorePlace {
  open(): Promise<Store>;
  remove(): Promise<void>;
}

export const STORES: readonly StoreUnderTest[] = [
  {
    name: "embedded",
    place() {
      const dataDirectory = mkdtempSync(join(tmpdir(), "ringback-"));
      return Promise.resolve({
        open: () => openStore({ databaseUrl: null, dataDirectory }),
        remove: () => Promise.resolve(rmSync(dataDirectory, { recursive: true, force: true })),
      });
    },
  },
];
