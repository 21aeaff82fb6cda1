import { parse } from "graphql";
import { describe, expect, it } from "vitest";
import { cacheStatistics } from "../../lib/cache.js";
import type { StoredCallback } from "../../domain/query.js";
import { derivedStatus, reportedStatus } from "../../domain/status.js";
import { instantWindow } from "../../domain/time/window.js";
import type { Loaders } from "../../loaders/loaders.js";
import { aContext, aSchema } from "../../../test/support/serve-stub.js";
import { NOW, stubLoaders, type StubRow } from "../../../test/support/stub-loaders.js";
import { createExecutor } from "./executor.js";

const TEXT = "{ callbacks { nodes { status isOpen isOverdue reason customer { name } source { name } } } }";
const PII = new Set(["callbacks:read", "pii:read"]);
const NO_PII = new Set(["callbacks:read"]);

/** Returns a function that executes a query over one callback, and returns the first node of the result. */
function querying(fields: StubRow["fields"], text = TEXT) {
  const executor = createExecutor(aSchema(), (result) => result as never);
  const loaders = stubLoaders({ rows: [{ fields: { source: "north", vendor: "ACME", ...fields } }] });
  const document = executor.prepare(parse(text));
  return async (
    scopes: ReadonlySet<string> = PII,
    now = NOW,
    change: Partial<StoredCallback> = {},
  ): Promise<Record<string, unknown>> => {
    const caller = { ...loaders.caller, scopes } as Loaders["caller"];
    const callbacks: Loaders["callbacks"] = async (query) => {
      const list = await loaders.callbacks(query);
      return { ...list, rows: list.rows.map((row) => ({ ...row, ...change })) };
    };
    const operation = { document, text, operationName: null, variables: null };
    const { json } = await executor.executeToJson(operation, aContext({ ...loaders, callbacks, caller, now }));
    const { data } = JSON.parse(json) as { data: { callbacks: { nodes: readonly Record<string, unknown>[] } } };
    return data.callbacks.nodes[0] ?? {};
  };
}

function hits(): number {
  return cacheStatistics().find(({ name }) => name === "json_fragments")?.hits ?? 0;
}

describe("the cache of JSON fragments", () => {
  it("holds a fragment for each PII scope", async () => {
    const query = querying({ reason: "a secret" });
    for (let time = 1; time <= 3; time += 1) {
      expect(await query(PII)).toMatchObject({ reason: "a secret" });
      expect(await query(NO_PII)).toMatchObject({ reason: "***" });
    }
  });

  it("serves equal rows from the cache, whether or not they are the same objects", async () => {
    const query = querying({});
    await query();
    const before = hits();
    await query(PII, NOW, {});
    expect(hits()).toBe(before + 1);
  });

  it("serves equal selections of other documents from the cache", async () => {
    const executor = createExecutor(aSchema(), (result) => result as never);
    const context = aContext(stubLoaders({ rows: [{ fields: { source: "north", vendor: "ACME" } }] }));
    const before = hits();
    for (const text of [
      "{ callbacks { nodes { id status } } }",
      "{ a: callbacks(first: 3) { b: nodes { id, status } } }",
    ]) {
      const operation = { document: executor.prepare(parse(text)), text, operationName: null, variables: null };
      await executor.executeToJson(operation, context);
    }
    expect(hits()).toBe(before + 1);
  });

  it("writes a row again once its revision is another", async () => {
    const query = querying({ reason: "before" });
    const callback = (reason: string) => ({ callback: { ...stubRow.callback, reason } });
    const [stubRow] = (await stubLoaders({ rows: [{ fields: { source: "north", vendor: "ACME" } }] }).callbacks(LIST))
      .rows as [StoredCallback];
    expect(await query(PII, NOW, { ...callback("before"), revision: 1 })).toMatchObject({ reason: "before" });
    expect(await query(PII, NOW, { ...callback("after"), revision: 2 })).toMatchObject({ reason: "after" });
  });

  it("returns when the row was last observed, which is no part of its revision", async () => {
    const query = querying({}, "{ callbacks { nodes { observedAt } } }");
    expect(await query(PII, NOW, { observedAt: NOW - 5000 })).toEqual({ observedAt: "2026-06-01T11:59:55.000Z" });
    expect(await query(PII, NOW, { observedAt: NOW - 1000 })).toEqual({ observedAt: "2026-06-01T11:59:59.000Z" });
  });

  it("writes a row again when the clock has moved its status", async () => {
    const query = querying(derivedStatus("SCHEDULED", { dueAt: NOW + 10, lapsesAt: NOW + 20 }));
    for (let time = 1; time <= 2; time += 1) {
      expect(await query(PII, NOW)).toMatchObject({ status: "SCHEDULED" });
      expect(await query(PII, NOW + 10)).toMatchObject({ status: "QUEUED" });
      expect(await query(PII, NOW + 20)).toMatchObject({ status: "ENDED" });
    }
  });

  it("writes a row again when the callback has become overdue", async () => {
    const window = instantWindow(NOW - 100, NOW + 10, null);
    const query = querying({ ...reportedStatus("QUEUED", "Q"), window });
    for (let time = 1; time <= 2; time += 1) {
      for (const now of [NOW, NOW + 10]) expect(await query(PII, now)).toMatchObject({ isOverdue: false });
      for (const now of [NOW + 11, NOW + 1000]) expect(await query(PII, now)).toMatchObject({ isOverdue: true });
    }
  });

  it("holds any text", async () => {
    const reason = '"\\\u0000:0" \u2028 $& $1 ${x} \ud800';
    const query = querying({ reason });
    for (let time = 1; time <= 2; time += 1) expect(await query()).toMatchObject({ reason });
  });
});

const LIST = {
  filter: {},
  orderBy: { field: "WINDOW_START", direction: "ASC" },
  slice: { size: 50, from: "start", after: null, before: null },
  maxStalenessMs: null,
} as const;
