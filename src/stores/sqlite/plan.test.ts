import Database from "libsql";
import { Kysely, SqliteDialect, sql, type CompiledQuery, type SqliteDatabase } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CALLBACK_ORDER_FIELDS, type CallbackOrderField } from "../../domain/query.js";
import type { RowFilter } from "../sql/callbacks/filter.js";
import { countOpenOfCustomers, findCustomers, listCustomers } from "../sql/callbacks/customer-list.js";
import { listOfCustomers } from "../sql/callbacks/customers.js";
import { listCallbacks } from "../sql/callbacks/list.js";
import { migrate } from "../sql/schema/migrate.js";
import { createStatements } from "../sql/statements.js";
import { createRowCache } from "../sql/callbacks/row-cache.js";
import type { Tables } from "../sql/schema/tables.js";
import { countByGroup } from "../sql/statistics/statistics.js";
import { planSearch } from "./search.js";
import { asArrays, TYPES } from "./sqlite.js";

const COUNT = 100_000;

/** The plans of the statements that read rows, as the engine explains them. */
describe.each([
  { statistics: "with statistics", isAnalyzed: true },
  { statistics: "as a store is, without statistics", isAnalyzed: false },
])("the embedded store at 100,000 callbacks, $statistics", ({ isAnalyzed }) => {
  const asked: CompiledQuery[] = [];
  const database = new Database(":memory:") as unknown as SqliteDatabase;
  const db = new Kysely<Tables>({
    dialect: new SqliteDialect({ database }),
    log: (event) => {
      asked.push(event.query);
    },
  });

  beforeAll(async () => {
    await migrate({ db, types: TYPES });
    await sql`insert into callbacks (source, vendor, vendor_id, status, status_basis, published_status, status_changed_at,
        is_open, is_present, window_start, next_attempt_at, created_at, updated_at, phone_number, contact_id,
        agent_id, promise_due_at, waits_from, ended_at, urgency, queue_key, customer_hash, content, record)
      with recursive counter(n) as (select 1 union all select n + 1 from counter where n < ${COUNT})
      select 'north', 'ACME', 'cb-' || n, 'SCHEDULED', 'REPORTED', 'SCHEDULED', n, n % 2, 1, n * 1000, n, n, n,
        '+1415' || (n % 5000), 'c' || (n % 5000), 'a' || (n % 5000), n, n, n, 'u' || n, 'SKILL:q' || (n % 5000),
        'h' || (n % 5000), '{"timing":"UNKNOWN","window":null,"createdAt":1}', '{}' from counter`.execute(db);
    await sql`insert into observations select row_id, 0, 0, null, null from callbacks`.execute(db);
    await sql`insert into callback_search (row_id, text) select row_id, 'name' || row_id || 'x' from callbacks`.execute(
      db,
    );
    if (isAnalyzed) await sql`analyze`.execute(db);
  });
  afterAll(() => db.destroy());

  async function plansOf(filter: RowFilter, field: CallbackOrderField, after: number | null): Promise<string[]> {
    asked.length = 0;
    const slice = {
      size: 50,
      from: "start" as const,
      before: null,
      after: after === null ? null : { value: after, rowId: 1 },
    };
    await listCallbacks(
      db,
      { filter, orderBy: { field, direction: "ASC" }, slice, now: 0 },
      createRowCache({ asArrays }, createStatements()),
    );
    const reads = asked.filter((query) => query.sql.includes("limit"));
    expect(reads.length).toBeGreaterThan(0);
    const plans: string[] = [];
    for (const read of reads) {
      const { rows } = await db.executeQuery<{ detail: string }>({ ...read, sql: `explain query plan ${read.sql}` });
      plans.push(rows.map(({ detail }) => detail).join("; "));
    }
    return plans;
  }

  it.each(Object.keys(CALLBACK_ORDER_FIELDS) as CallbackOrderField[])(
    "reads a page by %s from an index",
    async (field) => {
      for (const after of [null, 50_000]) {
        for (const filter of [{}, { exceptSources: ["removed"] }]) {
          for (const plan of await plansOf(filter, field, after)) {
            // Walking an index in its order and stopping at the limit is no full scan; sorting would be.
            expect(plan).toMatch(/(SEARCH|SCAN) callbacks USING INDEX callbacks_by_/u);
            expect(plan).not.toContain("TEMP B-TREE");
          }
        }
      }
    },
  );

  const filters: Record<string, RowFilter> = {
    "open ones": { isOpen: true },
    "open ones of the settings": { isOpen: true, exceptSources: ["removed"] },
    "open ones of a source": { isOpen: true, sources: ["north"] },
    "a number": { phoneNumbers: ["+1415100"] },
    "several numbers": { phoneNumbers: ["+1415100", "+1415101", "+1415102"] },
    "an agent": { agents: [{ source: "north", agentId: "a100" }] },
    "two queues": { queueKeys: ["SKILL:q100", "SKILL:q200"].map((queueKey) => ({ source: "north", queueKey })) },
    "a customer": { customer: { hash: "h100", key: { phoneNumber: "+1415100" } } },
  };
  it.each(Object.entries(filters))("reads the first page of %s from an index", async (_, filter) => {
    for (const plan of await plansOf(filter, "WINDOW_START", null)) {
      expect(plan).toContain("SEARCH callbacks USING INDEX");
      expect(plan).not.toContain("SCAN callbacks");
      if (filter.isOpen === true) expect(plan).toContain("USING INDEX callbacks_open_by_window (is_open=?");
    }
  });

  it.each<RowFilter>([
    { isOpen: true },
    { isOpen: true, sources: ["north"] },
    { isOpen: true, exceptSources: ["removed"] },
    { isOpen: true, isOverdue: true },
  ])("reads the most urgent open ones from an index of these: %o", async (filter) => {
    for (const plan of await plansOf(filter, "URGENCY", null)) {
      expect(plan).toContain("USING INDEX callbacks_open_by_urgency");
      expect(plan).not.toContain("TEMP B-TREE");
    }
  });

  it("finds a rare word by the full-text index", async () => {
    const searchPlan = { match: '"name1000x"', patterns: [], isRare: true };
    for (const plan of await plansOf({ sources: ["north"], searchPlan }, "WINDOW_START", null)) {
      expect(plan).toMatch(/SEARCH callbacks USING (INTEGER PRIMARY KEY|INDEX callbacks_by_window \(.*row_id=\?)/u);
      expect(plan).toMatch(/SCAN callback_search_index VIRTUAL TABLE INDEX 0:M/u);
      expect(plan).not.toMatch(/SCAN callbacks\b/u);
    }
  });

  it("finds a common word in the order of the list", async () => {
    const filter = { searchPlan: { match: null, patterns: ["%name%"], isRare: false } };
    for (const plan of await plansOf(filter, "WINDOW_START", null)) {
      expect(plan).toMatch(/(SEARCH|SCAN) callbacks USING INDEX callbacks_by_window/u);
      expect(plan).not.toContain("TEMP B-TREE");
    }
  });

  it.each([
    [["name"], false],
    [["name1000x"], true],
    [["name", "9"], false],
    // The index knows nothing of so short a word: read in its order, the list would be read to its end.
    [["name", "zz"], true],
  ])("knows whether few rows have the words %o", async (words, isRare) => {
    const { page, whole } = await planSearch(db, words);
    expect([page.isRare, page.match === null]).toEqual([isRare, !isRare]);
    expect(whole.match).not.toBeNull();
  });

  it("finds customers and their open callbacks by indexes", async () => {
    const cache = createRowCache({ asArrays }, createStatements());
    const options = { asArrays, cache, statements: createStatements() };
    asked.length = 0;
    const filter = { minOpenCallbacks: 2, acrossSources: true, sources: ["north"] };
    await listCustomers(db, { filter, size: 50, after: null, now: 0, isCounted: true }, cache);
    await listOfCustomers(db, { customers: ["h1", "h2"], sources: ["north"], size: 21, openAt: 0 }, options);
    await countOpenOfCustomers(db, ["h1", "h2"], ["north"], 0);
    await findCustomers(db, ["h1", "h2"], ["north"], cache);
    // Rows whose keys were found are read by their keys.
    const reads = asked.filter(({ sql: text }) => text.includes("customer_hash"));
    expect(reads).toHaveLength(4);
    for (const read of reads) {
      const { rows } = await db.executeQuery<{ detail: string }>({ ...read, sql: `explain query plan ${read.sql}` });
      const plan = rows.map(({ detail }) => detail).join("; ");
      expect(plan).toMatch(/(SEARCH|SCAN) callbacks USING (COVERING )?INDEX callbacks_(open_)?by_customer/u);
      expect(plan).not.toMatch(/SCAN callbacks(?! USING COVERING INDEX callbacks_open_by_customer)/u);
    }
  });

  async function explain(query: CompiledQuery | undefined): Promise<string> {
    if (query === undefined) throw new Error("no statement was sent");
    const { rows } = await db.executeQuery<{ detail: string }>({ ...query, sql: `explain query plan ${query.sql}` });
    return rows.map(({ detail }) => detail).join("; ");
  }

  const counted: readonly (readonly [RowFilter, groups: number])[] = [
    [{}, 2500],
    [{ sources: ["north"] }, 2500],
    [{ exceptSources: ["removed"] }, 2500],
    [{ statuses: ["SCHEDULED"] }, 2500],
    [{ queueKeys: [{ source: "north", queueKey: "SKILL:q101" }] }, 1],
  ];
  it.each(counted)("counts open ones without their rows: %o", async (filter, groups) => {
    asked.length = 0;
    const slice = { size: 1, from: "start" as const, after: null, before: null };
    const request = {
      filter: { isOpen: true, ...filter },
      orderBy: { field: "WINDOW_START", direction: "ASC" } as const,
    };
    const list = { ...request, slice, now: 0, isCounted: true };
    await listCallbacks(db, list, createRowCache({ asArrays }, createStatements()));
    const plan = await explain(asked.find((query) => query.sql.includes("sum(count)")));
    expect(plan).toMatch(/(SCAN|SEARCH) open_counts/u);
    expect(plan.match(/callbacks USING (COVERING )?INDEX \w+/gu)).toEqual(
      Array(2).fill("callbacks USING INDEX callbacks_by_elapse"),
    );

    asked.length = 0;
    const statistics = { filter: request.filter, groupBy: ["STATUS", "QUEUE"] as const, timeZone: "UTC", now: 0 };
    expect(await countByGroup(db, statistics)).toHaveLength(groups);
    const [counts, overdue, subtracted, moved] = (await explain(asked[0])).split("UNION ALL");
    expect(counts).toMatch(/(SCAN|SEARCH) open_counts/u);
    const first =
      /callbacks_open \(source=\? AND vendor=\? AND queue_key=\? AND published_status=\? AND waits_from<\?\)/gu;
    expect(counts?.match(first)).toHaveLength(2);
    expect(overdue).toMatch(/SEARCH callbacks USING COVERING INDEX callbacks_open_by_promise \(promise_due_at/u);
    for (const part of [subtracted, moved]) expect(part).toMatch(/SEARCH callbacks USING INDEX callbacks_by_elapse/u);
  });
});
