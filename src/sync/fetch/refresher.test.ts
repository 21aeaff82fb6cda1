import { afterEach, describe, expect, it } from "vitest";
import type { VendorQuery } from "../../domain/vendor/vendor-query.js";
import type { VendorPage } from "../../adapters/adapter.js";
import type { StoredCallback } from "../../domain/query.js";
import { anObservation } from "../../../test/support/observations.js";
import {
  closeBenches,
  FOR_TEN_SECONDS,
  gate,
  NUMBER,
  refresherBench,
  START,
} from "../../../test/support/refresher-bench.js";
import { aPage, scriptedAdapter, type ScriptedAdapter } from "../../../test/support/scripted-adapter.js";

afterEach(closeBenches);

describe("the refresher", () => {
  it("fetches a key that was never fetched, and again only when it is staler than accepted", async () => {
    const adapter = scriptedAdapter(["list"], () => Promise.resolve(aPage([anObservation(START)])));
    const made = await refresherBench(adapter);
    expect(await made.refresher.refresh("north", "everything", FOR_TEN_SECONDS)).toMatchObject({
      freshness: "FRESH",
      asOf: START,
    });
    made.time.now += 10_000;
    await made.refresher.refresh("north", "everything", FOR_TEN_SECONDS);
    expect(adapter.asked).toHaveLength(1);
    made.time.now += 1;
    expect(await made.refresher.refresh("north", "everything", FOR_TEN_SECONDS)).toMatchObject({
      asOf: START + 10_001,
    });
    expect(adapter.asked).toHaveLength(2);
  });

  it("fetches once for any number of concurrent clients", async () => {
    const held = gate();
    const adapter = scriptedAdapter(["phoneNumber"], async () => {
      await held.opened;
      return aPage();
    });
    const { refresher } = await refresherBench(adapter);
    const reports = Array.from({ length: 50 }, () => refresher.refresh("north", [NUMBER], FOR_TEN_SECONDS));
    held.open();
    for (const report of await Promise.all(reports)) expect(report.freshness).toBe("FRESH");
    expect(adapter.asked).toEqual([NUMBER]);
  });

  it("fetches again for a client that needs newer data than the fetch in progress returns", async () => {
    const held = gate();
    const adapter = scriptedAdapter(["list"], async () => {
      await held.opened;
      return aPage();
    });
    const made = await refresherBench(adapter);
    const first = made.refresher.refresh("north", "everything", FOR_TEN_SECONDS);
    await expect.poll(() => adapter.asked).toHaveLength(1);
    made.time.now += 1000;
    const newer = made.refresher.refresh("north", "everything", { ...FOR_TEN_SECONDS, maxStalenessMs: 0 });
    held.open();
    expect(await first).toMatchObject({ freshness: "FRESH", asOf: START });
    expect(await newer).toMatchObject({ freshness: "FRESH", asOf: START + 1000, error: null });
    expect(adapter.asked).toHaveLength(2);
  });

  it("reports UNSUPPORTED, without a request, for an unsupported query", async () => {
    const adapter = scriptedAdapter(["phoneNumber"], () => Promise.resolve(aPage()));
    const { refresher } = await refresherBench(adapter);
    expect(await refresher.refresh("north", [{ by: "agent", agentId: "a" }], FOR_TEN_SECONDS)).toMatchObject({
      freshness: "UNSUPPORTED",
    });
    expect(await refresher.refresh("north", "everything", FOR_TEN_SECONDS)).toMatchObject({ freshness: "UNSUPPORTED" });
    expect(adapter.asked).toEqual([]);
  });

  it("fetches the list once for queries that the vendor does not support, if it lists all callbacks", async () => {
    const adapter = scriptedAdapter(["list", "agent"], () => Promise.resolve(aPage()));
    const { refresher } = await refresherBench(adapter);
    const queries: VendorQuery[] = [NUMBER, { by: "customer", customerId: "c1" }];
    expect(await refresher.refresh("north", queries, FOR_TEN_SECONDS)).toMatchObject({ freshness: "FRESH" });
    expect(await refresher.refresh("north", [NUMBER], FOR_TEN_SECONDS)).toMatchObject({ freshness: "FRESH" });
    expect(adapter.asked).toEqual([{ by: "list" }]);
    const window: ScriptedAdapter = {
      ...scriptedAdapter(["list"], () => Promise.resolve(aPage())),
      listCoverage: "WINDOW",
    };
    const ofWindow = await refresherBench(window);
    expect(await ofWindow.refresher.refresh("north", [NUMBER], FOR_TEN_SECONDS)).toMatchObject({
      freshness: "UNSUPPORTED",
    });
  });

  it("keeps watched keys fresh, and every number with an open callback", async () => {
    const watched: VendorQuery = { by: "agent", agentId: "a1" };
    const customer = { ...anObservation(0).callback.customer, phoneNumberRaw: "+14155550100" };
    const adapter = scriptedAdapter(
      ["agent", "phoneNumber"],
      (query) => Promise.resolve(aPage(query.by === "agent" ? [anObservation(START, { customer })] : [])),
      [watched],
    );
    const made = await refresherBench(adapter);
    await made.refresher.refresh("north", "everything", FOR_TEN_SECONDS);
    expect(adapter.asked).toEqual([watched]);
    made.time.now += 20_000;
    await made.refresher.refresh("north", "everything", FOR_TEN_SECONDS);
    expect(adapter.asked.slice(1)).toEqual([watched, NUMBER]);
  });

  it("fetches a list instead of many numbers if the vendor supports LIST", async () => {
    const adapter = scriptedAdapter(["list", "phoneNumber"], () => Promise.resolve(aPage()));
    const { refresher } = await refresherBench(adapter);
    const numbers = Array.from({ length: 50 }, (_, index): VendorQuery => ({
      by: "phoneNumber",
      phoneNumber: `+1415555${index}`,
    }));
    expect(await refresher.refresh("north", numbers, FOR_TEN_SECONDS)).toMatchObject({ freshness: "FRESH" });
    expect(adapter.asked).toEqual([{ by: "list" }]);
  });

  it("fetches each number by itself if the vendor's list is a window, and believes the list no absence", async () => {
    const [open, ended] = [anObservation(START), anObservation(START, { vendorId: "2", status: "COMPLETED" })];
    let listed = [open, ended];
    const adapter: ScriptedAdapter = {
      ...scriptedAdapter(["list", "phoneNumber", "id"], (query) => {
        if (query.by === "list") return Promise.resolve(aPage(listed));
        return Promise.resolve(aPage(query.by === "id" ? [anObservation(made.time.now)] : []));
      }),
      listCoverage: "WINDOW",
    };
    const made = await refresherBench(adapter);
    await made.refresher.refresh("north", "everything", FOR_TEN_SECONDS);
    const numbers: VendorQuery[] = [NUMBER, { by: "phoneNumber", phoneNumber: "+14155550199" }];
    expect(await made.refresher.refresh("north", numbers, FOR_TEN_SECONDS)).toMatchObject({ freshness: "FRESH" });
    expect(adapter.asked).toEqual([{ by: "list" }, ...numbers]);
    listed = [];
    made.time.now += 20_000;
    await made.refresher.refresh("north", "everything", FOR_TEN_SECONDS);
    // The list lacks two; only the open one can still change.
    expect(adapter.asked.slice(3)).toEqual([{ by: "list" }, { by: "id", vendorId: "1" }]);
    const stored = await made.store.find(["1", "2"].map((vendorId) => ({ source: "north", vendorId })));
    expect(stored.map((callback) => callback?.isPresentAtVendor)).toEqual([true, true]);
  });

  it("fetches by id a callback that an agent's response lacks: only its id proves it GONE", async () => {
    const agents = new Map([["1", "a1"]]);
    const held = (vendorId: string): VendorPage => {
      const agentId = agents.get(vendorId);
      if (agentId === undefined) return aPage();
      const assignment = { agentId, type: "UNKNOWN", exclusive: null, assignedAt: null } as const;
      return aPage([anObservation(made.time.now, { vendorId, assignment })]);
    };
    const adapter = scriptedAdapter(["agent", "id"], (query) =>
      Promise.resolve(query.by === "id" ? held(query.vendorId) : held("1")),
    );
    adapter.findByAgent = (agentId) => Promise.resolve(agents.get("1") === agentId ? held("1") : aPage());
    const made = await refresherBench(adapter);
    const look = async (): Promise<StoredCallback | null> => {
      made.time.now += 20_000;
      await made.refresher.refresh("north", [{ by: "agent", agentId: "a1" }], FOR_TEN_SECONDS);
      return (await made.store.find([{ source: "north", vendorId: "1" }]))[0] ?? null;
    };
    await look();
    agents.set("1", "a2");
    expect(await look()).toMatchObject({
      isPresentAtVendor: true,
      absentSince: null,
      callback: { assignment: { agentId: "a2" } },
    });
    expect((await look())?.isPresentAtVendor).toBe(true);
    agents.set("1", "a1");
    made.time.now += 20_000;
    await made.refresher.refresh("north", [{ by: "id", vendorId: "1" }], FOR_TEN_SECONDS);
    agents.delete("1");
    expect(await look()).toMatchObject({ isPresentAtVendor: true });
    expect(await look()).toMatchObject({ isPresentAtVendor: false });
  });

  it("waits for the initial sync if it is nearly complete, at most as long as the client", async () => {
    const watched = ["1", "2"].map((id): VendorQuery => ({ by: "customer", customerId: id }));
    const adapter = scriptedAdapter(["customer"], () => Promise.resolve(aPage()), watched);
    const { refresher } = await refresherBench(adapter, true);
    const refresh = (waitMs: number): Promise<unknown> =>
      refresher.refresh("north", "everything", { maxStalenessMs: null, waitMs, client: new AbortController() });
    expect(await refresh(10)).toMatchObject({ freshness: "STALE", asOf: null });
    let isOver = false;
    const waiting = refresh(600_000).finally(() => (isOver = true));
    const call = { signal: new AbortController().signal, priority: "background" } as const;
    const fetch = (query: VendorQuery): Promise<unknown> => refresher.fetch("north", query, call);
    const [first, second] = watched as [VendorQuery, VendorQuery];
    await fetch(first);
    await new Promise((resolve) => setImmediate(resolve));
    expect(isOver).toBe(false);
    await fetch(second);
    expect(await waiting).toMatchObject({ freshness: "FRESH" });
  });
});
