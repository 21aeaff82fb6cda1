import { describe, expect, it } from "vitest";
import type { VendorPage } from "../../adapters/adapter.js";
import { GatewayError } from "../../domain/errors.js";
import { timerOf } from "../../domain/time/timer.js";
import { anObservation } from "../../../test/support/observations.js";
import { aPage, scriptedAdapter } from "../../../test/support/scripted-adapter.js";
import { createHealthRecord } from "../health.js";
import { createFetcher } from "./fetcher.js";
import type { Recorder } from "../recorder.js";

const START = 1000;
const CALL = { signal: new AbortController().signal, priority: "interactive" } as const;
const a = anObservation(START, { vendorId: "a" });
const b = anObservation(START, { vendorId: "b" });
const c = anObservation(START, { vendorId: "c" });

/** Fetches a list page by page; notes what is recorded: ids, and whether they were complete. */
function asking() {
  const recorded: string[] = [];
  let pages: readonly (VendorPage | Error)[] = [];
  const adapter = {
    ...scriptedAdapter([], () => Promise.resolve(aPage())),
    async *list() {
      for (const page of pages) {
        if (page instanceof Error) throw page;
        recorded.push("page");
        yield Promise.resolve(page);
      }
    },
  };
  const recorder: Recorder = {
    record(_, { observations }, completed) {
      const ids = observations.map(({ callback }) => callback.vendorId).join(" ");
      recorded.push(completed === null ? ids : `${ids} all`);
      return Promise.resolve([]);
    },
    onRecord: () => () => undefined,
    counts: () => ({ quarantined: 0, coerced: 0 }),
  };
  const description = { name: "north", vendor: "ACME", capabilities: [], coverage: "COMPLETE" } as const;
  const ask = createFetcher({
    source: { description, adapter, concurrency: 1 },
    store: { findUnobserved: () => Promise.resolve([]), drawRequestNumber: () => Promise.resolve(1) },
    recorder,
    clock: () => START,
    timer: timerOf(() => START),
    health: createHealthRecord(() => START),
    onFailure: () => undefined,
  });
  return async (...told: readonly (VendorPage | Error)[]): Promise<readonly string[]> => {
    pages = told;
    recorded.length = 0;
    await ask({ by: "list" }, CALL).catch(() => recorded.push("failed"));
    return [...recorded];
  };
}

describe("the fetcher", () => {
  it("records a page of changes before it requests the next", async () => {
    const ask = asking();
    expect(await ask(aPage([a], false), aPage([b]))).toEqual(["page", "a", "page", "b all"]);
  });

  it("records pages without news together at the end", async () => {
    const ask = asking();
    await ask(aPage([a], false), aPage([b], false), aPage([c]));
    const again = await ask(aPage([a], false), aPage([b], false), aPage([c]));
    expect(again).toEqual(["page", "page", "page", "a b c all"]);
  });

  it("records what waits as soon as there are news, and before them", async () => {
    const ask = asking();
    await ask(aPage([a], false), aPage([b]));
    const changed = anObservation(START, { vendorId: "b", reason: "another" });
    const told = await ask(aPage([a], false), aPage([changed], false), aPage([c]));
    expect(told).toEqual(["page", "page", "a b", "page", "c all"]);
  });

  it("records what was observed before it failed", async () => {
    const ask = asking();
    await ask(aPage([a], false), aPage([b]));
    const failure = new GatewayError("VENDOR_UNAVAILABLE", "north is away", { source: "north" });
    expect(await ask(aPage([a], false), failure)).toEqual(["page", "a", "failed"]);
  });

  it("does not take a part for all", async () => {
    const ask = asking();
    await ask(aPage([a]));
    expect(await ask(aPage([a], false))).toEqual(["page", "a"]);
  });
});
