import { afterEach, describe, expect, it } from "vitest";
import { COLUMNS } from "../../src/graphql/export/columns.js";
import { authOf, type TestKey } from "../support/access.js";
import { ask } from "../support/ask.js";
import { getExport, linesOf, SOURCE, store } from "../support/export.js";
import { operations, startTrusting } from "../support/trusting.js";
import { startWorld, type World } from "../support/world.js";

let world: World;
afterEach(() => world.close());

const key = (id: string, scopes: readonly string[], sources: "*" | string[] = "*"): TestKey => ({
  id,
  key: `key-of-${id}`,
  scopes,
  sources,
});
const ANA = key("ana", ["callbacks:read", "pii:read"]);
const BEN = key("ben", ["callbacks:read"], [SOURCE]);
const CEM = key("cem", ["callbacks:write"]);
const DOT = key("dot", ["callbacks:read"], ["mindful"]);
const as = ({ key: text }: TestKey) => ({ "x-api-key": text });

describe("an exported list", () => {
  it("has a line for each callback, in order, and a last line that says that it is complete", async () => {
    world = await startWorld();
    await store(world, 300);
    const response = await getExport(world.url, "ndjson");
    const lines = linesOf(await response.text());
    const changeCursor = response.headers.get("ringback-change-cursor");
    expect(lines.at(-1)).toEqual({ end: true, count: 300, changeCursor });
    expect(lines.slice(0, -1).map(({ vendorId }) => vendorId)).toEqual(
      Array.from({ length: 300 }, (_, index) => `${index}`),
    );
    expect(response.headers.get("content-type")).toBe("application/x-ndjson; charset=utf-8");
    expect(response.headers.get("cache-control")).toBe("no-store");
    // The position of the change log is that of the list.
    const { callbacks } = await ask<{ callbacks: { changeCursor: string } }>(
      world.url,
      "{ callbacks(first: 1) { changeCursor } }",
    );
    expect(callbacks.changeCursor).toBe(changeCursor);
  });

  it("has the values of the API in every column, and its cursors", async () => {
    world = await startWorld();
    await store(world, 3);
    const selection = COLUMNS.flatMap(({ path }) => path ?? [])
      .map((path) => path.split(".").reduceRight((inner, field) => `${field} { ${inner} }`))
      .join(" ");
    const query = `{ callbacks(orderBy: { field: CREATED_AT }) { edges { cursor node { ${selection} } } } }`;
    const { callbacks } = await ask<{ callbacks: { edges: { cursor: string; node: object }[] } }>(world.url, query);
    const lines = linesOf(await (await getExport(world.url, "ndjson")).text());
    const valueAt = (node: unknown, path: string): unknown =>
      path.split(".").reduce((value, field) => (value as Record<string, unknown> | null)?.[field] ?? null, node);
    const expected = callbacks.edges.map(({ cursor, node }) =>
      Object.fromEntries(COLUMNS.map(({ name, path }) => [name, path === null ? cursor : valueAt(node, path)])),
    );
    expect(lines.slice(0, -1)).toEqual(expected);
  });

  it("has the filter, the order and the columns that are requested, and a byte order mark only then", async () => {
    world = await startWorld();
    await store(world, 4);
    const csv = await getExport(world.url, "csv", {
      filter: JSON.stringify({ createdAt: { from: "2026-06-01T01:00:00Z" } }),
      orderBy: JSON.stringify({ field: "CREATED_AT", direction: "DESC" }),
      fields: "cursor, vendorId,customerPhoneNumber,windowStart",
      bom: "true",
    });
    const text = Buffer.from(await csv.arrayBuffer()).toString();
    const rows = text.split("\r\n").map((row) => row.replace(/^[\w-]+,/u, ""));
    expect(rows).toEqual([
      "\ufeffcursor,vendorId,customerPhoneNumber,windowStart",
      "3,'+493012341003,2026-06-01T04:00:00.000Z",
      "2,'+493012341002,2026-06-01T03:00:00.000Z",
      "1,'+493012341001,2026-06-01T02:00:00.000Z",
      "",
    ]);
    const plain = await (await getExport(world.url, "csv", { fields: "vendorId" })).arrayBuffer();
    expect(Buffer.from(plain).toString().slice(0, 17)).toBe("vendorId,cursor\r\n");
  });

  it("queries no vendor", async () => {
    world = await startWorld();
    await store(world, 1);
    const filter = JSON.stringify({ phoneNumbers: ["+493012341000"] });
    expect(linesOf(await (await getExport(world.url, "ndjson", { filter })).text())).toHaveLength(2);
    expect(world.callCount()).toBe(0);
  });
});

describe("the rights of an export", () => {
  it("are those of the API: authentication, scope, sources and masks", async () => {
    world = await startWorld({ settings: { auth: authOf(ANA, BEN, CEM, DOT) } });
    await store(world, 2);
    const statusOf = async (headers: Record<string, string>): Promise<number> =>
      (await getExport(world.url, "csv", {}, headers)).status;
    expect(await statusOf({})).toBe(401);
    expect(await statusOf({ "x-api-key": "unknown" })).toBe(401);
    expect(await statusOf(as(CEM))).toBe(403);
    const listOf = async (caller: TestKey, parameters = {}) =>
      linesOf(await (await getExport(world.url, "ndjson", parameters, as(caller))).text());
    expect(await listOf(DOT)).toEqual([{ end: true, count: 0, changeCursor: expect.any(String) as string }]);
    const [open] = await listOf(ANA);
    const [masked] = await listOf(BEN);
    expect(open).toMatchObject({ customerPhoneNumber: "+493012341000", customerName: "Anna Müller 0" });
    expect(masked).toMatchObject({ customerPhoneNumber: null, customerName: "***", reason: "***", vendorId: "0" });
    expect(JSON.stringify(masked)).not.toMatch(/Anna|1234/u);
    const filter = JSON.stringify({ phoneNumbers: ["+493012341000"] });
    const refused = await getExport(world.url, "ndjson", { filter }, as(BEN));
    expect([refused.status, await refused.text()]).toEqual([403, expect.stringContaining("pii:read")]);
  });

  it("exclude pages of other origins, also by a link", async () => {
    world = await startWorld();
    const statusOf = async (headers: Record<string, string>): Promise<number> =>
      (await getExport(world.url, "csv", {}, headers)).status;
    expect(await statusOf({ origin: "https://elsewhere.example" })).toBe(403);
    expect(await statusOf({ "sec-fetch-site": "cross-site" })).toBe(403);
    expect(await statusOf({ "sec-fetch-site": "same-origin" })).toBe(200);
    expect(await statusOf({ origin: new URL(world.url).origin, "sec-fetch-site": "same-origin" })).toBe(200);
  });

  it("include the rate of the caller", async () => {
    world = await startWorld({
      settings: { auth: authOf(ANA), server: { operations: { rate: { requests: 1, perMs: 60_000 } } } },
    });
    expect((await getExport(world.url, "csv", {}, as(ANA))).status).toBe(200);
    const second = await getExport(world.url, "csv", {}, as(ANA));
    expect([second.status, second.headers.get("retry-after")]).toEqual([429, "60"]);
  });

  it.each(["HEAD", "POST", "DELETE"])("do not exist for %s", async (method) => {
    world = await startWorld();
    const response = await fetch(`${world.url}/export/callbacks.csv`, { method });
    expect([response.status, response.headers.get("allow")]).toEqual([405, "GET"]);
  });
});

describe("an invalid request", () => {
  const CURSOR = Buffer.from('[1,"DUE_AT","ASC",1,1]').toString("base64url");
  it.each([
    [{ filter: "{" }, "filter must be JSON"],
    [{ filter: '{"nope":1}' }, "nope"],
    [{ filter: '{"statuses":["LATE"]}' }, "filter.statuses[0]"],
    [{ filter: "[1]" }, "filter"],
    [{ filter: '{"sources":["elsewhere"]}' }, "filter.sources names the unknown source"],
    [{ filter: '{"phoneNumbers":["12"]}' }, "filter.phoneNumbers[0]"],
    [{ orderBy: '{"field":"NAME"}' }, "orderBy.field"],
    [{ fields: "id,nope" }, 'unknown column "nope"'],
    [{ fields: "id,id" }, '"id" twice'],
    [{ after: "abc" }, "after is not a cursor"],
    [{ after: CURSOR }, "an order other than CREATED_AT ASC"],
    [{ bom: "yes" }, "bom must be true or false"],
    [{ filtr: "{}" }, 'unknown parameter "filtr"'],
    [{ variables: "{}" }, "variables requires documentId"],
    [{ documentId: "0", filter: "{}" }, "filter contradicts documentId"],
  ])("gets BAD_USER_INPUT, and no row: %j", async (parameters, message) => {
    world = await startWorld();
    await store(world, 1);
    for (const format of ["csv", "ndjson"] as const) {
      const response = await getExport(world.url, format, parameters);
      const text = await response.text();
      expect([response.status, response.headers.get("content-type")]).toEqual([400, "application/json; charset=utf-8"]);
      expect(text).toContain('"code":"BAD_USER_INPUT"');
      expect((JSON.parse(text) as { errors: { message: string }[] }).errors[0]?.message).toContain(message);
    }
  });

  it("gets 404 for an unknown document, and no 200 that could be saved as a file", async () => {
    world = await startWorld();
    expect((await getExport(world.url, "csv", { documentId: "0".repeat(64) })).status).toBe(404);
    expect((await getExport(world.url, "ndjson", { bom: "true" })).status).toBe(400);
  });
});

describe("where only trusted documents are executed", () => {
  const idOf = (name: string): string => operations.find((one) => one.name === name)!.id;

  it("the list of a stored operation is exported by its variables, with the fields that it selects", async () => {
    world = await startTrusting({});
    await store(world, 3);
    const variables = JSON.stringify({ filter: { createdAt: { from: "2026-06-01T01:00:00Z" } }, first: 1 });
    const documentId = idOf("WallboardPage");
    const response = await getExport(world.url, "ndjson", { documentId, variables });
    const lines = linesOf(await response.text());
    expect(lines.map(({ vendorId, count }) => vendorId ?? count)).toEqual(["1", "2", 2]);
    const selected = Object.keys(lines[0] ?? {});
    expect(selected).toContain("status");
    const missing = COLUMNS.map(({ name }) => name).find((name) => !selected.includes(name)) ?? "";
    const refused = await getExport(world.url, "ndjson", { documentId, variables, fields: missing });
    expect([refused.status, await refused.text()]).toEqual([
      400,
      expect.stringContaining(`unknown column \\"${missing}\\"`),
    ]);
  });

  it("no other list is exported", async () => {
    world = await startTrusting({});
    await store(world, 1);
    const free = await getExport(world.url, "csv", { filter: "{}" });
    expect([free.status, await free.text()]).toEqual([400, expect.stringContaining("UNTRUSTED_DOCUMENT")]);
    const other = await getExport(world.url, "csv", { documentId: idOf("Sources") });
    expect([other.status, await other.text()]).toEqual([400, expect.stringContaining("exactly one field callbacks")]);
  });
});
