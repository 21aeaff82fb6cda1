import { pino } from "pino";
import { coverageOf } from "../../src/adapters/capability.js";
import type { VendorQuery } from "../../src/domain/vendor/vendor-query.js";
import { createRecorder } from "../../src/sync/recorder.js";
import { SourceRegistry } from "../../src/sync/source-registry.js";
import { createRefresher, type Refresher } from "../../src/sync/fetch/refresher.js";
import type { RefreshOptions } from "../../src/sync/fetch/refresh-options.js";
import { syncSchema } from "../../src/config/settings-sections.js";
import type { Store } from "../../src/stores/store.js";
import { openSqliteStore } from "../../src/stores/sqlite/sqlite.js";
import type { ScriptedAdapter } from "./scripted-adapter.js";

export const START = Date.UTC(2026, 0, 1);
export const FOR_TEN_SECONDS: RefreshOptions = { maxStalenessMs: 10_000, waitMs: 5000, client: new AbortController() };
/** As the settings have them by default. */
export const INTERVALS = syncSchema.parse({});
export const NUMBER: VendorQuery = { by: "phoneNumber", phoneNumber: "+14155550100" };

/** A refresher of one source, `north`, over a store in memory. */
export interface RefresherBench {
  readonly refresher: Refresher;
  readonly store: Store;
  readonly failures: string[];
  /** What the injected clock says: a test moves it. */
  readonly time: { now: number };
}

const open: (() => Promise<void>)[] = [];

/** Ends what `refresherBench` has begun: for `afterEach`. */
export async function closeBenches(): Promise<void> {
  for (const close of open.splice(0)) await close();
}

/** A refresher that asks `adapter`; ends with `closeBenches`. */
export async function refresherBench(adapter: ScriptedAdapter, isPolled = false): Promise<RefresherBench> {
  const failures: string[] = [];
  const time = { now: START };
  // What scripted adapters answer is numbered by the clock.
  const drawRequestNumber = (): Promise<number> => Promise.resolve(time.now);
  const store = { ...(await openSqliteStore(":memory:")), drawRequestNumber };
  const clock = (): number => time.now;
  const coverage = coverageOf(adapter);
  const refresher = await createRefresher({
    sources: new SourceRegistry([
      { description: { name: "north", vendor: "ACME", capabilities: [], coverage }, adapter, concurrency: 2 },
    ]),
    store,
    recorder: createRecorder({ store, clock, logger: pino({ level: "silent" }) }),
    clock,
    intervals: INTERVALS,
    isPolled,
    onFailure: (_, { code }) => failures.push(code),
  });
  open.push(async () => {
    await refresher.close();
    await store.close();
  });
  return { refresher, store, failures, time };
}

/** A promise and its ends. */
export function gate(): { readonly opened: Promise<void>; open(): void } {
  let release = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { opened, open: () => release() };
}
