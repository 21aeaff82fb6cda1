import { parse } from "graphql";
import { describe, expect, it } from "vitest";
import { derivedStatus, reportedStatus } from "../../domain/status.js";
import { instantWindow } from "../../domain/time/window.js";
import { aContext, aSchema } from "../../../test/support/serve-stub.js";
import { NOW, stubLoaders, type StubRow } from "../../../test/support/stub-loaders.js";
import { createExecutor } from "./executor.js";
import type { Loaders } from "../../loaders/loaders.js";

const TEXT = "{ callbacks { nodes { status isOpen isOverdue reason customer { name } source { name } } } }";
const PEOPLE = new Set(["callbacks:read", "pii:read"]);
const NO_PEOPLE = new Set(["callbacks:read"]);

const COUNTED = "{ callbacks { nodes { status isOpen reason customer { name } source { name } } totalCount } }";

/** One callback, and what executes. */
function world(fields: StubRow["fields"]) {
  const executor = createExecutor(aSchema(), (result) => result as never, { isCaching: true });
  const loaders = stubLoaders({ rows: [{ fields: { source: "north", vendor: "ACME", ...fields } }] });
  return { executor, loaders };
}

/** Executes the same operation each time it is called; rows are the same ones each time. */
function asking(fields: StubRow["fields"]) {
  const { executor, loaders } = world(fields);
  const document = parse(TEXT);
  const ask = async (scopes: ReadonlySet<string>, now: number): Promise<unknown> => {
    const caller = { ...loaders.caller, scopes } as Loaders["caller"];
    const operation = { document, text: TEXT, operationName: null, variables: null };
    const { json, hasRowLists } = await executor.execute(operation, aContext({ ...loaders, caller, now }));
    const { data } = JSON.parse(json) as { data: { callbacks: { nodes: readonly unknown[] } } };
    return { hasRowLists, ...(data.callbacks.nodes[0] as object) };
  };
  return ask;
}

describe("a callback that is written once", () => {
  it("is written for those who see people and for those who do not, each their own", async () => {
    const ask = asking({ reason: "a secret" });
    for (let time = 1; time <= 5; time += 1) {
      expect(await ask(PEOPLE, NOW)).toMatchObject({ reason: "a secret" });
      expect(await ask(NO_PEOPLE, NOW)).toMatchObject({ hasRowLists: true, reason: "***" });
    }
  });

  it("has another status once its time has come", async () => {
    const ask = asking(derivedStatus("SCHEDULED", { dueAt: NOW + 10, lapsesAt: NOW + 20 }));
    for (let time = 1; time <= 4; time += 1) expect(await ask(PEOPLE, NOW)).toMatchObject({ status: "SCHEDULED" });
    expect(await ask(PEOPLE, NOW + 10)).toMatchObject({ hasRowLists: true, status: "QUEUED" });
    expect(await ask(PEOPLE, NOW + 20)).toMatchObject({ hasRowLists: true, status: "ENDED" });
  });

  it("is overdue once its promise is broken, and not a moment before", async () => {
    const window = instantWindow(NOW - 100, NOW + 10, null);
    const ask = asking({ ...reportedStatus("QUEUED", "Q"), window });
    for (let time = 1; time <= 3; time += 1) {
      for (const now of [NOW, NOW + 10]) expect(await ask(PEOPLE, now)).toMatchObject({ isOverdue: false });
      for (const now of [NOW + 11, NOW + 1000]) expect(await ask(PEOPLE, now)).toMatchObject({ isOverdue: true });
    }
  });

  it("makes an answer that is the same the same one, and its body with it", async () => {
    const { executor, loaders: stub } = world({});
    // The store gives the same page as the same list.
    const slice = { size: 50, from: "start", after: null, before: null } as const;
    const orderBy = { field: "WINDOW_START", direction: "ASC" } as const;
    const list = await stub.callbacks({ filter: {}, orderBy, slice, maxStalenessMs: null });
    const loaders = { ...stub, callbacks: () => Promise.resolve(list) };
    const documents = new Map([TEXT, COUNTED].map((text) => [text, parse(text)]));
    const run = (text: string) => {
      const document = documents.get(text) ?? parse(text);
      return executor.execute({ document, text, operationName: null, variables: null }, aContext(loaders));
    };
    for (let time = 1; time <= 2; time += 1) for (const text of [TEXT, COUNTED]) await run(text);
    const [plain, counted] = [await run(TEXT), await run(COUNTED)];
    expect(await run(TEXT)).toBe(plain);
    expect(await run(COUNTED)).toBe(counted);
    expect(JSON.parse(counted.json)).toMatchObject({ data: { callbacks: { totalCount: 1 } } });
    const body = plain.bodyWith('{"cost":1}');
    expect(JSON.parse(body.toString())).toEqual({ ...JSON.parse(plain.json), extensions: { cost: 1 } });
    expect(plain.bodyWith('{"cost":1}')).toBe(body);
    expect(plain.bodyWith('{"cost":2}').toString()).toContain('"cost":2');
  });

  it("may hold any text", async () => {
    const reason = '"\\\u0000:0" \u2028 $& $1 ${x} \ud800';
    const ask = asking({ reason });
    for (let time = 1; time <= 4; time += 1) expect(await ask(PEOPLE, NOW)).toMatchObject({ reason });
  });
});
